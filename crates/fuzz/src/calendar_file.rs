//! The data of a calendar, as a file and as a value, and every query to the calendar made from them.

use chrono::{Datelike, Days, NaiveDate};
use rules::calendar::{
    CalendarData, DEFAULT_CUT_OFF, DayKind, Transfer, WorkingCalendar, YearData, YearStatus, registration_day,
};
use rules::time::Instant;

use crate::source::{ByteSource, known_day};

/// Interprets bytes that begin with `{` as a file. Otherwise the first byte is the first year, the second the number of
/// years, and the rest is the data of each year: its defect, Kurban Ait, and up to three transfers.
///
/// # Panics
/// If a result differs from a walk from day to day, or a file is not the same after writing and reading.
pub fn calendar_file(bytes: &[u8]) {
    if bytes.first() == Some(&b'{') {
        let Ok(text) = str::from_utf8(bytes) else { return };
        let Ok(calendar) = wire::calendar::read(text) else { return };
        let again = wire::calendar::read(&wire::calendar::to_text(&calendar));
        assert_eq!(again.as_ref().map(WorkingCalendar::data), Ok(calendar.data()));
        return ask_everything(&calendar, Instant(0));
    }
    let mut source = ByteSource(bytes);
    let data = data(&mut source);
    let moment = Instant(source.large_number().cast_signed());
    for calendar in [WorkingCalendar::new(data.clone()), WorkingCalendar::with(data)].into_iter().flatten() {
        ask_everything(&calendar, moment);
    }
}

fn data(source: &mut ByteSource) -> CalendarData {
    let first = 1996 + i32::from(source.byte() % 110);
    let count = i32::from(source.byte() % 12);
    let years = (first..first + count).map(|year| {
        let oddness = source.byte();
        let near = |source: &mut ByteSource| {
            // Mostly a day of the year, sometimes of the next one.
            let first = known_day(year, 1, 1);
            first.checked_add_days(Days::new(u64::from(source.number() % 380))).unwrap_or(first)
        };
        YearData {
            // Sometimes a year is missing or is repeated.
            year: year + i32::from(oddness == 255) - i32::from(oddness == 254),
            status: if oddness.is_multiple_of(2) { YearStatus::Official } else { YearStatus::Provisional },
            kurban_ait: (oddness != 253).then(|| near(source)),
            transfers: (0..source.byte() % 4)
                .map(|_| Transfer { worked: near(source), off: near(source) })
                .collect(),
            source: if oddness == 252 { String::new() } else { "made up".to_owned() },
        }
    });
    CalendarData { years: years.collect(), version: "made up".to_owned() }
}

fn ask_everything(calendar: &WorkingCalendar, moment: Instant) {
    let Some((first, last)) = calendar.span() else { return };
    let mut counted = 0;
    let mut last_working = None;
    for day in first.iter_days().take_while(|day| *day <= last) {
        let working = calendar.is_working(day).unwrap_or_default();
        assert_eq!(calendar.kind(day).map(DayKind::is_working), Some(working));
        if day > first {
            counted += u16::from(working);
        }
        assert_eq!(calendar.count(first, day), Some(counted));
        assert_eq!(calendar.add(day, 0), Some(day));
        if working {
            assert_eq!(calendar.working_day_from(day), Some(day));
            if let Some(before) = last_working {
                assert_eq!(calendar.add(before, 1), Some(day));
            }
            if day > first {
                assert_eq!(calendar.add(first, counted), Some(day));
            }
            last_working = Some(day);
        }
    }
    assert_eq!(calendar.add(first, counted + 1), None);
    let walked = calendar.days_between(first, last).filter(|(_, kind)| kind.is_working());
    assert_eq!(walked.count(), usize::from(counted));
    for day in
        [first.pred_opt(), last.succ_opt(), Some(NaiveDate::MIN), Some(NaiveDate::MAX)].into_iter().flatten()
    {
        assert_eq!(calendar.kind(day), None);
        assert_eq!(calendar.add(day, 1), None);
        assert_eq!(calendar.working_day_from(day), None);
        assert_eq!(calendar.count(day, first), None);
        assert!(calendar.is_provisional(day.min(first), day.max(first)));
        // Only a panic is a finding.
        let _ = calendar.days_between(day, last).take(400).count();
    }
    if let Some(day) = registration_day(calendar, moment, DEFAULT_CUT_OFF) {
        assert_eq!(calendar.is_working(day), Some(true));
        assert!((first.year()..=last.year()).contains(&day.year()));
    }
}
