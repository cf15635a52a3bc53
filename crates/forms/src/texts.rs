//! The texts of a form: in Kazakh as they are printed, and as data for the language of the reader.

use crate::FormPhrase;
use crate::OrderPlace;
use chrono::{Datelike, NaiveDate};
use locale::{DatePattern, DateTexts, Locale};

const MONTHS: [FormPhrase; 12] = [
    FormPhrase::MonthJanuary,
    FormPhrase::MonthFebruary,
    FormPhrase::MonthMarch,
    FormPhrase::MonthApril,
    FormPhrase::MonthMay,
    FormPhrase::MonthJune,
    FormPhrase::MonthJuly,
    FormPhrase::MonthAugust,
    FormPhrase::MonthSeptember,
    FormPhrase::MonthOctober,
    FormPhrase::MonthNovember,
    FormPhrase::MonthDecember,
];

/// The texts in which forms are printed: Kazakh in Cyrillic, and the text of the order.
pub trait KazakhTexts {
    /// Returns the message in Kazakh as in the catalog: placeholders not filled, plural forms separated by
    /// [`locale::BETWEEN_FORMS`].
    fn message(&self, phrase: FormPhrase) -> &str;

    /// Returns the message [`DUE_KEY`](crate::DUE_KEY) in Kazakh as in the catalog.
    fn due(&self) -> &str;

    /// Returns the text of the order at a place.
    fn order(&self, place: OrderPlace) -> &str;
}

/// A text without its language: the reader's text is made from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormText {
    /// A message without placeholders.
    Phrase(FormPhrase),
    /// A day in the official form.
    Day(NaiveDate),
    /// The number of pages.
    Pages(u32),
    /// "Annex n to the Rules".
    AnnexOf(&'static str),
    /// The last lawful day of a term that is counted from the registration, which is our reading.
    Due {
        /// The length of the term in working days.
        days: u16,
        /// The last lawful day.
        due: NaiveDate,
    },
    /// A text that only the officer reads, and that exists only in Kazakh.
    KazakhOnly(&'static str),
}

/// A text in Kazakh, with what it says in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilingualText {
    /// The text as it is printed.
    pub kazakh: String,
    /// The same for the reader's language.
    pub own: FormText,
}

impl BilingualText {
    /// Creates the text from a message without placeholders.
    pub fn of(texts: &dyn KazakhTexts, phrase: FormPhrase) -> Self {
        Self::from_text(texts, FormText::Phrase(phrase))
    }

    /// Creates the text from any text.
    pub fn from_text(texts: &dyn KazakhTexts, own: FormText) -> Self {
        let kazakh = match own {
            FormText::Phrase(phrase) => texts.message(phrase).to_owned(),
            FormText::Day(day) => date(texts, day),
            FormText::Pages(pages) => {
                locale::plural(Locale::Kazakh, texts.message(FormPhrase::AnswersPages), pages, &[])
            }
            FormText::AnnexOf(n) => locale::fill(texts.message(FormPhrase::FormAnnexOf), &[("n", n)]),
            FormText::Due { days, due } => {
                let days = u32::from(days);
                let due = locale::plural_dated(&FormDates(texts), texts.due(), days, &[("date", due)], &[]);
                let due = breakable(&due);
                let values = [("a", due.as_str()), ("b", texts.message(FormPhrase::MarkInferred))];
                locale::fill(texts.message(FormPhrase::JoinMark), &values)
            }
            FormText::KazakhOnly(text) => text.to_owned(),
        };
        Self { kazakh, own }
    }
}

/// The texts by which forms write days: only the official form, without the day of the week.
struct FormDates<'a>(&'a dyn KazakhTexts);

impl DateTexts for FormDates<'_> {
    fn locale(&self) -> Locale {
        Locale::Kazakh
    }

    fn pattern(&self, _: DatePattern) -> String {
        self.0.message(FormPhrase::DateOfficial).to_owned()
    }

    fn month(&self, place: usize) -> String {
        self.0.message(MONTHS[place % 12]).to_owned()
    }

    fn weekday(&self, _: usize) -> String {
        String::new()
    }
}

/// Returns a text whose dates can be broken over lines, as the blanks of a form are.
fn breakable(text: &str) -> String {
    text.replace('\u{A0}', " ")
}

/// Returns a day in the official form.
fn date(texts: &dyn KazakhTexts, day: NaiveDate) -> String {
    breakable(&locale::date(&FormDates(texts), DatePattern::Official, day))
}

/// Returns the month of a day as a word.
pub fn month(texts: &dyn KazakhTexts, day: NaiveDate) -> &str {
    texts.message(MONTHS[day.month0() as usize % 12])
}
