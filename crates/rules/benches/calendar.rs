//! Measures the counting of working days, compared with a walk from day to day over the same calendar in the same run.
//! The goal is less than 50 ns per count, for any number of days.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use divan::{Bencher, black_box};
use rules::calendar::WorkingCalendar;

/// The term to extend, the term to grant, and about a year.
const DAYS: [u16; 3] = [5, 35, 260];
/// The number of different starting days: large, so that the processor cannot predict a result from the previous one.
const STARTS: usize = 1024;

static CALENDAR: LazyLock<WorkingCalendar> = LazyLock::new(WorkingCalendar::built_in);

fn main() {
    divan::main();
}

#[divan::bench(args = DAYS)]
fn add(bencher: Bencher, days: u16) {
    let mut start = starts();
    bencher.bench_local(|| CALENDAR.add(black_box(start()), black_box(days)));
}

#[divan::bench(args = DAYS)]
fn add_by_walking(bencher: Bencher, days: u16) {
    let mut start = starts();
    bencher.bench_local(|| walk(black_box(start()), black_box(days)));
}

#[divan::bench(args = DAYS)]
fn count(bencher: Bencher, days: u16) {
    let mut start = starts();
    let span = Days::new(u64::from(days) * 7 / 5);
    bencher.bench_local(|| {
        let from = black_box(start());
        CALENDAR.count(from, from + span)
    });
}

#[divan::bench(args = DAYS)]
fn count_by_walking(bencher: Bencher, days: u16) {
    let mut start = starts();
    let span = Days::new(u64::from(days) * 7 / 5);
    bencher.bench_local(|| {
        let from = black_box(start());
        walked_between(from, from + span)
    });
}

/// Returns days spread over the first years of the calendar, one after the other.
fn starts() -> impl FnMut() -> NaiveDate {
    let first = CALENDAR.span().map_or(NaiveDate::MIN, |(first, _)| first);
    let days: Vec<NaiveDate> =
        (0..STARTS as u64).map(|place| first + Days::new(place * 997 % 2000)).collect();
    let mut place = 0;
    move || {
        place = (place + 1) % STARTS;
        days[place]
    }
}

fn walk(mut day: NaiveDate, mut left: u16) -> Option<NaiveDate> {
    while left > 0 {
        day = day.succ_opt()?;
        left -= u16::from(CALENDAR.is_working(day)?);
    }
    Some(day)
}

fn walked_between(mut day: NaiveDate, to: NaiveDate) -> Option<u16> {
    let mut count = 0;
    while day < to {
        day = day.succ_opt()?;
        count += u16::from(CALENDAR.is_working(day)?);
    }
    Some(count)
}
