//! The texts of a headline in a language.

use crate::Phrase;
use chrono::{Datelike, NaiveDate};
use locale::Locale;

const MONTHS: [Phrase; 12] = [
    Phrase::MonthJanuary,
    Phrase::MonthFebruary,
    Phrase::MonthMarch,
    Phrase::MonthApril,
    Phrase::MonthMay,
    Phrase::MonthJune,
    Phrase::MonthJuly,
    Phrase::MonthAugust,
    Phrase::MonthSeptember,
    Phrase::MonthOctober,
    Phrase::MonthNovember,
    Phrase::MonthDecember,
];

const WEEKDAYS: [Phrase; 7] = [
    Phrase::WeekdayMonday,
    Phrase::WeekdayTuesday,
    Phrase::WeekdayWednesday,
    Phrase::WeekdayThursday,
    Phrase::WeekdayFriday,
    Phrase::WeekdaySaturday,
    Phrase::WeekdaySunday,
];

/// The messages of one language.
pub trait PhraseTexts {
    /// The language.
    fn locale(&self) -> Locale;

    /// Returns the message as in the catalog: placeholders not filled, plural forms separated by
    /// [`locale::BETWEEN_FORMS`].
    fn message(&self, phrase: Phrase) -> String;
}

/// A message with the values of its placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The message.
    pub phrase: Phrase,
    /// Chooses the plural form and fills the placeholder `{n}`.
    pub count: Option<u16>,
    /// Fills the placeholder `{date}`.
    pub date: Option<LineDate>,
    /// Fills the placeholder `{stage}`.
    pub stage: Option<Phrase>,
}

/// The form in which a line gives a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineDate {
    /// In the official form.
    Plain(NaiveDate),
    /// In the official form with the day of the week.
    WithWeekday(NaiveDate),
}

impl Line {
    /// Creates a line from a message without placeholders.
    pub const fn plain(phrase: Phrase) -> Self {
        Self { phrase, count: None, date: None, stage: None }
    }

    /// Returns the text in the language of `texts`.
    pub fn to_text(self, texts: &impl PhraseTexts) -> String {
        let date = self.date.map(|date| match date {
            LineDate::Plain(day) => official_date(texts, day),
            LineDate::WithWeekday(day) => date_with_weekday(texts, day),
        });
        let stage = self.stage.map(|stage| texts.message(stage));
        let values =
            [("date", date.as_deref().unwrap_or_default()), ("stage", stage.as_deref().unwrap_or_default())];
        let (locale, message) = (texts.locale(), texts.message(self.phrase));
        match self.count {
            Some(count) => locale::plural(locale, &message, u32::from(count), &values),
            None => locale::fill_isolated(locale, &message, &values),
        }
    }
}

/// Returns a day in the official form.
pub fn official_date(texts: &impl PhraseTexts, day: NaiveDate) -> String {
    let month = texts.message(MONTHS[day.month0() as usize % 12]);
    locale::official_date(&texts.message(Phrase::DateOfficial), &month, day)
}

fn date_with_weekday(texts: &impl PhraseTexts, day: NaiveDate) -> String {
    let weekday = texts.message(WEEKDAYS[day.weekday().num_days_from_monday() as usize % 7]);
    let date = official_date(texts, day);
    locale::fill(&texts.message(Phrase::DateWithWeekday), &[("weekday", &weekday), ("date", &date)])
}
