//! Dates as the official documents of each language write them. Made with our own tables, because browsers have no Kazakh ones.

use super::catalog::text_at;
use super::msg::DatedMsg;
use super::{Locale, Msg, locale, t, template};
use ::locale::{DatePattern, DateTexts};
use chrono::{Datelike, NaiveDate};

pub(super) const MONTHS: [Msg; 12] = [
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

pub(super) const WEEKDAYS: [Msg; 7] = [
    Msg::WeekdayMonday,
    Msg::WeekdayTuesday,
    Msg::WeekdayWednesday,
    Msg::WeekdayThursday,
    Msg::WeekdayFriday,
    Msg::WeekdaySaturday,
    Msg::WeekdaySunday,
];

/// The texts in the language of the page. A view that reads them is updated when the language changes.
pub struct PageTexts;

impl DateTexts for PageTexts {
    fn locale(&self) -> Locale {
        locale()
    }

    fn pattern(&self, pattern: DatePattern) -> String {
        text_at(place_of(pattern))
    }

    fn month(&self, place: usize) -> String {
        t(MONTHS[place % 12])
    }

    fn weekday(&self, place: usize) -> String {
        weekday(place)
    }
}

/// Returns the place of the text of a pattern among the messages.
pub(super) fn place_of(pattern: DatePattern) -> usize {
    let msg = match pattern {
        DatePattern::Official => Msg::DateOfficial,
        DatePattern::On => Msg::DateOn,
        DatePattern::Until => Msg::DateUntil,
        DatePattern::From => Msg::DateFrom,
        DatePattern::Of => Msg::DateOf,
        DatePattern::Weekday => return Msg::DateWithWeekday.0.into(),
    };
    msg as usize
}

/// Returns a message with its placeholders filled: those of dates by the days, in the form that the text requires.
pub fn dated(msg: DatedMsg, days: &[(&str, NaiveDate)], values: &[(&str, &str)]) -> String {
    fill_dated(&template(msg), days, values)
}

/// Returns a message with a date in the plural form for `n`, which also fills the placeholder `{n}`.
pub fn plural_dated(msg: DatedMsg, n: u32, days: &[(&str, NaiveDate)], values: &[(&str, &str)]) -> String {
    ::locale::plural_dated(&PageTexts, &template(msg), n, days, values)
}

/// Fills placeholders, those of dates by the days.
pub(super) fn fill_dated(template: &str, days: &[(&str, NaiveDate)], values: &[(&str, &str)]) -> String {
    ::locale::fill_dated(&PageTexts, template, days, values)
}

/// Returns the official form: "2023 жылғы 29 желтоқсан", "29 декабря 2023 г.", "29 December 2023". It does not break over two
/// lines.
pub fn date(day: NaiveDate) -> String {
    ::locale::date(&PageTexts, DatePattern::Official, day)
}

/// Returns the official form with the day of the week.
pub fn date_with_weekday(day: NaiveDate) -> String {
    ::locale::date(&PageTexts, DatePattern::Weekday, day)
}

/// Returns a month as the heading of a calendar: "2026 жылғы қараша", "ноябрь 2026".
pub fn month_of_year(day: NaiveDate) -> String {
    let year = day.year().to_string();
    ::locale::fill(&t(Msg::DaysMonth), &[("year", &year), ("month", &month_of(Msg::DaysMonths, day))])
}

/// Returns the name of the day of the week by its index from Monday.
pub fn weekday(place: usize) -> String {
    t(WEEKDAYS[place % 7])
}

/// Returns the days of the week in one or two letters each, from Monday.
pub fn short_weekdays() -> Vec<String> {
    t(Msg::DaysWeekdays).split(' ').map(str::to_owned).collect()
}

/// Returns hour and minute: 09:05.
pub fn clock_face(hour: u32, minute: u32) -> String {
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [two(hour), two(minute)].join(":")
}

/// Returns the month's word from a message that lists all twelve.
fn month_of(months: Msg, day: NaiveDate) -> String {
    t(months).split(' ').nth(day.month0() as usize).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::catalog::in_locale;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// Returns a day in a form, with ordinary spaces.
    fn written(pattern: DatePattern, day: NaiveDate) -> String {
        ::locale::date(&PageTexts, pattern, day).replace('\u{A0}', " ")
    }

    /// Each row: the official form, and the forms of {date:on}, {date:until}, {date:from} and {date:of}.
    #[test]
    fn each_language_writes_a_day_in_its_official_forms() {
        use DatePattern as P;
        use Locale as L;
        let patterns = [P::Official, P::On, P::Until, P::From, P::Of];
        #[rustfmt::skip]
        let inflected = [
            (L::Kazakh, ["2026 жылғы 17 сәуір", "2026 жылғы 17 сәуірде", "2026 жылғы 17 сәуірге", "2026 жылғы 17 сәуірден", "2026 жылғы 17 сәуірдегі"]),
            // A soft word has no hamza if it has ە, ك or گ.
            (L::KazakhArabic, ["2026 جىلعى 17 ءساۋىر", "2026 جىلعى 17 ساۋىردە", "2026 جىلعى 17 ساۋىرگە", "2026 جىلعى 17 ساۋىردەن", "2026 جىلعى 17 ساۋىردەگى"]),
            (L::KazakhLatin, ["2026 jylğy 17 säuır", "2026 jylğy 17 säuırde", "2026 jylğy 17 säuırge", "2026 jylğy 17 säuırden", "2026 jylğy 17 säuırdegı"]),
            (L::Russian, ["17 апреля 2026 г.", "17 апреля 2026 г.", "17 апреля 2026 г.", "с 17 апреля 2026 г.", "17 апреля 2026 г."]),
            (L::Uzbek, ["2026-yil 17-aprel", "2026-yil 17-aprelda", "2026-yil 17-aprelgacha", "2026-yil 17-apreldan", "2026-yil 17-apreldagi"]),
            (L::UzbekCyrillic, ["2026 йил 17 апрель", "2026 йил 17 апрелда", "2026 йил 17 апрелгача", "2026 йил 17 апрелдан", "2026 йил 17 апрелдаги"]),
        ];
        for (locale, forms) in inflected {
            let found = in_locale(locale, || patterns.map(|pattern| written(pattern, day(2026, 4, 17))));
            assert_eq!(found, forms, "{}", locale.tag());
        }
        for (locale, official) in [(L::English, "17 April 2026"), (L::Chinese, "2026年4月17日")] {
            let found = in_locale(locale, || patterns.map(|pattern| written(pattern, day(2026, 4, 17))));
            assert_eq!(found, [official; 5], "{}", locale.tag());
        }
    }

    #[test]
    fn months_and_weekdays_in_arabic_letters_are_those_of_cldr() {
        let months = "قاڭتار اقپان ناۋرىز ءساۋىر مامىر ماۋسىم شىلدە تامىز قىركۇيەك قازان قاراشا جەلتوقسان";
        let weekdays = "دۇيسەنبى سەيسەنبى سارسەنبى بەيسەنبى جۇما سەنبى جەكسەنبى";
        in_locale(Locale::KazakhArabic, || {
            assert_eq!(MONTHS.map(t).join(" "), months);
            assert_eq!(WEEKDAYS.map(t).join(" "), weekdays);
        });
    }

    #[test]
    fn every_language_lists_twelve_months_and_seven_days() {
        for locale in Locale::OFFERED {
            let counts = in_locale(locale, || {
                [Msg::DaysMonths, Msg::DaysWeekdays].map(|months| t(months).split(' ').count())
            });
            assert_eq!(counts, [12, 7], "{}", locale.tag());
        }
    }

    #[test]
    fn russian_begins_the_second_of_a_month_with_a_vowel() {
        let from = |date| in_locale(Locale::Russian, || written(DatePattern::From, date));
        assert_eq!(from(day(2026, 10, 2)), "со 2 октября 2026 г.");
        assert_eq!(from(day(2026, 10, 22)), "с 22 октября 2026 г.");
    }

    #[test]
    fn the_day_of_the_week_has_the_position_that_the_language_requires() {
        let written =
            |locale| in_locale(locale, || date_with_weekday(day(2023, 12, 29)).replace('\u{A0}', " "));
        assert_eq!(written(Locale::Kazakh), "жұма, 2023 жылғы 29 желтоқсан");
        assert_eq!(written(Locale::KazakhArabic), "جۇما، 2023 جىلعى 29 جەلتوقسان");
        assert_eq!(written(Locale::Chinese), "2023年12月29日 星期五");
    }

    #[test]
    fn a_date_in_digits_is_kept_together_in_arabic_script() {
        let written =
            |locale| in_locale(locale, || fill_dated("{date:digits}", &[("date", day(2023, 2, 9))], &[]));
        assert_eq!(written(Locale::Kazakh), "09.02.2023");
        assert_eq!(written(Locale::KazakhArabic), "\u{2066}09.02.2023\u{2069}");
        assert_eq!(written(Locale::Chinese), "2023-02-09");
        assert_eq!(clock_face(9, 5), "09:05");
    }
}
