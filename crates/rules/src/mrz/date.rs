//! Two-digit years and unknown parts of days.

use super::PartialDay;
use super::check_digit::FILLER;
use chrono::{Datelike, NaiveDate};

/// The characters are not a valid day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotADay;

/// Parses a day of birth of six characters, in the latest century in which it is not after `today`. Parts written as
/// fillers are unknown; so are 00 for month and day, which many states print and which have the same check digit as
/// fillers.
pub(super) fn birth(characters: &[u8], today: NaiveDate) -> Result<PartialDay, NotADay> {
    let year = part(characters, 0)?;
    let month = part(characters, 2)?.filter(|month| *month != 0);
    let day = part(characters, 4)?.filter(|day| *day != 0);
    let earliest_in =
        |year: i32| NaiveDate::from_ymd_opt(year, u32::from(month.unwrap_or(1)), u32::from(day.unwrap_or(1)));
    let Some(year) = year else {
        // Without a year, any day is accepted that exists in some year; 2000 has all days.
        return earliest_in(2000).map(|_| PartialDay { year: None, month, day }).ok_or(NotADay);
    };
    let this_century = today.year().div_euclid(100) * 100 + i32::from(year);
    [this_century, this_century - 100]
        .into_iter()
        .find(|year| earliest_in(*year).is_some_and(|day| day <= today))
        .map(|year| PartialDay { year: Some(year), month, day })
        .ok_or(NotADay)
}

/// Parses an expiry day of six characters, from 49 years before the year of `today` to 50 after; fillers alone mean no
/// day.
pub(super) fn expiry(characters: &[u8], today: NaiveDate) -> Result<Option<NaiveDate>, NotADay> {
    if characters.iter().all(|character| *character == FILLER) {
        return Ok(None);
    }
    let whole = |at| part(characters, at)?.ok_or(NotADay);
    let (year, month, day) = (whole(0)?, whole(2)?, whole(4)?);
    let earliest = today.year() - 49;
    let year = earliest + (i32::from(year) - earliest).rem_euclid(100);
    NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day)).map(Some).ok_or(NotADay)
}

/// Parses two digits, or two fillers for an unknown part.
fn part(characters: &[u8], at: usize) -> Result<Option<u8>, NotADay> {
    match characters.get(at..at + 2) {
        Some([FILLER, FILLER]) => Ok(None),
        Some([tens @ b'0'..=b'9', ones @ b'0'..=b'9']) => Ok(Some((tens - b'0') * 10 + (ones - b'0'))),
        _ => Err(NotADay),
    }
}
