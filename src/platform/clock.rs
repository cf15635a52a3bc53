//! The time: the phone's clock, corrected by the gateway's as soon as that is known.

use chrono::NaiveDate;
use rules::time::Instant;
use std::cell::Cell;

thread_local! {
    /// Seconds to add to the phone's clock.
    static CORRECTION: Cell<i64> = const { Cell::new(0) };
}

/// Milliseconds of the phone's own clock.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit an i64 for millions of years"
)]
pub fn milliseconds() -> i64 {
    js_sys::Date::now() as i64
}

fn phone() -> i64 {
    milliseconds() / 1000
}

pub fn now() -> Instant {
    Instant(phone() + CORRECTION.get())
}

/// Takes over the gateway's clock.
pub fn correct(gateway: Instant) {
    CORRECTION.set(gateway.0 - phone());
}

/// The date in Kazakhstan, whatever the phone's zone.
pub fn today() -> NaiveDate {
    now().in_astana().map(|(day, _)| day).unwrap_or_default()
}

/// The hour and minute on the phone's own clock face, for "saved at".
pub fn local_time() -> (u32, u32) {
    let date = js_sys::Date::new_0();
    (date.get_hours(), date.get_minutes())
}
