//! Generates values from bytes, such that any bytes give valid values.

use chrono::{Days, NaiveDate};

/// The unused bytes. After the last one, zeros follow.
pub struct ByteSource<'a>(pub &'a [u8]);

impl ByteSource<'_> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    pub fn number(&mut self) -> u16 {
        u16::from_be_bytes([self.byte(), self.byte()])
    }

    pub fn large_number(&mut self) -> u64 {
        u64::from_be_bytes([(); 8].map(|()| self.byte()))
    }

    /// Returns a day from `first` up to eleven years later, or the smallest or largest possible day.
    pub fn day(&mut self, first: NaiveDate) -> NaiveDate {
        match self.number() {
            u16::MAX => NaiveDate::MAX,
            number if number == u16::MAX - 1 => NaiveDate::MIN,
            number => first.checked_add_days(Days::new(u64::from(number % 4096))).unwrap_or(first),
        }
    }
}

/// Returns a day that is known to exist.
pub const fn known_day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}
