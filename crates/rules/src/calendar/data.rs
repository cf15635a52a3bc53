//! What is announced for each year: the data that can be replaced without building the app anew.

use chrono::NaiveDate;

/// How sure the data of a year are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearStatus {
    /// The year's transfers and Kurban Ait are known from official sources.
    Official,
    /// Computed ahead; a later announcement may change it.
    Provisional,
}

/// What is announced for one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearData {
    /// From 2000 to 2100, each once and without a gap among the years.
    pub year: i32,
    /// A term that rests on a provisional year is said to, wherever its day is shown.
    pub status: YearStatus,
    /// The first day of Kurban Ait.
    pub kurban_ait: Option<NaiveDate>,
    /// Empty where none is ordered. The two days of a transfer may lie in two years.
    pub transfers: Vec<Transfer>,
    /// Where the data were announced, in words.
    pub source: String,
}

/// A day off that was moved by order: the weekend day is worked, the weekday is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// A Saturday or Sunday that no holiday takes, such as Sunday 5 January 2025.
    pub worked: NaiveDate,
    /// A day that would be a working one but for the order.
    pub off: NaiveDate,
}

/// Consecutive years with a version that names this very data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarData {
    /// Never empty. The phone names it when it sends; where the gateway's is another, nothing is registered.
    pub version: String,
    /// In their order, without a gap, at least one.
    pub years: Vec<YearData>,
}

/// Why calendar data are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// The data have no version, so that nobody could tell them from others.
    VersionMissing,
    /// There is no year in the data.
    Empty,
    /// The years do not follow each other, or lie outside 2000–2100.
    YearsNotConsecutive(i32),
    /// The data name this year twice.
    YearTwice(i32),
    /// The first day of Kurban Ait is not given.
    KurbanAitMissing(i32),
    /// A day of the year's data lies in another year; of a transfer, beyond all years.
    DayOfAnotherYear(NaiveDate),
    /// The day worked is no day of a weekend, or the day off is not a working day otherwise.
    ImpossibleTransfer(Transfer),
    /// Nothing says where the data of this year were announced.
    SourceMissing(i32),
}

impl CalendarError {
    /// The reason for whoever keeps the file, in English.
    pub fn reason(self) -> &'static str {
        match self {
            Self::VersionMissing => "the version is empty",
            Self::Empty => "it names no year",
            Self::YearsNotConsecutive(_) => "the years leave a gap or lie outside 2000-2100",
            Self::YearTwice(_) => "a year stands there twice",
            Self::KurbanAitMissing(_) => "a year has no day of Kurban Ait",
            Self::DayOfAnotherYear(_) => "a day lies in another year than the one it is given for",
            Self::ImpossibleTransfer(_) => {
                "a transfer works a day that is no weekend, or takes a day off that is not worked"
            }
            Self::SourceMissing(_) => "a year names no source",
        }
    }
}

impl CalendarData {
    /// These data, with what is built in for the years that they do not name.
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

    /// Checks what does not need the days laid out.
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

/// Kurban Ait and transfers 2022–2028, as the yearly announcements give them to 2026 and as computed for 2027 and 2028.
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
