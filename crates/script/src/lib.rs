//! Kazakh and its neighbours in several scripts: pure functions over text, without tables of people's words.
//!
//! Deliberately absent: IO, locale detection, anything that fails. Every function answers for any text.

/// The value of a decimal digit in the scripts our users type: ASCII, Arabic-Indic, Persian and full-width.
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

/// The same text with every digit written in ASCII; all else stays as it was typed.
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
