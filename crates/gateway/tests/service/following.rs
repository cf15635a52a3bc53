use crate::support::client::{Answer, Request};
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, photo, submit};
use rules::document::DocumentKind;
use rules::event::EventKind;
use rules::finding::RefusalGround;
use serde_json::json;
use wire::answer::{Owned, Receipt, RefusalCode, Status};
use wire::event::EventRecord;
use wire::submission::Submission;

fn path(number: &str) -> String {
    format!("/api/v1/applications/{number}")
}

fn status(gateway: &Running, number: &str) -> Status {
    gateway.send(&Request::get(&path(number)).owner(&owner(1))).is(200).json()
}

fn withdraw(gateway: &Running, number: &str) -> Answer {
    gateway.send(&Request::post(&format!("{}/withdrawal", path(number))).owner(&owner(1)))
}

fn refuse_to_accept(gateway: &Running, number: &str) {
    let refused = json!({
        "event_id": "refused", "kind": "refused_to_accept", "on": "2026-03-19", "reference": "R-1",
        "documents": [{
            "title": "made-up", "ground": "expired",
            "requirement": { "document": "identity_document", "person": "0000000000000001" }
        }]
    });
    gateway.report(number, &refused).is(201);
}

#[test]
fn a_known_status_is_not_sent_again_until_it_changes() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let ask =
        |tag: &str| gateway.send(&Request::get(&path(&number)).owner(&owner(1)).with("if-none-match", tag));
    let first = ask("\"other\"").is(200);
    let tag = first.header("etag").unwrap().to_owned();
    // The body has the time of the response; the tag does not cover it.
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(first.header("cache-control"), Some("no-store"));
    // The time alone does not change the tag.
    gateway.set_clock("2026-03-19T12:00:00+05:00");
    for known in [tag.clone(), tag.replace("W/", ""), format!("\"x\", {tag}"), "*".into()] {
        let answer = ask(&known).is(304);
        assert_eq!(answer.body, b"");
        assert_eq!(answer.header("etag"), Some(tag.as_str()));
        assert_eq!(answer.header("date"), Some("Thu, 19 Mar 2026 07:00:00 GMT"));
    }
    // `If-Match` compares strongly, and a weak tag never matches so.
    let wanted =
        |tag: &str| gateway.send(&Request::get(&path(&number)).owner(&owner(1)).with("if-match", tag));
    wanted("*").is(200);
    for other in [tag.as_str(), "\"x\""] {
        wanted(other).refused(RefusalCode::PreconditionFailed);
    }
    gateway.report(&number, &json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19" })).is(201);
    assert_ne!(ask(&tag).is(200).header("etag"), Some(tag.as_str()));
}

#[test]
fn the_number_of_another_owner_and_an_unknown_one_get_the_same_response() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let mut unknown = wire::code::ApplicationNumber::from_bits(1).to_text();
    if unknown == number {
        unknown = wire::code::ApplicationNumber::from_bits(2).to_text();
    }
    for (method, rest) in [("GET", ""), ("GET", "/draft"), ("POST", "/withdrawal"), ("POST", "/documents")] {
        let ask = |number: &str| {
            let path = format!("{}{rest}", path(number));
            gateway.send(&Request::new(method, &path).owner(&owner(2)).with("idempotency-key", &key(1)))
        };
        let (strangers, nobodys, nonsense) = (ask(&number), ask(&unknown), ask("nonsense"));
        strangers.refused(RefusalCode::NotFound);
        assert_eq!(strangers.body, nobodys.body, "{method} {rest}");
        assert_eq!(strangers.body, nonsense.body, "{method} {rest}");
        assert_eq!(strangers.headers, nobodys.headers, "{method} {rest}");
    }
}

#[test]
fn without_a_well_formed_key_every_request_is_unauthorized() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let mut wrong = owner(1);
    wrong.replace_range(0..1, if wrong.starts_with('0') { "2" } else { "0" });
    for request in [
        Request::get(&path(&number)),
        Request::get(&path(&number)).owner(""),
        Request::get(&path(&number)).owner(&wrong),
        Request::get(&path(&number)).with("authorization", &owner(1)),
        Request::get("/api/v1/applications"),
        Request::post("/api/v1/applications"),
        Request::post(&format!("{}/withdrawal", path(&number))),
    ] {
        let answer = gateway.send(&request);
        answer.refused(RefusalCode::Unauthorized);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    let owned: Owned = gateway.send(&Request::get("/api/v1/applications").owner(&owner(9))).is(200).json();
    assert!(owned.numbers.is_empty());
}

#[test]
fn the_number_can_be_written_without_hyphen_and_in_lower_case() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    for written in [number.replace('-', ""), number.to_lowercase(), number.replace('-', "%20")] {
        assert_eq!(status(&gateway, &written).receipt.number, number);
    }
}

#[test]
fn a_submission_can_be_read_back() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let sent = gateway.submission(draft(&photo), &file);
    let number = gateway.submit(&owner(1), &key(1), &sent).is(201).json::<Receipt>().number;
    let read: Submission =
        gateway.send(&Request::get(&format!("{}/draft", path(&number))).owner(&owner(1))).is(200).json();
    assert_eq!(read, sent);
}

#[test]
fn after_a_refusal_to_accept_corrected_documents_start_a_new_run() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let first = gateway.submission(draft(&photo), &file);
    let number = gateway.submit(&owner(1), &key(1), &first).is(201).json::<Receipt>().number;
    let again = |key: &str, submission: &Submission| {
        let body = serde_json::to_vec(submission).unwrap();
        gateway.send(&submit(&format!("{}/documents", path(&number)), &owner(1), key, body))
    };
    again(&key(2), &first).refused(RefusalCode::NotRefused);
    refuse_to_accept(&gateway, &number);
    let told = status(&gateway, &number).events.pop().unwrap();
    assert_eq!(told.reference.as_deref(), Some("R-1"));
    assert_eq!(told.documents[0].ground, RefusalGround::Expired);
    assert_eq!(told.documents[0].requirement.unwrap().document, DocumentKind::IdentityDocument);

    gateway.set_clock("2026-03-20T10:00:00+05:00");
    again(&key(2), &first).refused(RefusalCode::DayChanged);
    let mut mended = gateway.submission(draft(&photo), &file);
    mended.draft.people[0].identity.number = "X0000001".into();
    // The idempotency key of the first submission cannot be used for another request.
    let refusal = again(&key(1), &mended).refused(RefusalCode::KeyUsed);
    assert_eq!(refusal.receipt.unwrap().number, number);
    let answer = again(&key(2), &mended).is(201);
    assert_eq!(answer.json::<Receipt>().number, number);
    assert_eq!(again(&key(2), &mended).is(201).body, answer.body);
    again(&key(3), &mended).refused(RefusalCode::NotRefused);

    let after = status(&gateway, &number);
    let kinds: Vec<EventKind> = after.events.iter().map(|record| record.event.kind).collect();
    assert_eq!(kinds, [EventKind::Registered, EventKind::RefusedToAccept, EventKind::Registered]);
    assert_eq!(after.receipt, answer.json());
    let read: Submission =
        gateway.send(&Request::get(&format!("{}/draft", path(&number))).owner(&owner(1))).json();
    assert_eq!(read, mended);
    let owned: Owned = gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).json();
    assert_eq!(owned.numbers, [number]);
}

#[test]
fn concurrent_resubmissions_start_one_run() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let submission = gateway.submission(draft(&photo), &file);
    let number = gateway.submit(&owner(1), &key(1), &submission).is(201).json::<Receipt>().number;
    refuse_to_accept(&gateway, &number);
    let body = serde_json::to_vec(&submission).unwrap();
    let path = format!("{}/documents", path(&number));
    for keys in [[2; 12], [3; 12]] {
        let send =
            |key_number: u32| gateway.send(&submit(&path, &owner(1), &key(key_number), body.clone())).status;
        let send = &send;
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let sending: Vec<_> = keys.into_iter().map(|number| scope.spawn(move || send(number))).collect();
            sending.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let expected = if keys[0] == 2 { 201 } else { 409 };
        assert!(statuses.iter().all(|status| *status == expected), "{statuses:?}");
    }
    assert_eq!(status(&gateway, &number).events.len(), 3);
}

#[test]
fn a_repeated_withdrawal_returns_the_same_event() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let first = withdraw(&gateway, &number).is(200);
    let record: EventRecord = first.json();
    assert_eq!(record.event.kind, EventKind::Withdrawn);
    gateway.set_clock("2026-03-25T10:00:00+05:00");
    assert_eq!(withdraw(&gateway, &number).is(200).body, first.body);
    assert_eq!(status(&gateway, &number).events.len(), 2);
}

#[test]
fn a_decided_application_cannot_be_withdrawn() {
    let gateway = Running::start();
    for (place, kind) in (1..).zip(["granted", "refused"]) {
        let number = gateway.register(&owner(1), &key(place)).number;
        gateway.report(&number, &json!({ "event_id": "e", "kind": kind, "on": "2026-03-19" })).is(201);
        withdraw(&gateway, &number).refused(RefusalCode::Decided);
    }
}
