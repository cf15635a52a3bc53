//! Dates as each language's official papers write them. From our own tables: browsers have no Kazakh ones.

use super::{Locale, Msg, locale, t};
use chrono::{Datelike, NaiveDate};

const MONTHS: [Msg; 12] = [
    Msg::MonthJanuary,
    Msg::MonthFebruary,
    Msg::MonthMarch,
    Msg::MonthApril,
    Msg::MonthMay,
    Msg::MonthJune,
    Msg::MonthJuly,
    Msg::MonthAugust,
    Msg::MonthSeptember,
    Msg::MonthOctober,
    Msg::MonthNovember,
    Msg::MonthDecember,
];

const WEEKDAYS: [Msg; 7] = [
    Msg::WeekdayMonday,
    Msg::WeekdayTuesday,
    Msg::WeekdayWednesday,
    Msg::WeekdayThursday,
    Msg::WeekdayFriday,
    Msg::WeekdaySaturday,
    Msg::WeekdaySunday,
];

/// The official form: "2023 жылғы 29 желтоқсан", "29 декабря 2023 г.", "29 December 2023".
pub fn date(day: NaiveDate) -> String {
    write(locale(), day, &t(MONTHS[day.month0() as usize % 12]))
}

/// The official form with the day of the week before it.
pub fn date_with_weekday(day: NaiveDate) -> String {
    let mut text = t(WEEKDAYS[day.weekday().num_days_from_monday() as usize % 7]);
    text.push_str(", ");
    text.push_str(&date(day));
    text
}

/// Day, month and year in digits: 29.12.2023.
pub fn short_date(day: NaiveDate) -> String {
    let typed = rules::time::TypedDay::of(day);
    [typed.day, typed.month, typed.year].join(".")
}

/// Hour and minute: 09:05.
pub fn clock_face(hour: u32, minute: u32) -> String {
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [two(hour), two(minute)].join(":")
}

fn write(locale: Locale, day: NaiveDate, month: &str) -> String {
    let (year, day) = (day.year().to_string(), day.day().to_string());
    let parts: [&str; 5] = match locale {
        Locale::Kazakh => [&year, "жылғы", &day, month, ""],
        Locale::Russian => [&day, month, &year, "г.", ""],
        Locale::English => [&day, month, &year, "", ""],
    };
    let mut text = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            // A date does not break over two lines.
            text.push('\u{A0}');
        }
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_its_official_form() {
        let day = NaiveDate::from_ymd_opt(2023, 12, 29).unwrap();
        let written = |locale, month| write(locale, day, month).replace('\u{A0}', " ");
        assert_eq!(written(Locale::Kazakh, "желтоқсан"), "2023 жылғы 29 желтоқсан");
        assert_eq!(written(Locale::Russian, "декабря"), "29 декабря 2023 г.");
        assert_eq!(written(Locale::English, "December"), "29 December 2023");
        assert_eq!(short_date(day), "29.12.2023");
    }
}
