//! The contents of a timeline: clocks, stages, the state of an application, and what is asked of the applicant.

use crate::citation::{Act, Citation, Locus, Mark};
use crate::edition::{Holder, Stage};
use crate::event::{Event, EventKind};
use chrono::NaiveDate;

/// A term that is running or has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermClock {
    /// The day of the event that started it; day 1 is the first working day after it.
    pub entered: NaiveDate,
    /// The last lawful day. `None` where the calendar does not reach that far.
    pub due: Option<NaiveDate>,
    /// The day on which it ended.
    pub ended: Option<NaiveDate>,
    /// Working days counted until it ended, or until today.
    pub counted: u16,
    /// Working days left after today, the due day among them. Zero once it ended.
    pub left: u16,
    /// Working days since the due day without an end; for an ended term, the days by which it was exceeded.
    pub overdue_by: u16,
    /// True if the due day depends on a year of the calendar that is not yet official.
    pub provisional: bool,
}

/// The progress of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageState {
    /// Not begun. If all previous stages take as long as they lawfully may, it ends on this day at the latest.
    Ahead {
        /// `None` if nothing was registered or the calendar does not reach that far. Not to be presented as a due day.
        projected: Option<NaiveDate>,
    },
    /// Begun and not ended; its last lawful day has not passed or is beyond the calendar.
    Running(TermClock),
    /// Running, and its last lawful day has passed.
    Overdue(TermClock),
    /// Ended by its own reports or with the whole application; [`TermClock::overdue_by`] shows whether it was in time.
    Ended(TermClock),
    /// A later event was reported, but nothing about this stage.
    PassedUnreported,
    /// The application ended before it reached this stage.
    NotReached,
}

/// A stage of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageView {
    /// The key of the stage's name.
    pub stage: Stage,
    /// Its own maximum term in working days, separate from the whole term.
    pub working_days: u16,
    /// The body that has the application during the stage.
    pub holder: Holder,
    /// The paragraph that gives its term.
    pub citation: Citation,
    /// The earlier last day by the order's own words, if they count from the day on which the application came in and
    /// that was another day than the registration. The state has the later one, so that nobody is called late too early.
    pub due_from_receipt: Option<NaiveDate>,
    /// The state on the day for which the timeline was computed.
    pub state: StageState,
}

/// The whole term of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeTerm {
    /// For example 35 for a grant and 5 for an extension (Annex 2, row 3).
    pub working_days: u16,
    /// The source of that number.
    pub citation: Citation,
    /// The source of counting from registration: our reading.
    pub starting_point: Citation,
    /// Started by the registration; its due day is the latest date under the term.
    pub clock: TermClock,
}

/// The step that the application as a whole has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was reported yet.
    NotRegistered,
    /// Received by an operator who has not handed it to the authority yet.
    Received,
    /// Handed to the authority, and no registration was reported yet.
    HandedOver,
    /// Registered, and nothing further was reported (Annex 3).
    Registered,
    /// Refused to accept; the applicant can correct the documents and send again.
    RefusedToAccept,
    /// Accepted, with the local executive body or the bodies of ¶7.
    BeingChecked,
    /// Put before the Commission, or its recommendation is known; not yet decided (¶¶8–9).
    WithCommission,
    /// Decided in favour of the applicant, for any service. Ends the run.
    Granted,
    /// Decided against the applicant. Ends the run; unlike after a refusal to accept, the documents cannot be corrected
    /// and sent again.
    Refused,
    /// Withdrawn by the applicant. Ends the run; no paragraph that we have mentions it.
    Withdrawn,
}

impl Standing {
    /// Returns the `Standing` of an application that ended with this event; `None` for events that end nothing.
    pub(super) fn at_end(kind: EventKind) -> Option<Self> {
        match kind {
            EventKind::RefusedToAccept => Some(Self::RefusedToAccept),
            EventKind::Granted => Some(Self::Granted),
            EventKind::Refused => Some(Self::Refused),
            EventKind::Withdrawn => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

/// One run from a registration to its end. A resubmission after a refusal to accept starts another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proceeding {
    /// The legal day from which the whole term counts; `None` while no registration was reported.
    pub registered: Option<NaiveDate>,
    /// The whole term; `None` where the edition gives the service no term, or nothing was registered.
    pub whole: Option<WholeTerm>,
    /// The stages in the order of the edition; empty for services to which it gives none.
    pub stages: Vec<StageView>,
    /// Follows the last event that ends a run; without one, the furthest step that the others reach.
    pub standing: Standing,
    /// Reports that cannot all be true. Only the authority can say which ones are.
    pub contradictions: Vec<Contradiction>,
    /// The events that count, in the order of their days.
    pub events: Vec<Event>,
}

impl Proceeding {
    /// Returns whether it is known that an operator has the application to forward, and no registration was reported.
    pub fn is_unregistered(&self) -> bool {
        self.registered.is_none() && self.events.iter().any(|event| event.kind.begins_a_run())
    }

    /// Returns what is asked of the applicant.
    pub fn asked(&self) -> RequiredAction {
        match self.standing {
            Standing::NotRegistered => RequiredAction::Send,
            Standing::RefusedToAccept => RequiredAction::CorrectAndSendAgain,
            Standing::Received
            | Standing::HandedOver
            | Standing::Registered
            | Standing::BeingChecked
            | Standing::WithCommission
            | Standing::Granted
            | Standing::Refused
            | Standing::Withdrawn => RequiredAction::Nothing,
        }
    }

    /// Returns whether the last lawful day of a term has passed without its end. None has before a registration is known.
    pub fn is_overdue(&self) -> bool {
        if self.is_unregistered() {
            return false;
        }
        let whole = self.whole.is_some_and(|whole| whole.clock.ended.is_none() && whole.clock.overdue_by > 0);
        whole || self.stages.iter().any(|view| matches!(view.state, StageState::Overdue(_)))
    }

    /// Returns the remedies that are available from the day after a term has passed; empty while none has.
    pub fn remedies(&self) -> &'static [RemedyRule] {
        if self.is_overdue() { REMEDIES } else { &[] }
    }
}

/// The action that is asked of the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum RequiredAction {
    /// Wait.
    Nothing,
    /// Submit the application: no registration is known.
    Send,
    /// Correct the documents that Annex 8 names and send them again.
    CorrectAndSendAgain,
}

/// A remedy of the applicant when the authority is late. The order does not mention any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Remedy {
    /// Ask the body that has the application where it is and why.
    AskTheHolder,
    /// Complain to the authority that should have acted, or to the one above it.
    Complain,
}

/// A remedy and its source in the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemedyRule {
    /// Offered from the day after a term has passed, not before.
    pub remedy: Remedy,
    /// General law, marked as such: our sources name no article.
    pub citation: Citation,
}

/// General law; our sources name no article.
const ADMINISTRATIVE_CODE: Citation =
    Citation { act: Act::AdministrativeCode, place: Locus::Whole, mark: Mark::General };
const REMEDIES: &[RemedyRule] = &[
    RemedyRule { remedy: Remedy::AskTheHolder, citation: ADMINISTRATIVE_CODE },
    RemedyRule { remedy: Remedy::Complain, citation: ADMINISTRATIVE_CODE },
];

/// Reports of one run that cannot all be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Contradiction {
    /// One event id was reported with two contents.
    OneIdTwoContents,
    /// The application was both granted and refused.
    TwoDecisions,
    /// Both a grant and a refusal were recommended.
    TwoRecommendations,
    /// This event was reported for a day before the registration.
    BeforeRegistration(EventKind),
    /// This event was reported for a day after the application had ended.
    AfterTheEnd(EventKind),
}
