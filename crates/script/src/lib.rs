//! Kazakh in its three scripts, and digits of several scripts: pure functions over text.
//!
//! | module | result |
//! |---|---|
//! | [`to_arabic`] | Cyrillic to төте жазу: the spelling of the press in Arabic letters. By rule, with few exceptions |
//! | [`to_latin`] | Cyrillic to the Latin draft of April 2021. By rule |
//! | [`normalize_arabic`] | one code point for each letter of төте жазу, for text of any keyboard |
//! | [`to_cyrillic`] | төте жазу to Cyrillic: a [`Suggestion`], from a [`Lexicon`] or by rule |
//! | [`name`] | whether two names may be one person's, and how a name may be spelled in the other script |
//! | [`NAMES`] | names of people in Cyrillic, for a lexicon |
//! | [`script_of`] | the script of most letters of a text |
//! | [`digit_value`], [`ascii_digits`] | the values of digits in the scripts that our users type |
//!
//! Kazakh is written in Cyrillic in this project. The conversion to Arabic and Latin is a function of the text; the
//! conversion back is not, so it is a suggestion that a person checks.
//!
//! ```
//! use script::{Lexicon, to_arabic, to_cyrillic, to_latin};
//!
//! assert_eq!(to_arabic("қандас"), "قانداس");
//! assert_eq!(to_latin("қазақша"), "qazaqşa");
//! // The way back is a suggestion: a lexicon knows the words that a rule cannot decide.
//! let lexicon = Lexicon::from_words(["қандас"].into_iter());
//! assert_eq!(to_cyrillic("قانداس", &lexicon).text, "қандас");
//! ```
//!
//! Deliberately absent: IO, clocks, global state, anything that fails or panics (every function has a result for any
//! text); regular expressions and hash maps; detection of languages; a dictionary of Kazakh (a lexicon is made from the
//! words of its user); dates and numbers (they differ between locales in more than the script); Latin texts back to
//! Cyrillic (х and һ, и and й have the same Latin letter).

mod arabic;
mod cyrillic;
mod direction;
mod latin;
mod letters;
mod lexicon;
pub mod name;
mod names;
mod normal;
mod uzbek;

pub use arabic::{HAMZA, to_arabic};
pub use cyrillic::{Evidence, SuggestedWord, Suggestion, to_cyrillic};
pub use direction::{Script, is_arabic, script_of};
pub use latin::to_latin;
pub use letters::cyrillic_words;
pub use lexicon::{Collision, Lexicon};
pub use names::NAMES;
pub use normal::normalize_arabic;
pub use uzbek::uzbek_to_cyrillic;

/// Returns the value of a decimal digit in the scripts that our users type: ASCII, Arabic-Indic, Persian and
/// full-width.
pub fn digit_value(character: char) -> Option<u32> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some(u32::from(character) - u32::from(zero))
}

/// Returns the text with every digit in ASCII; other characters stay unchanged.
pub fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|character| {
            digit_value(character).and_then(|value| char::from_digit(value, 10)).unwrap_or(character)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_become_ascii_and_nothing_else_changes() {
        assert_eq!(ascii_digits("٢٠٢٦-۱۲-３１"), "2026-12-31");
        assert_eq!(ascii_digits("№ 12 ә"), "№ 12 ә");
    }

    #[test]
    fn every_character_is_a_digit_of_at_most_nine_or_none() {
        for character in '\u{0}'..=char::MAX {
            assert!(digit_value(character).is_none_or(|value| value <= 9));
        }
    }
}
