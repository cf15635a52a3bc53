//! Computes the state of an application from its events and the terms: stages, due days, and what is asked of the
//! applicant.
//!
//! The whole term counts from registration; only a correction of that day moves it. A stage that has not begun has a
//! projected day, never a due day.
//!
//! The result depends on the set of events, not on the order in which they arrive:
//! - *late*: the legal day counts, whenever it was reported;
//! - *twice*: one id is one event; if its contents differ, the one with the earlier day counts, and a [`Contradiction`]
//!   is reported;
//! - *out of order*: events are sorted by their legal days, on one day in the order of the procedure;
//! - *sent again on the day of a refusal to accept*: what begins a run comes after the refusals of its day if the open run has
//!   come as far already;
//! - *corrected*: an event that another replaces no longer counts, and two that replace each other are both dropped;
//! - *the same kind again* without a correction: the first of them counts;
//! - *contradictory*: clocks stop at the first end, [`Standing`] follows the last one, and each [`Contradiction`] is
//!   returned.

mod run;

pub use run::{
    Contradiction, Proceeding, Remedy, RemedyRule, RequiredAction, StageState, StageView, Standing,
    TermClock, WholeTerm,
};

use crate::calendar::WorkingCalendar;
use crate::edition::{Edition, StageRule, Until};
use crate::event::{Event, EventKind};
use crate::service::Service;
use chrono::NaiveDate;

/// An application's history under one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Runs that ended with a refusal to accept, oldest first.
    pub earlier: Vec<Proceeding>,
    /// The newest run. It exists even without any event, as not registered.
    pub current: Proceeding,
}

impl Timeline {
    /// Computes the timeline of the events as of `today`.
    ///
    /// ```
    /// use rules::calendar::WorkingCalendar;
    /// use rules::edition::Edition;
    /// use rules::event::{Event, EventKind};
    /// use rules::service::Service;
    /// use rules::time::parse_day;
    /// use rules::timeline::{Standing, Timeline};
    ///
    /// let day = |text| parse_day(text).unwrap();
    /// let registered =
    ///     Event { event_id: "made-up".into(), kind: EventKind::Registered, on: day("2026-03-19"), replaces: None, came_in: None };
    /// let edition = Edition::in_force_on(day("2026-03-19")).edition();
    /// let calendar = WorkingCalendar::built_in();
    /// let timeline = Timeline::new(Service::Grant, edition, &calendar, &[registered], day("2026-03-20"));
    /// let whole = timeline.current.whole.unwrap();
    /// assert_eq!(timeline.current.standing, Standing::Registered);
    /// assert_eq!((whole.working_days, whole.clock.due), (35, Some(day("2026-05-15"))));
    /// ```
    pub fn new(
        service: Service,
        edition: &Edition,
        calendar: &WorkingCalendar,
        events: &[Event],
        today: NaiveDate,
    ) -> Self {
        let mut runs: Vec<Vec<Event>> = vec![Vec::new()];
        let mut refused = false;
        let (counted, two_contents) = counted_events(events);
        for event in counted {
            if event.kind.begins_a_run() && refused {
                runs.push(Vec::new());
                refused = false;
            }
            refused |= event.kind == EventKind::RefusedToAccept;
            if let Some(run) = runs.last_mut() {
                run.push(event);
            }
        }
        let context = Context { service, edition, calendar, today, two_contents: &two_contents };
        let current = context.run(runs.pop().unwrap_or_default());
        Self { earlier: runs.into_iter().map(|events| context.run(events)).collect(), current }
    }
}

/// Drops repeated and replaced events and sorts the rest by day; on one day in the order of the procedure, except that
/// a new registration follows the end of the previous run. The second result is the ids that were reported with two
/// contents.
fn counted_events(events: &[Event]) -> (Vec<Event>, Vec<String>) {
    let is_replaced =
        |id: &str| events.iter().any(|other| other.replaces.as_deref() == Some(id) && other.event_id != id);
    let mut counted: Vec<Event> = Vec::new();
    let mut two_contents: Vec<String> = Vec::new();
    for event in events.iter().filter(|event| !is_replaced(&event.event_id)) {
        match counted.iter_mut().find(|known| known.event_id == event.event_id) {
            None => counted.push(event.clone()),
            Some(known) if known == event => {}
            Some(known) => {
                let contents = |event: &Event| {
                    (event.on, event.kind, event.replaces.clone(), event.came_in_on(), event.came_in)
                };
                if contents(event) < contents(known) {
                    *known = event.clone();
                }
                two_contents.push(event.event_id.clone());
            }
        }
    }
    counted.sort_by(|one, other| {
        (one.on, one.kind, &one.event_id).cmp(&(other.on, other.kind, &other.event_id))
    });
    // How far the open run has come in; `None` after a refusal to accept.
    let mut reached: Option<EventKind> = None;
    let mut place = 0;
    while let Some(event) = counted.get(place) {
        let (kind, on) = (event.kind, event.on);
        let is_refusal = |other: &Event| other.kind == EventKind::RefusedToAccept && other.on == on;
        if kind.begins_a_run()
            && reached.is_some_and(|reached| reached >= kind)
            && let Some(last) = counted.iter().rposition(is_refusal).filter(|last| *last > place)
            && let Some(part) = counted.get_mut(place..=last)
        {
            part.rotate_left(1);
            // The event that moved into this place is examined next.
            continue;
        }
        if kind.begins_a_run() {
            reached = reached.max(Some(kind));
        } else if kind == EventKind::RefusedToAccept {
            reached = None;
        }
        place += 1;
    }
    (counted, two_contents)
}

/// The data with which the events of a run are compared.
#[derive(Clone, Copy)]
struct Context<'a> {
    service: Service,
    edition: &'a Edition,
    calendar: &'a WorkingCalendar,
    today: NaiveDate,
    /// The ids that were reported with two contents.
    two_contents: &'a [String],
}

impl Context<'_> {
    fn run(&self, events: Vec<Event>) -> Proceeding {
        let happened = Happened(&events);
        let registered = happened.first(EventKind::Registered);
        let end = happened.end();
        let whole = registered.zip(self.edition.term(self.service)).map(|(entered, term)| WholeTerm {
            working_days: term.working_days,
            citation: term.citation,
            starting_point: term.starting_point,
            clock: self.clock(entered, term.working_days, end),
        });
        Proceeding {
            registered,
            whole,
            stages: self.stages(happened, registered, end),
            standing: happened.standing(),
            contradictions: self.contradictions(happened),
            events,
        }
    }

    fn contradictions(&self, happened: Happened) -> Vec<Contradiction> {
        use EventKind as E;
        let mut found = Vec::new();
        if happened.0.iter().any(|event| self.two_contents.contains(&event.event_id)) {
            found.push(Contradiction::OneIdTwoContents);
        }
        if happened.all(&[E::Granted, E::Refused]).is_some() {
            found.push(Contradiction::TwoDecisions);
        }
        if happened.all(&[E::RecommendedGrant, E::RecommendedRefusal]).is_some() {
            found.push(Contradiction::TwoRecommendations);
        }
        let registered = happened.first(E::Registered);
        let end = happened.end();
        for event in happened.0 {
            let is_before = registered.is_some_and(|registered| event.on < registered);
            if is_before && !event.kind.begins_a_run() {
                found.push(Contradiction::BeforeRegistration(event.kind));
            }
            // A second decision is already reported above.
            let is_decision = matches!(event.kind, E::Granted | E::Refused);
            let ended_by_decision = end.is_some() && end == happened.any(&[E::Granted, E::Refused]);
            if end.is_some_and(|end| event.on > end) && !(is_decision && ended_by_decision) {
                found.push(Contradiction::AfterTheEnd(event.kind));
            }
        }
        found
    }

    fn stages(
        &self,
        happened: Happened,
        registered: Option<NaiveDate>,
        end: Option<NaiveDate>,
    ) -> Vec<StageView> {
        let rules: Vec<&StageRule> = self.edition.stages_of(self.service).collect();
        let decided = happened.any(&[EventKind::Granted, EventKind::Refused]).is_some();
        let came_in = happened.came_in();
        // The latest day on which the previous stage may end and this one begin, and the same for the stages parallel to it.
        let (mut latest, mut before) = (registered, registered);
        let mut views = Vec::with_capacity(rules.len());
        for (place, rule) in rules.iter().enumerate() {
            if !rule.parallel {
                before = latest;
            }
            let later_known = decided
                || rules.iter().skip(place + 1).skip_while(|later| later.parallel).any(|later| {
                    happened.all(later.begins).is_some()
                        || happened.until(later.ends).is_some()
                        || later.announced_by.is_some_and(|kind| happened.first(kind).is_some())
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
                    projected: before.and_then(|before| self.calendar.add(before, rule.working_days)),
                },
            };
            let end = match state {
                StageState::Ahead { projected } => projected,
                StageState::Running(clock) | StageState::Overdue(clock) => {
                    clock.due.map(|due| due.max(self.today))
                }
                StageState::Ended(clock) => clock.ended,
                StageState::PassedUnreported | StageState::NotReached => ended.or(before),
            };
            // The next stage waits for all parallel ones; without the end of one of them nothing is projected.
            latest = if rule.parallel { latest.zip(end).map(|(one, other)| one.max(other)) } else { end };
            let due_from_receipt = self.due_from_receipt(rule, came_in, state);
            views.push(StageView {
                stage: rule.stage,
                working_days: rule.working_days,
                holder: rule.holder,
                citation: rule.citation,
                due_from_receipt,
                state,
            });
        }
        views
    }

    fn due_from_receipt(
        &self,
        rule: &StageRule,
        came_in: Option<NaiveDate>,
        state: StageState,
    ) -> Option<NaiveDate> {
        let (StageState::Running(clock) | StageState::Overdue(clock) | StageState::Ended(clock)) = state
        else {
            return None;
        };
        let came_in = came_in.filter(|_| rule.from_receipt)?;
        self.calendar.add(came_in, rule.working_days).filter(|due| Some(*due) != clock.due)
    }

    fn clock(&self, entered: NaiveDate, working_days: u16, ended: Option<NaiveDate>) -> TermClock {
        let due = self.calendar.add(entered, working_days);
        let until = ended.unwrap_or(self.today);
        let count = |from, to| self.calendar.count(from, to).unwrap_or_default();
        TermClock {
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

/// The events of one run, with queries by kind.
#[derive(Clone, Copy)]
struct Happened<'a>(&'a [Event]);

impl Happened<'_> {
    fn first(self, kind: EventKind) -> Option<NaiveDate> {
        self.0.iter().filter(|event| event.kind == kind).map(|event| event.on).min()
    }

    /// Returns the day on which the application came in, if it is not the day of registration.
    fn came_in(self) -> Option<NaiveDate> {
        let registrations = self.0.iter().filter(|event| event.kind == EventKind::Registered);
        registrations.min_by_key(|event| (event.on, event.came_in_on()))?.came_in
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

    /// Returns the day on which the run first ended as a whole.
    fn end(self) -> Option<NaiveDate> {
        self.0.iter().filter(|event| Standing::at_end(event.kind).is_some()).map(|event| event.on).min()
    }

    fn standing(self) -> Standing {
        use EventKind as E;
        let has = |kinds: &[E]| self.any(kinds).is_some();
        // Events are sorted by day, so the last end in the list decides.
        if let Some(ended) = self.0.iter().rev().find_map(|event| Standing::at_end(event.kind)) {
            ended
        } else if has(&[E::HandedToCommission, E::RecommendedGrant, E::RecommendedRefusal]) {
            Standing::WithCommission
        } else if has(&[
            E::Accepted,
            E::SentToBodies,
            E::InternalAffairsReceived,
            E::NationalSecurityReceived,
            E::InternalAffairsAnswered,
            E::NationalSecurityAnswered,
        ]) {
            Standing::BeingChecked
        } else if has(&[E::Registered]) {
            Standing::Registered
        } else if has(&[E::HandedOver]) {
            Standing::HandedOver
        } else if has(&[E::Received]) {
            Standing::Received
        } else {
            Standing::NotRegistered
        }
    }
}

#[cfg(test)]
mod tests;
