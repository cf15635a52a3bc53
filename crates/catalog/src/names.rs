//! The names that keys become, and the marks in runtime files.

use std::collections::BTreeSet;

use crate::text::Texts;

/// Represents a line break inside a text of a runtime file, in which real line breaks end a text.
pub const LINE_MARK: char = '\u{1e}';
/// Separates the plural forms of one text, and the parts of an explanation.
pub const FORM_MARK: char = '\u{1f}';

/// Converts `check_answers.title` to `CheckAnswersTitle`.
pub(crate) fn variant(key: &str) -> String {
    key.split(['.', '_'])
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars)
        })
        .collect()
}

/// Returns the terms that have an explanation; each has two keys.
pub(crate) fn help_terms(texts: &Texts) -> BTreeSet<&str> {
    texts.keys().map(|key| help_term(key)).collect()
}

/// Converts `working_day.text` to `working_day`.
pub(crate) fn help_term(key: &str) -> &str {
    key.split('.').next().unwrap_or(key)
}
