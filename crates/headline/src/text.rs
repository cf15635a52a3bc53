//! The texts of a headline in a language.

use crate::{DatedPhrase, Phrase};
use chrono::NaiveDate;
use locale::{DatePattern, DateTexts};

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
pub trait PhraseTexts: DateTexts {
    /// Returns the message as in the catalog: placeholders not filled, plural forms separated by
    /// [`locale::BETWEEN_FORMS`].
    fn message(&self, phrase: Phrase) -> String;

    /// Returns the message with a date as in the catalog.
    fn dated_message(&self, phrase: DatedPhrase) -> String;
}

/// A message with the values of its placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A message without a date.
    Plain {
        /// The message.
        phrase: Phrase,
        /// Chooses the plural form and fills the placeholder `{n}`.
        count: Option<u16>,
    },
    /// A message with a date.
    Dated {
        /// The message.
        phrase: DatedPhrase,
        /// Fills the placeholder `{date}`.
        date: NaiveDate,
        /// Chooses the plural form and fills the placeholder `{n}`.
        count: Option<u16>,
        /// Fills the placeholder `{stage}`.
        stage: Option<Phrase>,
    },
}

impl Line {
    /// Creates a line from a message without placeholders.
    pub const fn plain(phrase: Phrase) -> Self {
        Self::Plain { phrase, count: None }
    }

    /// Returns the text in the language of `texts`.
    pub fn to_text(self, texts: &impl PhraseTexts) -> String {
        match self {
            Self::Plain { phrase, count: None } => texts.message(phrase),
            Self::Plain { phrase, count: Some(count) } => {
                locale::plural(texts.locale(), &texts.message(phrase), u32::from(count), &[])
            }
            Self::Dated { phrase, date, count, stage } => {
                let message = texts.dated_message(phrase);
                let stage = stage.map(|stage| texts.message(stage));
                let (days, values) = ([("date", date)], [("stage", stage.as_deref().unwrap_or_default())]);
                match count {
                    Some(count) => locale::plural_dated(texts, &message, u32::from(count), &days, &values),
                    None => locale::fill_dated(texts, &message, &days, &values),
                }
            }
        }
    }
}

/// Returns the text of a date's pattern from the phrases of `texts`.
pub fn date_pattern(texts: &impl PhraseTexts, pattern: DatePattern) -> String {
    let phrase = match pattern {
        DatePattern::Official => Phrase::DateOfficial,
        DatePattern::On => Phrase::DateOn,
        DatePattern::Until => Phrase::DateUntil,
        DatePattern::From => Phrase::DateFrom,
        DatePattern::Of => Phrase::DateOf,
        DatePattern::Weekday => return texts.dated_message(DatedPhrase::DateWithWeekday),
    };
    texts.message(phrase)
}

/// Returns the phrase of a month by its index from January.
pub fn month(place: usize) -> Phrase {
    MONTHS[place % 12]
}

/// Returns the phrase of a day of the week by its index from Monday.
pub fn weekday(place: usize) -> Phrase {
    WEEKDAYS[place % 7]
}
