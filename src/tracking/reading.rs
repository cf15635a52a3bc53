//! The record of a person's last reading of an application, so that the page can show news, and of the dates last exported to
//! the calendar file, so that the next export can report that they moved.

use crate::platform::db::{self, StoreName};
use chrono::NaiveDate;
use rules::edition::Stage;
use rules::id::DraftId;
use rules::time::Instant;
use rules::timeline::{StageState, TermClock, Timeline};
use wire::event::EventRecord;
use wire::json;

/// The record stored with an application. It stays on this phone and is never sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingRecord {
    pub seen: Option<LastRead>,
    pub reminders: Vec<Reminder>,
}

wire::record!(ReadingRecord { seen, reminders });

impl ReadingRecord {
    /// Loads the record of this id; an empty one if nothing was read yet.
    pub async fn find(id: DraftId) -> Result<Self, db::StorageError> {
        let json = db::text(StoreName::Read, &id.to_text()).await?;
        Ok(json.and_then(|json| json::read(&json)).unwrap_or_default())
    }

    pub async fn keep(&self, id: DraftId) -> Result<(), db::StorageError> {
        db::put_text(StoreName::Read, &id.to_text(), &json::write(self)).await
    }
}

/// The application as it was when the person last read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRead {
    pub at: Instant,
    pub events: Vec<String>,
    /// Number of submissions that had ended with a refusal to accept.
    pub earlier_runs: u32,
    pub registered: Option<NaiveDate>,
    /// The latest date of the whole term.
    pub due: Option<NaiveDate>,
    /// Each stage that ran: its key, then the day it began and its due day.
    pub stages: Vec<(String, (NaiveDate, NaiveDate))>,
    /// The version of the calendar that was used.
    pub calendar: String,
}

wire::record!(LastRead { at, events, earlier_runs, registered, due, stages, calendar });

impl LastRead {
    pub fn of(events: &[EventRecord], timeline: &Timeline, calendar: &str, at: Instant) -> Self {
        let run = &timeline.current;
        let stages = run.stages.iter().filter_map(|view| {
            let clock = running(view.state)?;
            Some((view.stage.0.to_owned(), (clock.entered, clock.due?)))
        });
        Self {
            at,
            events: events.iter().map(|record| record.event.event_id.clone()).collect(),
            earlier_runs: u32::try_from(timeline.earlier.len()).unwrap_or(u32::MAX),
            registered: run.registered,
            due: run.whole.and_then(|whole| whole.clock.due),
            stages: stages.collect(),
            calendar: calendar.to_owned(),
        }
    }
}

fn running(state: StageState) -> Option<TermClock> {
    match state {
        StageState::Running(clock) | StageState::Overdue(clock) => Some(clock),
        _ => None,
    }
}

/// The changes since the person last read the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    pub since: Instant,
    /// The new events, newest first.
    pub events: Vec<EventRecord>,
    pub moved: Vec<Moved>,
    pub reasons: Vec<Reason>,
}

/// A date that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The stage, or `None` for the whole term.
    pub stage: Option<Stage>,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Reasons why dates moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    DaysOffMoved,
    RegistrationCorrected(NaiveDate, NaiveDate),
    /// Submitted again after a refusal to accept, which starts a new term.
    SentAgain,
}

/// Sorts events by their days and the times of their reports, the newest first.
pub fn newest_first(mut events: Vec<EventRecord>) -> Vec<EventRecord> {
    events.sort_by_key(|record| std::cmp::Reverse((record.event.on, record.at)));
    events
}

/// Returns the changes in `now` for a person who has read `seen`; `None` if there are none.
pub fn news(seen: &LastRead, now: &LastRead, events: &[EventRecord], timeline: &Timeline) -> Option<Changes> {
    let events = events.iter().filter(|record| !seen.events.contains(&record.event.event_id));
    let events = newest_first(events.cloned().collect());
    let mut moved = Vec::new();
    if let (Some(from), Some(to)) = (seen.due, now.due)
        && from != to
    {
        moved.push(Moved { stage: None, from, to });
    }
    for view in &timeline.current.stages {
        let of = |stages: &[(String, (NaiveDate, NaiveDate))]| {
            stages.iter().find(|(name, _)| name == view.stage.0).map(|(_, days)| *days)
        };
        let (Some((_, from)), Some((_, to))) = (of(&seen.stages), of(&now.stages)) else { continue };
        if from != to {
            moved.push(Moved { stage: Some(view.stage), from, to });
        }
    }
    let mut reasons = Vec::new();
    if !moved.is_empty() {
        match (seen.registered, now.registered) {
            _ if seen.earlier_runs != now.earlier_runs => reasons.push(Reason::SentAgain),
            (Some(from), Some(to)) if from != to => reasons.push(Reason::RegistrationCorrected(from, to)),
            _ => {}
        }
        if seen.calendar != now.calendar {
            reasons.push(Reason::DaysOffMoved);
        }
    }
    let is_news = !events.is_empty() || !moved.is_empty();
    is_news.then_some(Changes { since: seen.at, events, moved, reasons })
}

/// A date that was exported to the calendar file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// `whole` for the whole term, or the key of a stage. With the id of the application it identifies the entry permanently.
    pub key: String,
    pub on: NaiveDate,
    /// True if this is not a lawful date but the result if every earlier stage takes its full time.
    pub projected: bool,
    /// True if the date was valid once and no longer is.
    pub gone: bool,
    /// Increases whenever another field changes, so that the phone's calendar takes the newer entry.
    pub sequence: u32,
}

wire::record!(Reminder { key, on, projected, gone, sequence });

/// The key of the whole term.
pub const WHOLE: &str = "whole";

/// Returns the valid dates: that of the whole term, those of running stages, and projections of later ones. Entries exported
/// before keep their position; those that are no longer valid are exported once more as gone.
pub fn reminders(before: &[Reminder], timeline: &Timeline) -> Vec<Reminder> {
    let run = &timeline.current;
    let whole = run.whole.filter(|whole| whole.clock.ended.is_none()).and_then(|whole| whole.clock.due);
    let mut dates: Vec<(&str, NaiveDate, bool)> = whole.map(|due| (WHOLE, due, false)).into_iter().collect();
    for view in &run.stages {
        let date = match view.state {
            StageState::Running(clock) | StageState::Overdue(clock) => clock.due.map(|due| (due, false)),
            StageState::Ahead { projected } => projected.map(|day| (day, true)),
            _ => None,
        };
        dates.extend(date.map(|(day, projected)| (view.stage.0, day, projected)));
    }
    let known = |key: &str| before.iter().find(|reminder| reminder.key == key);
    let mut now: Vec<Reminder> = dates
        .into_iter()
        .map(|(key, on, projected)| {
            let sequence = match known(key) {
                None => 0,
                Some(same) if same.on == on && same.projected == projected && !same.gone => same.sequence,
                Some(other) => other.sequence.saturating_add(1),
            };
            Reminder { key: key.to_owned(), on, projected, gone: false, sequence }
        })
        .collect();
    let gone: Vec<Reminder> = before
        .iter()
        .filter(|reminder| now.iter().all(|other| other.key != reminder.key))
        .map(|reminder| Reminder {
            gone: true,
            sequence: reminder.sequence.saturating_add(u32::from(!reminder.gone)),
            ..reminder.clone()
        })
        .collect();
    now.extend(gone);
    now
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::calendar::WorkingCalendar;
    use rules::event::{Event, EventKind};
    use rules::service::Service;
    use rules::time::parse_day;

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    /// Returns an invented application with these events, by kind and day. The id is the index; a third part names the event
    /// that is replaced.
    fn application(
        calendar: &WorkingCalendar,
        events: &[(EventKind, &str, Option<&str>)],
        today: &str,
    ) -> (Vec<EventRecord>, Timeline, LastRead) {
        let records = events.iter().enumerate().map(|(place, (kind, on, replaces))| EventRecord {
            event: Event {
                event_id: place.to_string(),
                kind: *kind,
                on: day(on),
                replaces: replaces.map(str::to_owned),
                came_in: None,
            },
            at: Instant(0),
            documents: Vec::new(),
            reference: None,
            by_applicant: false,
        });
        let records: Vec<EventRecord> = records.collect();
        let events: Vec<Event> = records.iter().map(|record| record.event.clone()).collect();
        let edition = rules::edition::Edition::by_id("539-2023").unwrap();
        let timeline = Timeline::new(Service::Grant, edition, calendar, &events, day(today));
        let seen = LastRead::of(&records, &timeline, calendar.version(), Instant(7));
        (records, timeline, seen)
    }

    const REGISTERED: (EventKind, &str, Option<&str>) = (EventKind::Registered, "2026-11-23", None);

    #[test]
    fn an_application_that_was_read_has_no_news() {
        let calendar = WorkingCalendar::built_in();
        let (events, timeline, seen) = application(&calendar, &[REGISTERED], "2026-11-23");
        assert_eq!(news(&seen, &seen, &events, &timeline), None);
        let (events, timeline, next_day) = application(&calendar, &[REGISTERED], "2026-11-24");
        assert_eq!(news(&seen, &next_day, &events, &timeline), None, "a day that passes is no news");
    }

    #[test]
    fn new_events_come_newest_first_and_move_nothing() {
        let calendar = WorkingCalendar::built_in();
        let (_, _, seen) = application(&calendar, &[REGISTERED], "2026-11-23");
        let later = [
            REGISTERED,
            (EventKind::Accepted, "2026-11-24", None),
            (EventKind::SentToBodies, "2026-11-25", None),
        ];
        let (events, timeline, now) = application(&calendar, &later, "2026-11-25");
        let news = news(&seen, &now, &events, &timeline).unwrap();
        let kinds: Vec<EventKind> = news.events.iter().map(|record| record.event.kind).collect();
        assert_eq!(kinds, [EventKind::SentToBodies, EventKind::Accepted]);
        assert_eq!((news.moved, news.reasons, news.since), (vec![], vec![], Instant(7)));
    }

    #[test]
    fn a_corrected_day_of_registration_moves_the_dates_and_is_the_reason() {
        let calendar = WorkingCalendar::built_in();
        let (_, _, seen) = application(&calendar, &[REGISTERED], "2026-11-23");
        let corrected = [REGISTERED, (EventKind::Registered, "2026-11-24", Some("0"))];
        let (events, timeline, now) = application(&calendar, &corrected, "2026-11-24");
        let news = news(&seen, &now, &events, &timeline).unwrap();
        let due = |from| calendar.add(day(from), 35).unwrap();
        let check = |from| calendar.add(day(from), 1).unwrap();
        assert_eq!(
            news.moved,
            [
                Moved { stage: None, from: due("2026-11-23"), to: due("2026-11-24") },
                Moved { stage: Some(Stage::CHECK), from: check("2026-11-23"), to: check("2026-11-24") },
            ]
        );
        assert_eq!(news.reasons, [Reason::RegistrationCorrected(day("2026-11-23"), day("2026-11-24"))]);
    }

    #[test]
    fn changed_days_off_are_the_reason_when_the_calendar_differs() {
        let built_in = WorkingCalendar::built_in();
        let (_, _, seen) = application(&built_in, &[REGISTERED], "2026-11-23");
        let due = built_in.add(day("2026-11-23"), 35).unwrap();
        let file = r#"{"version": "made-up", "years": [{"year": 2027, "status": "official",
            "kurban_ait": "2027-05-16", "transfers": [{"worked": "WORKED", "off": "OFF"}], "source": "made up"}]}"#;
        let saturday =
            due.iter_days().find(|day| chrono::Datelike::weekday(day) == chrono::Weekday::Sat).unwrap();
        let file = file
            .replace("WORKED", &rules::time::write_day(saturday))
            .replace("OFF", &rules::time::write_day(due));
        let moved = wire::calendar::read(&file).unwrap();
        let (events, timeline, now) = application(&moved, &[REGISTERED], "2026-11-23");
        let news = news(&seen, &now, &events, &timeline).unwrap();
        assert_eq!(
            news.moved,
            [Moved { stage: None, from: due, to: moved.add(day("2026-11-23"), 35).unwrap() }]
        );
        assert_eq!(news.reasons, [Reason::DaysOffMoved]);
    }

    #[test]
    fn a_resubmission_is_a_new_term_and_not_a_correction() {
        let calendar = WorkingCalendar::built_in();
        let refused = [REGISTERED, (EventKind::RefusedToAccept, "2026-11-24", None)];
        let (_, _, seen) = application(&calendar, &refused, "2026-11-24");
        let again = [refused[0], refused[1], (EventKind::Registered, "2026-11-30", None)];
        let (events, timeline, now) = application(&calendar, &again, "2026-11-30");
        assert_eq!(news(&seen, &now, &events, &timeline).unwrap().reasons, [Reason::SentAgain]);
    }

    #[test]
    fn a_stored_record_is_read_back_unchanged() {
        let (_, timeline, seen) = application(&WorkingCalendar::built_in(), &[REGISTERED], "2026-11-23");
        let reading = ReadingRecord { seen: Some(seen), reminders: reminders(&[], &timeline) };
        assert_eq!(json::read(&json::write(&reading)), Some(reading));
    }

    #[test]
    fn a_sequence_increases_only_when_its_date_moves() {
        let calendar = WorkingCalendar::built_in();
        let (_, timeline, _) = application(&calendar, &[REGISTERED], "2026-11-23");
        let first = reminders(&[], &timeline);
        let exported: Vec<(&str, bool, u32)> =
            first.iter().map(|one| (one.key.as_str(), one.projected, one.sequence)).collect();
        assert_eq!(
            exported,
            [
                (WHOLE, false, 0),
                ("check", false, 0),
                ("internal_affairs", true, 0),
                ("national_security", true, 0),
                ("to_commission", true, 0),
                ("commission", true, 0)
            ]
        );
        assert_eq!(reminders(&first, &timeline), first);

        let accepted = [
            REGISTERED,
            (EventKind::Accepted, "2026-11-24", None),
            (EventKind::InternalAffairsReceived, "2026-11-24", None),
        ];
        let (_, timeline, _) = application(&calendar, &accepted, "2026-11-24");
        let second = reminders(&first, &timeline);
        let exported: Vec<(&str, bool, bool, u32)> =
            second.iter().map(|one| (one.key.as_str(), one.projected, one.gone, one.sequence)).collect();
        assert_eq!(
            exported,
            [
                (WHOLE, false, false, 0),
                ("internal_affairs", false, false, 1),
                // Received on the last day of ¶5-1, so all later stages end on the projected days.
                ("national_security", true, false, 0),
                ("to_commission", true, false, 0),
                ("commission", true, false, 0),
                ("check", false, true, 1),
            ]
        );
        assert_eq!(reminders(&second, &timeline), second, "a date that is gone is exported only once");
    }
}
