//! Dates as in each language's official papers. They are made from our own texts, since browsers have no Kazakh ones.

use crate::fill;
use chrono::{Datelike, NaiveDate};

/// Returns the official form of a day: "2023 жылғы 29 желтоқсан", "29 декабря 2023 г.". It does not break over two
/// lines.
pub fn official_date(pattern: &str, month: &str, day: NaiveDate) -> String {
    date_of_pattern(pattern, month, day).replace(' ', "\u{A0}")
}

/// Returns `pattern` with its placeholders `{year}`, `{month}` and `{day}` filled.
pub fn date_of_pattern(pattern: &str, month: &str, day: NaiveDate) -> String {
    let (year, day) = (day.year().to_string(), day.day().to_string());
    fill(pattern, &[("year", &year), ("month", month), ("day", &day)])
}
