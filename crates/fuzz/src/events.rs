//! Timelines of any number of events in any order.

use chrono::{Days, NaiveDate};
use rules::calendar::WorkingCalendar;
use rules::edition::Edition;
use rules::event::{Event, EventKind};
use rules::service::Service;
use rules::timeline::{Proceeding, StageState, Timeline};
use std::sync::LazyLock;

use crate::source::{ByteSource, known_day};

static CALENDAR: LazyLock<WorkingCalendar> = LazyLock::new(WorkingCalendar::built_in);

const SERVICES: [Service; 4] =
    [Service::Grant, Service::Extend, Service::DuplicateCertificate, Service::DuplicateDecision];
/// Some days before the calendar begins, so that days beyond both of its ends occur.
const FIRST: NaiveDate = known_day(2021, 6, 1);
/// The maximum number of events: more take long and find nothing further.
const MOST: usize = 48;

/// Interprets the first byte as the service and two more as today. Then each event has a byte for its id, one for its
/// kind, two for its day, one for the id that it replaces, if that byte is at least 128, and one that says whether two
/// for the day on which the application came in follow.
///
/// # Panics
/// If the order of the events matters, or a stage is in an impossible state.
pub fn events(bytes: &[u8]) {
    let mut source = ByteSource(bytes);
    let service = SERVICES[usize::from(source.byte()) % SERVICES.len()];
    let today = source.day(FIRST);
    let mut events = Vec::new();
    while !source.is_empty() && events.len() < MOST {
        events.push(event(&mut source));
    }
    let lay = |events: &[Event]| {
        Timeline::new(service, Edition::in_force_on(today).edition(), &CALENDAR, events, today)
    };
    let timeline = lay(&events);
    let turned: Vec<Event> = events.iter().rev().cloned().collect();
    assert_eq!(lay(&turned), timeline, "in reverse order");
    let twice: Vec<Event> = events.iter().chain(&events).cloned().collect();
    assert_eq!(lay(&twice), timeline, "each twice");
    for run in timeline.earlier.iter().chain([&timeline.current]) {
        examine(run, today);
    }
}

fn event(source: &mut ByteSource) -> Event {
    let id = |byte: u8| char::from(b'a' + byte % 24).to_string();
    Event {
        event_id: id(source.byte()),
        kind: EventKind::ALL[usize::from(source.byte()) % EventKind::ALL.len()],
        on: source.day(FIRST),
        replaces: match source.byte() {
            0..128 => None,
            other => Some(id(other)),
        },
        came_in: match source.byte() {
            0..192 => None,
            _ => Some(source.day(FIRST)),
        },
    }
}

fn examine(run: &Proceeding, today: NaiveDate) {
    // Only a panic is a finding.
    let _ = (run.asked(), run.remedies());
    assert!(run.whole.is_none() || run.registered.is_some(), "a term without a registration");
    let clocks = run.stages.iter().filter_map(|view| match view.state {
        StageState::Running(clock) => Some((clock, false)),
        StageState::Overdue(clock) => Some((clock, true)),
        _ => None,
    });
    for (clock, overdue) in clocks {
        assert_eq!(clock.ended, None);
        assert_eq!(clock.due.is_some_and(|due| due < today), overdue);
        assert!(clock.left == 0 || clock.overdue_by == 0);
        // While today is within the term, the counted and the remaining days add up to the term.
        if let Some(due) = clock.due
            && (clock.entered..=due).contains(&today)
        {
            assert_eq!(CALENDAR.count(clock.entered, due), Some(clock.counted + clock.left));
        }
    }
    for view in &run.stages {
        if let StageState::Ahead { projected: Some(projected) } = view.state {
            let span = CALENDAR.span();
            assert!(span.is_some_and(|(first, last)| (first..=last).contains(&projected)));
            assert!(projected.checked_add_days(Days::new(1)).is_some());
        }
    }
}
