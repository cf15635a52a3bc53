//! Kazakh Cyrillic to төте жазу, the Arabic script of the Kazakhs in China and of the press that writes for them.
//!
//! The letters are those of the CLDR 48 exemplar set of `kk-Arab`; the spelling is that of CLDR and of Kazinform
//! (ar.inform.kz) where the two agree, of CLDR where they do not. Each rule names its source or the texts with which it
//! was checked.

use crate::letters::{Letter, LetterCase, Token, is_vowel, letters, pieces};

/// The mark before a word whose vowels are front (дәйекше). CLDR, Kazinform and Egemen write U+0621; the high hamza
/// U+0674 of Chinese keyboards and of `MediaWiki` is folded to it by [`normalize_arabic`](crate::normalize_arabic).
pub const HAMZA: char = 'ء';

/// Writes Kazakh Cyrillic in төте жазу. Case is lost; digits, Latin words and everything else that is not Kazakh
/// Cyrillic stay unchanged.
///
/// Each input character gives at most three output characters.
pub fn to_arabic(text: &str) -> String {
    let mut arabic = String::with_capacity(text.len());
    let mut rest = pieces(text).peekable();
    let mut before = None;
    while let Some(piece) = rest.next() {
        match piece {
            Token::Word(word) => push_word(&mut arabic, &letters(word)),
            Token::Other(character) => {
                let within_latin = is_ascii_word(before) && is_ascii_word(rest.peek().copied());
                arabic.push(if within_latin { character } else { punctuation(character) });
            }
        }
        before = Some(piece);
    }
    arabic
}

/// The mapping of single letters, independent of their neighbours: the letters of CLDR 48, `kk` compared with
/// `kk-Arab`. ё, ю, я and щ are two letters.
///
/// ц is س following CLDR and Qamshy; Egemen writes تس. The two signs have no letter.
#[rustfmt::skip]
const LETTERS: [(char, &str); 42] = [
    ('а', "ا"), ('б', "ب"), ('в', "ۆ"), ('г', "گ"), ('д', "د"), ('е', "ە"), ('ж', "ج"), ('з', "ز"), ('и', "ي"),
    ('й', "ي"), ('к', "ك"), ('л', "ل"), ('м', "م"), ('н', "ن"), ('о', "و"), ('п', "پ"), ('р', "ر"), ('с', "س"),
    ('т', "ت"), ('у', "ۋ"), ('ф', "ف"), ('х', "ح"), ('ц', "س"), ('ч', "چ"), ('ш', "ش"), ('щ', "شش"), ('ъ', ""),
    ('ы', "ى"), ('ь', ""), ('э', "ە"), ('ю', "يۋ"), ('я', "يا"), ('ё', "يو"), ('і', "ى"), ('ғ', "ع"), ('қ', "ق"),
    ('ң', "ڭ"), ('ү', "ۇ"), ('ұ', "ۇ"), ('һ', "ھ"), ('ә', "ا"), ('ө', "و"),
];

/// Words whose back-vowel stem took a suffix with і: they have no hamza although the rule requires one (CLDR 48).
const WITHOUT_HAMZA: [&str; 9] =
    ["даласиі", "лариі", "милі", "рублі", "солі", "сомониі", "флорині", "форинті", "юані"];

/// Words that have a hamza although the rule requires none (CLDR 48).
const WITH_HAMZA: [&str; 2] = ["аль", "рэнді"];

/// Stems pronounced with a vowel that Cyrillic does not write: ليتىر, مەتىر (CLDR 48, Kazinform), also within километр,
/// and before a suffix that begins with a consonant. Before a vowel it is not pronounced: метрі, метро.
const SPOKEN_WITH_VOWEL: [&str; 2] = ["литр", "метр"];

/// The prefix for a thousandth has one ل in Arabic (ميليگرام, CLDR 48), the numbers миллиард and миллион have two.
const THOUSANDTH: &str = "милли";

/// Abbreviations read letter by letter and therefore written apart (ا ق ش: CLDR 48, Kazinform; ب ا ءا: CLDR 48).
/// Abbreviations of papers and bodies follow these two sources; Egemen writes them together.
pub(crate) const SPELLED: [&str; 13] =
    ["ІІМ", "АҚШ", "БАӘ", "БСН", "БҰҰ", "ЕҚЫҰ", "ЖСН", "ЖШС", "ХҚКО", "ҚР", "ҚХА", "ҚХР", "ҰҚК"];

fn push_word(arabic: &mut String, word: &[Letter]) {
    if is_spelled(word) {
        for (place, letter) in word.iter().enumerate() {
            if place > 0 {
                arabic.push(' ');
            }
            push_spelling(arabic, &[letter.lower]);
        }
        return;
    }
    let lower: Vec<char> = word.iter().map(|letter| letter.lower).collect();
    push_spelling(arabic, &lower);
}

fn is_spelled(word: &[Letter]) -> bool {
    word.iter().all(|letter| letter.case == LetterCase::Upper)
        && SPELLED.iter().any(|spelled| {
            letters(spelled).iter().map(|letter| letter.lower).eq(word.iter().map(|letter| letter.lower))
        })
}

fn push_spelling(arabic: &mut String, word: &[char]) {
    if takes_hamza(word) {
        arabic.push(HAMZA);
    }
    for place in 0..word.len() {
        push_letter(arabic, word, place);
    }
}

/// The hamza rule: the word has at least one of ә ө ү і, none of к г е э, which show the front vowels by themselves,
/// and none of қ ғ, which occur in mixed words (бірыңғай, қазір). Derived from the pairs of CLDR 48 and `MediaWiki`; no
/// native word breaks it.
fn takes_hamza(word: &[char]) -> bool {
    if is_one_of(word, &WITHOUT_HAMZA) {
        return false;
    }
    if is_one_of(word, &WITH_HAMZA) {
        return true;
    }
    word.iter().any(|letter| matches!(letter, 'ә' | 'ө' | 'ү' | 'і'))
        && !word.iter().any(|letter| matches!(letter, 'к' | 'г' | 'е' | 'э' | 'қ' | 'ғ'))
}

fn push_letter(arabic: &mut String, word: &[char], place: usize) {
    let Some(&letter) = word.get(place) else { return };
    let next = word.get(place + 1).copied();
    let is_silent = is_within_next(letter, next)
        || is_second_of_silent_pair(word, place)
        || is_second_of_thousandth(word, place);
    if is_silent {
        return;
    }
    if is_before_spoken_vowel(word, place) {
        arabic.push('ى');
    }
    match (letter, next) {
        // ье and ъе are يە (гамбье گامبيە), ьо is يو (реюньон رەيۋنيون). Otherwise the signs are silent.
        ('ь' | 'ъ', Some('е' | 'о')) => arabic.push('ي'),
        _ => arabic.push_str(arabic_of(letter)),
    }
}

/// Returns whether the sound of the letter is already contained in the Arabic spelling of the next one.
///
/// - ия is يا, ию and йю are يۋ (азия ازيا, кию كيۋ): the glide is written once. The same holds for ий ي (балий بالي)
///   and, in loans of CLDR only, ии (ании اني) and йя (ушуайя ۋشۋايا).
/// - дж is ج (джоуль جوۋل, Азербайджан ازەربايجان).
fn is_within_next(letter: char, next: Option<char>) -> bool {
    match letter {
        'и' => matches!(next, Some('я' | 'ю' | 'ё' | 'й' | 'и')),
        'й' => matches!(next, Some('я' | 'ю' | 'ё')),
        'д' => next == Some('ж'),
        _ => false,
    }
}

/// Returns whether this is the second of a doubled consonant in a loan that no vowel follows: it is written once (ватт
/// ۆات, грамм گرام, хилл حيل in CLDR 48). No native word has such a pair; between vowels both are written (қатты قاتتى,
/// тонна توننا).
fn is_second_of_silent_pair(word: &[char], place: usize) -> bool {
    let Some([before, this]) = place.checked_sub(1).and_then(|start| word.get(start..=place)) else {
        return false;
    };
    let is_doubled = before == this && is_loan_double(*this);
    let follows_vowel = place >= 2 && word.get(place - 2).is_some_and(|letter| is_vowel(*letter));
    let vowel_follows = word.get(place + 1).is_some_and(|letter| is_vowel(*letter));
    is_doubled && follows_vowel && !vowel_follows
}

fn is_loan_double(letter: char) -> bool {
    matches!(letter, 'б' | 'в' | 'г' | 'д' | 'ж' | 'з' | 'к' | 'л' | 'м' | 'н' | 'п' | 'р' | 'с' | 'т' | 'ф')
}

fn is_second_of_thousandth(word: &[char], place: usize) -> bool {
    place == 3
        && starts_with(word, THOUSANDTH)
        && !starts_with(word, "миллиард")
        && !starts_with(word, "миллион")
}

/// Returns whether this is the р of литр or метр with no vowel after it.
fn is_before_spoken_vowel(word: &[char], place: usize) -> bool {
    let vowel_follows = word.get(place + 1).is_some_and(|letter| is_vowel(*letter));
    !vowel_follows
        && SPOKEN_WITH_VOWEL.iter().any(|stem| {
            let end = place + 1;
            end.checked_sub(stem.chars().count())
                .and_then(|start| word.get(start..end))
                .is_some_and(|part| stem.chars().eq(part.iter().copied()))
        })
}

fn starts_with(word: &[char], start: &str) -> bool {
    word.get(..start.chars().count()).is_some_and(|part| start.chars().eq(part.iter().copied()))
}

fn is_one_of(word: &[char], sorted: &[&str]) -> bool {
    sorted.binary_search_by(|entry| entry.chars().cmp(word.iter().copied())).is_ok()
}

fn arabic_of(letter: char) -> &'static str {
    LETTERS
        .binary_search_by_key(&letter, |(cyrillic, _)| *cyrillic)
        .ok()
        .and_then(|place| LETTERS.get(place))
        .map_or("", |(_, arabic)| arabic)
}

/// CLDR's exemplar punctuation of `kk-Arab`. Within an address, a number or a Latin word, punctuation stays unchanged.
fn punctuation(character: char) -> char {
    match character {
        ',' => '،',
        ';' => '؛',
        '?' => '؟',
        other => other,
    }
}

fn is_ascii_word(piece: Option<Token<'_>>) -> bool {
    matches!(piece, Some(Token::Other(character)) if character.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&str, &str)]) {
        for (cyrillic, arabic) in pairs {
            assert_eq!(&to_arabic(cyrillic), arabic, "{cyrillic}");
        }
    }

    #[test]
    fn tables_are_sorted_and_complete() {
        assert!(LETTERS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(WITHOUT_HAMZA.is_sorted_by(|a, b| a < b));
        assert!(SPELLED.is_sorted_by(|a, b| a < b));
        assert!(WITH_HAMZA.is_sorted_by(|a, b| a < b));
        let all = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
        assert!(all.chars().all(|letter| LETTERS.iter().any(|(cyrillic, _)| *cyrillic == letter)));
    }

    #[test]
    fn a_word_gets_a_hamza_only_if_nothing_else_shows_its_front_vowels() {
        check(&[
            ("үй", "ءۇي"),
            ("үйге", "ۇيگە"),
            ("өлім", "ءولىم"),
            ("әр", "ءار"),
            ("іс", "ءىس"),
            ("мән", "ءمان"),
            ("мәні", "ءمانى"),
            ("мәнге", "مانگە"),
            ("өзбек", "وزبەك"),
            ("тәжік", "تاجىك"),
            ("гүл", "گۇل"),
            ("көз", "كوز"),
            ("жер", "جەر"),
            ("біраз", "ءبىراز"),
            ("бірақ", "بىراق"),
            ("дүние", "دۇنيە"),
            ("қазіргі", "قازىرگى"),
            ("ғылыми", "عىلىمي"),
            ("бала", "بالا"),
            ("иә", "ءيا"),
            ("ә", "ءا"),
        ]);
    }

    #[test]
    fn any_other_character_starts_a_new_word_for_the_hamza() {
        check(&[
            ("әл-ауқат", "ءال-اۋقات"),
            ("мәдени-өмір", "مادەني-ءومىر"),
            ("ұлт.тіл:өмір/әр", "ۇلت.ءتىل:ءومىر/ءار"),
            ("5-ші", "5-ءشى"),
            ("PDF-тің", "PDF-ءتىڭ"),
            ("(әр)", "(ءار)"),
        ]);
    }

    #[test]
    fn glides_are_written_once() {
        check(&[
            ("азия", "ازيا"),
            ("кию", "كيۋ"),
            ("қою", "قويۋ"),
            ("ұя", "ۇيا"),
            ("яғни", "ياعني"),
            ("балий", "بالي"),
            ("киім", "كيىم"),
            ("тиын", "تيىن"),
            ("мәдениет", "مادەنيەت"),
        ]);
    }

    #[test]
    fn loans_follow_their_rules() {
        check(&[
            ("ватт", "ۆات"),
            ("киловатты", "كيلوۆاتتى"),
            ("класс", "كلاس"),
            ("граммға", "گرامعا"),
            ("қатты", "قاتتى"),
            ("жуу", "جۋۋ"),
            ("литр", "ليتىر"),
            ("километрлік", "كيلومەتىرلىك"),
            ("метрі", "مەترى"),
            ("метро", "مەترو"),
            ("миллиметр", "ميليمەتىر"),
            ("миллион", "ميلليون"),
            ("миллиард", "ميلليارد"),
            ("вьетнам", "ۆيەتنام"),
            ("объект", "وبيەكت"),
            ("июнь", "يۋن"),
            ("Азербайджан", "ازەربايجان"),
            ("борщ", "بورشش"),
            ("цех", "سەح"),
            ("милі", "ميلى"),
        ]);
    }

    #[test]
    fn abbreviations_in_capitals_are_spelled_out_and_other_capitals_are_words() {
        check(&[
            ("АҚШ-тың", "ا ق ش-تىڭ"),
            ("БАӘ дирхамы", "ب ا ءا ديرحامى"),
            ("ЖСН", "ج س ن"),
            ("ӨТІНІШ", "ءوتىنىش"),
            ("қр", "قر"),
        ]);
    }

    #[test]
    fn punctuation_is_converted_but_not_within_latin_words_and_numbers() {
        check(&[
            ("Бар ма? Жоқ, бар; иә.", "بار ما؟ جوق، بار؛ ءيا."),
            ("1,5 метр", "1,5 مەتىر"),
            ("adilet.zan.kz/a?b=1;c", "adilet.zan.kz/a?b=1;c"),
            ("2026, жыл", "2026، جىل"),
        ]);
    }

    #[test]
    fn other_text_stays_unchanged() {
        let text = "JPEG № 12 «{name}» ї ғ\u{301} 中 ۱";
        assert_eq!(to_arabic(text), "JPEG № 12 «{name}» ї ع\u{301} 中 ۱");
    }
}
