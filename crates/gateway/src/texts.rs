//! The texts of a summary in every language, and the Kazakh texts of the officer's copy, generated from `locales/`.

use forms::{FormPhrase, KazakhTexts, OrderPlace};
use headline::{DatedPhrase, Phrase, PhraseTexts};
use locale::{DatePattern, DateTexts, Locale};

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

impl BuiltTexts {
    fn message_at(self, place: usize) -> String {
        self.messages.get(place).copied().unwrap_or_default().to_owned()
    }
}

impl DateTexts for BuiltTexts {
    fn locale(&self) -> Locale {
        self.locale
    }

    fn pattern(&self, pattern: DatePattern) -> String {
        headline::date_pattern(self, pattern)
    }

    fn month(&self, place: usize) -> String {
        self.message(headline::month(place))
    }

    fn weekday(&self, place: usize) -> String {
        self.message(headline::weekday(place))
    }
}

impl PhraseTexts for BuiltTexts {
    fn message(&self, phrase: Phrase) -> String {
        self.message_at(phrase as usize)
    }

    fn dated_message(&self, phrase: DatedPhrase) -> String {
        self.message_at(Phrase::ALL.len() + phrase as usize)
    }
}

/// The Kazakh texts of the forms, and the text of the order.
#[derive(Clone, Copy, Debug)]
pub struct BuiltFormTexts;

impl KazakhTexts for BuiltFormTexts {
    fn message(&self, phrase: FormPhrase) -> &str {
        built::MESSAGES.get(phrase as usize).copied().unwrap_or_default()
    }

    fn due(&self) -> &str {
        built::DUE
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
            for phrase in DatedPhrase::ALL {
                let text = texts.dated_message(*phrase);
                assert!(text.contains("{date"), "{} {}: {text}", locale.tag(), phrase.key());
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
