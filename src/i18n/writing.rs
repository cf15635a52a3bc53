//! Lists, and the note about a translation.

use super::{Msg, locale, t};

/// Returns several things as a list: "a, b және c".
pub fn list(items: &[String]) -> String {
    let join = |pattern, a: &str, b: &str| locale::fill(&t(pattern), &[("a", a), ("b", b)]);
    let Some((last, others)) = items.split_last() else { return String::new() };
    let before = others.iter().cloned().reduce(|before, item| join(Msg::ListMore, &before, &item));
    match before {
        Some(before) => join(Msg::ListTwo, &before, last),
        None => last.clone(),
    }
}

/// Returns the note that the texts of this language are our translation; `None` where they are authoritative.
pub fn translation_note() -> Option<String> {
    locale().is_help().then(|| t(Msg::AsideTranslation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::catalog::in_locale;
    use crate::i18n::{Locale, text};

    #[test]
    fn the_value_of_a_placeholder_is_isolated_in_arabic_script() {
        let filled = |locale| in_locale(locale, || text(Msg::StartNumber, &[("number", "KZ-7Q2M")]));
        assert_eq!(filled(Locale::Kazakh), "№ KZ-7Q2M өтініш");
        assert_eq!(filled(Locale::KazakhArabic), "№ \u{2066}KZ-7Q2M\u{2069} ءوتىنىش");
    }

    #[test]
    fn lists_are_joined_by_the_rules_of_the_language() {
        let joined = |locale, items: &[&str]| {
            let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            in_locale(locale, || list(&items))
        };
        assert_eq!(joined(Locale::Kazakh, &[]), "");
        assert_eq!(joined(Locale::Kazakh, &["a"]), "a");
        assert_eq!(joined(Locale::Kazakh, &["a", "b"]), "a және b");
        let three = ["a", "b", "c"];
        for (locale, expected) in [
            (Locale::Kazakh, "a, b және c"),
            (Locale::KazakhArabic, "a، b جانە c"),
            (Locale::KazakhLatin, "a, b jäne c"),
            (Locale::Russian, "a, b и c"),
            (Locale::English, "a, b and c"),
            (Locale::Uzbek, "a, b va c"),
            (Locale::UzbekCyrillic, "a, b ва c"),
            (Locale::Chinese, "a、b和c"),
        ] {
            assert_eq!(joined(locale, &three), expected);
        }
    }

    #[test]
    fn only_a_translation_says_that_it_is_one() {
        assert_eq!(in_locale(Locale::KazakhArabic, translation_note), None);
        assert!(in_locale(Locale::Chinese, translation_note).is_some());
    }
}
