use crate::support::running::Running;
use crate::support::sample::{key, owner};
use rusqlite::Connection;

/// Gives the database of a new data folder a schema version. Neither `serve` nor `check` changes it; both print `reason`.
fn is_refused(version: i64, reason: &str) {
    let mut gateway = Running::start();
    gateway.register(&owner(1), &key(1));
    gateway.stop();
    let path = gateway.data().join("applications.db");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", version).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(gateway.refused_to_start().contains(reason), "{version}");
    let check = gateway.command(&["check"]);
    assert_eq!(check.status.code(), Some(1), "{version}");
    assert!(String::from_utf8_lossy(&check.stderr).contains(reason), "{version}");
    assert_eq!(std::fs::read(&path).unwrap(), before, "{version}");
}

#[test]
fn data_of_a_later_version_are_not_changed() {
    is_refused(99, "later version");
}

#[test]
fn data_of_a_version_that_is_not_migrated_are_not_changed() {
    for version in [0, 4] {
        is_refused(
            version,
            "use the program that wrote them, or create a new data folder with `qandas-gateway init`",
        );
    }
}
