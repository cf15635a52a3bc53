//! The time: the phone's clock, corrected by the gateway's clock as soon as that is known.

use chrono::NaiveDate;
use rules::time::Instant;
use std::cell::Cell;

thread_local! {
    /// Seconds to add to the phone's clock.
    static CORRECTION: Cell<i64> = const { Cell::new(0) };
}

/// Returns the time of the phone's own clock in milliseconds.
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

/// Corrects the clock by the gateway's time.
pub fn correct(gateway: Instant) {
    CORRECTION.set(gateway.0 - phone());
}

/// Returns the current date in Kazakhstan, whatever the time zone of the phone.
pub fn today() -> NaiveDate {
    now().in_astana().map(|(day, _)| day).unwrap_or_default()
}

/// Returns hour and minute of the phone's own clock, for "saved at".
pub fn local_time() -> (u32, u32) {
    let date = js_sys::Date::new_0();
    (date.get_hours(), date.get_minutes())
}
