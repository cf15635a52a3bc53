//! Normalises the code points of төте жазу, which keyboards write differently, to CLDR 48's exemplar set for `kk-Arab`.

use crate::arabic::HAMZA;

/// Replaces the other code points of Kazakh Arabic letters by those that [`to_arabic`](crate::to_arabic) writes. Text
/// of other scripts stays unchanged. The function is idempotent.
///
/// - Presentation forms (U+FB50–FDFF, U+FE70–FEFF) of our letters become the letters, by Unicode's own decomposition;
///   but the isolated and final forms of ه, which show ە, become ە.
/// - U+0674 becomes ء, U+0675–0678 become ء and their letter (the decompositions of Unicode, with the hamza that CLDR
///   and the press write). This ء moves to the beginning of the word, as the spelling requires, but a ء typed within a
///   word stays.
/// - ک becomes ك: Persian keyboards have only the first.
/// - ی becomes the letter that a reader sees: with dots within a word ي, without dots at its end ى.
/// - ه and ہ become the consonant ھ next to a vowel (شاھ, جيھان), else the vowel ە. Before a zero-width non-joiner, as
///   Persian keyboards write ە, they are the vowel.
/// - Tatweel is removed; zero-width joiners and non-joiners are removed next to an Arabic letter.
pub fn normalize_arabic(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len() / 2);
    for character in text.chars() {
        fold(&mut folded, character);
    }
    let visible = without_joiners(&folded);
    let mut normal = String::with_capacity(text.len());
    let mut word_start = 0;
    for (place, &character) in visible.iter().enumerate() {
        if character == HIGH_HAMZA {
            put_before_word(&mut normal, word_start);
            continue;
        }
        let letter = by_place(&visible, place, character);
        normal.push(letter);
        if !is_letter(letter) {
            word_start = normal.len();
        }
    }
    normal
}

/// Returns whether this is a letter of төте жазу in its normal code point, including the hamza.
pub(crate) fn is_letter(character: char) -> bool {
    is_vowel(character)
        || is_glide(character)
        || matches!(
            character,
            'ء' | 'ب'
                | 'پ'
                | 'ت'
                | 'ج'
                | 'چ'
                | 'ح'
                | 'د'
                | 'ر'
                | 'ز'
                | 'س'
                | 'ش'
                | 'ع'
                | 'ف'
                | 'ق'
                | 'ك'
                | 'گ'
                | 'ڭ'
                | 'ل'
                | 'م'
                | 'ن'
                | 'ھ'
                | 'ۆ'
        )
}

/// Returns whether this is one of the vowels а ә, е, о ө, ұ ү, ы і.
pub(crate) fn is_vowel(character: char) -> bool {
    matches!(character, 'ا' | 'ە' | 'و' | 'ۇ' | 'ى')
}

/// Returns whether this is у or и й: vowel or consonant, depending on the neighbours.
pub(crate) fn is_glide(character: char) -> bool {
    matches!(character, 'ۋ' | 'ي')
}

const HEH: char = '\u{0647}';
const HEH_GOAL: char = '\u{06C1}';
const FARSI_YEH: char = '\u{06CC}';
const TATWEEL: char = '\u{0640}';
const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';
const HIGH_HAMZA: char = '\u{0674}';

/// First code point of a run of presentation forms, their number, and the letter they show. The isolated and final
/// forms of ه show the vowel of Kazakh; the consonant has its own forms (U+FBAA).
#[rustfmt::skip]
const FORMS: [(u32, u32, char); 37] = [
    (0xFB56, 4, 'پ'), (0xFB7A, 4, 'چ'), (0xFB8E, 4, 'ك'), (0xFB92, 4, 'گ'), (0xFBA6, 4, HEH_GOAL), (0xFBAA, 4, 'ھ'),
    (0xFBD3, 4, 'ڭ'), (0xFBD7, 2, 'ۇ'), (0xFBD9, 2, 'ۆ'), (0xFBDD, 1, '\u{0677}'), (0xFBDE, 2, 'ۋ'), (0xFBE8, 2, 'ى'),
    (0xFBFC, 4, FARSI_YEH), (0xFE80, 1, 'ء'), (0xFE8D, 2, 'ا'), (0xFE8F, 4, 'ب'), (0xFE95, 4, 'ت'), (0xFE9D, 4, 'ج'),
    (0xFEA1, 4, 'ح'), (0xFEA9, 2, 'د'), (0xFEAD, 2, 'ر'), (0xFEAF, 2, 'ز'), (0xFEB1, 4, 'س'), (0xFEB5, 4, 'ش'),
    (0xFEC9, 4, 'ع'), (0xFED1, 4, 'ف'), (0xFED5, 4, 'ق'), (0xFED9, 4, 'ك'), (0xFEDD, 4, 'ل'), (0xFEE1, 4, 'م'),
    (0xFEE5, 4, 'ن'), (0xFEE9, 2, 'ە'), (0xFEEB, 2, 'ھ'), (0xFEED, 2, 'و'), (0xFEEF, 2, 'ى'), (0xFEF1, 4, 'ي'),
    (0xFEFB, 2, LAM_ALEF),
];

/// The only ligature of two of our letters in fonts and old files.
const LAM_ALEF: char = '\u{FEFB}';

/// Applies the rules that depend on the character alone, and ه before a non-joiner.
fn fold(folded: &mut Vec<char>, character: char) {
    match of_form(character) {
        LAM_ALEF => folded.extend(['ل', 'ا']),
        '\u{0675}' => folded.extend([HIGH_HAMZA, 'ا']),
        '\u{0676}' => folded.extend([HIGH_HAMZA, 'و']),
        '\u{0677}' => folded.extend([HIGH_HAMZA, 'ۇ']),
        '\u{0678}' => folded.extend([HIGH_HAMZA, 'ى']),
        'ک' => folded.push('ك'),
        HEH_GOAL => folded.push(HEH),
        TATWEEL => {}
        NON_JOINER => match folded.last_mut() {
            Some(last) if *last == HEH => *last = 'ە',
            _ => folded.push(NON_JOINER),
        },
        other => folded.push(other),
    }
}

fn of_form(character: char) -> char {
    let code = u32::from(character);
    let found =
        FORMS.partition_point(|(first, ..)| *first <= code).checked_sub(1).and_then(|place| FORMS.get(place));
    match found {
        Some((first, count, letter)) if code - first < *count => *letter,
        _ => character,
    }
}

/// Removes joiners next to Arabic letters, which only shape them. Between other characters, as within an emoji, they
/// have a meaning and stay.
fn without_joiners(folded: &[char]) -> Vec<char> {
    let mut visible = Vec::with_capacity(folded.len());
    let mut waiting = 0;
    for (place, &character) in folded.iter().enumerate() {
        if is_joiner(character) {
            waiting += 1;
            continue;
        }
        let touches =
            visible.last().is_some_and(|last| is_arabic_letter(*last)) || is_arabic_letter(character);
        if !touches {
            visible.extend(folded.get(place - waiting..place).unwrap_or_default());
        }
        waiting = 0;
        visible.push(character);
    }
    if !visible.last().is_some_and(|last| is_arabic_letter(*last)) {
        visible.extend(folded.get(folded.len() - waiting..).unwrap_or_default());
    }
    visible
}

fn is_joiner(character: char) -> bool {
    matches!(character, NON_JOINER | JOINER)
}

/// Returns whether this is one of our letters, or becomes one depending on its neighbours.
fn is_arabic_letter(character: char) -> bool {
    is_letter(character) || matches!(character, HEH | FARSI_YEH | HIGH_HAMZA)
}

/// Applies the rules that depend on the neighbours.
fn by_place(text: &[char], place: usize, character: char) -> char {
    let before = place.checked_sub(1).and_then(|before| text.get(before)).copied();
    let next = text.get(place + 1).copied();
    match character {
        FARSI_YEH if next.is_some_and(is_arabic_letter) => 'ي',
        FARSI_YEH => 'ى',
        HEH if is_consonant_heh(before, next) => 'ھ',
        HEH => 'ە',
        other => other,
    }
}

fn is_consonant_heh(before: Option<char>, next: Option<char>) -> bool {
    let vowel_before = before.is_some_and(is_vowel);
    let vowel_next = next.is_some_and(|next| is_vowel(next) || matches!(next, HEH | FARSI_YEH));
    vowel_before || vowel_next
}

/// Adds the hamza before the word. A word has one, however many of its letters came with one.
fn put_before_word(normal: &mut String, word_start: usize) {
    if !normal.get(word_start..).is_some_and(|word| word.starts_with(HAMZA)) {
        normal.insert(word_start, HAMZA);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&str, &str)]) {
        for (typed, normal) in pairs {
            assert_eq!(&normalize_arabic(typed), normal, "{typed}");
            assert_eq!(&normalize_arabic(normal), normal, "{normal} again");
        }
    }

    #[test]
    fn the_table_of_forms_is_sorted_and_its_runs_do_not_overlap() {
        assert!(FORMS.is_sorted_by(|a, b| a.0 + a.1 <= b.0));
    }

    #[test]
    fn every_hamza_moves_before_the_word() {
        check(&[
            ("\u{674}سوز", "ءسوز"),
            ("س\u{676}ز", "ءسوز"),
            ("\u{675}ر", "ءار"),
            ("\u{677}ي", "ءۇي"),
            ("\u{678}س", "ءىس"),
            ("ت\u{678}ل\u{678}", "ءتىلى"),
            ("\u{674}\u{675}ر", "ءار"),
            ("قۇرءان", "قۇرءان"),
            ("ءبىر-\u{674}بىر", "ءبىر-ءبىر"),
        ]);
    }

    #[test]
    fn letters_of_persian_keyboards_become_kazakh_letters() {
        check(&[
            ("کوک", "كوك"),
            ("جىلی", "جىلى"),
            ("رەسمی", "رەسمى"),
            ("ایتتی", "ايتتى"),
            ("بای بولدی", "باى بولدى"),
        ]);
    }

    #[test]
    fn heh_is_a_vowel_or_a_consonant_depending_on_its_neighbours() {
        check(&[
            ("كهل", "كەل"),
            ("شىلده", "شىلدە"),
            ("هل", "ەل"),
            ("هايۋان", "ھايۋان"),
            ("جيهان", "جيھان"),
            ("گاۋهار", "گاۋھار"),
            ("شاه", "شاھ"),
            ("دۇنيه", "دۇنيە"),
            ("جىلده\u{200C}گى", "جىلدەگى"),
            ("ہل", "ەل"),
        ]);
    }

    #[test]
    fn presentation_forms_become_letters() {
        check(&[
            ("\u{FED7}\u{FE8E}\u{FEAF}\u{FE8E}\u{FED5}", "قازاق"),
            ("\u{FED7}\u{FE8E}\u{FEFB}", "قالا"),
            ("\u{FBFD}", "ى"),
            ("\u{FBDD}\u{FEF2}", "ءۇي"),
            ("\u{FBD3}\u{FBD8}\u{FBDA}\u{FBDF}\u{FBE9}", "ڭۇۆۋى"),
            ("\u{FEE9}\u{FEEB}", "ەھ"),
        ]);
    }

    #[test]
    fn tatweel_and_joiners_next_to_a_letter_are_removed() {
        check(&[
            ("قا\u{640}\u{640}زاق", "قازاق"),
            ("\u{200D}قا\u{200C}\u{200D}زاق\u{200D}", "قازاق"),
            ("👨\u{200D}👩", "👨\u{200D}👩"),
            ("\u{200D}", "\u{200D}"),
        ]);
    }

    #[test]
    fn other_text_stays_unchanged() {
        check(&[("қазақ qazaq 中文 ۱۲٣ ژ ئ ې، ؟", "қазақ qazaq 中文 ۱۲٣ ژ ئ ې، ؟")]);
    }
}
