//! The 42 letters of the Kazakh Cyrillic alphabet, and the division of text into words of these letters.

/// One letter of a Cyrillic word: its lower case, and its written form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    pub lower: char,
    pub case: LetterCase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LetterCase {
    Lower,
    Upper,
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A run of Kazakh Cyrillic letters, as long as possible: a word in the sense of the spelling rules. Space, hyphen,
    /// full stop, colon and any other character end it.
    Word(&'a str),
    /// Any other character.
    Other(char),
}

/// Splits a text into Cyrillic words and the characters between them, without loss.
pub(crate) fn pieces(text: &str) -> Tokens<'_> {
    Tokens { rest: text }
}

pub(crate) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let first = self.rest.chars().next()?;
        let length = word_length(self.rest);
        let (word, rest) = self.rest.split_at_checked(length.max(first.len_utf8()))?;
        self.rest = rest;
        Some(if length > 0 { Token::Word(word) } else { Token::Other(first) })
    }
}

/// Returns the words of Kazakh Cyrillic letters in a text, as written: the input for a lexicon.
pub fn cyrillic_words(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Token::Word(word) => Some(word),
        Token::Other(_) => None,
    })
}

/// Returns the letters of a word; й and ё of two code points become one letter.
pub(crate) fn letters(word: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for character in word.chars() {
        if let Some(letter) = letter(character) {
            letters.push(letter);
        } else if let Some(last) = letters.last_mut() {
            last.lower = composed(last.lower, character).unwrap_or(last.lower);
        }
    }
    letters
}

/// Returns the word in lower case.
pub(crate) fn lower_case(word: &str) -> String {
    letters(word).iter().map(|letter| letter.lower).collect()
}

/// Returns whether this is a vowel in the sense of the spelling rules. и and у count too, since they begin or end a
/// syllable of their own.
pub(crate) fn is_vowel(lower: char) -> bool {
    matches!(lower, 'а' | 'ә' | 'е' | 'ё' | 'и' | 'о' | 'ө' | 'у' | 'ұ' | 'ү' | 'ы' | 'і' | 'э' | 'ю' | 'я')
}

/// Returns the letter if it is in the Kazakh alphabet. It has its own case folding, because the general one adds tables
/// of all scripts to the program.
pub(crate) fn letter(character: char) -> Option<Letter> {
    let (lower, case) = match character {
        'а'..='я' | 'ё' | 'і' | 'ғ' | 'қ' | 'ң' | 'ү' | 'ұ' | 'һ' | 'ә' | 'ө' => {
            (character, LetterCase::Lower)
        }
        'А'..='Я' => (char::from_u32(u32::from(character) + 32)?, LetterCase::Upper),
        'Ё' => ('ё', LetterCase::Upper),
        'І' => ('і', LetterCase::Upper),
        'Ғ' => ('ғ', LetterCase::Upper),
        'Қ' => ('қ', LetterCase::Upper),
        'Ң' => ('ң', LetterCase::Upper),
        'Ү' => ('ү', LetterCase::Upper),
        'Ұ' => ('ұ', LetterCase::Upper),
        'Һ' => ('һ', LetterCase::Upper),
        'Ә' => ('ә', LetterCase::Upper),
        'Ө' => ('ө', LetterCase::Upper),
        _ => return None,
    };
    Some(Letter { lower, case })
}

fn word_length(text: &str) -> usize {
    let mut length = 0;
    let mut before = None;
    for (start, character) in text.char_indices() {
        let found = letter(character).map(|letter| letter.lower);
        let joins = before.is_some_and(|before| composed(before, character).is_some());
        if found.is_none() && !joins {
            break;
        }
        before = found;
        length = start + character.len_utf8();
    }
    length
}

/// Composes a letter and a mark: file names of some systems contain й and ё in two code points.
fn composed(lower: char, mark: char) -> Option<char> {
    match (lower, mark) {
        ('и', '\u{0306}') => Some('й'),
        ('е', '\u{0308}') => Some('ё'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upper_and_lower_case_agree_with_unicode_for_all_42_letters() {
        let lower: Vec<char> = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя".chars().collect();
        assert_eq!(lower.len(), 42);
        for character in '\u{0}'..=char::MAX {
            let is_ours = character.to_lowercase().next().is_some_and(|small| lower.contains(&small));
            assert_eq!(letter(character).is_some(), is_ours, "{character}");
            if let Some(letter) = letter(character) {
                assert!(character.to_lowercase().eq([letter.lower]), "{character}");
                assert_eq!(letter.case == LetterCase::Upper, character != letter.lower, "{character}");
            }
        }
    }

    #[test]
    fn a_letter_with_its_mark_is_one_letter_of_one_word() {
        assert_eq!(lower_case("МЕДЕТБАИ\u{306}"), "медетбай");
        assert_eq!(cyrillic_words("аи\u{306}тты \u{306}, 5-ші").collect::<Vec<_>>(), ["аи\u{306}тты", "ші"]);
    }
}
