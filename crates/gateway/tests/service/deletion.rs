use crate::support::client::{Answer, Request};
use crate::support::listening::{Heard, Listening};
use crate::support::running::{PROGRAM, Running};
use crate::support::sample::{draft, key, owner, photo, submit};
use rusqlite::Connection;
use serde_json::json;
use std::process::Command;
use std::time::Duration;
use wire::answer::{Owned, Receipt, RefusalCode};
use wire::share::Share;

fn path(number: &str) -> String {
    format!("/api/v1/applications/{number}")
}

fn delete(gateway: &Running, number: &str) -> Answer {
    gateway.send(&Request::new("DELETE", &path(number)).owner(&owner(1)))
}

fn withdraw(gateway: &Running, number: &str) {
    gateway.send(&Request::post(&format!("{}/withdrawal", path(number))).owner(&owner(1))).is(200);
}

fn files_on_disk(gateway: &Running) -> usize {
    let folders = std::fs::read_dir(gateway.data().join("files")).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

/// Returns the number of overwritten slots of the key table.
fn destroyed_keys(gateway: &Running) -> usize {
    let table = std::fs::read(gateway.keys().join("keys")).unwrap();
    table.chunks(128).filter(|slot| slot.iter().all(|byte| *byte == 0)).count()
}

#[test]
fn a_deleted_application_is_gone_for_every_client() {
    let mut gateway = Running::start();
    let photo = photo(5_000);
    let file = gateway.upload(&owner(1), &photo);
    let body = serde_json::to_vec(&gateway.submission(draft(&photo), &file)).unwrap();
    let send =
        |gateway: &Running| gateway.send(&submit("/api/v1/applications", &owner(1), &key(1), body.clone()));
    let number = send(&gateway).is(201).json::<Receipt>().number;
    let share = json!({ "id": "5a".repeat(16), "name": "Үлгі" }).to_string();
    let shares = format!("{}/shares", path(&number));
    let share: Share = gateway.send(&Request::post(&shares).owner(&owner(1)).body(share)).is(201).json();
    let family = Listening::to(gateway.address, "/api/v1/shared/events", &share.token, &[]);
    family.event("changed");
    let own = Listening::to(gateway.address, &format!("{}/events", path(&number)), &owner(1), &[]);
    own.event("changed");

    delete(&gateway, &number).refused(RefusalCode::NotEnded);
    gateway.send(&Request::get(&path(&number)).owner(&owner(1))).is(200);
    withdraw(&gateway, &number);
    family.event("changed");
    own.event("changed");
    // Another key gets no information and deletes nothing.
    let strange = Request::new("DELETE", &path(&number)).owner(&owner(2));
    gateway.send(&strange).refused(RefusalCode::NotFound);
    delete(&gateway, &number).is(204);

    family.event("revoked");
    assert_eq!(own.hear(Duration::from_secs(5)), Heard::End);
    assert_eq!(files_on_disk(&gateway), 0);
    // The keys of the application and of the file.
    assert_eq!(destroyed_keys(&gateway), 2);
    for round in 0..2 {
        let get =
            |rest: &str| gateway.send(&Request::get(&format!("{}{rest}", path(&number))).owner(&owner(1)));
        for rest in ["", "/draft", "/files/0000000000000001", "/contact", "/shares", "/events"] {
            get(rest).refused(RefusalCode::Gone);
        }
        delete(&gateway, &number).refused(RefusalCode::Gone);
        send(&gateway).refused(RefusalCode::Gone);
        gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).refused(RefusalCode::Gone);
        gateway.send(&Request::get("/api/v1/shared").owner(&share.token)).refused(RefusalCode::Revoked);
        gateway.send(&strange).refused(RefusalCode::NotFound);
        let event = json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19" });
        gateway.report(&number, &event).refused(RefusalCode::Gone);
        let package = format!("/authority/v1/applications/{number}/package");
        gateway.send(&Request::get(&package).owner(&gateway.token())).refused(RefusalCode::Gone);
        if round == 0 {
            gateway.kill();
            gateway.start_again();
        }
    }
    // No data of it remain in the rows either.
    let database = Connection::open(gateway.data().join("applications.db")).unwrap();
    for table in ["events", "contacts", "submission_files", "keys_to_destroy"] {
        let count: i64 =
            database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(count, 0, "{table}");
    }
    let left = "SELECT count(*) FROM submissions WHERE body IS NOT NULL OR summary IS NOT NULL";
    assert_eq!(database.query_row(left, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn a_file_that_another_application_uses_is_kept() {
    let gateway = Running::start();
    let photo = photo(5_000);
    let file = gateway.upload(&owner(1), &photo);
    let submission = gateway.submission(draft(&photo), &file);
    let numbers = [1, 2]
        .map(|place| gateway.submit(&owner(1), &key(place), &submission).is(201).json::<Receipt>().number);
    withdraw(&gateway, &numbers[0]);
    delete(&gateway, &numbers[0]).is(204);
    let page = format!("{}/files/0000000000000001", path(&numbers[1]));
    assert_eq!(gateway.send(&Request::get(&page).owner(&owner(1))).is(200).body, photo);
    let owned: Owned = gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).is(200).json();
    assert_eq!(owned.numbers, [numbers[1].clone()]);
    withdraw(&gateway, &numbers[1]);
    delete(&gateway, &numbers[1]).is(204);
    assert_eq!((files_on_disk(&gateway), destroyed_keys(&gateway)), (0, 3));
}

#[test]
fn an_interrupted_deletion_is_completed() {
    let mut gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    withdraw(&gateway, &number);
    delete(&gateway, &number).is(204);
    gateway.kill();
    // As if it had been interrupted after the rows were deleted: a queued key still exists.
    let database = Connection::open(gateway.data().join("applications.db")).unwrap();
    let before = destroyed_keys(&gateway);
    database.execute("INSERT INTO keys_to_destroy VALUES (7)", []).unwrap();
    drop(database);
    gateway.start_again();
    let ended = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        destroyed_keys(&gateway) == before + 1
    });
    assert!(ended);
}

#[test]
fn ended_applications_are_deleted_after_the_retention_period() {
    let mut gateway = Running::start_with(&["--retention-days", "30"], None, None);
    let numbers = [1, 2, 3, 4].map(|place| gateway.register(&owner(1), &key(place)).number);
    let report = |gateway: &Running, number: &str, kind: &str| {
        gateway.report(number, &json!({ "event_id": kind, "kind": kind, "on": "2026-03-19" })).is(201);
    };
    report(&gateway, &numbers[0], "granted");
    report(&gateway, &numbers[1], "refused");
    report(&gateway, &numbers[2], "refused_to_accept");
    let start_at = |gateway: &mut Running, clock: &str| {
        gateway.set_clock(clock);
        gateway.kill();
        gateway.start_again();
    };
    let left = |gateway: &Running| -> Vec<String> {
        let answer = gateway.send(&Request::get("/api/v1/applications").owner(&owner(1)));
        answer.is(200).json::<Owned>().numbers
    };
    start_at(&mut gateway, "2026-04-18T09:59:00+05:00");
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(left(&gateway), numbers);
    start_at(&mut gateway, "2026-04-18T10:01:00+05:00");
    let deleted = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        left(&gateway) == numbers[2..] && files_on_disk(&gateway) == 2
    });
    assert!(deleted);
}

#[test]
fn the_operator_can_delete_by_number_while_the_gateway_runs() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let run = |number: &str| {
        let command = ["delete", "--number", number, "--data-dir", gateway.data().to_str().unwrap()];
        Command::new(PROGRAM).args(command).output().unwrap()
    };
    assert_eq!(run("0000-0000").status.code(), Some(1));
    let done = run(&number);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    gateway.send(&Request::get(&path(&number)).owner(&owner(1))).refused(RefusalCode::Gone);
    assert_eq!((files_on_disk(&gateway), destroyed_keys(&gateway)), (0, 2));
    assert_eq!(run(&number).status.code(), Some(1));
}
