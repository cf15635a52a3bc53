//! Histories, each a JSON object on one line, checked against the terms.

use chrono::NaiveDate;
use rules::calendar::{DEFAULT_CUT_OFF, WorkingCalendar, registration_day};
use rules::edition::Edition;
use rules::event::{Event, EventKind};
use rules::service::Service;
use rules::time::{parse_day, write_day};
use rules::timeline::{StageState, StageView, Standing, TermClock, Timeline};
use serde::{Deserialize, Serialize};

use super::calendar::span;
use super::moment;

/// The format of a line.
const EXAMPLE: &str = r#"{"service":"grant","registered":"2026-11-23","today":"2026-12-01","events":[{"event_id":"1","kind":"accepted","on":"2026-11-24","replaces":null}]}"#;

#[derive(Deserialize)]
struct CaseHistory {
    service: Service,
    /// A day, or the moment of receipt, which the cut-off rule turns into one. It represents the event of registration
    /// where `events` have none for the first run.
    registered: Option<String>,
    #[serde(with = "rules::time::day_format")]
    today: NaiveDate,
    events: Vec<Event>,
}

/// The run at hand: the last one.
#[derive(Serialize)]
struct TimelineAnswer {
    whole_due: Option<String>,
    standing: &'static str,
    stages: Vec<StageAnswer>,
}

/// A stage. Without a clock of its own it has no day but, where it is ahead, a projected one.
#[derive(Default, Serialize)]
struct StageAnswer {
    stage: &'static str,
    state: &'static str,
    entered: Option<String>,
    due: Option<String>,
    counted: Option<u16>,
    left: Option<u16>,
    overdue_by: Option<u16>,
    /// True if the due day, or the projected one, depends on a year of the calendar that is not yet official.
    provisional: Option<bool>,
    projected: Option<String>,
    /// The due day counted from the day on which the application came in, if it is another one.
    due_from_receipt: Option<String>,
}

/// The terms and stages of a history as one line of JSON.
pub fn answer(calendar: &WorkingCalendar, line: &str) -> Result<String, String> {
    let history: CaseHistory = serde_json::from_str(line).map_err(|error| {
        // There is only one line, so its number would be confused with ours.
        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
        format!("{said} (at byte {}); write it like {EXAMPLE}", error.column())
    })?;
    let registered = history.registered.as_deref().map(|text| registered(calendar, text)).transpose()?;
    let CaseHistory { service, today, mut events, .. } = history;
    let lay = |edition_of: NaiveDate, events: &[Event]| {
        Timeline::new(service, Edition::in_force_on(edition_of).edition(), calendar, events, today)
    };
    let told = lay(today, &events);
    let first = told.earlier.first().unwrap_or(&told.current);
    if let (None, Some((on, came_in))) = (first.registered, registered) {
        events.push(Event {
            event_id: unused_id(&events),
            kind: EventKind::Registered,
            on,
            replaces: None,
            came_in: Some(came_in).filter(|came_in| *came_in != on),
        });
    }
    // Which run an event belongs to follows from the events alone, so any edition tells the day that decides about it.
    let edition_of = lay(today, &events).current.registered.unwrap_or(today);
    let run = lay(edition_of, &events).current;
    let answer = TimelineAnswer {
        whole_due: run.whole.and_then(|whole| whole.clock.due).map(write_day),
        standing: standing(run.standing),
        stages: run.stages.iter().map(|view| stage_answer(calendar, run.registered, view)).collect(),
    };
    serde_json::to_string(&answer).map_err(|error| format!("the answer cannot be written: {error}"))
}

/// The day of registration, a day as it is and a moment by the cut-off rule, and the day on which the application came in.
fn registered(calendar: &WorkingCalendar, text: &str) -> Result<(NaiveDate, NaiveDate), String> {
    if let Some(day) = parse_day(text) {
        return Ok((day, day));
    }
    let received = moment::read(text).ok_or_else(|| {
        format!(
            "`registered` is `{text}`; write it like 2026-11-22, 2026-11-22T10:00 by the clocks of Astana, or \
             2026-11-22T05:00:00Z"
        )
    })?;
    let came_in = received.in_astana().map(|(day, _)| day);
    registration_day(calendar, received, DEFAULT_CUT_OFF)
        .zip(came_in)
        .ok_or_else(|| format!("`registered` leads out of the calendar; {}", span(calendar)))
}

/// An id that no event has or replaces.
fn unused_id(events: &[Event]) -> String {
    let mut id = "registered".to_owned();
    while events.iter().any(|event| event.event_id == id || event.replaces.as_ref() == Some(&id)) {
        id.push('+');
    }
    id
}

fn stage_answer(calendar: &WorkingCalendar, registered: Option<NaiveDate>, view: &StageView) -> StageAnswer {
    let (state, clock) = match &view.state {
        StageState::Ahead { .. } => ("ahead", None),
        StageState::Running(clock) => ("running", Some(clock)),
        StageState::Overdue(clock) => ("overdue", Some(clock)),
        StageState::Ended(clock) => ("ended", Some(clock)),
        StageState::PassedUnreported => ("passed_unreported", None),
        StageState::NotReached => ("not_reached", None),
    };
    let due_from_receipt = view.due_from_receipt.map(write_day);
    let answer = StageAnswer { stage: view.stage.0, state, due_from_receipt, ..StageAnswer::default() };
    if let Some(clock) = clock {
        return with_clock(answer, clock);
    }
    let StageState::Ahead { projected: Some(projected) } = view.state else { return answer };
    StageAnswer {
        provisional: registered.map(|registered| calendar.is_provisional(registered, projected)),
        projected: Some(write_day(projected)),
        ..answer
    }
}

fn with_clock(answer: StageAnswer, clock: &TermClock) -> StageAnswer {
    StageAnswer {
        entered: Some(write_day(clock.entered)),
        due: clock.due.map(write_day),
        counted: Some(clock.counted),
        left: Some(clock.left),
        overdue_by: Some(clock.overdue_by),
        provisional: Some(clock.provisional),
        ..answer
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::NotRegistered => "not_registered",
        Standing::Received => "received",
        Standing::HandedOver => "handed_over",
        Standing::Registered => "registered",
        Standing::RefusedToAccept => "refused_to_accept",
        Standing::BeingChecked => "being_checked",
        Standing::WithCommission => "with_commission",
        Standing::Granted => "granted",
        Standing::Refused => "refused",
        Standing::Withdrawn => "withdrawn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn answered(history: &Value) -> Value {
        let line = answer(&WorkingCalendar::built_in(), &history.to_string()).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn event(id: &str, kind: &str, on: &str) -> Value {
        json!({ "event_id": id, "kind": kind, "on": on })
    }

    fn refused(line: &str) -> String {
        answer(&WorkingCalendar::built_in(), line).unwrap_err()
    }

    #[test]
    fn a_history_is_answered_in_the_order_of_its_fields() {
        let line = r#"{"service":"grant","registered":"2026-03-19","today":"2026-03-23","events":[]}"#;
        let answered = answer(&WorkingCalendar::built_in(), line).unwrap();
        let expected = concat!(
            r#"{"whole_due":"2026-05-15","standing":"registered","stages":["#,
            r#"{"stage":"check","state":"overdue","entered":"2026-03-19","due":"2026-03-20","counted":1,"left":0,"#,
            r#""overdue_by":0,"provisional":false,"projected":null,"due_from_receipt":null},"#,
        );
        assert_eq!(answered.get(..expected.len()), Some(expected));
    }

    #[test]
    fn a_stage_that_has_not_begun_has_a_projection_and_no_due_day() {
        let stages = &answered(&json!({
            "service": "grant", "registered": "2026-11-20T18:31", "today": "2026-11-23", "events": [],
        }))["stages"];
        assert_eq!(
            stages[0]["entered"], "2026-11-23",
            "what came after hours is registered the next working day"
        );
        assert_eq!(stages[1]["state"], "ahead");
        assert_eq!(stages[1]["due"], Value::Null);
        assert!(stages[1]["projected"].is_string());
        assert_eq!(stages[4]["provisional"], true, "the projection reaches into 2027");
    }

    #[test]
    fn an_event_of_registration_counts_before_the_field() {
        let events = [event("1", "registered", "2026-03-19")];
        let with = |registered| json!({ "service": "extend", "registered": registered, "today": "2026-03-19", "events": events });
        assert_eq!(answered(&with(Value::Null))["whole_due"], "2026-03-31");
        assert_eq!(answered(&with(json!("2026-01-05"))), answered(&with(Value::Null)));
    }

    #[test]
    fn the_field_registers_the_first_run_where_only_a_later_one_is_reported() {
        let events = [event("1", "refused_to_accept", "2026-03-19"), event("2", "registered", "2026-04-01")];
        let history = json!({ "service": "grant", "registered": "2026-03-18", "today": "2026-04-02", "events": events });
        assert_eq!(answered(&history)["stages"][0]["entered"], "2026-04-01");
        let events = [event("1", "refused_to_accept", "2026-03-19")];
        let history = json!({ "service": "grant", "registered": "2026-03-18", "today": "2026-04-02", "events": events });
        assert_eq!(answered(&history)["standing"], "refused_to_accept");
        assert_eq!(answered(&history)["stages"][0]["entered"], "2026-03-18");
    }

    #[test]
    fn the_event_made_of_the_field_takes_no_id_of_another() {
        let mut accepted = event("registered", "accepted", "2026-03-20");
        accepted["replaces"] = json!("registered+");
        let history = json!({ "service": "grant", "registered": "2026-03-19", "today": "2026-03-21", "events": [accepted] });
        assert_eq!(answered(&history)["stages"][0]["state"], "ended");
    }

    #[test]
    fn without_registration_nothing_is_due() {
        let history = json!({ "service": "grant", "registered": null, "today": "2026-03-19", "events": [] });
        let answered = answered(&history);
        assert_eq!(answered["whole_due"], Value::Null);
        assert_eq!(answered["standing"], "not_registered");
        assert_eq!(answered["stages"][0]["projected"], Value::Null);
    }

    #[test]
    fn the_error_of_a_bad_line_says_what_is_wrong_and_how_to_write_it() {
        let lacking = refused(r#"{"service":"grant"}"#);
        assert!(lacking.starts_with("missing field `today` (at byte 19); write it like {"), "{lacking}");
        let unknown = refused(&EXAMPLE.replace("accepted", "blessed"));
        assert!(unknown.starts_with("unknown variant `blessed`, expected one of `received`"), "{unknown}");
        let no_day = refused(&EXAMPLE.replace("2026-12-01", "01.12.2026"));
        assert!(no_day.starts_with("a day is written YYYY-MM-DD"), "{no_day}");
        let no_moment = refused(&EXAMPLE.replace("2026-11-23", "yesterday"));
        assert!(
            no_moment.starts_with("`registered` is `yesterday`; write it like 2026-11-22,"),
            "{no_moment}"
        );
    }

    #[test]
    fn the_example_can_be_read_itself() {
        assert!(answer(&WorkingCalendar::built_in(), EXAMPLE).is_ok());
    }
}
