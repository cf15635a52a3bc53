//! What a timeline says: clocks, stages, where an application stands, what is asked of the applicant.

use crate::citation::{Act, Citation, Locus, Mark};
use crate::edition::{Holder, Stage};
use crate::event::{Event, EventKind};
use chrono::NaiveDate;

/// A term that runs or ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermClock {
    /// The day of the event that started it; day 1 is the first working day after.
    pub entered: NaiveDate,
    /// The last lawful day. `None` where the calendar does not reach that far.
    pub due: Option<NaiveDate>,
    /// The day on which it ended.
    pub ended: Option<NaiveDate>,
    /// Working days counted until it ended, or until today.
    pub counted: u16,
    /// Working days left after today, the due day among them. Zero once it ended.
    pub left: u16,
    /// Working days since the due day without an end; of an ended term, those it took beyond.
    pub overdue_by: u16,
    /// Whether the due day rests on a year of the calendar that is not yet official.
    pub provisional: bool,
}

/// Where a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageState {
    /// It has not begun. If all before it take as long as they lawfully may, it ends on this day at the latest.
    Ahead {
        /// `None` where nothing was registered or the calendar does not reach that far. Never to be called due.
        projected: Option<NaiveDate>,
    },
    /// Begun and not ended, its last lawful day not passed or beyond the calendar.
    Running(TermClock),
    /// Running, and its last lawful day has passed.
    Overdue(TermClock),
    /// Ended by its own reports or with the whole application; [`TermClock::overdue_by`] says whether in time.
    Ended(TermClock),
    /// Something later is known to have happened, yet nothing was reported about this stage.
    PassedUnreported,
    /// The application ended before it came to this stage.
    NotReached,
}

/// A stage of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageView {
    /// The key of its name.
    pub stage: Stage,
    /// Its own term at most, in working days: another clock than the whole term.
    pub working_days: u16,
    /// Who has the application meanwhile.
    pub holder: Holder,
    /// The paragraph that gives its term.
    pub citation: Citation,
    /// As of the day on which the timeline was made.
    pub state: StageState,
}

/// The whole term of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeTerm {
    /// Such as 35 for a grant and 5 for an extension (Annex 2, row 3).
    pub working_days: u16,
    /// Where that number stands. That it counts from registration is our reading:
    /// [`crate::edition::Term::starting_point`].
    pub citation: Citation,
    /// Started by the registration; its due day is the latest date under the term.
    pub clock: TermClock,
}

/// Where the application is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing says yet that it was registered.
    NotRegistered,
    /// Registered, and nothing further was reported (Annex 3).
    Registered,
    /// Refused to accept; the applicant can mend the documents and send again.
    RefusedToAccept,
    /// Accepted, with the local executive body or the bodies of ¶7.
    BeingChecked,
    /// Put before the Commission, or its recommendation is known; not yet decided (¶¶8–9).
    WithCommission,
    /// Decided for the applicant, whatever the service. Ends the run.
    Granted,
    /// Decided against the applicant. Ends the run; unlike a refusal to accept, nothing is mended and sent again.
    Refused,
    /// Taken back by the applicant. Ends the run; no paragraph that we have speaks of it.
    Withdrawn,
}

impl Standing {
    /// Where an application stands when this has ended it; `None` for what ends nothing.
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
    /// `None` where the edition gives the service no term, or nothing was registered.
    pub whole: Option<WholeTerm>,
    /// In the order of the edition; empty for services to which it gives no stages.
    pub stages: Vec<StageView>,
    /// Follows the last report that ends a run; without one, how far the others lead.
    pub standing: Standing,
    /// Reports that cannot all be true. Only the authority can say which is.
    pub contradictions: Vec<Contradiction>,
    /// The events that count, in the order of their days.
    pub events: Vec<Event>,
}

impl Proceeding {
    /// What is asked of the applicant.
    pub fn asked(&self) -> RequiredAction {
        match self.standing {
            Standing::NotRegistered => RequiredAction::Send,
            Standing::RefusedToAccept => RequiredAction::CorrectAndSendAgain,
            Standing::Registered
            | Standing::BeingChecked
            | Standing::WithCommission
            | Standing::Granted
            | Standing::Refused
            | Standing::Withdrawn => RequiredAction::Nothing,
        }
    }

    /// Whether a last lawful day has passed without what it was for.
    pub fn is_overdue(&self) -> bool {
        let whole = self.whole.is_some_and(|whole| whole.clock.ended.is_none() && whole.clock.overdue_by > 0);
        whole || self.stages.iter().any(|view| matches!(view.state, StageState::Overdue(_)))
    }

    /// What may be done from the day after a term has passed; nothing as long as none has.
    pub fn remedies(&self) -> &'static [RemedyRule] {
        if self.is_overdue() { REMEDIES } else { &[] }
    }
}

/// What is asked of the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum RequiredAction {
    /// To wait.
    Nothing,
    /// To hand the application in: nothing says that it was registered.
    Send,
    /// To mend the documents that Annex 8 names and to send them again.
    CorrectAndSendAgain,
}

/// What may be done when the authority is late. The order says nothing about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Remedy {
    /// Ask whoever holds the application where it is and why.
    AskTheHolder,
    /// Complain to the authority that should have acted, or the one above it.
    Complain,
}

/// A remedy and the law it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemedyRule {
    /// Offered from the day after a term has passed, not before.
    pub remedy: Remedy,
    /// General law, marked as such: no article is named in our sources.
    pub citation: Citation,
}

/// General law; our sources name no article.
const ADMINISTRATIVE_CODE: Citation =
    Citation { act: Act::ADMINISTRATIVE_CODE, place: Locus::Whole, mark: Mark::General };
const REMEDIES: &[RemedyRule] = &[
    RemedyRule { remedy: Remedy::AskTheHolder, citation: ADMINISTRATIVE_CODE },
    RemedyRule { remedy: Remedy::Complain, citation: ADMINISTRATIVE_CODE },
];

/// Reports of one run that cannot all be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Contradiction {
    /// One id came with two contents.
    OneIdTwoContents,
    /// It was both granted and refused.
    TwoDecisions,
    /// It was recommended both to grant and to refuse.
    TwoRecommendations,
    /// This was reported for a day before the registration.
    BeforeRegistration(EventKind),
    /// This was reported for a day after the application had ended.
    AfterTheEnd(EventKind),
}
