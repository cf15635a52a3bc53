//! The working days of Kazakhstan: the kind of each day, the reason why a day is off, and counting in constant time.
//!
//! The fixed part is code: the holidays of law No. 267, art. 5, with its rule that a holiday on a weekend moves to a
//! later day, and 7 January, which never moves (Labour Code art. 84(5)). The variable part is data per year: Kurban
//! Ait, which never moves either, and the transfers of days off that are ordered yearly.

mod data;

pub use data::{CalendarData, CalendarError, Transfer, YearData, YearStatus};

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A holiday, identified by a key that message catalogs turn into its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Holiday {
    /// 1 and 2 January (law No. 267, art. 5).
    NewYear,
    /// 7 January: a day off by the Labour Code, art. 84(5). It never moves.
    OrthodoxChristmas,
    /// 8 March (law No. 267, art. 5).
    WomensDay,
    /// 21, 22 and 23 March (law No. 267, art. 5).
    Nauryz,
    /// 1 May (law No. 267, art. 5).
    UnityDay,
    /// 7 May (law No. 267, art. 5).
    DefenderDay,
    /// 9 May (law No. 267, art. 5).
    VictoryDay,
    /// 6 July (law No. 267, art. 5).
    CapitalDay,
    /// 30 August to 2025, 15 March from 2027, by the constitution of 2026; in 2026 no day is off for it.
    ConstitutionDay,
    /// 25 October (law No. 267, art. 5).
    RepublicDay,
    /// 16 December (law No. 267, art. 5).
    IndependenceDay,
    /// The first day of Kurban Ait: off by the Labour Code, art. 84(5). Announced yearly, so it is data; it never
    /// moves.
    KurbanAit,
}

/// The kind of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// A Saturday or Sunday that is worked by order.
    WorkedWeekend,
    /// A Saturday or Sunday that is off and is not itself a holiday.
    Weekend,
    /// A holiday on its own day, also if that is a Saturday or Sunday.
    Holiday(Holiday),
    /// Off because this holiday fell on a weekend.
    MovedHoliday(Holiday),
    /// Off by order, in exchange for a weekend day that is worked.
    TransferredOff,
}

impl DayKind {
    /// Returns whether the day counts in a term of working days.
    pub fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::WorkedWeekend)
    }
}

/// The working days of consecutive years. All methods return `None` for days outside these years.
#[derive(Clone, Debug)]
pub struct WorkingCalendar {
    data: CalendarData,
    first: NaiveDate,
    /// The kind of each day, starting at `first`.
    kinds: Vec<DayKind>,
    /// The number of working days from `first` to each day, that day included.
    up_to: Vec<u16>,
    /// The offset of each working day from `first`, in days.
    working: Vec<u16>,
    first_year: i32,
    statuses: Vec<YearStatus>,
}

impl WorkingCalendar {
    /// Computes the holidays of the years and applies the data.
    pub fn new(data: CalendarData) -> Result<Self, CalendarError> {
        data.check()?;
        let first_year = data.years.first().ok_or(CalendarError::Empty)?.year;
        let not_consecutive = CalendarError::YearsNotConsecutive(first_year);
        let first = NaiveDate::from_ymd_opt(first_year, 1, 1).ok_or(not_consecutive)?;
        let mut kinds = Vec::new();
        for year in &data.years {
            kinds.extend(year_kinds(year)?);
        }
        for transfer in data.years.iter().flat_map(|year| &year.transfers) {
            apply(*transfer, first, &mut kinds)?;
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
        Ok(Self { data, first, kinds, up_to, working, first_year, statuses })
    }

    /// Returns the years known at build time: 2022–2026 official, 2027 and 2028 provisional.
    pub fn built_in() -> Self {
        // The built-in data are checked by the tests of this module.
        Self::new(data::built_in()).unwrap_or(Self {
            data: CalendarData { version: String::new(), years: Vec::new() },
            first: NaiveDate::MIN,
            kinds: Vec::new(),
            up_to: Vec::new(),
            working: Vec::new(),
            first_year: 0,
            statuses: Vec::new(),
        })
    }

    /// Returns the built-in years overridden by these data, if the data pass the check.
    pub fn with(newer: CalendarData) -> Result<Self, CalendarError> {
        Self::new(newer.over_built_in())
    }

    /// Returns the data from which this calendar was made.
    pub fn data(&self) -> &CalendarData {
        &self.data
    }

    /// Returns the version of the data from which this calendar was made.
    pub fn version(&self) -> &str {
        &self.data.version
    }

    fn offset(&self, day: NaiveDate) -> Option<usize> {
        usize::try_from(day.signed_duration_since(self.first).num_days()).ok()
    }

    /// Returns the kind of a day; `None` outside the years of the data.
    pub fn kind(&self, day: NaiveDate) -> Option<DayKind> {
        self.kinds.get(self.offset(day)?).copied()
    }

    /// Returns whether the day counts in a term of working days; `None` outside the years of the data.
    pub fn is_working(&self, day: NaiveDate) -> Option<bool> {
        self.kind(day).map(DayKind::is_working)
    }

    /// Returns the `n`th working day after `day`, which itself does not count; `day` itself for `n` = 0.
    ///
    /// ```
    /// use rules::calendar::WorkingCalendar;
    /// use rules::time::parse_day;
    ///
    /// let calendar = WorkingCalendar::built_in();
    /// let registered = parse_day("2026-03-19").unwrap();
    /// // 35 working days across Nauryz and the holidays of May.
    /// assert_eq!(calendar.add(registered, 35), parse_day("2026-05-15"));
    /// assert_eq!(calendar.add(parse_day("1999-01-01").unwrap(), 1), None);
    /// ```
    pub fn add(&self, day: NaiveDate, n: u16) -> Option<NaiveDate> {
        let before = *self.up_to.get(self.offset(day)?)?;
        let Some(steps) = n.checked_sub(1) else { return Some(day) };
        let offset = *self.working.get(usize::from(before) + usize::from(steps))?;
        self.first.checked_add_days(Days::new(u64::from(offset)))
    }

    /// Returns the number of working days after `from` up to and including `to`. Zero where `to` is not later.
    pub fn count(&self, from: NaiveDate, to: NaiveDate) -> Option<u16> {
        let (from, to) = (*self.up_to.get(self.offset(from)?)?, *self.up_to.get(self.offset(to)?)?);
        Some(to.saturating_sub(from))
    }

    /// Returns the day itself if it is a working day, else the next working day.
    pub fn working_day_from(&self, day: NaiveDate) -> Option<NaiveDate> {
        if self.is_working(day)? { Some(day) } else { self.add(day, 1) }
    }

    /// Returns the days after `from` up to and including `to`, each with its kind.
    pub fn days_between(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = (NaiveDate, DayKind)> {
        from.iter_days()
            .skip(1)
            .take_while(move |day| *day <= to)
            .map_while(|day| Some((day, self.kind(day)?)))
    }

    /// Returns whether a count between two days depends on a year that is not yet official.
    pub fn is_provisional(&self, from: NaiveDate, to: NaiveDate) -> bool {
        let place = |day: NaiveDate| usize::try_from(day.year() - self.first_year).ok();
        match (place(from.min(to)), place(from.max(to))) {
            (Some(first), Some(last)) => match self.statuses.get(first..=last) {
                Some(statuses) => statuses.contains(&YearStatus::Provisional),
                None => true,
            },
            _ => true,
        }
    }

    /// Returns the first and the last known day.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let last = u64::try_from(self.kinds.len()).ok()?.checked_sub(1)?;
        Some((self.first, self.first.checked_add_days(Days::new(last))?))
    }
}

/// The last minute of the day, counted from midnight, at which a submission is registered the same day: 18:30 by
/// default.
pub const DEFAULT_CUT_OFF: u16 = 18 * 60 + 30;

/// Returns the day on which a submission received at this instant is registered: the same day if it is a working day
/// and the cut-off minute has not passed (that minute is still in time), else the next working day. Administrative
/// Procedural Code art. 64(3). It is our reading that the article applies to a service which is open round the clock.
pub fn registration_day(
    calendar: &WorkingCalendar,
    received: crate::time::Instant,
    cut_off: u16,
) -> Option<NaiveDate> {
    let (day, minute) = received.in_astana()?;
    if minute <= cut_off { calendar.working_day_from(day) } else { calendar.add(day, 1) }
}

/// The holidays of a year that move if they fall on a weekend, by month and day.
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

/// Returns the kind of each day of a year.
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
    // Each holiday on a weekend takes the next ordinary working day that is still free.
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
    Ok(kinds)
}

/// Applies a transfer if both days have the kinds that such an order requires. They may be in two different years.
fn apply(transfer: Transfer, first: NaiveDate, kinds: &mut [DayKind]) -> Result<(), CalendarError> {
    let moves = [
        (transfer.worked, DayKind::Weekend, DayKind::WorkedWeekend),
        (transfer.off, DayKind::Working, DayKind::TransferredOff),
    ];
    for (day, before, after) in moves {
        let place = usize::try_from(day.signed_duration_since(first).num_days()).ok();
        let slot = place.and_then(|place| kinds.get_mut(place));
        match slot {
            Some(slot) if *slot == before => *slot = after,
            Some(_) => return Err(CalendarError::ImpossibleTransfer(transfer)),
            None => return Err(CalendarError::DayOfAnotherYear(day)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
