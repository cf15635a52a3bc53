//! Runs each target for about two seconds with random input made from its seeds.
//!
//! The rounds are the same each time, as many as the time allows; the variable `QANDAS_FUZZ_SEED` selects others. If
//! one fails, its number and its input are printed. An input saved as a file among the seeds is tried first in later
//! runs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot continue has failed"
)]

mod change;

use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use change::Chance;

const TIME: Duration = Duration::from_secs(2);
const SEED: u64 = 539;

/// Creates a test for each target, and a list of their names.
macro_rules! targets {
    ($($target:ident),+ $(,)?) => {
        const TARGETS: &[&str] = &[$(stringify!($target)),+];

        mod nothing_breaks {
            $(
                #[test]
                fn $target() {
                    super::rounds(stringify!($target), fuzz::$target);
                }
            )+
        }
    };
}

targets![calendar_file, day, events, files, iin, mrz, names, requests, scripts, wire_package];

fn rounds(target: &str, run: fn(&[u8])) {
    let seeds = seeds(target);
    for seed in &seeds {
        attempt(target, "a seed as it is", seed, run);
    }
    let first = env::var("QANDAS_FUZZ_SEED").map_or(SEED, |seed| seed.parse().expect("a number"));
    let start = Instant::now();
    let mut round = 0;
    while start.elapsed() < TIME {
        let input = change::change(&seeds, &mut Chance::new(first, round));
        attempt(target, &format!("seed {first}, round {round}"), &input, run);
        round += 1;
    }
    println!("{target}: {round} rounds");
}

fn attempt(target: &str, which: &str, input: &[u8], run: fn(&[u8])) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| run(input))) {
        eprintln!("{target} broke at {which}, by b\"{}\"", input.escape_ascii());
        resume_unwind(panic);
    }
}

/// Returns the contents of a target's seeds, in the order of their file names.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let mut files: Vec<PathBuf> = names(&folder).into_iter().map(|name| folder.join(name)).collect();
    files.sort();
    assert!(!files.is_empty(), "{} has no seed", folder.display());
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn each_target_has_a_test_seeds_and_a_program() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let programs = crate_folder.join("../../fuzz");
    let manifest = fs::read_to_string(programs.join("Cargo.toml")).unwrap();
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    assert_eq!(sorted(names(&crate_folder.join("seeds"))), TARGETS);
    let files: Vec<String> = TARGETS.iter().map(|target| format!("{target}.rs")).collect();
    assert_eq!(sorted(names(&programs.join("fuzz_targets"))), files);
    for target in TARGETS {
        let program = fs::read_to_string(programs.join(format!("fuzz_targets/{target}.rs"))).unwrap();
        assert!(program.contains(&format!("fuzz::{target}(bytes)")), "{target} runs something else");
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target} is not in fuzz/Cargo.toml");
    }
}

/// Seeds that are rejected immediately would end every round at once.
#[test]
fn the_seeds_are_accepted() {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let packages: Vec<String> = seeds("wire_package").into_iter().map(text).collect();
    let day = rules::time::parse_day("2026-11-23").unwrap();
    let complete = |package: &String| {
        let submission = wire::json::read::<wire::submission::Submission>(package);
        submission.is_some_and(|submission| rules::check::check(&submission.draft, day).is_ok())
    };
    assert!(packages.iter().any(complete), "no seed is a complete submission");
    assert!(packages.iter().any(|package| wire::stored::read(package).is_ok()), "none is a stored draft");
    let is_event = |package: &String| wire::json::read::<wire::event::EventRecord>(package).is_some();
    assert!(packages.iter().any(is_event), "none is an event");
    let files = seeds("calendar_file").into_iter().filter(|seed| seed.starts_with(b"{")).map(text);
    assert!(files.map(|file| wire::calendar::read(&file)).all(|read| read.is_ok()), "a calendar is rejected");
    let numbers = seeds("iin").into_iter().map(text);
    assert!(
        numbers.map(|number| rules::iin::Iin::parse(&number)).any(|read| read.is_ok()),
        "no seed is an IIN"
    );
    let mut lines = seeds("mrz").into_iter().map(text);
    assert!(
        lines.any(|lines| rules::mrz::Mrz::parse(&lines, day).is_ok()),
        "none has the lines of a passport"
    );
}
