//! What is unusual about the days of a year.

use chrono::{Datelike, Weekday};
use rules::calendar::{DayKind, Holiday, WorkingCalendar};
use rules::time::write_day;
use serde_json::{Value, json};

/// A line `YYYY-MM-DD reason` for each weekday off and each weekend day worked, in their order; `None` for a year that
/// the calendar does not know.
pub fn lines(calendar: &WorkingCalendar, year: i32) -> Option<String> {
    let (first, last) = calendar.span()?;
    if !(first.year()..=last.year()).contains(&year) {
        return None;
    }
    let days = first.iter_days().skip_while(|day| day.year() < year).take_while(|day| day.year() == year);
    let mut lines = String::new();
    for day in days {
        let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let kind = calendar.kind(day)?;
        if kind.is_working() == is_weekend {
            lines.extend([&write_day(day), " ", &reason(kind), "\n"]);
        }
    }
    Some(lines)
}

fn reason(kind: DayKind) -> String {
    match kind {
        DayKind::Working => "working".to_owned(),
        DayKind::Weekend => "weekend".to_owned(),
        DayKind::WorkedWeekend => "worked_weekend".to_owned(),
        DayKind::TransferredOff => "transferred_off".to_owned(),
        DayKind::Holiday(holiday) => format!("holiday {}", key(holiday)),
        DayKind::MovedHoliday(holiday) => format!("moved_holiday {}", key(holiday)),
    }
}

/// The key by which the rules name a holiday.
fn key(holiday: Holiday) -> String {
    match json!(holiday) {
        Value::String(key) => key,
        other => other.to_string(),
    }
}

/// The days that the calendar knows, in words.
pub fn span(calendar: &WorkingCalendar) -> String {
    match calendar.span() {
        Some((first, last)) => format!("it goes from {} to {}", write_day(first), write_day(last)),
        None => "it is empty".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unusual_days_of_a_year_are_listed_in_order_with_their_reasons() {
        let lines = lines(&WorkingCalendar::built_in(), 2025).unwrap();
        let expected = "\
2025-01-01 holiday new_year
2025-01-02 holiday new_year
2025-01-03 transferred_off
2025-01-05 worked_weekend
2025-01-07 holiday orthodox_christmas
2025-03-10 moved_holiday womens_day
2025-03-21 holiday nauryz
2025-03-24 moved_holiday nauryz
2025-03-25 moved_holiday nauryz
2025-05-01 holiday unity_day
2025-05-07 holiday defender_day
2025-05-09 holiday victory_day
2025-06-06 holiday kurban_ait
2025-07-07 moved_holiday capital_day
2025-09-01 moved_holiday constitution_day
2025-10-27 moved_holiday republic_day
2025-12-16 holiday independence_day
";
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_year_beyond_the_calendar_has_no_lines() {
        let calendar = WorkingCalendar::built_in();
        assert_eq!(lines(&calendar, 2021), None);
        assert_eq!(lines(&calendar, 2029), None);
    }
}
