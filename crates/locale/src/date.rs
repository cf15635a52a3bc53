//! Dates as in each language's official papers. They are made from our own texts, since browsers have no Kazakh ones.

use crate::writing::{fill_by, form_for, value};
use crate::{Locale, isolated, number};
use chrono::{Datelike, NaiveDate};

/// The form that a placeholder requires of a day: `{date:on}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// In words, by a text of the language.
    Words(DatePattern),
    /// Day, month and year in digits: 29.12.2023; in Chinese 2023-12-29.
    Digits,
}

/// A text by which a language writes a day. Each except [`Weekday`](Self::Weekday) has the placeholders `{year}`, `{month}` and
/// `{day}`, and may have a second line with the twelve months as words of this form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePattern {
    /// The official form, without an ending: "2023 жылғы 29 желтоқсан".
    Official,
    /// The day on which something happens: "2023 жылғы 29 желтоқсанда".
    On,
    /// The day until which something lasts: "2023 жылғы 29 желтоқсанға", before дейін.
    Until,
    /// The day from which or after which something happens: "2023 жылғы 29 желтоқсаннан", before бастап or кейін.
    From,
    /// The day to which a noun belongs: "2023 жылғы 29 желтоқсандағы", before мәлімет.
    Of,
    /// With the day of the week: "жұма, 2023 жылғы 29 желтоқсан". It has the placeholders `{weekday}` and `{date}`.
    Weekday,
}

impl DateForm {
    /// Returns the form with this name in a placeholder: the empty name is that of `{date}`. `None` for any other name.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(Self::Words(match name {
            "" => DatePattern::Official,
            "on" => DatePattern::On,
            "until" => DatePattern::Until,
            "from" => DatePattern::From,
            "of" => DatePattern::Of,
            "weekday" => DatePattern::Weekday,
            "digits" => return Some(Self::Digits),
            _ => return None,
        }))
    }
}

/// The texts of a language from which dates are made.
pub trait DateTexts {
    /// Returns the language.
    fn locale(&self) -> Locale;

    /// Returns the text of a pattern.
    fn pattern(&self, pattern: DatePattern) -> String;

    /// Returns a month as in the official form, by its index from January.
    fn month(&self, place: usize) -> String;

    /// Returns a day of the week by its index from Monday.
    fn weekday(&self, place: usize) -> String;
}

/// Returns a day in words: "2023 жылғы 29 желтоқсан", "29 декабря 2023 г.". Only after the day of the week can it break over
/// two lines.
pub fn date(texts: &dyn DateTexts, pattern: DatePattern, day: NaiveDate) -> String {
    let text = texts.pattern(pattern);
    let mut lines = text.split('\n');
    let template = lines.next().unwrap_or_default();
    let month = day.month0() as usize;
    let written = fill_by(template, &mut |name| match name {
        "year" => day.year().to_string(),
        "month" => {
            let own = lines.next().and_then(|months| months.split(' ').nth(month));
            own.map_or_else(|| texts.month(month), str::to_owned)
        }
        "day" => day.day().to_string(),
        "weekday" => texts.weekday(day.weekday().num_days_from_monday() as usize),
        "date" => date(texts, DatePattern::Official, day),
        _ => String::new(),
    });
    if pattern == DatePattern::Weekday {
        return written;
    }
    let written = written.replace(' ', "\u{A0}");
    // Russian pronounces the second of a month with a vowel after the preposition: со 2 октября.
    if pattern == DatePattern::From && texts.locale() == Locale::Russian && day.day() == 2 {
        return written.replacen('с', "со", 1);
    }
    written
}

/// Returns `template` with its placeholders filled: those of days in the form that each requires, such as `{date:on}`, the
/// others by the values, isolated.
pub fn fill_dated(
    texts: &dyn DateTexts,
    template: &str,
    days: &[(&str, NaiveDate)],
    values: &[(&str, &str)],
) -> String {
    fill_by(template, &mut |placeholder| {
        let (name, form) = placeholder.split_once(':').unwrap_or((placeholder, ""));
        match days.iter().find(|(known, _)| *known == name) {
            // The build rejects unknown forms.
            Some((_, day)) => {
                DateForm::of_name(form).map(|form| date_in_form(texts, form, *day)).unwrap_or_default()
            }
            None => isolated(texts.locale(), value(values, name)),
        }
    })
}

/// Returns the form for `n` among the forms of a text, with its placeholders filled as by [`fill_dated`]; `n` fills the
/// placeholder `{n}`.
pub fn plural_dated(
    texts: &dyn DateTexts,
    forms: &str,
    n: u32,
    days: &[(&str, NaiveDate)],
    values: &[(&str, &str)],
) -> String {
    let locale = texts.locale();
    let number = number(locale, n);
    let mut all = vec![("n", number.as_str())];
    all.extend_from_slice(values);
    fill_dated(texts, form_for(locale, forms, n), days, &all)
}

/// Returns a day in the form of a placeholder, isolated from the text around it.
fn date_in_form(texts: &dyn DateTexts, form: DateForm, day: NaiveDate) -> String {
    match form {
        DateForm::Words(pattern) => date(texts, pattern, day),
        DateForm::Digits => isolated(texts.locale(), &digits(texts.locale(), day)),
    }
}

fn digits(locale: Locale, day: NaiveDate) -> String {
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    let (year, month, day) = (day.year().to_string(), two(day.month()), two(day.day()));
    match locale {
        Locale::Chinese => [year, month, day].join("-"),
        _ => [day, month, year].join("."),
    }
}
