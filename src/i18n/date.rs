//! Dates as the official documents of each language write them. Made with our own tables, because browsers have no Kazakh ones.

use super::{Locale, Msg, isolated, locale, t};
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

const WEEKDAYS: [Msg; 7] = [
    Msg::WeekdayMonday,
    Msg::WeekdayTuesday,
    Msg::WeekdayWednesday,
    Msg::WeekdayThursday,
    Msg::WeekdayFriday,
    Msg::WeekdaySaturday,
    Msg::WeekdaySunday,
];

/// Returns the official form: "2023 жылғы 29 желтоқсан", "29 декабря 2023 г.", "29 December 2023". It does not break over two
/// lines.
pub fn date(day: NaiveDate) -> String {
    locale::official_date(&t(Msg::DateOfficial), &t(MONTHS[day.month0() as usize % 12]), day)
}

/// Returns the date with "until": "2023 жылғы 29 желтоқсанға дейін", "до 29 декабря 2023 г.".
pub fn date_until(day: NaiveDate) -> String {
    locale::date_of_pattern(&t(Msg::DateUntil), &month_of(Msg::DateUntilMonths, day), day)
}

/// Returns the date with "from": "2023 жылғы 29 желтоқсаннан бастап", "с 29 декабря 2023 г.".
pub fn date_from(day: NaiveDate) -> String {
    let text = locale::date_of_pattern(&t(Msg::DateFrom), &month_of(Msg::DateFromMonths, day), day);
    // Russian pronounces the second of a month with a vowel after the preposition: со 2 октября.
    match text.strip_prefix("с 2 ") {
        Some(after) if locale() == Locale::Russian => ["со 2 ", after].concat(),
        _ => text,
    }
}

/// Returns the official form with the day of the week.
pub fn date_with_weekday(day: NaiveDate) -> String {
    let weekday = t(WEEKDAYS[day.weekday().num_days_from_monday() as usize % 7]);
    locale::fill(&t(Msg::DateWithWeekday), &[("weekday", &weekday), ("date", &date(day))])
}

/// Returns a month as the heading of a calendar: "2026 жылғы қараша", "ноябрь 2026".
pub fn month_of_year(day: NaiveDate) -> String {
    let year = day.year().to_string();
    locale::fill(&t(Msg::DaysMonth), &[("year", &year), ("month", &month_of(Msg::DaysMonths, day))])
}

/// Returns the name of the day of the week by its index from Monday.
pub fn weekday(place: usize) -> String {
    t(WEEKDAYS[place % 7])
}

/// Returns the days of the week in one or two letters each, from Monday.
pub fn short_weekdays() -> Vec<String> {
    t(Msg::DaysWeekdays).split(' ').map(str::to_owned).collect()
}

/// Returns day, month and year in digits: 29.12.2023; in Chinese 2023-12-29.
pub fn short_date(day: NaiveDate) -> String {
    let typed = rules::time::TypedDay::of(day);
    let short = match locale() {
        Locale::Chinese => [typed.year, typed.month, typed.day].join("-"),
        _ => [typed.day, typed.month, typed.year].join("."),
    };
    isolated(&short)
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

    /// Each row: locale, official form, form with "until", form with "from".
    #[test]
    fn each_language_writes_a_day_in_its_official_forms() {
        use Locale as L;
        #[rustfmt::skip]
        let table = [
            (L::Kazakh, "2023 жылғы 29 желтоқсан", "2023 жылғы 29 желтоқсанға дейін", "2023 жылғы 29 желтоқсаннан бастап"),
            (L::KazakhArabic, "2023 جىلعى 29 جەلتوقسان", "2023 جىلعى 29 جەلتوقسانعا دەيىن", "2023 جىلعى 29 جەلتوقساننان باستاپ"),
            (L::KazakhLatin, "2023 jylğy 29 jeltoqsan", "2023 jylğy 29 jeltoqsanğa deiın", "2023 jylğy 29 jeltoqsannan bastap"),
            (L::Russian, "29 декабря 2023 г.", "до 29 декабря 2023 г.", "с 29 декабря 2023 г."),
            (L::English, "29 December 2023", "until 29 December 2023", "from 29 December 2023"),
            (L::Uzbek, "2023-yil 29-dekabr", "2023-yil 29-dekabrgacha", "2023-yil 29-dekabrdan"),
            (L::UzbekCyrillic, "2023 йил 29 декабрь", "2023 йил 29 декабргача", "2023 йил 29 декабрдан"),
            (L::Chinese, "2023年12月29日", "截至2023年12月29日", "2023年12月29日起"),
        ];
        for (locale, official, until, from) in table {
            let day = day(2023, 12, 29);
            let written =
                in_locale(locale, || [date(day).replace('\u{A0}', " "), date_until(day), date_from(day)]);
            assert_eq!(written, [official, until, from], "{}", locale.tag());
        }
    }

    #[test]
    fn every_kazakh_month_has_its_cases() {
        let table = [
            "қаңтар қаңтарға қаңтардан",
            "ақпан ақпанға ақпаннан",
            "наурыз наурызға наурыздан",
            "сәуір сәуірге сәуірден",
            "мамыр мамырға мамырдан",
            "маусым маусымға маусымнан",
            "шілде шілдеге шілдеден",
            "тамыз тамызға тамыздан",
            "қыркүйек қыркүйекке қыркүйектен",
            "қазан қазанға қазаннан",
            "қараша қарашаға қарашадан",
            "желтоқсан желтоқсанға желтоқсаннан",
        ];
        for (month, line) in (1..).zip(table) {
            let day = day(2026, month, 5);
            let words: Vec<&str> = line.split(' ').collect();
            let written = in_locale(Locale::Kazakh, || [date(day), date_until(day), date_from(day)]);
            assert_eq!(written[0].split('\u{A0}').next_back(), Some(words[0]));
            assert_eq!(written[1], ["2026 жылғы 5 ", words[1], " дейін"].concat());
            assert_eq!(written[2], ["2026 жылғы 5 ", words[2], " бастап"].concat());
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
    fn every_language_lists_twelve_months_in_each_case() {
        for locale in Locale::OFFERED {
            let counts = in_locale(locale, || {
                [Msg::DateUntilMonths, Msg::DateFromMonths, Msg::DaysMonths, Msg::DaysWeekdays]
                    .map(|months| t(months).split(' ').count())
            });
            assert_eq!(counts, [12, 12, 12, 7], "{}", locale.tag());
        }
    }

    #[test]
    fn russian_begins_the_second_of_a_month_with_a_vowel() {
        let written = |date| in_locale(Locale::Russian, || date_from(date));
        assert_eq!(written(day(2026, 10, 2)), "со 2 октября 2026 г.");
        assert_eq!(written(day(2026, 10, 22)), "с 22 октября 2026 г.");
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
    fn a_short_date_is_in_digits_and_kept_together_in_arabic_script() {
        let written = |locale| in_locale(locale, || short_date(day(2023, 2, 9)));
        assert_eq!(written(Locale::Kazakh), "09.02.2023");
        assert_eq!(written(Locale::KazakhArabic), "\u{2066}09.02.2023\u{2069}");
        assert_eq!(written(Locale::Chinese), "2023-02-09");
        assert_eq!(clock_face(9, 5), "09:05");
    }
}
