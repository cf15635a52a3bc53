//! The registration that the applicant reports from the notice of Annex 3, and its replacement by the operator's report.

use crate::support::client::{Answer, Request};
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, photo, submit};
use rules::event::EventKind;
use rules::time::write_day;
use serde_json::{Value, json};
use wire::answer::{RefusalCode, Status};
use wire::event::EventRecord;
use wire::share::{Share, SharedStatus};
use wire::summary::{OwnedSummary, SharedSummary, SummaryTexts, TermState};

const NAMED: [&str; 4] = ["--service-kind", "forwarding", "--operator", "Made-up operator"];
const NOTICE: &str = "ХХ-59-000122";
const WORD: &str = "День регистрации указан со слов заявителя.";

/// A forwarding service on 23 March 2026 with an application of `owner(1)` that it received on 19 March.
struct Forwarded {
    gateway: Running,
    number: String,
}

impl Forwarded {
    fn start() -> Self {
        let gateway = Running::start_with(&NAMED, None, None);
        let number = gateway.register(&owner(1), &key(1)).number;
        gateway.set_clock("2026-03-23T10:00:00+05:00");
        Self { gateway, number }
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/applications/{}{rest}", self.number)
    }

    /// Sends the applicant's report.
    fn type_in(&self, number: &str, on: &str) -> Answer {
        self.send(&json!({ "number": number, "on": on }))
    }

    fn send(&self, body: &Value) -> Answer {
        let request = Request::post(&self.path("/registration")).owner(&owner(1));
        self.gateway.send(&request.body(body.to_string()))
    }

    /// Sends a report of the operator.
    fn report(&self, id: &str, kind: &str, on: &str) -> Answer {
        self.gateway.report(&self.number, &json!({ "event_id": id, "kind": kind, "on": on }))
    }

    /// Creates a family link and returns its token.
    fn family_link(&self) -> String {
        let body = json!({ "id": format!("{:032x}", 1), "name": "made-up" }).to_string();
        let share = Request::post(&self.path("/shares")).owner(&owner(1)).body(body);
        self.gateway.send(&share).is(201).json::<Share>().token
    }

    fn events(&self) -> Vec<EventRecord> {
        let status = self.gateway.send(&Request::get(&self.path("")).owner(&owner(1)));
        status.is(200).json::<Status>().events
    }
}

#[test]
fn the_applicant_reports_and_corrects_the_registration() {
    let application = Forwarded::start();
    application.report("h", "handed_over", "2026-03-20").is(201);
    let first = application.type_in(&format!(" {NOTICE} "), "2026-03-19").is(201);
    let record: EventRecord = first.json();
    assert_eq!(
        (record.event.kind, write_day(record.event.on).as_str()),
        (EventKind::Registered, "2026-03-19")
    );
    assert_eq!((record.reference.as_deref(), record.by_applicant), (Some(NOTICE), true));
    assert_eq!((&record.event.replaces, record.event.came_in), (&None, None));
    assert_eq!(record.at.to_text(), "2026-03-23T05:00:00Z");
    assert_eq!(first.json::<Value>()["by_applicant"], true);
    // The same report is the same event, also later.
    application.gateway.set_clock("2026-03-24T10:00:00+05:00");
    assert_eq!(application.type_in(NOTICE, "2026-03-19").is(200).body, first.body);
    let second: EventRecord = application.type_in(NOTICE, "2026-03-20").is(201).json();
    assert_eq!(second.event.replaces.as_deref(), Some(record.event.event_id.as_str()));
    let third: EventRecord = application.type_in("ХХ-59-000123", "2026-03-20").is(201).json();
    assert_eq!(third.event.replaces.as_deref(), Some(second.event.event_id.as_str()));
    let events = application.events();
    assert_eq!(
        events.iter().map(|record| record.by_applicant).collect::<Vec<_>>(),
        [false, false, true, true, true]
    );
    assert_eq!(events[2..], [record, second, third]);
    // Other events have no such field.
    let status: Value =
        application.gateway.send(&Request::get(&application.path("")).owner(&owner(1))).is(200).json();
    assert_eq!(status["events"][1].get("by_applicant"), None);
}

#[test]
fn the_family_learns_whose_word_it_is_and_no_number() {
    let application = Forwarded::start();
    let token = application.family_link();
    application.type_in(NOTICE, "2026-03-20").is(201);
    let answer = application.gateway.send(&Request::get("/api/v1/shared").owner(&token)).is(200);
    let shared: SharedStatus = answer.json();
    let said: Vec<_> = shared.events.iter().map(|record| (record.by_applicant, &record.reference)).collect();
    assert_eq!(said, [(false, &None), (true, &None)]);
    assert!(!String::from_utf8_lossy(&answer.body).contains("000122"));
}

#[test]
fn the_summaries_say_whose_word_the_day_is_until_the_operator_reports_it() {
    let application = Forwarded::start();
    let token = application.family_link();
    let summary = || -> [SummaryTexts; 2] {
        let get = |path: &str, key: &str| application.gateway.send(&Request::get(path).owner(key)).is(200);
        let shared: SharedSummary = get("/api/v1/shared/summary?lang=ru", &token).json();
        let mut owned: OwnedSummary = get("/api/v1/applications/summary?lang=ru", &owner(1)).json();
        [shared.texts, owned.applications.remove(0).texts]
    };
    for before in summary() {
        assert_eq!((before.term, before.left, before.source), (Some(TermState::None), None, None));
    }
    application.type_in(NOTICE, "2026-03-19").is(201);
    for typed in summary() {
        assert_eq!((typed.term, typed.source.as_deref()), (Some(TermState::Running), Some(WORD)));
        assert_eq!(
            typed.new.as_deref(),
            Some("19\u{A0}марта\u{A0}2026\u{A0}г. Зарегистрировано (со слов заявителя)")
        );
    }
    application.report("o", "registered", "2026-03-20").is(201);
    for reported in summary() {
        assert_eq!((reported.term, reported.source), (Some(TermState::Running), None));
        assert_eq!(
            reported.new.as_deref(),
            Some("20\u{A0}марта\u{A0}2026\u{A0}г. Зарегистрировано (исправлено)")
        );
    }
}

#[test]
fn an_invalid_report_is_refused() {
    let application = Forwarded::start();
    for (number, on) in [
        ("", "2026-03-20"),
        ("  ", "2026-03-20"),
        ("1\u{7}2", "2026-03-20"),
        (&"1".repeat(101), "2026-03-20"),
        (NOTICE, "2026-03-24"),
        (NOTICE, "2026-03-18"),
        (NOTICE, "20.03.2026"),
    ] {
        application.type_in(number, on).refused(RefusalCode::BadRequest);
    }
    application.send(&json!({ "number": NOTICE })).refused(RefusalCode::BadRequest);
    application.send(&json!({ "on": "2026-03-20" })).refused(RefusalCode::BadRequest);
    let body = json!({ "number": NOTICE, "on": "2026-03-20" }).to_string();
    let request = Request::post(&application.path("/registration")).body(body);
    application.gateway.send(&request).refused(RefusalCode::Unauthorized);
    application.gateway.send(&request.owner(&owner(2))).refused(RefusalCode::NotFound);
    assert_eq!(application.events().len(), 1, "nothing was recorded");
    // The limits themselves are allowed: today, the day of receipt, 100 characters.
    application.type_in(&"1".repeat(100), "2026-03-23").is(201);
    application.type_in(NOTICE, "2026-03-19").is(201);
}

#[test]
fn a_service_that_registers_or_tries_accepts_no_report_of_a_registration() {
    for settings in [&["--service-kind", "authority", "--operator", "Үлгі"][..], &[]] {
        let gateway = Running::start_with(settings, None, None);
        let number = gateway.register(&owner(1), &key(1)).number;
        let application = Forwarded { gateway, number };
        application.type_in(NOTICE, "2026-03-19").refused(RefusalCode::EventConflict);
        assert_eq!(application.events().len(), 1);
    }
}

#[test]
fn after_the_operators_registration_or_the_end_there_is_nothing_to_report() {
    for kind in ["registered", "refused_to_accept", "granted", "refused", "withdrawn"] {
        let application = Forwarded::start();
        application.report("e", kind, "2026-03-20").is(201);
        application.type_in(NOTICE, "2026-03-20").refused(RefusalCode::EventConflict);
        assert_eq!(application.events().len(), 2, "{kind}");
    }
    // A later step without a registration ends nothing.
    let application = Forwarded::start();
    application.report("e", "accepted", "2026-03-20").is(201);
    application.type_in(NOTICE, "2026-03-20").is(201);
    let end = application.gateway.send(&Request::post(&application.path("/withdrawal")).owner(&owner(1)));
    end.is(200);
    application.type_in(NOTICE, "2026-03-19").refused(RefusalCode::EventConflict);
    application.gateway.send(&Request::new("DELETE", &application.path("")).owner(&owner(1))).is(204);
    application.type_in(NOTICE, "2026-03-19").refused(RefusalCode::Gone);
}

#[test]
fn a_resubmission_has_a_registration_of_its_own() {
    let application = Forwarded::start();
    let first: EventRecord = application.type_in(NOTICE, "2026-03-19").is(201).json();
    application.report("r", "refused_to_accept", "2026-03-20").is(201);
    let (gateway, photo) = (&application.gateway, photo(100));
    let file = gateway.upload(&owner(1), &photo);
    let body = serde_json::to_vec(&gateway.submission(draft(&photo), &file)).unwrap();
    gateway.send(&submit(&application.path("/documents"), &owner(1), &key(2), body)).is(201);
    application.type_in(NOTICE, "2026-03-20").refused(RefusalCode::BadRequest);
    let second: EventRecord = application.type_in(NOTICE, "2026-03-23").is(201).json();
    assert_eq!(second.event.replaces, None, "the first registration was another run's: {first:?}");
    let operator: EventRecord = application.report("o", "registered", "2026-03-23").is(201).json();
    assert_eq!(operator.event.replaces, Some(second.event.event_id));
}

#[test]
fn the_number_of_corrections_is_limited() {
    let application = Forwarded::start();
    for number in 1..=20 {
        application.type_in(&number.to_string(), "2026-03-20").is(201);
    }
    application.type_in("21", "2026-03-20").refused(RefusalCode::EventConflict);
    application.type_in("20", "2026-03-20").is(200);
    application.report("o", "registered", "2026-03-20").is(201);
}

#[test]
fn the_operators_report_replaces_the_applicants() {
    let application = Forwarded::start();
    let first: EventRecord = application.type_in(NOTICE, "2026-03-19").is(201).json();
    let typed: EventRecord = application.type_in(NOTICE, "2026-03-20").is(201).json();
    let report = |reference: &str, replaces: Option<&str>| {
        let event = json!({ "event_id": "o", "kind": "registered", "on": "2026-03-23", "reference": reference,
            "replaces": replaces });
        application.gateway.report(&application.number, &event)
    };
    let answer = report(NOTICE, None).is(201);
    let record: EventRecord = answer.json();
    assert_eq!(record.event.replaces.as_deref(), Some(typed.event.event_id.as_str()));
    assert!(!record.by_applicant);
    // The same report again is the same event, also with what the gateway added; another one is refused.
    assert_eq!(report(NOTICE, None).is(200).body, answer.body);
    assert_eq!(report(NOTICE, Some(&typed.event.event_id)).is(200).body, answer.body);
    report("other", None).refused(RefusalCode::EventConflict);
    report(NOTICE, Some(&first.event.event_id)).refused(RefusalCode::EventConflict);
    application.type_in(NOTICE, "2026-03-20").refused(RefusalCode::EventConflict);
    // A later correction by the operator replaces only what it names.
    let later = application.report("later", "registered", "2026-03-20").is(201).json::<EventRecord>();
    assert_eq!(later.event.replaces, None);
}

#[test]
fn a_report_that_names_what_it_replaces_and_one_of_another_kind_are_stored_as_sent() {
    let application = Forwarded::start();
    application.report("h", "handed_over", "2026-03-19").is(201);
    application.type_in(NOTICE, "2026-03-20").is(201);
    let accepted: EventRecord = application.report("a", "accepted", "2026-03-23").is(201).json();
    assert_eq!(accepted.event.replaces, None);
    let event = json!({ "event_id": "o", "kind": "registered", "on": "2026-03-23", "replaces": "h" });
    let record: EventRecord = application.gateway.report(&application.number, &event).is(201).json();
    assert_eq!(record.event.replaces.as_deref(), Some("h"));
}

#[test]
fn the_command_replaces_the_applicants_registration_too() {
    let application = Forwarded::start();
    let typed: EventRecord = application.type_in(NOTICE, "2026-03-20").is(201).json();
    let report = ["event", "--number", &application.number, "--kind", "registered", "--on", "2026-03-20"];
    let command = application.gateway.command(&report);
    assert!(command.status.success(), "{}", String::from_utf8_lossy(&command.stderr));
    let events = application.events();
    assert_eq!(events.last().unwrap().event.replaces, Some(typed.event.event_id));
}
