//! The parts of an edition of the Rules: services with their terms, stages, channels, waiting times, documents.

use crate::citation::Citation;
use crate::document::DocumentKind;
use crate::event::EventKind;
use crate::service::{Basis, Home, Service, WorkKind};

/// A service with its form, its whole term and the body that decides.
#[derive(Clone, Copy, Debug)]
pub struct ServiceRule {
    /// The service that the rule is about; an edition has one rule for each.
    pub service: Service,
    /// The annex that gives the form of the application.
    pub form: Citation,
    /// `None` where the edition gives no term, as for duplicates: then none is shown.
    pub term: Option<Term>,
    /// The body that decides; `None` where the edition does not say.
    pub decided_by: Option<(Holder, Citation)>,
}

/// The term of a whole service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Working days. Day 1 is the first one after registration, and the last one counts as a whole day.
    pub working_days: u16,
    /// The source of the number of days, such as row 3 of Annex 2.
    pub citation: Citation,
    /// The source of counting from registration.
    pub starting_point: Citation,
}

/// A stage, identified by a key that message catalogs turn into its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Stage(pub &'static str);

impl Stage {
    /// ¶5-1: completeness and correctness are checked.
    pub const CHECK: Self = Self("check");
    /// ¶7: the bodies of internal affairs answer.
    pub const INTERNAL_AFFAIRS: Self = Self("internal_affairs");
    /// ¶7: the bodies of national security answer.
    pub const NATIONAL_SECURITY: Self = Self("national_security");
    /// ¶8: the application is put before the Commission.
    pub const TO_COMMISSION: Self = Self("to_commission");
    /// ¶9: the Commission considers it and recommends.
    pub const COMMISSION: Self = Self("commission");
}

/// The body that has the application during a stage, or that decides in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Holder {
    /// The body for social protection and employment: it checks (¶5-1) and puts the application before the Commission
    /// (¶8). That it decides is our reading.
    LocalExecutiveBody,
    /// The territorial units of the bodies of internal affairs (¶7).
    InternalAffairs,
    /// The territorial units of the bodies of national security (¶7).
    NationalSecurity,
    /// The Commission considers the application and recommends granting or refusing (¶9); it does not decide.
    Commission,
}

/// A stage with its own term.
#[derive(Debug)]
pub struct StageRule {
    /// The stage's key, unique within a service.
    pub stage: Stage,
    /// The service to which the stage belongs: order No. 539 has stages for granting only.
    pub service: Service,
    /// Working days at most.
    pub working_days: u16,
    /// The stage begins when all of these have happened; its day 1 is the first working day after the last of them.
    pub begins: &'static [EventKind],
    /// An event that shows that the stage before it is over, although it does not begin this one.
    pub announced_by: Option<EventKind>,
    /// True if the order counts the stage from the day on which the application came in. Where it is registered later,
    /// the stage is shown by both readings.
    pub from_receipt: bool,
    /// True if the stage runs at the same time as the one before it in the list.
    pub parallel: bool,
    /// The reports that stop its clock.
    pub ends: Until,
    /// The body that the term binds, and that can be asked when it has passed.
    pub holder: Holder,
    /// The paragraph that gives the term.
    pub citation: Citation,
}

/// The end of a stage.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// At the first of these events.
    Any(&'static [EventKind]),
    /// At the last of these events, when all have happened.
    All(&'static [EventKind]),
}

/// A condition that the Commission takes into account, with its source.
#[derive(Clone, Copy, Debug)]
pub struct BasisRule {
    /// The condition that is cited.
    pub basis: Basis,
    /// A sub-paragraph of ¶9 in order No. 539.
    pub citation: Citation,
}

/// A channel through which an application is received.
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

/// The group for which a channel is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum OpenTo {
    /// The place names no particular group of people.
    Everybody,
    /// Ethnic Kazakhs living outside Kazakhstan.
    ThoseLivingAbroad,
}

/// One place of the edition that names a channel. Places that contradict each other are all listed; we do not decide
/// which of them prevails.
#[derive(Clone, Copy, Debug)]
pub struct ChannelRule {
    /// The service for which the place names the channel.
    pub service: Service,
    /// The channel that the place names; other places may name others.
    pub channel: Channel,
    /// The group to which this place opens the channel.
    pub open_to: OpenTo,
    /// True if the place names the channel for issuing the result too.
    pub issues_result: bool,
    /// The place itself: ¶3, ¶13 or row 2 of Annex 2 in order No. 539.
    pub citation: Citation,
}

/// The purpose of waiting at a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum WaitFor {
    /// To hand the documents in.
    HandIn,
    /// To be served.
    Service,
}

/// The counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum WaitAt {
    /// The service provider of row 3; the row does not say which bodies that is.
    ServiceProvider,
    /// The State Corporation "Government for Citizens".
    StateCorporation,
    /// Wherever the service is given under the principle of "one application".
    OneApplication,
}

/// The longest lawful wait at a counter.
#[derive(Clone, Copy, Debug)]
pub struct CounterWait {
    /// The purpose; handing in and being served have separate times.
    pub wait_for: WaitFor,
    /// The counter that the time binds.
    pub at: WaitAt,
    /// Minutes at most.
    pub minutes: u16,
    /// The source of the minutes; row 3 of Annex 2 in order No. 539.
    pub citation: Citation,
}

/// A document of an edition's list, with the condition and the people for which it is required.
#[derive(Clone, Copy, Debug)]
pub struct DocumentRule {
    /// The service for which it is required.
    pub service: Service,
    /// The required document; its form follows from the kind.
    pub document: DocumentKind,
    /// The people of whom it is required: each of them gets a line of the checklist.
    pub whom: Whom,
    /// The facts on which it depends.
    pub when: Condition,
    /// Other documents that are accepted in its place.
    pub instead: &'static [DocumentKind],
    /// The source of the requirement. Its mark shows if the order does not name the document.
    pub citation: Citation,
}

/// The people for whom a document is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The first of the people only.
    Applicant,
    /// The applicant and each family member.
    Everybody,
    /// The applicant and each family member who claims Kazakh nationality.
    EverybodyOfKazakhNationality,
}

/// The condition under which a document is required. While a fact is open, the documents that the order itself names
/// are required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// With every application for the service.
    Always,
    /// With this condition of ¶9; not while none is chosen.
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
