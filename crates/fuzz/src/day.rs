//! Days and instants, written and typed.

use std::ops::RangeInclusive;

use rules::time::{Instant, TypedDay, parse_day, write_day};

use crate::source::ByteSource;

/// From the year 0 up to and including 9999.
const FOUR_DIGITS: RangeInclusive<Instant> = Instant(-62_167_219_200)..=Instant(253_402_300_799);

/// Interprets the bytes as a text, as a number of seconds, and, split at line ends, as the three fields of a typed day.
///
/// # Panics
/// If a parsed day or instant differs after writing and reading.
pub fn day(bytes: &[u8]) {
    instant(Instant(ByteSource(bytes).large_number().cast_signed()));
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Some(day) = parse_day(text) {
        assert_eq!(write_day(day), text);
        assert_eq!(TypedDay::of(day).read(), Ok(day));
    }
    if let Some(read) = Instant::parse(text) {
        instant(read);
        // An offset can lead outside the years with four digits; only these can be parsed again.
        if FOUR_DIGITS.contains(&read) {
            assert_eq!(Instant::parse(&read.to_text()), Some(read));
        }
    }
    if let Some(pasted) = TypedDay::from_pasted(text) {
        // Only a panic is a finding.
        let _ = pasted.read();
    }
    let mut fields = text.split('\n').map(str::to_owned);
    let mut field = || fields.next().unwrap_or_default();
    let typed = TypedDay { day: field(), month: field(), year: field() };
    if let Ok(day) = typed.read() {
        assert!(!typed.is_empty());
        assert_eq!(TypedDay::of(day).read(), Ok(day));
    }
}

fn instant(instant: Instant) {
    let written = instant.to_text();
    if let Some((day, minute)) = instant.in_astana() {
        assert!(minute < 24 * 60);
        assert!(Instant::from_astana(day, minute).is_some());
    }
    if let Some(read) = Instant::parse(&written) {
        assert_eq!(read.to_text(), written);
    }
}
