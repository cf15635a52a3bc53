use crate::support::client::Request;
use crate::support::faults::{Fault, Faults};
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, part, photo, submit};
use serde_json::json;
use std::time::{Duration, Instant};
use wire::answer::{Owned, Receipt};

/// Returns all requests that are answered with success only after a sync, in an order in which all of them succeed.
fn writing(gateway: &Running) -> Vec<(&'static str, Request)> {
    let owner = owner(1);
    let photo = photo(5_000);
    let today = rules::time::write_day(gateway.info().now.in_astana().unwrap().0);
    let upload = gateway.create_upload(&owner, photo.len());
    let number = gateway.register(&owner, &key(1)).number;
    let path = format!("/api/v1/applications/{number}");
    let id = "5a".repeat(16);
    let body =
        serde_json::to_vec(&gateway.submission(draft(&photo), &gateway.upload(&owner, &photo))).unwrap();
    let share = json!({ "id": id, "name": "Үлгі" }).to_string();
    let contact = json!({ "phone": "+7 700 000 00 00", "email": "" }).to_string();
    let event = json!({ "event_id": "e", "kind": "accepted", "on": today }).to_string();
    let create = Request::post("/api/v1/files").tus().owner(&owner).with("upload-length", "5000");
    vec![
        ("create an upload", create),
        ("send a part", part(&upload, &owner, 0, &photo)),
        ("submit", submit("/api/v1/applications", &owner, &key(2), body)),
        (
            "correct contact details",
            Request::new("PUT", &format!("{path}/contact")).owner(&owner).body(contact),
        ),
        ("make a link", Request::post(&format!("{path}/shares")).owner(&owner).body(share)),
        ("revoke it", Request::new("DELETE", &format!("{path}/shares/{id}")).owner(&owner)),
        (
            "report",
            Request::post(&format!("/authority/v1/applications/{number}/events"))
                .owner(&gateway.token())
                .body(event),
        ),
        ("withdraw", Request::post(&format!("{path}/withdrawal")).owner(&owner)),
        ("remove an upload", Request::new("DELETE", &gateway.create_upload(&owner, 10)).tus().owner(&owner)),
    ]
}

#[test]
fn no_write_is_acknowledged_before_its_sync() {
    const SLOW: Duration = Duration::from_millis(400);
    let faults = Faults::new();
    let gateway = faults.start(&[], None);
    let writing = writing(&gateway);
    faults.set(Fault::SlowSync, SLOW.as_millis().try_into().unwrap());
    for (what, request) in writing {
        let asked = Instant::now();
        let answer = gateway.send(&request);
        let took = asked.elapsed();
        assert!((200..300).contains(&answer.status), "{what}: {}", answer.status);
        assert!(took >= SLOW, "{what} was answered after {took:?}");
        // Reading does not wait for a sync.
        let asked = Instant::now();
        gateway.info();
        gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).is(200);
        assert!(asked.elapsed() < SLOW, "{what}");
    }
}

#[test]
fn concurrent_writes_share_a_sync() {
    const SLOW: Duration = Duration::from_millis(200);
    let faults = Faults::new();
    let gateway = faults.start(&[], None);
    let photo = photo(1_000);
    let file = gateway.upload(&owner(1), &photo);
    let body = serde_json::to_vec(&gateway.submission(draft(&photo), &file)).unwrap();
    faults.set(Fault::SlowSync, SLOW.as_millis().try_into().unwrap());
    let asked = Instant::now();
    std::thread::scope(|scope| {
        for place in 0..40 {
            let (body, gateway) = (body.clone(), &gateway);
            scope.spawn(move || {
                gateway.send(&submit("/api/v1/applications", &owner(1), &key(place), body)).is(201);
            });
        }
    });
    assert!(asked.elapsed() < SLOW * 15, "{:?}", asked.elapsed());
}

#[test]
fn a_failed_sync_is_not_acknowledged_and_the_gateway_recovers() {
    check_that_nothing_is_acknowledged_during(Fault::FailingSync);
}

#[test]
fn on_a_read_only_disk_nothing_is_acknowledged_and_the_gateway_recovers() {
    check_that_nothing_is_acknowledged_during(Fault::ReadOnly);
}

/// Checks writes during a temporary fault of the disk, which the log is on too. Older data can be read all the time.
fn check_that_nothing_is_acknowledged_during(fault: Fault) {
    let faults = Faults::new();
    let mut gateway = faults.start(&[], None);
    let photo = photo(1_000);
    let file = gateway.upload(&owner(1), &photo);
    let half = gateway.create_upload(&owner(1), photo.len());
    let body = serde_json::to_vec(&gateway.submission(draft(&photo), &file)).unwrap();
    let send = |gateway: &Running, place| {
        gateway.send(&submit("/api/v1/applications", &owner(1), &key(place), body.clone()))
    };
    let owned = |gateway: &Running| -> Owned {
        gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).is(200).json()
    };
    let before: Receipt = send(&gateway, 0).is(201).json();
    faults.set(fault, 1);
    for place in 1..6 {
        assert!(send(&gateway, place).status >= 500);
    }
    assert!(gateway.send(&part(&half, &owner(1), 0, &photo)).status >= 500);
    assert_eq!(owned(&gateway).numbers, std::slice::from_ref(&before.number));
    faults.set(fault, 0);
    let receipts: Vec<Receipt> = (1..6).map(|place| send(&gateway, place).is(201).json()).collect();
    gateway.kill();
    gateway.start_again();
    let numbers: Vec<_> = std::iter::once(before).chain(receipts).map(|receipt| receipt.number).collect();
    assert_eq!(owned(&gateway).numbers, numbers);
}
