//! Filled blanks, plural forms, numbers, and runs from left to right within Arabic script.

use crate::{Direction, Locale};

/// Separates the plural forms of a message in a catalog.
pub const BETWEEN_FORMS: char = '\u{1F}';

/// Begins and ends a run from left to right within a text that runs from right to left (Unicode's bidirectional
/// algorithm).
const ISOLATE: char = '\u{2066}';
const END_OF_ISOLATE: char = '\u{2069}';

/// What reads from left to right, such as the number of an application, a phone number, a date in digits or the name of
/// a file, kept together within Arabic script; unchanged in every other. Use it in plain text; an element has `<bdi>`.
pub fn isolated(locale: Locale, run: &str) -> String {
    let is_arabic = |char| matches!(char, '\u{0600}'..='\u{06FF}' | '\u{FB50}'..='\u{FEFC}');
    let stands_by_itself = run.bytes().all(|byte| byte.is_ascii_digit()) || run.starts_with(ISOLATE);
    if locale.direction() == Direction::LeftToRight || stands_by_itself || run.contains(is_arabic) {
        return run.to_owned();
    }
    let mut isolated = String::from(ISOLATE);
    isolated.push_str(run);
    isolated.push(END_OF_ISOLATE);
    isolated
}

/// A whole number with its groups of three: 12 345.
pub fn number(locale: Locale, n: u32) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + 6);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(locale.group_sign());
        }
        grouped.push(digit);
    }
    grouped
}

/// The form for `n` among the forms of a text, its blanks filled; `n` fills the blank `{n}`.
pub fn plural(locale: Locale, forms: &str, n: u32, values: &[(&str, &str)]) -> String {
    let form = forms
        .split(BETWEEN_FORMS)
        .nth(locale.plural_form(n))
        .or_else(|| forms.split(BETWEEN_FORMS).next_back());
    let number = number(locale, n);
    let mut all = vec![("n", number.as_str())];
    all.extend_from_slice(values);
    fill_isolated(locale, form.unwrap_or_default(), &all)
}

/// `template` with its blanks filled by the values, each isolated: it may read the other way than the text around it.
pub fn fill_isolated(locale: Locale, template: &str, values: &[(&str, &str)]) -> String {
    let isolated: Vec<(&str, String)> =
        values.iter().map(|(name, value)| (*name, isolated(locale, value))).collect();
    let values: Vec<(&str, &str)> = isolated.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(template, &values)
}

/// `template` with its blanks filled by the values as they are.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, blank)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = blank.split_once('}') else {
            rest = blank;
            break;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_by_name_and_values_are_taken_as_they_are() {
        assert_eq!(fill("{a} – {b}!", &[("b", "{a}"), ("a", "1")]), "1 – {a}!");
        assert_eq!(fill("no blank", &[]), "no blank");
        assert_eq!(fill("unknown {x}.", &[]), "unknown .");
    }

    #[test]
    fn runs_from_left_to_right_are_isolated_in_arabic_script_only() {
        for run in ["KZ-7Q2M", "+998 90 123 45 67", "passport.jpg", "өтініш.pdf"] {
            assert_eq!(isolated(Locale::KazakhArabic, run), ["\u{2066}", run, "\u{2069}"].concat());
            assert_eq!(isolated(Locale::Kazakh, run), run);
            assert_eq!(isolated(Locale::English, run), run);
        }
        for run in ["", "35", "قازاق 12", "\u{2066}29.12.2023\u{2069}"] {
            assert_eq!(isolated(Locale::KazakhArabic, run), run);
        }
    }

    #[test]
    fn numbers_have_the_group_signs_of_their_language() {
        for locale in
            [Locale::Kazakh, Locale::KazakhLatin, Locale::Russian, Locale::Uzbek, Locale::UzbekCyrillic]
        {
            assert_eq!(number(locale, 1_234_567), "1\u{A0}234\u{A0}567");
        }
        for locale in [Locale::KazakhArabic, Locale::English, Locale::Chinese] {
            assert_eq!(number(locale, 1_234_567), "1,234,567");
        }
        assert_eq!(
            [0, 7, 999, 1000, 12345].map(|n| number(Locale::English, n)),
            ["0", "7", "999", "1,000", "12,345"]
        );
    }
}
