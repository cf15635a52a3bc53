//! The announced data of each year, which can be replaced without rebuilding the app.

use chrono::NaiveDate;

/// The reliability of the data of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearStatus {
    /// The year's transfers and Kurban Ait are known from official sources.
    Official,
    /// Computed in advance; a later announcement may change it.
    Provisional,
}

/// The announced data of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearData {
    /// From 2000 to 2100; the years are unique and without gaps.
    pub year: i32,
    /// A term that depends on a provisional year is marked as such wherever its day is shown.
    pub status: YearStatus,
    /// The first day of Kurban Ait.
    pub kurban_ait: Option<NaiveDate>,
    /// The transfers of the year; empty where none is ordered. The two days of a transfer may be in different years.
    pub transfers: Vec<Transfer>,
    /// The place of the announcement, in words.
    pub source: String,
}

/// A day off moved by order: the weekend day becomes a working day, the weekday becomes a day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// A Saturday or Sunday that is not a holiday, such as Sunday 5 January 2025.
    pub worked: NaiveDate,
    /// A day that would be a working day without the order.
    pub off: NaiveDate,
}

/// Consecutive years with a version that identifies exactly these data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarData {
    /// Never empty. The phone sends it with a submission; if the gateway has another version, nothing is registered.
    pub version: String,
    /// At least one year, in ascending order without gaps.
    pub years: Vec<YearData>,
}

/// Reasons to reject calendar data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// The data have no version, so they could not be distinguished from others.
    VersionMissing,
    /// The data contain no year.
    Empty,
    /// The years are not consecutive, or are outside 2000–2100.
    YearsNotConsecutive(i32),
    /// The data contain this year twice.
    YearTwice(i32),
    /// The first day of Kurban Ait is not given.
    KurbanAitMissing(i32),
    /// A day of the year's data is in another year; for a transfer, outside all years.
    DayOfAnotherYear(NaiveDate),
    /// The worked day is not a day of a weekend, or the day off would not be a working day otherwise.
    ImpossibleTransfer(Transfer),
    /// The source of the announcement of this year is missing.
    SourceMissing(i32),
}

impl CalendarError {
    /// Returns the reason for the person who maintains the file, in English.
    pub fn reason(self) -> &'static str {
        match self {
            Self::VersionMissing => "the version is empty",
            Self::Empty => "it names no year",
            Self::YearsNotConsecutive(_) => "the years have a gap or are outside 2000-2100",
            Self::YearTwice(_) => "a year occurs twice",
            Self::KurbanAitMissing(_) => "a year has no day of Kurban Ait",
            Self::DayOfAnotherYear(_) => "a day is in another year than the one it is given for",
            Self::ImpossibleTransfer(_) => {
                "a transfer works a day that is no weekend, or takes a day off that is not worked"
            }
            Self::SourceMissing(_) => "a year names no source",
        }
    }
}

impl CalendarData {
    /// Returns these data, completed with the built-in data for the years that they do not contain.
    #[must_use]
    pub fn over_built_in(self) -> Self {
        let mut years = self.years;
        for known in built_in().years {
            if years.iter().all(|year| year.year != known.year) {
                years.push(known);
            }
        }
        years.sort_by_key(|year| year.year);
        Self { version: self.version, years }
    }

    /// Checks everything that does not need the kinds of the days.
    pub(super) fn check(&self) -> Result<(), CalendarError> {
        if self.version.trim().is_empty() {
            return Err(CalendarError::VersionMissing);
        }
        let first = self.years.first().ok_or(CalendarError::Empty)?;
        for (expected, data) in (first.year..).zip(&self.years) {
            let year = data.year;
            if self.years.iter().filter(|other| other.year == year).count() > 1 {
                return Err(CalendarError::YearTwice(year));
            }
            // The bounds keep every offset within 16 bits.
            if year != expected || !(2000..=2100).contains(&year) {
                return Err(CalendarError::YearsNotConsecutive(year));
            }
            if data.source.trim().is_empty() {
                return Err(CalendarError::SourceMissing(year));
            }
            if data.kurban_ait.is_none() {
                return Err(CalendarError::KurbanAitMissing(year));
            }
        }
        Ok(())
    }
}

/// Kurban Ait and the transfers of 2022–2028, from the yearly announcements up to 2026, and computed for 2027 and 2028.
pub(super) fn built_in() -> CalendarData {
    type Row = (i32, YearStatus, (u32, u32), &'static [((u32, u32), (u32, u32))]);
    use YearStatus::{Official, Provisional};
    const ROWS: [Row; 7] = [
        (2022, Official, (7, 9), &[((3, 5), (3, 7)), ((8, 27), (8, 29)), ((10, 22), (10, 24))]),
        (2023, Official, (6, 28), &[((7, 1), (7, 7))]),
        (2024, Official, (6, 16), &[((5, 4), (5, 8))]),
        (2025, Official, (6, 6), &[((1, 5), (1, 3))]),
        (2026, Official, (5, 27), &[]),
        (2027, Provisional, (5, 16), &[]),
        (2028, Provisional, (5, 5), &[]),
    ];
    let years = ROWS.iter().map(|(year, status, kurban_ait, transfers)| {
        let date = |(month, day): (u32, u32)| NaiveDate::from_ymd_opt(*year, month, day);
        let transfer = |(worked, off): &((u32, u32), (u32, u32))| {
            Some(Transfer { worked: date(*worked)?, off: date(*off)? })
        };
        YearData {
            year: *year,
            status: *status,
            kurban_ait: date(*kurban_ait),
            transfers: transfers.iter().filter_map(transfer).collect(),
            source: match status {
                Official => "the yearly announcement",
                Provisional => "computed ahead",
            }
            .to_owned(),
        }
    });
    CalendarData { version: "2026-11".to_owned(), years: years.collect() }
}
