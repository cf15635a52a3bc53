//! What an edition of the Rules is made of: services with their terms, stages, channels, waiting times, documents.

use crate::citation::Citation;
use crate::document::DocumentKind;
use crate::event::EventKind;
use crate::service::{Basis, Home, Service, WorkKind};

/// A service with its form, its whole term and who decides.
#[derive(Clone, Copy, Debug)]
pub struct ServiceRule {
    /// The service that the rule is about; an edition has one rule for each.
    pub service: Service,
    /// The annex that gives the form of the application.
    pub form: Citation,
    /// `None` where the edition gives no term, as for duplicates: then none is shown.
    pub term: Option<Term>,
    /// `None` where the edition does not say.
    pub decided_by: Option<(Holder, Citation)>,
}

/// The term of a whole service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Working days. Day 1 is the first one after registration, the last counts whole.
    pub working_days: u16,
    /// Where the number of days stands, such as row 3 of Annex 2.
    pub citation: Citation,
    /// Why it is counted from registration.
    pub starting_point: Citation,
}

/// A stage, by a key that catalogs turn into its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Stage(pub &'static str);

impl Stage {
    /// ¶5-1: completeness and correctness are checked.
    pub const CHECK: Self = Self("check");
    /// ¶7: the bodies of internal affairs and national security answer.
    pub const BODIES: Self = Self("bodies");
    /// ¶8: the application is put before the Commission.
    pub const TO_COMMISSION: Self = Self("to_commission");
    /// ¶9: the Commission considers it and recommends.
    pub const COMMISSION: Self = Self("commission");
}

/// Who has the application during a stage, or decides in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Holder {
    /// For social protection and employment: it checks (¶5-1) and puts before the Commission (¶8). That it decides is
    /// our reading.
    LocalExecutiveBody,
    /// Their territorial units, both of which report (¶7).
    InternalAffairsAndNationalSecurity,
    /// It considers the application and recommends granting or refusing (¶9); it does not decide.
    Commission,
}

/// A stage with its own term.
#[derive(Debug)]
pub struct StageRule {
    /// The stage's key; a service has it once.
    pub stage: Stage,
    /// A stage belongs to one service: order No. 539 has stages for granting alone.
    pub service: Service,
    /// Working days at most.
    pub working_days: u16,
    /// The stage begins when all of these have happened; its day 1 is the first working day after the last of them.
    pub begins: &'static [EventKind],
    /// The reports that stop its clock.
    pub ends: Until,
    /// Whom the term binds, and who can be asked when it has passed.
    pub holder: Holder,
    /// The paragraph that gives the term.
    pub citation: Citation,
}

/// When a stage ends.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// At the first of these.
    Any(&'static [EventKind]),
    /// When all of these have happened, at the last of them.
    All(&'static [EventKind]),
}

/// A condition that the Commission takes into account, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct BasisRule {
    /// The condition that is cited.
    pub basis: Basis,
    /// A sub-paragraph of ¶9 in order No. 539.
    pub citation: Citation,
}

/// Where an application is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Channel {
    /// An embassy or a consulate of Kazakhstan.
    ForeignInstitution,
    /// The mobile app of "Qutty Meken".
    QuttyMekenApp,
    /// The local executive body of a region, of Astana, Almaty or Shymkent.
    LocalExecutiveBody,
    /// The State Corporation "Government for Citizens".
    StateCorporation,
    /// The portal egov.kz.
    EgovPortal,
}

/// For whom a channel is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum OpenTo {
    /// The place names nobody in particular.
    Everybody,
    /// Ethnic Kazakhs living outside Kazakhstan.
    ThoseLivingAbroad,
}

/// One place of the edition that names a channel. Places that contradict each other stand side by side; which of them
/// prevails is not for us to say.
#[derive(Clone, Copy, Debug)]
pub struct ChannelRule {
    /// For which service the place names the channel.
    pub service: Service,
    /// The way in that the place names; other places may name others.
    pub channel: Channel,
    /// For whom, by the words of this very place.
    pub open_to: OpenTo,
    /// Whether the place names the channel for issuing the result too.
    pub issues_result: bool,
    /// The place itself: ¶3, ¶13 or row 2 of Annex 2 in order No. 539.
    pub citation: Citation,
}

/// What is waited for at a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum WaitFor {
    /// To hand the documents in.
    HandIn,
    /// To be served.
    Service,
}

/// At whose counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum WaitAt {
    /// The service provider of row 3; which bodies that is, the row does not say.
    ServiceProvider,
    /// The State Corporation "Government for Citizens".
    StateCorporation,
    /// Wherever the service is given under the principle of "one application".
    OneApplication,
}

/// The longest lawful wait at a counter.
#[derive(Clone, Copy, Debug)]
pub struct CounterWait {
    /// Handing in and being served have times of their own.
    pub wait_for: WaitFor,
    /// The counter that the time binds.
    pub at: WaitAt,
    /// Minutes at most.
    pub minutes: u16,
    /// Where the minutes stand; row 3 of Annex 2 in order No. 539.
    pub citation: Citation,
}

/// A document of an edition's list, with when and for whom it is asked.
#[derive(Clone, Copy, Debug)]
pub struct DocumentRule {
    /// The service for which it is asked.
    pub service: Service,
    /// What is asked for; its form follows from the kind.
    pub document: DocumentKind,
    /// Of whom it is asked: each person concerned gets a line of the checklist.
    pub whom: Whom,
    /// The facts on which it depends.
    pub when: Condition,
    /// What may stand in its place.
    pub instead: &'static [DocumentKind],
    /// Why it is asked. A document that the order does not name says so by its mark.
    pub citation: Citation,
}

/// For whom a document is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The first of the people, and nobody else.
    Applicant,
    /// The applicant and each family member.
    Everybody,
    /// The applicant and each family member who claims Kazakh nationality.
    EverybodyOfKazakhNationality,
}

/// When a document is asked. A fact that is still open asks for what the order names itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// With every application for the service.
    Always,
    /// With this condition of ¶9; not as long as none is chosen.
    Basis(Basis),
    /// ¶9(3), and the home is this one.
    Home(Home),
    /// ¶9(3), and the home is another one or not yet known.
    HomeUnless(Home),
    /// ¶9(4), and the work is of this kind.
    Work(WorkKind),
    /// ¶9(4), and the work is of another kind or not yet known.
    WorkUnless(WorkKind),
}
