//! The texts of printed forms, whatever the language of the reader: Kazakh in Cyrillic, and the text of the Rules.

use super::Locale;
use super::catalog::TextFile;
use super::date::{MONTHS, WEEKDAYS, place_of};
use super::msg::{DatedMsg, Msg, Official};
use ::locale::{DatePattern, DateTexts};
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;

/// The text of the Rules and all messages in Kazakh, both loaded.
#[derive(Clone)]
pub struct FormTexts {
    order: Arc<TextFile>,
    kazakh: Arc<TextFile>,
}

impl FormTexts {
    pub(super) fn new(order: Arc<TextFile>, kazakh: Arc<TextFile>) -> Self {
        Self { order, kazakh }
    }

    /// Returns the text of the Rules at a place.
    pub fn order(&self, place: Official) -> &str {
        self.order.texts.get(place as usize).map(|text| &**text).unwrap_or_default()
    }

    /// Returns a message without placeholders.
    pub fn t(&self, msg: Msg) -> &str {
        self.message(msg as usize)
    }

    fn message(&self, place: usize) -> &str {
        self.kazakh.texts.get(place).map(|text| &**text).unwrap_or_default()
    }

    /// Returns a message with its placeholders filled.
    pub fn text(&self, msg: Msg, values: &[(&str, &str)]) -> String {
        locale::fill(self.t(msg), values)
    }

    /// Returns a message in the plural form for `n`, which also fills the placeholder `{n}`.
    pub fn plural(&self, msg: Msg, n: u32, values: &[(&str, &str)]) -> String {
        locale::plural(Locale::Kazakh, self.t(msg), n, values)
    }

    /// Returns a message with a date in the plural form for `n`, which also fills the placeholder `{n}`.
    pub fn plural_dated(&self, msg: DatedMsg, n: u32, days: &[(&str, NaiveDate)]) -> String {
        // The blanks of a form are broken over lines anywhere.
        locale::plural_dated(self, self.message(msg.0.into()), n, days, &[]).replace('\u{A0}', " ")
    }

    /// Returns a day in the official form: "2026 жылғы 19 наурыз".
    pub fn date(&self, day: NaiveDate) -> String {
        locale::date(self, DatePattern::Official, day).replace('\u{A0}', " ")
    }

    /// Returns the month of a day as a word.
    pub fn month(&self, day: NaiveDate) -> &str {
        self.t(MONTHS[day.month0() as usize % 12])
    }
}

impl DateTexts for FormTexts {
    fn locale(&self) -> Locale {
        Locale::Kazakh
    }

    fn pattern(&self, pattern: DatePattern) -> String {
        self.message(place_of(pattern)).to_owned()
    }

    fn month(&self, place: usize) -> String {
        self.t(MONTHS[place % 12]).to_owned()
    }

    fn weekday(&self, place: usize) -> String {
        self.t(WEEKDAYS[place % 7]).to_owned()
    }
}

#[cfg(test)]
impl FormTexts {
    /// Returns the texts as built.
    pub fn built() -> Self {
        use super::catalog::{built_sheet, parse};
        use super::msg::OFFICIAL_KEYS;
        let order = include_str!(concat!(env!("OUT_DIR"), "/official.kk.txt"));
        Self::new(Arc::new(parse(OFFICIAL_KEYS, order).unwrap()), Arc::new(built_sheet(Locale::Kazakh)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::catalog::in_locale;

    #[test]
    fn forms_are_in_kazakh_whatever_the_language_of_the_reader() {
        let texts = FormTexts::built();
        let day = NaiveDate::from_ymd_opt(2026, 3, 19).unwrap();
        for locale in [Locale::Russian, Locale::KazakhArabic, Locale::Chinese] {
            in_locale(locale, || {
                assert_eq!(texts.date(day), "2026 жылғы 19 наурыз");
                assert_eq!(texts.t(Msg::FieldAddress), "Қазіргі мекенжай");
                assert_eq!(texts.plural(Msg::FollowLeft, 35, &[]), "35 жұмыс күні қалды");
            });
        }
        assert!(texts.order(Official::Annex6Consent).starts_with("Осымен"));
    }
}
