//! Events laid against the terms: where an application is, until when, and what may be asked.
//!
//! Events may come late, twice, out of order or corrected. The answer depends on the set of them, not on their order.
//! The whole term counts from registration and nothing later moves it but a correction of that day. A stage that has not
//! begun has a projection, never a due day.

use crate::calendar::WorkingCalendar;
use crate::citation::Citation;
use crate::edition::{Edition, Holder, Stage, StageRule};
use crate::service::Service;
use chrono::NaiveDate;

/// What can happen to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum EventKind {
    /// Registered; the applicant is notified of it (Annex 3).
    Registered,
    /// Accepted for consideration (¶5-1).
    Accepted,
    /// Refused to accept: incomplete or expired documents (¶5-1, Annex 8).
    RefusedToAccept,
    /// Sent to the bodies of internal affairs and national security (¶7).
    SentToBodies,
    InternalAffairsAnswered,
    NationalSecurityAnswered,
    /// Put before the Commission (¶8).
    HandedToCommission,
    /// The Commission recommended to grant (¶9).
    RecommendedGrant,
    /// The Commission recommended to refuse (¶9).
    RecommendedRefusal,
    /// Decided for the applicant.
    Granted,
    /// Decided against the applicant.
    Refused,
    /// Withdrawn by the applicant.
    Withdrawn,
}

/// Something that happened, with its legal day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Event {
    /// Names the event; the same id again is the same event.
    pub event_id: String,
    pub kind: EventKind,
    /// The legal day on which it happened.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::day_format"))]
    pub on: NaiveDate,
    /// The id of an event that this one corrects, and which no longer counts.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub replaces: Option<String>,
}

/// When a stage ends.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// At the first of these.
    Any(&'static [EventKind]),
    /// When all of these have happened, at the last of them.
    All(&'static [EventKind]),
}

/// A term that runs or ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
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
        projected: Option<NaiveDate>,
    },
    Running(Clock),
    /// Running, and its last lawful day has passed.
    Overdue(Clock),
    Ended(Clock),
    /// Something later is known to have happened, yet nothing was reported about this stage.
    PassedUnreported,
    /// The application ended before it came to this stage.
    NotReached,
}

/// A stage of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageView {
    pub stage: Stage,
    pub working_days: u16,
    pub holder: Holder,
    pub citation: Citation,
    pub state: StageState,
}

/// The whole term of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeTerm {
    pub working_days: u16,
    pub citation: Citation,
    pub clock: Clock,
}

/// Where the application is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing says yet that it was registered.
    NotRegistered,
    Registered,
    /// Refused to accept; the applicant can mend the documents and send again.
    RefusedToAccept,
    /// Accepted, with the local executive body or the bodies of ¶7.
    BeingChecked,
    WithCommission,
    Granted,
    Refused,
    Withdrawn,
}

/// One run from a registration to its end. A resubmission after a refusal to accept starts another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub registered: Option<NaiveDate>,
    /// `None` where the edition gives the service no term, or nothing was registered.
    pub whole: Option<WholeTerm>,
    pub stages: Vec<StageView>,
    pub standing: Standing,
    /// The events that count, in the order of their days.
    pub events: Vec<Event>,
}

/// An application's history under one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Runs that ended with a refusal to accept, oldest first.
    pub earlier: Vec<Run>,
    pub current: Run,
}

impl Timeline {
    /// Lays the events out as they stand on `today`.
    pub fn new(
        service: Service,
        edition: &Edition,
        calendar: &WorkingCalendar,
        events: &[Event],
        today: NaiveDate,
    ) -> Self {
        let mut runs: Vec<Vec<Event>> = vec![Vec::new()];
        let mut refused = false;
        for event in standing_events(events) {
            if event.kind == EventKind::Registered && refused {
                runs.push(Vec::new());
                refused = false;
            }
            refused |= event.kind == EventKind::RefusedToAccept;
            if let Some(run) = runs.last_mut() {
                run.push(event);
            }
        }
        let context = Context { service, edition, calendar, today };
        let current = context.run(runs.pop().unwrap_or_default());
        Self { earlier: runs.into_iter().map(|events| context.run(events)).collect(), current }
    }
}

/// Drops repeated and replaced events and sorts the rest by day; on one day in the order of the procedure, except that a
/// new registration follows what ended the run before it.
fn standing_events(events: &[Event]) -> Vec<Event> {
    let mut standing: Vec<Event> = Vec::new();
    for event in events {
        let replaced = events.iter().any(|other| {
            other.replaces.as_deref() == Some(&event.event_id) && other.event_id != event.event_id
        });
        let known = standing.iter().any(|other| other.event_id == event.event_id);
        if !replaced && !known {
            standing.push(event.clone());
        }
    }
    standing.sort_by(|one, other| {
        (one.on, one.kind, &one.event_id).cmp(&(other.on, other.kind, &other.event_id))
    });
    let first_registration = standing.iter().position(|event| event.kind == EventKind::Registered);
    let mut place = 0;
    while place + 1 < standing.len() {
        let again = standing[place].kind == EventKind::Registered && Some(place) != first_registration;
        let ends_before = standing[place + 1].kind == EventKind::RefusedToAccept;
        if again && ends_before && standing[place].on == standing[place + 1].on {
            standing.swap(place, place + 1);
        }
        place += 1;
    }
    standing
}

/// What a run is laid against.
#[derive(Clone, Copy)]
struct Context<'a> {
    service: Service,
    edition: &'a Edition,
    calendar: &'a WorkingCalendar,
    today: NaiveDate,
}

impl Context<'_> {
    fn run(&self, events: Vec<Event>) -> Run {
        let happened = Happened(&events);
        let registered = happened.first(EventKind::Registered);
        let end = happened.end();
        let whole = registered.zip(self.edition.term(self.service)).map(|(entered, term)| WholeTerm {
            working_days: term.working_days,
            citation: term.citation,
            clock: self.clock(entered, term.working_days, end),
        });
        Run {
            registered,
            whole,
            stages: self.stages(happened, registered, end),
            standing: happened.standing(),
            events,
        }
    }

    fn stages(
        &self,
        happened: Happened,
        registered: Option<NaiveDate>,
        end: Option<NaiveDate>,
    ) -> Vec<StageView> {
        let rules: Vec<&StageRule> = self.edition.stages_of(self.service).collect();
        let decided = happened.any(&[EventKind::Granted, EventKind::Refused]).is_some();
        let mut latest = registered;
        let mut views = Vec::with_capacity(rules.len());
        for (place, rule) in rules.iter().enumerate() {
            let later_known = decided
                || rules.iter().skip(place + 1).any(|later| {
                    happened.all(later.begins).is_some() || happened.until(later.ends).is_some()
                });
            let entered = happened.all(rule.begins);
            let ended = happened.until(rule.ends);
            let state = match entered {
                Some(_) if ended.is_none() && later_known => StageState::PassedUnreported,
                Some(entered) => {
                    let clock = self.clock(entered, rule.working_days, ended.or(end));
                    match clock.due {
                        _ if clock.ended.is_some() => StageState::Ended(clock),
                        Some(due) if due < self.today => StageState::Overdue(clock),
                        _ => StageState::Running(clock),
                    }
                }
                None if ended.is_some() || later_known => StageState::PassedUnreported,
                None if end.is_some() => StageState::NotReached,
                None => StageState::Ahead {
                    projected: latest.and_then(|latest| self.calendar.add(latest, rule.working_days)),
                },
            };
            latest = match state {
                StageState::Ahead { projected } => projected,
                StageState::Running(clock) | StageState::Overdue(clock) => {
                    clock.due.map(|due| due.max(self.today))
                }
                StageState::Ended(clock) => clock.ended,
                StageState::PassedUnreported | StageState::NotReached => ended.or(latest),
            };
            views.push(StageView {
                stage: rule.stage,
                working_days: rule.working_days,
                holder: rule.holder,
                citation: rule.citation,
                state,
            });
        }
        views
    }

    fn clock(&self, entered: NaiveDate, working_days: u16, ended: Option<NaiveDate>) -> Clock {
        let due = self.calendar.add(entered, working_days);
        let until = ended.unwrap_or(self.today);
        let count = |from, to| self.calendar.count(from, to).unwrap_or_default();
        Clock {
            entered,
            due,
            ended,
            counted: count(entered, until),
            left: due.filter(|_| ended.is_none()).map_or(0, |due| count(self.today.max(entered), due)),
            overdue_by: due.map_or(0, |due| count(due, until)),
            provisional: due.is_none_or(|due| self.calendar.is_provisional(entered, due)),
        }
    }
}

/// The events of one run, asked by kind.
#[derive(Clone, Copy)]
struct Happened<'a>(&'a [Event]);

impl Happened<'_> {
    fn first(self, kind: EventKind) -> Option<NaiveDate> {
        self.0.iter().filter(|event| event.kind == kind).map(|event| event.on).min()
    }

    fn any(self, kinds: &[EventKind]) -> Option<NaiveDate> {
        kinds.iter().filter_map(|kind| self.first(*kind)).min()
    }

    fn all(self, kinds: &[EventKind]) -> Option<NaiveDate> {
        let days: Option<Vec<NaiveDate>> = kinds.iter().map(|kind| self.first(*kind)).collect();
        days?.into_iter().max()
    }

    fn until(self, until: Until) -> Option<NaiveDate> {
        match until {
            Until::Any(kinds) => self.any(kinds),
            Until::All(kinds) => self.all(kinds),
        }
    }

    /// The day on which the run ended as a whole.
    fn end(self) -> Option<NaiveDate> {
        use EventKind::{Granted, Refused, RefusedToAccept, Withdrawn};
        self.any(&[Granted, Refused, RefusedToAccept, Withdrawn])
    }

    fn standing(self) -> Standing {
        use EventKind as E;
        let has = |kinds: &[E]| self.any(kinds).is_some();
        if has(&[E::Withdrawn]) {
            Standing::Withdrawn
        } else if has(&[E::Granted]) {
            Standing::Granted
        } else if has(&[E::Refused]) {
            Standing::Refused
        } else if has(&[E::RefusedToAccept]) {
            Standing::RefusedToAccept
        } else if has(&[E::HandedToCommission, E::RecommendedGrant, E::RecommendedRefusal]) {
            Standing::WithCommission
        } else if has(&[
            E::Accepted,
            E::SentToBodies,
            E::InternalAffairsAnswered,
            E::NationalSecurityAnswered,
        ]) {
            Standing::BeingChecked
        } else if has(&[E::Registered]) {
            Standing::Registered
        } else {
            Standing::NotRegistered
        }
    }
}

#[cfg(test)]
mod tests;
