//! The texts of a summary in every language, and the Kazakh texts of the officer's copy, generated from `locales/`.

use forms::{FormPhrase, KazakhTexts, OrderPlace};
use headline::{Phrase, PhraseTexts};
use locale::Locale;

mod built {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    include!(concat!(env!("OUT_DIR"), "/form_texts.rs"));
}

/// The texts of one language.
#[derive(Clone, Copy, Debug)]
pub struct BuiltTexts {
    locale: Locale,
    messages: &'static [&'static str],
}

impl BuiltTexts {
    /// Returns the texts of this language.
    pub fn of(locale: Locale) -> Self {
        let table = built::TABLES.iter().find(|(tag, _)| *tag == locale.tag());
        Self { locale, messages: table.map_or(&[], |(_, messages)| messages.as_slice()) }
    }
}

impl PhraseTexts for BuiltTexts {
    fn locale(&self) -> Locale {
        self.locale
    }

    fn message(&self, phrase: Phrase) -> String {
        self.messages.get(phrase as usize).copied().unwrap_or_default().to_owned()
    }
}

/// The Kazakh texts of the forms, and the text of the order.
#[derive(Clone, Copy, Debug)]
pub struct BuiltFormTexts;

impl KazakhTexts for BuiltFormTexts {
    fn message(&self, phrase: FormPhrase) -> &str {
        built::MESSAGES.get(phrase as usize).copied().unwrap_or_default()
    }

    fn order(&self, place: OrderPlace) -> &str {
        built::ORDER.get(place as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_text() {
        for locale in Locale::OFFERED.into_iter().chain([Locale::Pseudo]) {
            let texts = BuiltTexts::of(locale);
            for phrase in Phrase::ALL {
                assert!(!texts.message(*phrase).is_empty(), "{} {}", locale.tag(), phrase.key());
            }
        }
        for phrase in FormPhrase::ALL {
            assert!(!BuiltFormTexts.message(*phrase).is_empty(), "{}", phrase.key());
        }
        assert_eq!(BuiltFormTexts.message(FormPhrase::RegionShymkent), "Шымкент қаласы");
        assert!(BuiltFormTexts.order(OrderPlace::Annex6AcceptedSignature).ends_with("адамның қолы)"));
        assert_eq!(BuiltTexts::of(Locale::Russian).message(Phrase::StandingRegistered), "Зарегистрировано");
    }
}
