//! Faults of the machine: its disk, its clock, and loss of power at any moment.

use crate::support::client::Request;
use crate::support::faults::{Fault, Faults};
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, photo, submit};
use rusqlite::Connection;
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use wire::answer::{Owned, Receipt, RefusalCode, Status};

/// The default number of times that the gateway is killed.
const KILLS: u32 = 50;
/// The number of kills on one data folder.
const KILLS_OF_A_FOLDER: u32 = 50;

/// An application that was sent, and perhaps answered.
struct Sent {
    owner: String,
    key: String,
    body: Vec<u8>,
    photo: Vec<u8>,
    answer: Option<Vec<u8>>,
}

/// Uploads a file, submits an application with it, and records both. Returns `None` once the gateway is dead.
fn send_one(gateway: &Running, place: u32, sent: &Mutex<Vec<Sent>>, answers: &AtomicU32) -> Option<()> {
    let answered = || answers.fetch_add(1, Ordering::Relaxed);
    let mut photo = photo(2_000 + (place as usize * 7_919) % 90_000);
    let end = photo.len() - 4;
    photo[end..].copy_from_slice(&place.to_le_bytes());
    let owner = owner(u8::try_from(place % 50).unwrap());
    let length = photo.len().to_string();
    let create = Request::post("/api/v1/files").tus().owner(&owner).with("upload-length", &length);
    let made = create.try_send(gateway.address).ok()?.is(201);
    answered();
    let path = made.header("location").unwrap().to_owned();
    let whole = crate::support::sample::part(&path, &owner, 0, &photo).try_send(gateway.address).ok()?;
    whole.is(204);
    answered();
    let info = Request::get("/api/v1/service").try_send(gateway.address).ok()?.is(200).json();
    answered();
    let submission =
        crate::support::sample::submission(info, draft(&photo), path.rsplit('/').next().unwrap());
    let body = serde_json::to_vec(&submission).unwrap();
    let key = key(place);
    let request = submit("/api/v1/applications", &owner, &key, body.clone());
    let answer = request.try_send(gateway.address).ok().map(|answer| answer.is(201).body);
    let dead = answer.is_none();
    sent.lock().unwrap().push(Sent { owner, key, body, photo, answer });
    answered();
    (!dead).then_some(())
}

#[test]
fn killed_at_any_moment_the_gateway_loses_and_duplicates_nothing() {
    let kills = std::env::var("QANDAS_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let mut left = kills;
    while left > 0 {
        let now = left.min(KILLS_OF_A_FOLDER);
        kill_repeatedly(now);
        left -= now;
    }
}

fn kill_repeatedly(kills: u32) {
    let mut gateway =
        Running::start_with(&["--rate-limit-creations", "0", "--rate-limit-upload-bytes", "0"], None, None);
    let sent = Mutex::new(Vec::<Sent>::new());
    let places = AtomicU32::new(1);
    let mut random = fastrand::Rng::new();
    for round in 0..kills {
        // After some responses, on a fast or slow machine, and a moment later.
        let (few, moment) = (random.u32(0..15), Duration::from_micros(random.u64(0..20_000)));
        let answers = AtomicU32::new(0);
        // Separate from the following lines, so that a failure shows the moment.
        eprintln!("round {round}: killed {moment:?} after {few} answers");
        let seen = sent.lock().unwrap().len();
        std::thread::scope(|scope| {
            for _ in 0..3 {
                let (gateway, sent, places, answers) = (&gateway, &sent, &places, &answers);
                let next = || places.fetch_add(1, Ordering::Relaxed);
                scope.spawn(move || while send_one(gateway, next(), sent, answers).is_some() {});
            }
            while answers.load(Ordering::Relaxed) < few {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(moment);
            gateway.kill_now();
        });
        gateway.kill();
        gateway.start_again();
        for one in &mut sent.lock().unwrap()[seen..] {
            is_there_once(&gateway, one);
        }
    }
    let mut sent = sent.into_inner().unwrap();
    assert!(sent.len() >= kills as usize / 2, "{}", sent.len());
    for one in &mut sent {
        is_there_once(&gateway, one);
    }
    for number in 0..50 {
        let of_it = sent.iter().filter(|one| one.owner == owner(number)).count();
        let owned: Owned =
            gateway.send(&Request::get("/api/v1/applications").owner(&owner(number))).is(200).json();
        assert_eq!(owned.numbers.len(), of_it);
    }
    let checked = gateway.command(&["check"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}

/// Checks that a repeated request gets the stored response or is registered now, and that the file is the uploaded one.
fn is_there_once(gateway: &Running, one: &mut Sent) {
    let again = submit("/api/v1/applications", &one.owner, &one.key, one.body.clone());
    let again = gateway.send(&again).is(201);
    let first = one.answer.get_or_insert_with(|| again.body.clone());
    assert_eq!(again.body, *first);
    let number = again.json::<Receipt>().number;
    let page = format!("/api/v1/applications/{number}/files/0000000000000001");
    assert!(gateway.send(&Request::get(&page).owner(&one.owner)).is(200).body == one.photo);
}

#[test]
fn a_damaged_database_is_refused_with_instructions() {
    let mut gateway = Running::start();
    for place in 0..5 {
        gateway.register(&owner(1), &key(place));
    }
    gateway.stop();
    let path = gateway.data().join("applications.db");
    let whole = std::fs::read(&path).unwrap();
    for page in 0..whole.len() / 4096 {
        let mut damaged = whole.clone();
        damaged[page * 4096..][..4096].fill(0xFF);
        std::fs::write(&path, &damaged).unwrap();
        let said = gateway.refused_to_start();
        assert!(said.contains("is damaged") && said.contains("restore"), "page {page}: {said}");
        assert_eq!(std::fs::read(&path).unwrap(), damaged, "it is left as it is");
    }
    std::fs::write(&path, whole).unwrap();
    gateway.start_again();
    let owned: Owned = gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).is(200).json();
    assert_eq!(owned.numbers.len(), 5);
}

#[test]
fn a_read_only_folder_is_reported_and_not_changed() {
    let place = tempfile::tempdir().unwrap();
    let mount = |options: &str| {
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(place.path()).output();
        mounted.is_ok_and(|output| output.status.success())
    };
    if !mount("size=8m,mode=0700") {
        eprintln!("this user may not mount a disk");
        return;
    }
    let _disk = Mounted(place.path());
    let mut gateway = Running::start_with(&[], Some(&place.path().join("data")), None);
    let number = gateway.register(&owner(1), &key(1)).number;
    gateway.stop();
    assert!(mount("remount,ro"));
    let said = gateway.refused_to_start();
    assert!(said.contains("Read-only") || said.contains("readonly"), "{said}");
    assert!(mount("remount,rw"));
    gateway.start_again();
    gateway.send(&Request::get(&format!("/api/v1/applications/{number}")).owner(&owner(1))).is(200);
}

struct Mounted<'a>(&'a Path);

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn nothing_is_registered_after_the_clock_went_back_until_it_is_right_or_trusted_again() {
    const DAY: i64 = 86_400;
    let faults = Faults::new();
    let mut gateway = faults.start(&[], None);
    let photo = photo(1_000);
    let file = gateway.upload(&owner(1), &photo);
    let number = gateway.register(&owner(1), &key(1)).number;
    let path = format!("/api/v1/applications/{number}");
    let body = serde_json::to_vec(&gateway.submission(draft(&photo), &file)).unwrap();
    let send =
        |gateway: &Running| gateway.send(&submit("/api/v1/applications", &owner(1), &key(2), body.clone()));
    let refused = |gateway: &Running| {
        assert!(send(gateway).refused(RefusalCode::Internal).detail.contains("clock"));
        let withdrawal = Request::post(&format!("{path}/withdrawal")).owner(&owner(1));
        gateway.send(&withdrawal).refused(RefusalCode::Internal);
        let event = json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19" });
        gateway.report(&number, &event).refused(RefusalCode::Internal);
        // Existing data can be read.
        let status: Status = gateway.send(&Request::get(&path).owner(&owner(1))).is(200).json();
        assert_eq!(status.events.len(), 1);
    };
    faults.set(Fault::Clock, -3 * DAY);
    refused(&gateway);
    gateway.await_log("the clock went back");
    // After a restart the gateway still knows.
    gateway.kill();
    gateway.start_again();
    refused(&gateway);
    faults.set(Fault::Clock, 0);
    let receipt: Receipt = send(&gateway).is(201).json();
    // Set back for good: after some minutes the clock is trusted.
    faults.set(Fault::Clock, -3 * DAY);
    refused(&gateway);
    faults.set(Fault::Clock, -3 * DAY + 700);
    faults.set(Fault::RunningClock, 700);
    assert_eq!(send(&gateway).is(201).json::<Receipt>(), receipt);
    let withdrawal = Request::post(&format!("{path}/withdrawal")).owner(&owner(1));
    gateway.send(&withdrawal).is(200);
}

#[test]
fn a_database_with_an_older_schema_is_migrated() {
    let without_metadata = "ALTER TABLE uploads DROP COLUMN metadata; PRAGMA user_version = 5;";
    let mut gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    gateway.stop();
    let database = Connection::open(gateway.data().join("applications.db")).unwrap();
    database.execute_batch(without_metadata).unwrap();
    drop(database);
    gateway.start_again();
    gateway.send(&Request::get(&format!("/api/v1/applications/{number}")).owner(&owner(1))).is(200);
    gateway.register(&owner(1), &key(2));
}
