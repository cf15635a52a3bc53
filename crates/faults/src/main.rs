//! Simulates people who apply on bad phones and bad networks against the real gateway (fault injection), and checks
//! after each history that nothing is lost, falsely called received, registered twice, or stuck.
//!
//! `qandas-faults --gateway PROGRAM [--seed N] [--histories N | --minutes N]`. A failure prints its seed; `--seed N
//! --histories 1` plays that one history again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this program is a test: it ends if it cannot be set up"
)]

mod gateway;
mod history;
mod person;
mod phone;
mod tally;

use chrono::NaiveDate;
use gateway::GatewayProcess;
use rules::calendar::WorkingCalendar;
use std::cell::RefCell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tally::Tally;

/// Number of histories after which a gateway is replaced by a new one with an empty folder.
const HISTORIES_OF_A_GATEWAY: u64 = 250;
/// Number of histories that are played at the same time, each with its own gateway.
const WORKERS: u64 = 2;

struct Options {
    gateway: PathBuf,
    seed: u64,
    histories: u64,
    until: Option<Duration>,
}

fn main() -> ExitCode {
    let options = options();
    let start = Instant::now();
    let next = AtomicU64::new(0);
    let failed = AtomicBool::new(false);
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS.min(options.histories))
            .map(|_| scope.spawn(|| work(&options, start, &next, &failed)))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let mut all = Tally::default();
    for tally in &tallies {
        all.add(tally);
    }
    report(&all, start.elapsed());
    if failed.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn work(options: &Options, start: Instant, next: &AtomicU64, failed: &AtomicBool) -> Tally {
    let calendar = WorkingCalendar::built_in();
    let tally = RefCell::new(Tally::default());
    let mut gateway = None;
    let mut played = 0;
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let over = match options.until {
            Some(limit) => start.elapsed() > limit,
            None => place >= options.histories,
        };
        if over || failed.load(Ordering::Relaxed) {
            return tally.into_inner();
        }
        if played % HISTORIES_OF_A_GATEWAY == 0 {
            gateway = None;
        }
        played += 1;
        let seed = options.seed + place;
        // A day of the calendar, determined by the seed.
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + chrono::Days::new(seed % 600);
        let gateway = gateway.get_or_insert_with(|| {
            RefCell::new(GatewayProcess::start(&options.gateway, "2026-03-02T10:00:00+05:00"))
        });
        if let Err(what) = history::play_history(seed, day, gateway, &calendar, &tally) {
            failed.store(true, Ordering::Relaxed);
            eprintln!(
                "history of seed {seed}: {what}\n  again: cargo xtask faults --seed {seed} --histories 1"
            );
            return tally.into_inner();
        }
    }
}

fn options() -> Options {
    let mut options = Options { gateway: PathBuf::new(), seed: 1, histories: 2_000, until: None };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().unwrap_or_else(|| panic!("{name} needs a value"));
        let number =
            || value.parse::<u64>().unwrap_or_else(|_| panic!("{name} takes a number, not `{value}`"));
        match name.as_str() {
            "--gateway" => options.gateway = PathBuf::from(&value),
            "--seed" => options.seed = number(),
            "--histories" => options.histories = number(),
            "--minutes" => options.until = Some(Duration::from_secs(60 * number())),
            _ => panic!("`{name}` is not understood"),
        }
    }
    options
}

fn report(tally: &Tally, took: Duration) {
    println!(
        "{} histories in {:.1} s: {} applications registered, {} of them sent again after a refusal, {} requests",
        tally.histories,
        took.as_secs_f64(),
        tally.registered,
        tally.sent_again,
        tally.requests
    );
    println!("what went wrong on purpose:");
    for (what, times) in &tally.faults {
        println!("  {times:>7}  {what}");
    }
    println!("what people did, and where sending stopped on the way:");
    for (what, times) in &tally.acts {
        println!("  {times:>7}  {what}");
    }
}
