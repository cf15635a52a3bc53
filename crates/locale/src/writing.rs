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
    let number = number(locale, n);
    let mut all = vec![("n", number.as_str())];
    all.extend_from_slice(values);
    fill_isolated(locale, form_for(locale, forms, n), &all)
}

/// Returns the form for `n` among the forms of a text.
pub(crate) fn form_for(locale: Locale, forms: &str, n: u32) -> &str {
    let mut all = forms.split(BETWEEN_FORMS);
    all.nth(locale.plural_form(n)).or_else(|| forms.split(BETWEEN_FORMS).next_back()).unwrap_or_default()
}

/// Returns `template` with its placeholders filled by the values, each isolated, since its direction may differ from
/// the text around it.
pub fn fill_isolated(locale: Locale, template: &str, values: &[(&str, &str)]) -> String {
    fill_by(template, &mut |name| isolated(locale, value(values, name)))
}

/// Returns `template` with its placeholders filled by the values unchanged.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    fill_by(template, &mut |name| value(values, name).to_owned())
}

/// Returns the value with this name, or nothing if there is none.
pub(crate) fn value<'a>(values: &[(&str, &'a str)], name: &str) -> &'a str {
    values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value).unwrap_or_default()
}

/// Returns `template` with the content of each placeholder replaced. The full stop after a value that ends with one, such as
/// "29 декабря 2023 г.", is left out.
pub(crate) fn fill_by(template: &str, replace: &mut dyn FnMut(&str) -> String) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, placeholder)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = placeholder.split_once('}') else {
            rest = placeholder;
            break;
        };
        let value = replace(name);
        rest = if value.ends_with('.') { after.strip_prefix('.').unwrap_or(after) } else { after };
        filled.push_str(&value);
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
    fn a_value_that_ends_with_a_full_stop_ends_the_sentence() {
        assert_eq!(fill("{a}. Б", &[("a", "2023 г.")]), "2023 г. Б");
        assert_eq!(fill("{a}: Б. {b}.", &[("a", "2023 г."), ("b", "2023")]), "2023 г.: Б. 2023.");
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
