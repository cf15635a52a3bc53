//! The working days of Kazakhstan: which day is one, why another is not, and counting them in constant time.
//!
//! The fixed part is code: the holidays of law No. 267, art. 5, with its rule that a holiday on a weekend moves on, and 7
//! January, which never moves (Labour Code art. 84(5)). The moving part is data per year: Kurban Ait, which never moves
//! either, and the transfers of days off that are ordered yearly.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How sure the data of a year are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum YearStatus {
    /// The year's transfers and Kurban Ait are known from official sources.
    Official,
    /// Computed ahead; a later announcement may change it.
    Provisional,
}

/// What is announced for one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearData {
    pub year: i32,
    pub status: YearStatus,
    /// The first day of Kurban Ait.
    pub kurban_ait: Option<NaiveDate>,
    pub transfers: Vec<Transfer>,
}

/// A day off that was moved by order: the weekend day is worked, the weekday is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub worked: NaiveDate,
    pub off: NaiveDate,
}

/// Consecutive years with a version that names this very data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarData {
    pub version: String,
    pub years: Vec<YearData>,
}

/// Why calendar data are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// There is no year in the data.
    Empty,
    /// The years do not follow each other, or lie outside 1900–2100.
    YearsNotConsecutive(i32),
    /// A day of the year's data lies in another year.
    DayOfAnotherYear(NaiveDate),
    /// The day worked is no weekend day, or the day off is not a working day otherwise.
    ImpossibleTransfer(Transfer),
}

/// A holiday, by a key that catalogs turn into its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Holiday {
    NewYear,
    OrthodoxChristmas,
    WomensDay,
    Nauryz,
    UnityDay,
    DefenderDay,
    VictoryDay,
    CapitalDay,
    ConstitutionDay,
    RepublicDay,
    IndependenceDay,
    KurbanAit,
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// A Saturday or Sunday that is worked by order.
    WorkedWeekend,
    Weekend,
    Holiday(Holiday),
    /// Off because this holiday fell on a weekend.
    MovedHoliday(Holiday),
    /// Off by order, in exchange for a weekend day that is worked.
    TransferredOff,
}

impl DayKind {
    pub fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::WorkedWeekend)
    }
}

/// The working days of consecutive years. All questions about days outside them are answered with `None`.
#[derive(Clone, Debug)]
pub struct WorkingCalendar {
    version: String,
    first: NaiveDate,
    /// What each day is, from `first` on.
    kinds: Vec<DayKind>,
    /// How many working days there are up to and with each day.
    up_to: Vec<u16>,
    /// The offset from `first` of each working day.
    working: Vec<u16>,
    first_year: i32,
    statuses: Vec<YearStatus>,
}

impl WorkingCalendar {
    /// Lays the holidays of the years out and applies the data.
    pub fn new(data: &CalendarData) -> Result<Self, CalendarError> {
        let first_year = data.years.first().ok_or(CalendarError::Empty)?.year;
        for (expected, year) in (first_year..).zip(&data.years) {
            let known = (1900..=2100).contains(&year.year);
            if year.year != expected || !known {
                return Err(CalendarError::YearsNotConsecutive(year.year));
            }
        }
        let not_consecutive = CalendarError::YearsNotConsecutive(first_year);
        let first = NaiveDate::from_ymd_opt(first_year, 1, 1).ok_or(not_consecutive)?;
        let mut kinds = Vec::new();
        for year in &data.years {
            kinds.extend(year_kinds(year)?);
        }
        let mut up_to = Vec::with_capacity(kinds.len());
        let mut working = Vec::new();
        for (offset, kind) in (0u16..).zip(&kinds) {
            if kind.is_working() {
                working.push(offset);
            }
            up_to.push(u16::try_from(working.len()).map_err(|_| not_consecutive)?);
        }
        let statuses = data.years.iter().map(|year| year.status).collect();
        Ok(Self { version: data.version.clone(), first, kinds, up_to, working, first_year, statuses })
    }

    /// The years known when this was built: 2022–2026 official, 2027 and 2028 provisional.
    pub fn built_in() -> Self {
        // The built-in data are checked by the tests of this module.
        Self::new(&built_in_data()).unwrap_or(Self {
            version: String::new(),
            first: NaiveDate::MIN,
            kinds: Vec::new(),
            up_to: Vec::new(),
            working: Vec::new(),
            first_year: 0,
            statuses: Vec::new(),
        })
    }

    /// Names the data that this calendar was made from.
    pub fn version(&self) -> &str {
        &self.version
    }

    fn offset(&self, day: NaiveDate) -> Option<usize> {
        usize::try_from(day.signed_duration_since(self.first).num_days()).ok()
    }

    /// What a day is.
    pub fn kind(&self, day: NaiveDate) -> Option<DayKind> {
        self.kinds.get(self.offset(day)?).copied()
    }

    pub fn is_working(&self, day: NaiveDate) -> Option<bool> {
        self.kind(day).map(DayKind::is_working)
    }

    /// The `n`th working day after `day`, which itself does not count; `day` itself for `n` = 0.
    pub fn add(&self, day: NaiveDate, n: u16) -> Option<NaiveDate> {
        let before = *self.up_to.get(self.offset(day)?)?;
        let Some(steps) = n.checked_sub(1) else { return Some(day) };
        let offset = *self.working.get(usize::from(before) + usize::from(steps))?;
        self.first.checked_add_days(Days::new(u64::from(offset)))
    }

    /// How many working days lie after `from`, up to and with `to`. Zero where `to` is not later.
    pub fn count(&self, from: NaiveDate, to: NaiveDate) -> Option<u16> {
        let (from, to) = (*self.up_to.get(self.offset(from)?)?, *self.up_to.get(self.offset(to)?)?);
        Some(to.saturating_sub(from))
    }

    /// The day itself if it is a working one, else the next that is.
    pub fn working_day_from(&self, day: NaiveDate) -> Option<NaiveDate> {
        if self.is_working(day)? { Some(day) } else { self.add(day, 1) }
    }

    /// The days after `from`, up to and with `to`, each with its kind.
    pub fn days_between(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = (NaiveDate, DayKind)> {
        from.iter_days()
            .skip(1)
            .take_while(move |day| *day <= to)
            .map_while(|day| Some((day, self.kind(day)?)))
    }

    /// Whether a count from one day to another rests on a year that is not yet official.
    pub fn is_provisional(&self, from: NaiveDate, to: NaiveDate) -> bool {
        (from.year()..=to.year()).any(|year| {
            let status =
                usize::try_from(year - self.first_year).ok().and_then(|place| self.statuses.get(place));
            status != Some(&YearStatus::Official)
        })
    }

    /// The first and the last day known.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let last = u64::try_from(self.kinds.len()).ok()?.checked_sub(1)?;
        Some((self.first, self.first.checked_add_days(Days::new(last))?))
    }
}

/// The last minute of the day, counted from midnight, at which what comes in is registered the same day: 18:30 by default.
pub const DEFAULT_CUT_OFF: u16 = 18 * 60 + 30;

/// The day on which what came in then is registered: that day itself if it is worked and the cut-off minute has not passed
/// (that minute is still in time), else the next working day. Administrative Procedural Code art. 64(3); that it binds a
/// service open round the clock is our reading.
pub fn registration_day(
    calendar: &WorkingCalendar,
    received: crate::time::Instant,
    cut_off: u16,
) -> Option<NaiveDate> {
    let (day, minute) = received.in_astana()?;
    if minute <= cut_off { calendar.working_day_from(day) } else { calendar.add(day, 1) }
}

/// The holidays of a year that move on from a weekend, by month and day.
fn moving_holidays(year: i32) -> Vec<(u32, u32, Holiday)> {
    let mut holidays = vec![(1, 1, Holiday::NewYear), (1, 2, Holiday::NewYear), (3, 8, Holiday::WomensDay)];
    if year >= 2027 {
        holidays.push((3, 15, Holiday::ConstitutionDay));
    }
    holidays.extend([21, 22, 23].map(|day| (3, day, Holiday::Nauryz)));
    holidays.extend([
        (5, 1, Holiday::UnityDay),
        (5, 7, Holiday::DefenderDay),
        (5, 9, Holiday::VictoryDay),
        (7, 6, Holiday::CapitalDay),
    ]);
    if year <= 2025 {
        holidays.push((8, 30, Holiday::ConstitutionDay));
    }
    holidays.extend([(10, 25, Holiday::RepublicDay), (12, 16, Holiday::IndependenceDay)]);
    holidays
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// What each day of a year is.
fn year_kinds(data: &YearData) -> Result<Vec<DayKind>, CalendarError> {
    let bad_year = CalendarError::YearsNotConsecutive(data.year);
    let first = NaiveDate::from_ymd_opt(data.year, 1, 1).ok_or(bad_year)?;
    let mut kinds: Vec<DayKind> = first
        .iter_days()
        .take_while(|day| day.year() == data.year)
        .map(|day| if is_weekend(day) { DayKind::Weekend } else { DayKind::Working })
        .collect();
    let place = |day: NaiveDate| -> Result<usize, CalendarError> {
        if day.year() == data.year {
            Ok(day.ordinal0() as usize)
        } else {
            Err(CalendarError::DayOfAnotherYear(day))
        }
    };
    let mut set = |place: usize, kind: DayKind| {
        if let Some(slot) = kinds.get_mut(place) {
            *slot = kind;
        }
    };

    let on = |month, day| NaiveDate::from_ymd_opt(data.year, month, day).ok_or(bad_year);
    let moving = moving_holidays(data.year);
    set(place(on(1, 7)?)?, DayKind::Holiday(Holiday::OrthodoxChristmas));
    if let Some(day) = data.kurban_ait {
        set(place(day)?, DayKind::Holiday(Holiday::KurbanAit));
    }
    for (month, day, holiday) in &moving {
        set(place(on(*month, *day)?)?, DayKind::Holiday(*holiday));
    }
    // Each holiday on a weekend takes the next day that nothing else has taken.
    for (month, day, holiday) in moving {
        let day = on(month, day)?;
        if !is_weekend(day) {
            continue;
        }
        let free = kinds.iter().enumerate().skip(place(day)?).find(|(_, kind)| **kind == DayKind::Working);
        if let Some((free, _)) = free
            && let Some(slot) = kinds.get_mut(free)
        {
            *slot = DayKind::MovedHoliday(holiday);
        }
    }
    for transfer in &data.transfers {
        let (worked, off) = (place(transfer.worked)?, place(transfer.off)?);
        let exchangeable = is_weekend(transfer.worked) && kinds.get(off) == Some(&DayKind::Working);
        if !exchangeable {
            return Err(CalendarError::ImpossibleTransfer(*transfer));
        }
        for (place, kind) in [(worked, DayKind::WorkedWeekend), (off, DayKind::TransferredOff)] {
            if let Some(slot) = kinds.get_mut(place) {
                *slot = kind;
            }
        }
    }
    Ok(kinds)
}

/// Kurban Ait and transfers 2022–2028, as the yearly announcements give them to 2026 and as computed for 2027 and 2028.
fn built_in_data() -> CalendarData {
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
        }
    });
    CalendarData { version: "2026-11".to_owned(), years: years.collect() }
}

#[cfg(test)]
mod tests;
