//! The first lines of the page about a submitted application: its state, the latest lawful day, the working days left,
//! and whether the reader must do something.
//!
//! A [`Headline`] has phrases with their values and no texts. The app and the gateway each supply the texts of a
//! language through [`PhraseTexts`], so that the results are identical.
//!
//! Deliberately absent: IO, a clock, texts, everything specific to the web.

#![deny(missing_docs)]

mod history;
mod phrase;
mod text;
pub mod words;

pub use history::{HistoryLine, last_reported};
pub use phrase::{DatedPhrase, Phrase};
pub use text::{Line, PhraseTexts, date_pattern, month, weekday};

use chrono::NaiveDate;
use rules::event::EventKind;
use rules::timeline::{Proceeding, RequiredAction, StageState, Standing, WholeTerm};
use wire::event::EventRecord;
use wire::summary::{SummaryTexts, TermState, Tone};

/// The reader of the headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The applicant.
    Owner,
    /// A person with a family link: the required action is asked of another person.
    Family {
        /// True if an action is required of the applicant.
        is_needed: bool,
    },
}

/// The first lines about an application, in their order on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The tone in which the state is displayed.
    pub tone: Tone,
    /// The state of the application.
    pub state: Phrase,
    /// The decision, in the words of the event.
    pub outcome: Option<Phrase>,
    /// The whole term.
    pub term: Option<TermPhrase>,
    /// Whose word the day of registration is, if it is the applicant's.
    pub source: Option<Phrase>,
    /// The first stage whose time has passed, while the whole term still runs.
    pub late: Option<Line>,
    /// The required action.
    pub needed: Option<Phrase>,
    /// True if nothing is asked of an owner whose documents can still be refused: then the defects that the phone has
    /// found replace `needed`.
    pub defects_matter: bool,
}

/// The statement about the whole term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermPhrase {
    /// The Rules give no term for the service.
    None,
    /// The term begins when the authority registers the application.
    Later,
    /// The last lawful day of the term is beyond the calendar.
    BeyondCalendar,
    /// The term has ended.
    Ended {
        /// The day on which it ended.
        on: NaiveDate,
        /// Working days that it took.
        took: u16,
    },
    /// The last lawful day of the term has passed.
    Overdue {
        /// The last lawful day.
        due: NaiveDate,
        /// Working days since then.
        by: u16,
    },
    /// The term is running.
    Running {
        /// The last lawful day.
        due: NaiveDate,
        /// Working days left after today.
        left: u16,
    },
}

impl Headline {
    /// Creates the lines about a run of `all` events.
    pub fn new(run: &Proceeding, all: &[EventRecord], reader: Audience) -> Self {
        if run.is_unregistered() {
            Self::unregistered(run, reader)
        } else {
            Self::registered(run, all, reader)
        }
    }

    fn registered(run: &Proceeding, all: &[EventRecord], reader: Audience) -> Self {
        let tone = match run.standing {
            Standing::RefusedToAccept => Tone::Problem,
            _ if run.is_overdue() => Tone::Problem,
            Standing::Granted | Standing::Refused | Standing::Withdrawn => Tone::Done,
            _ => Tone::Running,
        };
        let term = match run.whole {
            Some(whole) => Some(TermPhrase::of(whole)),
            None if run.standing == Standing::NotRegistered => None,
            None => Some(TermPhrase::None),
        };
        let asked = match (run.asked(), run.standing) {
            (RequiredAction::Send, _) => Phrase::FollowNotRegistered,
            (RequiredAction::CorrectAndSendAgain, _) => Phrase::FollowMustAct,
            (RequiredAction::Nothing, Standing::Withdrawn) => Phrase::FollowWithdrawnText,
            (RequiredAction::Nothing, Standing::Refused) => Phrase::FollowMayAct,
            (RequiredAction::Nothing, _) if run.is_overdue() => Phrase::FollowMayAct,
            (RequiredAction::Nothing, _) => Phrase::FollowNothingToDo,
        };
        let source = is_registered_by_applicant(run, all).then_some(Phrase::FollowByApplicant);
        Self { tone, term, source, late: late_stage(run), ..Self::of(run, reader, Some(asked)) }
    }

    /// Creates the lines for an application that an operator forwards and no authority has registered: no term of the
    /// order is running, and no date is given.
    fn unregistered(run: &Proceeding, reader: Audience) -> Self {
        let asked = match run.standing {
            Standing::RefusedToAccept => Some(Phrase::FollowMustAct),
            Standing::Received => Some(Phrase::KindAsk),
            Standing::HandedOver => Some(Phrase::KindEnterNotice),
            Standing::Withdrawn => Some(Phrase::FollowWithdrawnText),
            _ => None,
        };
        let term = is_only_received(run).then_some(TermPhrase::Later);
        Self { term, ..Self::of(run, reader, asked) }
    }

    /// Creates the part that does not depend on a registration; `asked` is the action required of an owner.
    fn of(run: &Proceeding, reader: Audience, asked: Option<Phrase>) -> Self {
        let is_silent =
            matches!(asked, Some(Phrase::FollowNothingToDo | Phrase::KindAsk | Phrase::KindEnterNotice));
        Self {
            tone: Tone::Running,
            state: words::standing(run.standing),
            outcome: match run.standing {
                Standing::Granted => Some(Phrase::EventGranted),
                Standing::Refused => Some(Phrase::EventRefused),
                _ => None,
            },
            term: None,
            source: None,
            late: None,
            needed: match reader {
                Audience::Owner => asked,
                Audience::Family { is_needed: true } => Some(Phrase::SharedNeeded),
                Audience::Family { is_needed: false } => Some(Phrase::SharedNothingNeeded),
            },
            defects_matter: reader == Audience::Owner && is_silent && is_only_received(run),
        }
    }

    /// Returns the texts of all lines in the language of `texts`; `new` is the line of the last reported event.
    pub fn to_texts(self, new: Option<HistoryLine>, texts: &impl PhraseTexts) -> SummaryTexts {
        SummaryTexts {
            tone: self.tone,
            state: texts.message(self.state),
            outcome: self.outcome.map(|outcome| texts.message(outcome)),
            term: self.term.map(TermPhrase::state),
            date: self.term.map(|term| term.date().to_text(texts)),
            left: self.term.and_then(TermPhrase::left).map(|left| left.to_text(texts)),
            source: self.source.map(|source| texts.message(source)),
            late: self.late.map(|late| late.to_text(texts)),
            needed: self.needed.filter(|_| !self.defects_matter).map(|needed| texts.message(needed)),
            new: new.map(|line| line.to_text(texts)),
        }
    }
}

impl TermPhrase {
    fn of(whole: WholeTerm) -> Self {
        let clock = whole.clock;
        let Some(due) = clock.due else { return Self::BeyondCalendar };
        match clock.ended {
            Some(on) => Self::Ended { on, took: clock.counted },
            None if clock.overdue_by > 0 => Self::Overdue { due, by: clock.overdue_by },
            None => Self::Running { due, left: clock.left },
        }
    }

    /// Returns the line with the day, or with the reason why there is none.
    pub fn date(self) -> Line {
        match self {
            Self::None => Line::plain(Phrase::FollowNoTerm),
            Self::Later => Line::plain(Phrase::KindTermsLater),
            Self::BeyondCalendar => Line::plain(Phrase::FollowBeyondCalendar),
            Self::Ended { on, took } => {
                Line::Dated { phrase: DatedPhrase::FollowTook, date: on, count: Some(took), stage: None }
            }
            Self::Overdue { due, by } => {
                Line::Dated { phrase: DatedPhrase::FollowOverdue, date: due, count: Some(by), stage: None }
            }
            Self::Running { due, .. } => {
                Line::Dated { phrase: DatedPhrase::FollowDue, date: due, count: None, stage: None }
            }
        }
    }

    /// Returns the line with the working days left; `None` unless the term is running.
    pub fn left(self) -> Option<Line> {
        match self {
            Self::Running { left: 0, .. } => Some(Line::plain(Phrase::FollowLastDay)),
            Self::Running { left, .. } => Some(Line::Plain { phrase: Phrase::FollowLeft, count: Some(left) }),
            _ => None,
        }
    }

    /// Returns the kind of the term, without its values.
    pub fn state(self) -> TermState {
        match self {
            Self::None | Self::Later => TermState::None,
            Self::BeyondCalendar => TermState::BeyondCalendar,
            Self::Ended { .. } => TermState::Ended,
            Self::Overdue { .. } => TermState::Overdue,
            Self::Running { .. } => TermState::Running,
        }
    }
}

/// Returns whether no action of an office was reported beyond the registration.
fn is_only_received(run: &Proceeding) -> bool {
    matches!(
        run.standing,
        Standing::NotRegistered | Standing::Received | Standing::HandedOver | Standing::Registered
    )
}

/// Returns whether the day from which the terms of a run are counted is only the applicant's word.
pub fn is_registered_by_applicant(run: &Proceeding, all: &[EventRecord]) -> bool {
    let is_counted = |record: &&EventRecord| {
        let event = &record.event;
        event.kind == EventKind::Registered && Some(event.on) == run.registered && run.events.contains(event)
    };
    let mut counted = all.iter().filter(is_counted).peekable();
    counted.peek().is_some() && counted.all(|record| record.by_applicant)
}

fn late_stage(run: &Proceeding) -> Option<Line> {
    let whole_is_late =
        run.whole.is_some_and(|whole| whole.clock.ended.is_none() && whole.clock.overdue_by > 0);
    if whole_is_late {
        return None;
    }
    let (stage, due) = run.stages.iter().find_map(|view| match view.state {
        StageState::Overdue(clock) => Some((view.stage, clock.due?)),
        _ => None,
    })?;
    let stage = Some(words::stage(stage));
    Some(Line::Dated { phrase: DatedPhrase::FollowStageLate, date: due, count: None, stage })
}

#[cfg(test)]
mod tests;
