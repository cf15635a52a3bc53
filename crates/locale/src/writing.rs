//! Placeholders, plural forms, numbers, and left-to-right runs within Arabic script.

use crate::{Direction, Locale};

/// Separates the plural forms of a message in a catalog.
pub const BETWEEN_FORMS: char = '\u{1F}';

/// The characters at the beginning and the end of a left-to-right run within a right-to-left text (Unicode's
/// bidirectional algorithm).
const ISOLATE: char = '\u{2066}';
const END_OF_ISOLATE: char = '\u{2069}';

/// Isolates text that reads from left to right, such as the number of an application, a phone number, a date in digits
/// or the name of a file, within Arabic script; in other languages it returns the text unchanged. It is for plain text;
/// an HTML element uses `<bdi>`.
pub fn isolated(locale: Locale, run: &str) -> String {
    let is_arabic = |char| matches!(char, '\u{0600}'..='\u{06FF}' | '\u{FB50}'..='\u{FEFC}');
    let needs_no_isolation = run.bytes().all(|byte| byte.is_ascii_digit()) || run.starts_with(ISOLATE);
    if locale.direction() == Direction::LeftToRight || needs_no_isolation || run.contains(is_arabic) {
        return run.to_owned();
    }
    let mut isolated = String::from(ISOLATE);
    isolated.push_str(run);
    isolated.push(END_OF_ISOLATE);
    isolated
}

/// Returns a whole number with its groups of three: 12 345.
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

/// Returns the form for `n` among the forms of a text, with its placeholders filled; `n` fills the placeholder `{n}`.
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

/// Returns `template` with its placeholders filled by the values, each isolated, since its direction may differ from
/// the text around it.
pub fn fill_isolated(locale: Locale, template: &str, values: &[(&str, &str)]) -> String {
    let isolated: Vec<(&str, String)> =
        values.iter().map(|(name, value)| (*name, isolated(locale, value))).collect();
    let values: Vec<(&str, &str)> = isolated.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(template, &values)
}

/// Returns `template` with its placeholders filled by the values unchanged.
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
    fn placeholders_are_filled_by_name_with_unchanged_values() {
        assert_eq!(fill("{a} – {b}!", &[("b", "{a}"), ("a", "1")]), "1 – {a}!");
        assert_eq!(fill("no blank", &[]), "no blank");
        assert_eq!(fill("unknown {x}.", &[]), "unknown .");
    }

    #[test]
    fn left_to_right_runs_are_isolated_in_arabic_script_only() {
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
    fn numbers_have_the_separators_of_their_language() {
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
