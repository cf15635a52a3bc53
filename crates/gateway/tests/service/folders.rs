//! Which commands create a data folder and its keys, and which must not.

use crate::support::client::Request;
use crate::support::place::Place;
use crate::support::running::{PROGRAM, Running};
use crate::support::sample::{hash, key, owner};
use rusqlite::Connection;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

impl Place {
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).arg("--data-dir").arg(self.at("data")).stdin(Stdio::null()).output().unwrap()
    }
}

/// The commands that work on existing data. `backup` is the path of a backup.
fn commands(backup: &Path) -> Vec<Vec<&str>> {
    vec![
        vec!["check"],
        vec!["backup", backup.to_str().unwrap()],
        vec!["event", "--number", "0000-0000", "--kind", "accepted", "--on", "2026-03-19"],
        vec!["delete", "--number", "0000-0000"],
        vec!["demo", "--origin", "http://127.0.0.1:8080"],
        vec!["rotate-master-key"],
        vec!["token"],
        vec!["token", "--metrics"],
    ]
}

#[track_caller]
fn refused(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{}{said}", String::from_utf8_lossy(&output.stdout));
    said
}

#[track_caller]
fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Lists the paths below a folder with the hashes of the files, in order.
fn below(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.push((path.clone(), String::new()));
            found.extend(below(&path));
        } else {
            found.push((path.clone(), hash(&std::fs::read(&path).unwrap())));
        }
    }
    found.sort();
    found
}

#[test]
fn a_backup_without_the_data_disk_fails_and_does_not_change_the_key_copy() {
    let place = Place::new();
    let mut gateway = Running::start_with(&[], Some(&place.at("disk/data")), None);
    gateway.register(&owner(1), &key(1));
    gateway.register(&owner(2), &key(1));
    let copy = place.at("keys-copy");
    let back_up = |name: &str| {
        let backup = place.at(name);
        let line = [OsStr::new("backup"), backup.as_os_str(), OsStr::new("--key-copy"), copy.as_os_str()];
        Command::new(PROGRAM).args(line).arg("--data-dir").arg(place.at("disk/data")).output().unwrap()
    };
    done(&back_up("first"));
    gateway.kill();
    let kept = std::fs::read(&copy).unwrap();
    // The disk with the data and the keys is not mounted.
    std::fs::rename(place.at("disk"), place.at("aside")).unwrap();
    assert!(refused(&back_up("second")).contains("does not exist"));
    assert!(std::fs::read(&copy).unwrap() == kept, "the key copy is overwritten");
    assert!(!place.at("disk").exists());
    // Only the mount point exists, and then an empty folder in it.
    std::fs::create_dir_all(place.at("disk/data")).unwrap();
    assert!(refused(&back_up("third")).contains("is the disk mounted?"));
    assert!(std::fs::read(&copy).unwrap() == kept, "the key copy is overwritten");
    std::fs::remove_dir_all(place.at("disk")).unwrap();
    std::fs::rename(place.at("aside"), place.at("disk")).unwrap();
    done(&back_up("fourth"));
}

#[test]
fn commands_create_nothing_if_the_data_folder_is_missing_or_empty() {
    for there in [false, true] {
        let place = Place::new();
        if there {
            std::fs::create_dir(place.at("data")).unwrap();
        }
        let before = below(place.path());
        for command in commands(&place.at("backup")) {
            let said = refused(&place.run(&command));
            assert!(said.contains("is the disk mounted?"), "{command:?}: {said}");
            assert_eq!(below(place.path()), before, "{command:?}");
        }
    }
}

#[test]
fn serve_creates_a_missing_folder_and_refuses_an_empty_one_that_init_accepts() {
    let place = Place::new();
    drop(Running::start_with(&[], Some(&place.at("new/data")), None));
    assert!(place.at("new/data/applications.db").exists() && place.at("new/data-keys/keys").exists());

    std::fs::create_dir(place.at("data")).unwrap();
    let serve = || place.run(&["serve", "--listen", "127.0.0.1:0"]);
    let said = refused(&serve());
    assert!(said.contains("is the disk mounted?") && said.contains("qandas-gateway init"), "{said}");
    assert_eq!(below(&place.at("data")), []);
    assert!(!place.at("data-keys").exists());
    done(&place.run(&["init"]));
    done(&place.run(&["check"]));
    let before = below(place.path());
    assert!(refused(&place.run(&["init"])).contains("is not empty"));
    assert_eq!(below(place.path()), before);
    let gateway = Running::start_with(&[], Some(&place.at("data")), None);
    gateway.register(&owner(1), &key(1));
}

#[test]
fn an_interrupted_init_is_completed() {
    let place = Place::new();
    done(&place.run(&["init"]));
    // In the order of creation.
    let files = [
        "data/files.key",
        "data/authority.key",
        "data/metrics.key",
        "data/service.kind",
        "data-keys/master.key",
        "data-keys/keys",
    ];
    let files = files.map(|name| place.at(name)).into_iter().chain([place.at("data/applications.db")]);
    let files: Vec<PathBuf> = files.collect();
    for left in 0..=files.len() {
        for file in files.iter().skip(left) {
            std::fs::remove_file(file).unwrap();
        }
        std::fs::write(place.at("data/init.unfinished"), "").unwrap();
        assert!(refused(&place.run(&["check"])).contains("is incomplete"));
        done(&place.run(&["init"]));
        assert_eq!(done(&place.run(&["check"])), "0 applications, 0 files\n");
        assert!(!place.at("data/init.unfinished").exists());
    }
    std::fs::write(place.at("data/init.unfinished"), "").unwrap();
    std::fs::remove_file(place.at("data/applications.db")).unwrap();
    let gateway = Running::start_with(&[], Some(&place.at("data")), None);
    gateway.register(&owner(1), &key(1));
}

#[test]
fn new_keys_are_never_created_for_an_existing_data_folder() {
    let mut gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    gateway.kill();
    let keys = gateway.keys();
    let aside = gateway.place().join("aside");
    std::fs::rename(&keys, &aside).unwrap();
    assert!(gateway.refused_to_start().contains("the key table"));
    assert!(!keys.exists());
    let backup = gateway.place().join("backup");
    for command in commands(&backup).iter().filter(|command| command[0] != "token") {
        assert!(refused(&gateway.command(command)).contains("the key table"), "{command:?}");
        assert!(!keys.exists(), "{command:?}");
    }
    std::fs::rename(&aside, &keys).unwrap();
    // A missing or empty database is not created again.
    let (database, aside) = (gateway.data().join("applications.db"), gateway.place().join("aside"));
    std::fs::create_dir(&aside).unwrap();
    let move_database = |from: &Path, to: &Path| {
        for entry in std::fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            if name.to_str().unwrap().starts_with("applications.db") {
                std::fs::rename(from.join(&name), to.join(&name)).unwrap();
            }
        }
    };
    move_database(gateway.data(), &aside);
    assert!(gateway.refused_to_start().contains("there is no applications.db"));
    assert!(refused(&gateway.command(&["check"])).contains("there is no applications.db"));
    assert!(!database.exists());
    std::fs::write(&database, "").unwrap();
    assert!(gateway.refused_to_start().contains("has no tables of this program"));
    assert!(refused(&gateway.command(&["check"])).contains("has no tables of this program"));
    assert_eq!(std::fs::read(&database).unwrap(), b"");
    move_database(&aside, gateway.data());
    gateway.start_again();
    gateway.send(&Request::get(&format!("/api/v1/applications/{number}")).owner(&owner(1))).is(200);
    gateway.kill();
    // A new folder is not created with keys that belong to other data.
    std::fs::rename(gateway.data(), gateway.place().join("elsewhere")).unwrap();
    assert!(gateway.refused_to_start().contains("keys of other data"));
    assert!(refused(&gateway.command(&["init"])).contains("keys of other data"));
    assert!(!gateway.data().exists());
}

#[test]
fn commands_do_not_migrate_a_database_of_another_version() {
    let mut gateway = Running::start();
    gateway.register(&owner(1), &key(1));
    gateway.stop();
    let path = gateway.data().join("applications.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch("ALTER TABLE uploads DROP COLUMN metadata; PRAGMA user_version = 5")
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    let backup = gateway.place().join("backup");
    for command in &commands(&backup)[..5] {
        let said = refused(&gateway.command(command));
        assert!(said.contains("of version 5") && said.contains("start the gateway"), "{command:?}: {said}");
    }
    assert!(std::fs::read(&path).unwrap() == before);
    gateway.start_again();
    done(&gateway.command(&["check"]));
}
