use crate::support::client::Request;
use crate::support::running::Running;
use crate::support::sample::{key, owner};
use rules::calendar::WorkingCalendar;
use rules::edition::{Edition, Stage};
use rules::event::{Event, EventKind};
use rules::time::{parse_day, write_day};
use rules::timeline::{StageState, Standing, Timeline};
use serde_json::{Value, json};
use wire::answer::{RefusalCode, Status};
use wire::event::EventRecord;

fn status(gateway: &Running, number: &str) -> Status {
    gateway.send(&Request::get(&format!("/api/v1/applications/{number}")).owner(&owner(1))).is(200).json()
}

fn timeline(status: &Status, today: &str) -> Timeline {
    let events: Vec<Event> = status.events.iter().map(|record| record.event.clone()).collect();
    let edition = Edition::by_id(&status.edition).unwrap();
    Timeline::new(status.service, edition, &WorkingCalendar::built_in(), &events, parse_day(today).unwrap())
}

fn event(id: &str, kind: &str, on: &str) -> Value {
    json!({ "event_id": id, "kind": kind, "on": on })
}

#[test]
fn the_owner_sees_reported_events_and_the_terms_follow_them() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    gateway.set_clock("2026-04-30T12:00:00+05:00");
    for (id, kind, on) in [
        ("e-1", "accepted", "2026-03-20"),
        ("e-2", "sent_to_bodies", "2026-03-20"),
        ("e-3", "internal_affairs_received", "2026-03-20"),
        ("e-4", "national_security_received", "2026-03-25"),
        ("e-5", "internal_affairs_answered", "2026-04-10"),
    ] {
        let record: EventRecord = gateway.report(&number, &event(id, kind, on)).is(201).json();
        assert_eq!(record.event.event_id, id);
        assert_eq!(record.at.to_text(), "2026-04-30T07:00:00Z");
    }
    let status = status(&gateway, &number);
    assert_eq!(status.events.len(), 6);
    let run = timeline(&status, "2026-04-30").current;
    assert_eq!(run.standing, Standing::BeingChecked);
    let state = |wanted| run.stages.iter().find(|view| view.stage == wanted).unwrap().state;
    assert!(matches!(state(Stage::INTERNAL_AFFAIRS), StageState::Ended(_)));
    assert!(matches!(state(Stage::NATIONAL_SECURITY), StageState::Overdue(_)));
}

#[test]
fn a_repeated_event_is_accepted_and_a_different_one_with_its_id_is_refused() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let accepted = event("e-1", "accepted", "2026-03-19");
    let first = gateway.report(&number, &accepted).is(201);
    gateway.set_clock("2026-03-25T10:00:00+05:00");
    let again = gateway.report(&number, &accepted).is(200);
    assert_eq!(first.body, again.body);
    let other = event("e-1", "refused_to_accept", "2026-03-19");
    gateway.report(&number, &other).refused(RefusalCode::EventConflict);
    assert_eq!(status(&gateway, &number).events.len(), 2);
}

#[test]
fn events_can_be_reported_late_and_out_of_order() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    gateway.set_clock("2026-04-30T12:00:00+05:00");
    let (sent, accepted) = (event("b", "sent_to_bodies", "2026-03-20"), event("a", "accepted", "2026-03-19"));
    gateway.report(&number, &sent).is(201);
    gateway.report(&number, &accepted).is(201);
    assert_eq!(timeline(&status(&gateway, &number), "2026-04-30").current.standing, Standing::BeingChecked);
}

#[test]
fn the_authoritys_registration_replaces_the_gateways() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let ours = status(&gateway, &number).events[0].event.event_id.clone();
    gateway.set_clock("2026-03-20T12:00:00+05:00");
    let theirs = json!({
        "event_id": "reg", "kind": "registered", "on": "2026-03-20", "replaces": ours, "reference": "KZ-0001"
    });
    gateway.report(&number, &theirs).is(201);
    let run = timeline(&status(&gateway, &number), "2026-03-20").current;
    assert_eq!(run.registered, parse_day("2026-03-20"));
    assert_eq!(run.whole.unwrap().clock.due.map(write_day).as_deref(), Some("2026-05-18"));
    let lost = json!({ "event_id": "x", "kind": "accepted", "on": "2026-03-20", "replaces": "unknown" });
    gateway.report(&number, &lost).refused(RefusalCode::EventConflict);
}

#[test]
fn an_invalid_report_is_refused() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let title = "x".repeat(501);
    for report in [
        event("f", "accepted", "2026-03-20"),
        event("", "accepted", "2026-03-19"),
        event("line\nbreak", "accepted", "2026-03-19"),
        event(&"x".repeat(101), "accepted", "2026-03-19"),
        event("e", "lost", "2026-03-19"),
        event("e", "accepted", "19.03.2026"),
        json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19", "replaces": "e" }),
        json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19", "documents": [{ "title": "a", "ground": "expired" }] }),
        json!({ "event_id": "e", "kind": "refused_to_accept", "on": "2026-03-19", "documents": [{ "title": title, "ground": "expired" }] }),
        json!({ "event_id": "e", "kind": "refused_to_accept", "on": "2026-03-19", "documents": [{ "title": "", "ground": "expired" }] }),
        json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19", "reference": "" }),
        json!([]),
        json!(null),
    ] {
        gateway.report(&number, &report).refused(RefusalCode::BadRequest);
    }
    assert_eq!(status(&gateway, &number).events.len(), 1);
}

#[test]
fn a_report_requires_the_service_token() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let path = format!("/authority/v1/applications/{number}/events");
    let body = event("e", "accepted", "2026-03-19").to_string();
    let post = || Request::post(&path).body(body.as_str());
    gateway.send(&post()).refused(RefusalCode::Unauthorized);
    for wrong in ["", "x", owner(1).as_str(), &"0".repeat(64)] {
        gateway.send(&post().owner(wrong)).refused(RefusalCode::Unauthorized);
    }
    gateway
        .send(&post().with("authorization", &format!("Basic {}", gateway.token())))
        .refused(RefusalCode::Unauthorized);
    gateway.send(&post().owner(&gateway.token())).is(201);
}

#[test]
fn an_event_of_an_unknown_application_is_refused() {
    let gateway = Running::start();
    for number in ["0000-0000", "nonsense", "%FF", "7K2M-9XQ4"] {
        gateway.report(number, &event("e", "accepted", "2026-03-19")).refused(RefusalCode::NotFound);
    }
}

#[test]
fn concurrent_reports_are_stored_exactly_once() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let report = |place: usize| {
        // Each id is sent twice.
        let id = format!("e-{}", place / 2);
        gateway.report(&number, &event(&id, EVENTS[place / 2 % EVENTS.len()], "2026-03-19"))
    };
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let sending: Vec<_> = (0..12).map(|place| scope.spawn(move || report(place).status)).collect();
        sending.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 6, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 6, "{statuses:?}");
    assert_eq!(status(&gateway, &number).events.len(), 7);
}

const EVENTS: [&str; 3] = ["accepted", "sent_to_bodies", "handed_to_commission"];

#[test]
fn each_kind_has_its_name() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    // The gateway alone records what it received.
    for kind in EventKind::ALL.into_iter().filter(|kind| *kind != EventKind::Received) {
        let name = serde_json::to_value(kind).unwrap();
        let name = name.as_str().unwrap();
        gateway.report(&number, &event(name, name, "2026-03-19")).is(201);
    }
}
