//! Numbers, lists, names, and runs of digits or Latin letters within Arabic script.

use super::{Direction, Msg, locale, t};

/// Begins and ends a run from left to right within a text that runs from right to left (Unicode's bidirectional
/// algorithm).
const ISOLATE: char = '\u{2066}';
const END_OF_ISOLATE: char = '\u{2069}';

/// What reads from left to right, such as the number of an application, a phone number, a date in digits or the name of
/// a file, kept together within Arabic script; unchanged in every other. Use it in plain text; an element has `<bdi>`.
pub fn isolated(run: &str) -> String {
    let is_arabic = |char| matches!(char, '\u{0600}'..='\u{06FF}' | '\u{FB50}'..='\u{FEFC}');
    let stands_by_itself = run.bytes().all(|byte| byte.is_ascii_digit()) || run.starts_with(ISOLATE);
    if locale().direction() == Direction::LeftToRight || stands_by_itself || run.contains(is_arabic) {
        return run.to_owned();
    }
    let mut isolated = String::from(ISOLATE);
    isolated.push_str(run);
    isolated.push(END_OF_ISOLATE);
    isolated
}

/// A whole number with its groups of three: 12 345.
pub fn number(n: u32) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + 6);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(locale().group_sign());
        }
        grouped.push(digit);
    }
    grouped
}

/// Several things in a row: "a, b және c".
pub fn list(items: &[String]) -> String {
    let join = |pattern, a: &str, b: &str| super::catalog::fill(&t(pattern), &[("a", a), ("b", b)]);
    let Some((last, others)) = items.split_last() else { return String::new() };
    let before = others.iter().cloned().reduce(|before, item| join(Msg::ListMore, &before, &item));
    match before {
        Some(before) => join(Msg::ListTwo, &before, last),
        None => last.clone(),
    }
}

/// That the texts of this language are our translation; nothing where they lead.
pub fn translation_note() -> Option<String> {
    locale().is_help().then(|| t(Msg::AsideTranslation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::catalog::in_locale;
    use crate::i18n::{Locale, text};

    #[test]
    fn runs_from_left_to_right_are_isolated_in_arabic_script_only() {
        let isolated_in = |locale, run: &str| in_locale(locale, || isolated(run));
        for run in ["KZ-7Q2M", "+998 90 123 45 67", "passport.jpg", "өтініш.pdf"] {
            assert_eq!(isolated_in(Locale::KazakhArabic, run), ["\u{2066}", run, "\u{2069}"].concat());
            assert_eq!(isolated_in(Locale::Kazakh, run), run);
            assert_eq!(isolated_in(Locale::English, run), run);
        }
        for run in ["", "35", "قازاق 12", "\u{2066}29.12.2023\u{2069}"] {
            assert_eq!(isolated_in(Locale::KazakhArabic, run), run);
        }
    }

    #[test]
    fn what_fills_a_blank_is_isolated_in_arabic_script() {
        let filled = |locale| in_locale(locale, || text(Msg::StartNumber, &[("number", "KZ-7Q2M")]));
        assert_eq!(filled(Locale::Kazakh), "№ KZ-7Q2M өтініш");
        assert_eq!(filled(Locale::KazakhArabic), "№ \u{2066}KZ-7Q2M\u{2069} ءوتىنىش");
    }

    #[test]
    fn numbers_have_the_group_signs_of_their_language() {
        let written = |locale, n| in_locale(locale, || number(n));
        for locale in
            [Locale::Kazakh, Locale::KazakhLatin, Locale::Russian, Locale::Uzbek, Locale::UzbekCyrillic]
        {
            assert_eq!(written(locale, 1_234_567), "1\u{A0}234\u{A0}567");
        }
        for locale in [Locale::KazakhArabic, Locale::English, Locale::Chinese] {
            assert_eq!(written(locale, 1_234_567), "1,234,567");
        }
        assert_eq!(
            [0, 7, 999, 1000, 12345].map(|n| written(Locale::English, n)),
            ["0", "7", "999", "1,000", "12,345"]
        );
    }

    #[test]
    fn lists_are_joined_as_the_language_joins_them() {
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
