//! The texts of a summary in every language, generated from `locales/`.

use headline::{Phrase, PhraseTexts};
use locale::Locale;

mod built {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
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
        assert_eq!(BuiltTexts::of(Locale::Russian).message(Phrase::StandingRegistered), "Зарегистрировано");
    }
}
