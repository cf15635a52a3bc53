#![cfg(target_os = "linux")]

use crate::support::client::Request;
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, part, photo, submit};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;
use wire::answer::{Owned, Receipt, RefusalCode};

/// A disk of a few megabytes, if this user can mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(place: &Path) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs"])
            .arg(place)
            .output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(place.to_owned()))
    }

    /// Fills the disk up to a small rest.
    fn fill(&self) {
        let ballast =
            std::fs::File::options().create(true).append(true).open(self.0.join("ballast")).unwrap();
        let piece = vec![0; 4096];
        while std::io::Write::write_all(&mut &ballast, &piece).is_ok() {}
    }

    fn free(&self) {
        std::fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, because the gateway may still be ending.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn on_a_full_disk_nothing_is_half_done_and_with_free_space_everything_works_again() {
    let place = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(place.path()) else {
        eprintln!("this user may not mount a small disk; the limit of file sizes is tested all the same");
        return;
    };
    let gateway = Running::start_with(&[], Some(&place.path().join("data")), None);
    let first = gateway.register(&owner(1), &key(1));
    let photo = photo(300_000);
    let file = gateway.upload(&owner(1), &photo);
    let half = gateway.create_upload(&owner(1), photo.len());
    let body = serde_json::to_vec(&gateway.submission(draft(&photo), &file)).unwrap();
    let send = |key: &str| gateway.send(&submit("/api/v1/applications", &owner(1), key, body.clone()));
    disk.fill();

    gateway.send(&part(&half, &owner(1), 0, &photo)).refused(RefusalCode::StorageFull);
    // Rows that fit into the last pages may still be accepted; sooner or later none is.
    let mut kept = Vec::new();
    let refused = (0..200).map(|place| (place, send(&key(100 + place)))).find(|(_, answer)| {
        if answer.status == 201 {
            kept.push(answer.json::<Receipt>().number);
        }
        answer.status != 201
    });
    let (place, refused) = refused.unwrap();
    refused.refused(RefusalCode::StorageFull);
    let event =
        json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19", "reference": "x".repeat(100) });
    let event = gateway.report(&first.number, &event);
    assert!([201, 507].contains(&event.status), "{}", event.status);
    // Existing data can be read.
    let owned: Owned = gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).is(200).json();
    assert_eq!(owned.numbers.len(), 1 + kept.len());

    disk.free();
    let offset = gateway.send(&Request::new("HEAD", &half).tus().owner(&owner(1))).is(200);
    let offset: usize = offset.header("upload-offset").unwrap().parse().unwrap();
    gateway.send(&part(&half, &owner(1), offset, &photo[offset..])).is(204);
    let receipt: Receipt = send(&key(100 + place)).is(201).json();
    let owned: Owned = gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).is(200).json();
    assert_eq!(owned.numbers.len(), 2 + kept.len());
    assert!(owned.numbers.contains(&receipt.number));
    drop(gateway);
}

#[test]
fn a_file_that_cannot_grow_is_reported_as_a_full_disk() {
    // 400 blocks of 512 bytes, which the empty database's log fits into; the signal that would end the program is ignored, so that the write fails.
    let gateway = Running::start_with(&[], None, Some("trap '' XFSZ; ulimit -f 400"));
    let photo = photo(300_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    gateway.send(&part(&path, &owner(1), 0, &photo)).refused(RefusalCode::StorageFull);
    let offset = gateway.send(&Request::new("HEAD", &path).tus().owner(&owner(1))).is(200);
    let offset: usize = offset.header("upload-offset").unwrap().parse().unwrap();
    assert!((1..=204_800).contains(&offset), "{offset}");
    // The write-ahead log of the database reaches the limit too.
    let creating =
        |_| gateway.send(&Request::post("/api/v1/files").tus().owner(&owner(1)).with("upload-length", "10"));
    let refused = (0..200).map(creating).find(|answer| answer.status != 201).unwrap();
    refused.refused(RefusalCode::StorageFull);
    gateway.info();
}
