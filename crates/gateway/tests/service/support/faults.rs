//! Fault injection into the real program: a slow, failing or read-only disk, and a wrong clock.

use super::running::Running;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/service/support/faults.c");

pub struct Faults {
    place: TempDir,
    file: File,
}

/// The kinds of faults; the number is the position in the file.
#[derive(Clone, Copy)]
pub enum Fault {
    /// Milliseconds before each sync.
    SlowSync = 0,
    /// One: a sync fails.
    FailingSync = 1,
    /// Seconds.
    Clock = 2,
    /// Seconds, only increasing.
    RunningClock = 3,
    /// One: files can be read and not written.
    ReadOnly = 4,
}

impl Faults {
    /// Starts without faults.
    pub fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", LIBRARY, "-ldl", "-o"])
            .arg(place.path().join("faults.so"))
            .status();
        assert!(built.unwrap().success());
        let path = place.path().join("faults");
        std::fs::write(&path, [0; 40]).unwrap();
        let file = File::options().write(true).open(&path).unwrap();
        Self { place, file }
    }

    pub fn set(&self, fault: Fault, value: i64) {
        self.file.write_all_at(&value.to_le_bytes(), fault as u64 * 8).unwrap();
    }

    /// Starts the program with these faults and the system clock.
    pub fn start(&self, arguments: &[&str], data: Option<&Path>) -> Running {
        let place = self.place.path().display();
        let words = format!("export FAULTS={place}/faults LD_PRELOAD={place}/faults.so");
        Running::start_by_the_machines_clock(arguments, data, Some(&words))
    }
}
