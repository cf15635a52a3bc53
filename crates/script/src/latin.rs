//! Kazakh Cyrillic to the Latin alphabet of April 2021: 31 letters, an official draft that is not in official use.
//!
//! The alphabet has no c, w, x, and one letter each for х and һ, for и and й, for ш, ч and щ. The conversion is
//! therefore not reversible.

use crate::letters::{Letter, LetterCase, Token, is_vowel, letters, pieces};

/// Writes Kazakh Cyrillic in Latin letters, upper case for upper case. Other text stays unchanged.
///
/// Each input character gives at most two output characters.
pub fn to_latin(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Token::Word(word) => push_word(&mut latin, &letters(word)),
            Token::Other(character) => latin.push(character),
        }
    }
    latin
}

/// A Cyrillic letter with its Latin form in lower case and in upper case, independent of its neighbours.
///
/// і is ı and I, и and й are i and İ: each pair has its own case mapping, as in Turkish. ч and щ are ş and ц is s
/// following Qazaq-Genius, since the alphabet has no c, which ch and the usual letter for ts would need. The two signs
/// have no letter.
#[rustfmt::skip]
const LETTERS: [(char, &str, &str); 42] = [
    ('а', "a", "A"), ('б', "b", "B"), ('в', "v", "V"), ('г', "g", "G"), ('д', "d", "D"), ('е', "e", "E"),
    ('ж', "j", "J"), ('з', "z", "Z"), ('и', "i", "İ"), ('й', "i", "İ"), ('к', "k", "K"), ('л', "l", "L"),
    ('м', "m", "M"), ('н', "n", "N"), ('о', "o", "O"), ('п', "p", "P"), ('р', "r", "R"), ('с', "s", "S"),
    ('т', "t", "T"), ('у', "u", "U"), ('ф', "f", "F"), ('х', "h", "H"), ('ц', "s", "S"), ('ч', "ş", "Ş"),
    ('ш', "ş", "Ş"), ('щ', "ş", "Ş"), ('ъ', "", ""), ('ы', "y", "Y"), ('ь', "", ""), ('э', "e", "E"),
    ('ю', "ü", "Ü"), ('я', "ä", "Ä"), ('ё', "ö", "Ö"), ('і', "ı", "I"), ('ғ', "ğ", "Ğ"), ('қ', "q", "Q"),
    ('ң', "ñ", "Ñ"), ('ү', "ü", "Ü"), ('ұ', "ū", "Ū"), ('һ', "h", "H"), ('ә', "ä", "Ä"), ('ө', "ö", "Ö"),
];

/// Native stems whose щ is pronounced as шш (aşşy, keşşe, tūşşy). From general knowledge of the draft spelling rules:
/// we had no text of them.
const LONG_SHCHA: [&str; 3] = ["ащы", "кеще", "тұщы"];

fn push_word(latin: &mut String, word: &[Letter]) {
    let in_capitals = word.len() > 1 && word.iter().all(|letter| letter.case == LetterCase::Upper);
    let has_long_shcha = LONG_SHCHA.iter().any(|stem| starts_with(word, stem));
    for (place, letter) in word.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| word.get(before)).copied();
        let next = word.get(place + 1).map(|letter| letter.lower);
        match letter.lower {
            // The glide before я, ю, ё is part of their spelling: азия would otherwise have it twice, as aziia (ия ia).
            'и' | 'й' if matches!(next, Some('я' | 'ю' | 'ё')) => {}
            'я' | 'ю' | 'ё' => push_iotated(latin, *letter, before, in_capitals),
            'щ' if has_long_shcha => {
                latin.push_str(latin_of(*letter));
                latin.push(if in_capitals { 'Ş' } else { 'ş' });
            }
            _ => latin.push_str(latin_of(*letter)),
        }
    }
}

/// Writes one front vowel after a consonant (ляззат läzzat, люкс lüks: Qazaq-Genius); elsewhere i and the vowel (яғни
/// iağni, қою qoiu: qazaq-transliterator). An omitted glide passes its case on: Ия is İa.
fn push_iotated(latin: &mut String, letter: Letter, before: Option<Letter>, in_capitals: bool) {
    let stands_alone =
        before.is_none_or(|before| is_vowel(before.lower) || matches!(before.lower, 'й' | 'ь' | 'ъ'));
    if !stands_alone {
        latin.push_str(latin_of(letter));
        return;
    }
    let (small, capital) = match letter.lower {
        'я' => ('a', 'A'),
        'ю' => ('u', 'U'),
        _ => ('o', 'O'),
    };
    let glide = before.filter(|before| matches!(before.lower, 'и' | 'й')).unwrap_or(letter);
    latin.push(if glide.case == LetterCase::Upper { 'İ' } else { 'i' });
    latin.push(if in_capitals { capital } else { small });
}

fn starts_with(word: &[Letter], stem: &str) -> bool {
    word.get(..stem.chars().count())
        .is_some_and(|part| stem.chars().eq(part.iter().map(|letter| letter.lower)))
}

fn latin_of(letter: Letter) -> &'static str {
    let found = LETTERS
        .binary_search_by_key(&letter.lower, |(cyrillic, ..)| *cyrillic)
        .ok()
        .and_then(|place| LETTERS.get(place));
    match (found, letter.case) {
        (Some((_, small, _)), LetterCase::Lower) => small,
        (Some((.., capital)), LetterCase::Upper) => capital,
        (None, _) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&str, &str)]) {
        for (cyrillic, latin) in pairs {
            assert_eq!(&to_latin(cyrillic), latin, "{cyrillic}");
        }
    }

    #[test]
    fn tables_are_sorted_and_use_only_the_31_letters() {
        assert!(LETTERS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(LONG_SHCHA.is_sorted_by(|a, b| a < b));
        let alphabet = "aäbdefgğhiıjklmnñoöpqrsştuūüvyz";
        assert_eq!(alphabet.chars().count(), 31);
        for letter in alphabet.chars() {
            assert!(
                LETTERS.iter().any(|(_, small, _)| small.starts_with(letter)),
                "{letter} is never written"
            );
        }
        assert!(LETTERS.iter().all(|(_, small, _)| small.chars().all(|letter| alphabet.contains(letter))));
    }

    #[test]
    fn the_two_letters_i_keep_their_own_case() {
        check(&[
            ("Іс иә", "Is iä"),
            ("Ине йод", "İne iod"),
            ("ІС, БИІК", "IS, BİIK"),
            ("тиіс", "tiıs"),
            ("ӘЙ", "Äİ"),
        ]);
    }

    #[test]
    fn letters_of_loans_depend_on_their_neighbours() {
        check(&[
            ("Яғни", "İağni"),
            ("ЯҒНИ", "İAĞNİ"),
            ("қоян", "qoian"),
            ("қою", "qoiu"),
            ("Азия", "Azia"),
            ("АЗИЯ", "AZİA"),
            ("Ия", "İa"),
            ("ляззат", "läzzat"),
            ("люкс", "lüks"),
            ("Ильяс", "İlias"),
            ("объект", "obekt"),
            ("Чехия", "Şehia"),
            ("цирк", "sirk"),
            ("борщ", "borş"),
            ("ащы", "aşşy"),
            ("Я", "İa"),
        ]);
    }

    #[test]
    fn words_in_capitals_stay_in_capitals() {
        check(&[
            ("ҰЛЫТАУ ОБЛЫСЫ", "ŪLYTAU OBLYSY"),
            ("ШЫМКЕНТ", "ŞYMKENT"),
            ("Шымкент", "Şymkent"),
            ("АЩЫ", "AŞŞY"),
        ]);
    }

    #[test]
    fn other_text_stays_unchanged() {
        check(&[("PDF-пен 2026, ї 中", "PDF-pen 2026, ї 中")]);
    }
}
