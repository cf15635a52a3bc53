use crate::sealed::{bytes_below, holds};
use crate::support::client::Request;
use crate::support::place::Place;
use crate::support::running::{PROGRAM, Running};
use crate::support::sample::{NAME, PASSPORT, draft, key, owner, photo, submit};
use rusqlite::Connection;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use wire::answer::{Owned, Receipt, RefusalCode};

impl Place {
    fn back_up(&self, gateway: &Running, name: &str) {
        let copy = self.at("keys-copy");
        let command = ["backup", self.at(name).to_str().unwrap(), "--key-copy", copy.to_str().unwrap()]
            .map(str::to_owned);
        let done = gateway.command(&command.each_ref().map(String::as_str));
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn restore(&self, backup: &str, data: &str, keys: &Path, more: &[&str]) -> Output {
        let mut command = Command::new(PROGRAM);
        command.arg("restore").arg(self.at(backup)).arg("--data-dir").arg(self.at(data));
        command.arg("--key-dir").arg(keys).args(more).output().unwrap()
    }

    fn start(&self, data: &str, keys: &Path) -> Running {
        Running::start_with(&["--key-dir", keys.to_str().unwrap()], Some(&self.at(data)), None)
    }

    fn check(&self, data: &str, keys: &Path) -> Output {
        let mut command = Command::new(PROGRAM);
        command.arg("check").arg("--data-dir").arg(self.at(data)).arg("--key-dir").arg(keys).output().unwrap()
    }
}

#[track_caller]
fn well(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn said(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The page that was sent with an application.
fn page(gateway: &Running, number: &str, who: u8) -> Vec<u8> {
    let path = format!("/api/v1/applications/{number}/files/0000000000000001");
    gateway.send(&Request::get(&path).owner(&owner(who))).is(200).body
}

#[test]
fn a_backup_made_under_load_is_complete_and_has_no_readable_data() {
    let place = Place::new();
    let mut gateway = Running::start();
    let first = gateway.register(&owner(1), &key(1)).number;
    let (stop, answered) = (AtomicBool::new(false), std::sync::Mutex::new(Vec::new()));
    let before = std::thread::scope(|scope| {
        for worker in 1..4u8 {
            let (gateway, stop, answered) = (&gateway, &stop, &answered);
            scope.spawn(move || {
                for round in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let number =
                        gateway.register(&owner(worker), &key(1_000 * u32::from(worker) + round)).number;
                    answered.lock().unwrap().push((worker, number));
                }
            });
        }
        std::thread::sleep(Duration::from_millis(300));
        let before = answered.lock().unwrap().clone();
        place.back_up(&gateway, "backup");
        std::thread::sleep(Duration::from_millis(100));
        stop.store(true, Ordering::Relaxed);
        before
    });
    assert!(!before.is_empty());
    let keys = gateway.keys();
    gateway.kill();

    let bytes = bytes_below(&place.at("backup"));
    assert!(holds(&bytes, first.as_bytes()), "what is plain is found");
    let master = std::fs::read_to_string(keys.join("master.key")).unwrap();
    for needle in [NAME.as_bytes(), PASSPORT.as_bytes(), &photo(60)[10..], master.trim().as_bytes()] {
        assert!(!holds(&bytes, needle) && !holds(&std::fs::read(place.at("keys-copy")).unwrap(), needle));
    }

    well(&place.restore("backup", "restored", &keys, &[]));
    well(&place.check("restored", &keys));
    let restored = place.start("restored", &keys);
    assert_eq!(page(&restored, &first, 1), photo(5_000));
    for (worker, number) in &before {
        assert_eq!(page(&restored, number, *worker), photo(5_000));
    }
    // The gateway continues to work.
    restored.register(&owner(9), &key(9));
}

#[test]
fn without_the_master_key_or_the_key_table_nothing_is_restored() {
    let place = Place::new();
    let mut gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    place.back_up(&gateway, "backup");
    gateway.kill();
    let keys = place.at("other-keys");
    assert!(said(&place.restore("backup", "restored", &keys, &[])).contains("key table"));
    let copy = place.at("keys-copy").display().to_string();
    assert!(said(&place.restore("backup", "restored", &keys, &["--key-copy", &copy])).contains("master key"));
    std::fs::write(keys.join("master.key"), "5a".repeat(32)).unwrap();
    assert!(said(&place.restore("backup", "restored", &keys, &[])).contains("is not the one"));
    assert!(!place.at("restored").exists());
    // With a copy of both, on another machine:
    std::fs::copy(gateway.keys().join("master.key"), keys.join("master.key")).unwrap();
    well(&place.restore("backup", "restored", &keys, &[]));
    assert_eq!(page(&place.start("restored", &keys), &number, 1), photo(5_000));
}

#[test]
fn what_was_deleted_after_a_backup_does_not_come_back_with_it() {
    let place = Place::new();
    let mut gateway = Running::start();
    let [kept, deleted] = [1, 2].map(|who| gateway.register(&owner(who), &key(1)).number);
    let unclaimed = gateway.upload(&owner(3), &photo(700));
    place.back_up(&gateway, "backup");
    let path = format!("/api/v1/applications/{deleted}");
    gateway.send(&Request::post(&format!("{path}/withdrawal")).owner(&owner(2))).is(200);
    gateway.send(&Request::new("DELETE", &path).owner(&owner(2))).is(204);
    let upload = format!("/api/v1/files/{unclaimed}");
    gateway.send(&Request::new("DELETE", &upload).tus().owner(&owner(3))).is(204);
    let keys = gateway.keys();
    gateway.kill();

    let output = well(&place.restore("backup", "restored", &keys, &[]));
    assert!(output.contains("1 applications and 1 files that were deleted"), "{output}");
    well(&place.check("restored", &keys));
    let restored = place.start("restored", &keys);
    assert_eq!(page(&restored, &kept, 1), photo(5_000));
    restored.send(&Request::get(&path).owner(&owner(2))).refused(RefusalCode::Gone);
    drop(restored);
    // The backup has its rows, and no key in the table opens them.
    let database = Connection::open(place.at("backup").join("applications.db")).unwrap();
    let slot = |statement: &str, name: &str| -> i64 {
        database.query_row(statement, [name], |row| row.get(0)).unwrap()
    };
    let of_application = slot("SELECT key FROM applications WHERE number = ?", &deleted);
    let of_file = slot(
        "SELECT key FROM uploads JOIN submission_files ON upload = uploads.id JOIN submissions \
         ON submissions.id = submission WHERE application = ?",
        &deleted,
    );
    let of_unclaimed = slot("SELECT key FROM uploads WHERE id = ?", &unclaimed);
    let table = std::fs::read(keys.join("keys")).unwrap();
    let copy = std::fs::read(place.at("keys-copy")).unwrap();
    for slot in [of_application, of_file, of_unclaimed] {
        let at = usize::try_from(slot).unwrap() * 128;
        assert_eq!(table[at..at + 128], [0; 128]);
        let former = &copy[at + 24..at + 56];
        assert!(former.iter().any(|byte| *byte != 0));
        assert!(!holds(&table, former) && !holds(&bytes_below(&place.at("backup")), former));
    }
    // The next backup overwrites the copy of the table; after a rotation no other copy can be opened.
    gateway.start_again();
    std::fs::copy(place.at("keys-copy"), place.at("stray-copy")).unwrap();
    place.back_up(&gateway, "second");
    let copy = std::fs::read(place.at("keys-copy")).unwrap();
    assert_eq!(copy[usize::try_from(of_application).unwrap() * 128..][..128], [0; 128]);
    assert!(said(&gateway.command(&["rotate-master-key"])).contains("stop the gateway"));
    gateway.kill();
    well(&gateway.command(&["rotate-master-key"]));
    gateway.start_again();
    assert_eq!(page(&gateway, &kept, 1), photo(5_000));
    let stray = place.at("stray-keys");
    std::fs::create_dir(&stray).unwrap();
    std::fs::copy(keys.join("master.key"), stray.join("master.key")).unwrap();
    std::fs::copy(place.at("stray-copy"), stray.join("keys")).unwrap();
    assert!(said(&place.restore("backup", "never", &stray, &[])).contains("is not the one"));
}

#[test]
fn an_incomplete_backup_or_one_newer_than_the_keys_is_refused() {
    let place = Place::new();
    let gateway = Running::start();
    gateway.register(&owner(1), &key(1));
    place.back_up(&gateway, "backup");
    let keys = gateway.keys();
    let copy = place.at("early-copy");
    std::fs::copy(place.at("keys-copy"), &copy).unwrap();
    // More applications than the early copy has keys for.
    for number in 0..60 {
        gateway.register(&owner(2), &key(number));
    }
    place.back_up(&gateway, "late");
    let early = place.at("early-keys");
    std::fs::create_dir(&early).unwrap();
    std::fs::copy(keys.join("master.key"), early.join("master.key")).unwrap();
    let copy = copy.display().to_string();
    let refused = said(&place.restore("late", "late-data", &early, &["--key-copy", &copy]));
    assert!(refused.contains("is older than the data"), "{refused}");

    std::fs::create_dir(place.at("full")).unwrap();
    std::fs::write(place.at("full/something"), "made-up").unwrap();
    assert!(said(&place.restore("backup", "full", &keys, &[])).contains("is not empty"));
    let database = place.at("backup").join("applications.db");
    let whole = std::fs::read(&database).unwrap();
    let mut changed = whole.clone();
    changed[5_000] ^= 1;
    std::fs::write(&database, changed).unwrap();
    assert!(said(&place.restore("backup", "changed", &keys, &[])).contains("does not match its hash"));
    // A folder that was restored in part cannot be opened.
    assert!(said(&place.check("changed", &keys)).contains("was interrupted"));
    std::fs::remove_file(place.at("backup").join("backup.json")).unwrap();
    assert!(said(&place.restore("backup", "part", &keys, &[])).contains("not a complete backup"));
}

#[test]
fn the_check_reports_every_problem() {
    let gateway = Running::start();
    let photo = photo(5_000);
    let file = gateway.upload(&owner(1), &photo);
    let body = serde_json::to_vec(&gateway.submission(draft(&photo), &file)).unwrap();
    let number = gateway
        .send(&submit("/api/v1/applications", &owner(1), &key(1), body))
        .is(201)
        .json::<Receipt>()
        .number;
    let contact = json!({ "phone": "+7 700 000 00 00", "email": "" }).to_string();
    let contact = Request::new("PUT", &format!("/api/v1/applications/{number}/contact")).body(contact);
    gateway.send(&contact.owner(&owner(1))).is(200);
    gateway.create_upload(&owner(1), 100);
    assert_eq!(well(&gateway.command(&["check"])), "1 applications, 2 files\n");

    let folder = std::fs::read_dir(gateway.data().join("files")).unwrap().next().unwrap().unwrap().path();
    let kept = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&kept).unwrap();
    let found = || said(&gateway.command(&["check"]));
    std::fs::write(folder.join("made-up"), "made-up").unwrap();
    assert!(found().contains("nothing refers to"), "{}", found());
    std::fs::remove_file(folder.join("made-up")).unwrap();
    let mut changed = whole.clone();
    changed[100] ^= 1;
    std::fs::write(&kept, changed).unwrap();
    assert!(found().contains("is damaged"), "{}", found());
    std::fs::remove_file(&kept).unwrap();
    assert!(found().contains("it is missing"), "{}", found());
    std::fs::write(&kept, whole).unwrap();

    let database = Connection::open(gateway.data().join("applications.db")).unwrap();
    let keep = |column: &str, table: &str| -> Vec<u8> {
        database.query_row(&format!("SELECT {column} FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    for (column, table) in
        [("body", "submissions"), ("summary", "submissions"), ("record", "events"), ("details", "contacts")]
    {
        let whole = keep(column, table);
        let mut changed = whole.clone();
        changed[30] ^= 1;
        let update = format!("UPDATE {table} SET {column} = ?");
        database.execute(&update, [changed]).unwrap();
        assert!(found().contains(&number), "{column}: {}", found());
        database.execute(&update, [whole]).unwrap();
    }
    well(&gateway.command(&["check"]));
    let owned: Owned = gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).is(200).json();
    assert_eq!(owned.numbers, [number]);
}
