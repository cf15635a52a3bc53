//! The texts of printed forms, whatever the language of the reader: Kazakh in Cyrillic, and the text of the Rules.

use super::catalog::TextFile;
use super::msg::{DatedMsg, Msg, Official};
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

    /// Returns a message as in the catalog.
    pub fn t(&self, msg: Msg) -> &str {
        self.message(msg as usize)
    }

    /// Returns a message with a date as in the catalog.
    pub fn template(&self, msg: DatedMsg) -> &str {
        self.message(msg.0.into())
    }

    fn message(&self, place: usize) -> &str {
        self.kazakh.texts.get(place).map(|text| &**text).unwrap_or_default()
    }
}

#[cfg(test)]
impl FormTexts {
    /// Returns the texts as built.
    pub fn built() -> Self {
        use super::Locale;
        use super::catalog::{built_sheet, parse};
        use super::msg::OFFICIAL_KEYS;
        let order = include_str!(concat!(env!("OUT_DIR"), "/official.kk.txt"));
        Self::new(Arc::new(parse(OFFICIAL_KEYS, order).unwrap()), Arc::new(built_sheet(Locale::Kazakh)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use crate::i18n::catalog::in_locale;

    #[test]
    fn forms_are_in_kazakh_whatever_the_language_of_the_reader() {
        let texts = FormTexts::built();
        for locale in [Locale::Russian, Locale::KazakhArabic, Locale::Chinese] {
            in_locale(locale, || {
                assert_eq!(texts.t(Msg::FieldAddress), "Қазіргі мекенжай");
                assert_eq!(texts.t(Msg::MonthMarch), "наурыз");
            });
        }
        assert!(texts.order(Official::Annex6Consent).starts_with("Осымен"));
    }
}
