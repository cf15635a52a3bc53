//! Uzbek from its Latin alphabet to its Cyrillic one, which older readers in Uzbekistan know better.
//!
//! The correspondences are those of the basic spelling rules of Uzbek (Cabinet of Ministers, No. 339 of 24 August 1995)
//! and their annex on the letters of the two alphabets. The conversion works by rule; exceptions that only a dictionary
//! can know are in a table below.

/// Writes Uzbek Latin in Cyrillic, upper case for upper case. Other text stays unchanged.
///
/// | Latin | Cyrillic | |
/// |---|---|---|
/// | a b d f g h i j k l m n o p q r s t u v x y z | а б д ф г ҳ и ж к л м н о п қ р с т у в х й з | one for one |
/// | oʻ gʻ sh ch | ў ғ ш ч | ng is н and г, as it is written |
/// | e | э at the beginning of a word and after a vowel, else е | elektron электрон, kelish келиш |
/// | ye yo yu ya | е ё ю я | yetti етти, Rossiya Россия |
/// | yoʻ | йў | yoʻl йўл |
/// | ʼ | ъ | maʼlumot маълумот |
/// | sʼh | сҳ | here the mark only says that these are two letters: Isʼhoq Исҳоқ |
/// | 29-dekabr, 2023-yil | 29 декабрь, 2023 йил | the hyphen of dates is of the Latin rules of 1995 |
///
/// - Any apostrophe after o and g is accepted, since people type ' and ‘ and ’ alike. Elsewhere it is a letter if it is
///   between two letters; at the end of a word only ʼ itself is, since the others may close a quotation.
/// - Loans whose ц, ь or ъ Latin does not write are in a table.
/// - Latin stays unchanged in a placeholder, `{name}` or `{name:form}`; in an address, which has an @, :// or a full stop between
///   letters; in abbreviations of a list (PDF); in Roman numbers; and in a word with w or a c without h, which is not
///   Uzbek.
///
/// Each input character gives at most two output characters.
pub fn uzbek_to_cyrillic(text: &str) -> String {
    let mut cyrillic = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((piece, after)) = next_piece(rest) {
        if is_placeholder(piece) || is_address(piece) {
            cyrillic.push_str(piece);
        } else {
            push_piece(&mut cyrillic, &piece.chars().collect::<Vec<char>>());
        }
        rest = after;
    }
    cyrillic
}

/// The mark in oʻ and gʻ. It may be typed as any of [`APOSTROPHES`] and is stored as this one.
const TURNED_COMMA: char = 'ʻ';

/// Tutuq belgisi. It may be typed as any of [`APOSTROPHES`] and is stored as this one.
const TUTUQ: char = 'ʼ';

/// The characters that keyboards and word processors write for the two marks.
const APOSTROPHES: [char; 9] = ['ʻ', 'ʼ', '\'', '‘', '’', '`', '´', '′', 'ʹ'];

/// Words that Uzbek Cyrillic texts also write in Latin; Fi is the second half of Wi-Fi, whose first has a w.
const KEPT: [&str; 7] = ["Fi", "IIN", "JPEG", "JPG", "PDF", "PNG", "https"];

/// Groups of letters that represent one or two Cyrillic letters, the longest first.
const GROUPS: [(&str, &str); 10] = [
    ("sʼh", "сҳ"),
    ("yoʻ", "йў"),
    ("ch", "ч"),
    ("gʻ", "ғ"),
    ("oʻ", "ў"),
    ("sh", "ш"),
    ("ya", "я"),
    ("ye", "е"),
    ("yo", "ё"),
    ("yu", "ю"),
];

/// Single letters. e is not included: it depends on the letter before it.
#[rustfmt::skip]
const LETTERS: [(char, char); 24] = [
    ('a', 'а'), ('b', 'б'), ('d', 'д'), ('f', 'ф'), ('g', 'г'), ('h', 'ҳ'), ('i', 'и'), ('j', 'ж'), ('k', 'к'),
    ('l', 'л'), ('m', 'м'), ('n', 'н'), ('o', 'о'), ('p', 'п'), ('q', 'қ'), ('r', 'р'), ('s', 'с'), ('t', 'т'),
    ('u', 'у'), ('v', 'в'), ('x', 'х'), ('y', 'й'), ('z', 'з'), (TUTUQ, 'ъ'),
];

/// The part of a word in which a loan is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The word without any suffix. The soft sign at its end is dropped before one: декабрь, декабрда.
    Whole,
    /// The beginning of the word.
    Start,
    /// Any place.
    Within,
}

/// Words whose Cyrillic does not follow from the letters. The kinds are named in the annex of the spelling rules: ц is
/// s, and ts between vowels, which in native words are т and с (ketsa кетса); ь is not written; я, ю after a consonant
/// may be a, u; ъ before е is not written; tutuq belgisi is not written after oʻ. The words are a choice from general
/// knowledge: those of papers and offices.
#[rustfmt::skip]
const LOANS: [(Fit, &str, &str); 60] = [
    (Fit::Whole, "apostil", "апостиль"), (Fit::Whole, "aprel", "апрель"), (Fit::Whole, "dekabr", "декабрь"),
    (Fit::Whole, "fevral", "февраль"), (Fit::Whole, "iyul", "июль"), (Fit::Whole, "iyun", "июнь"),
    (Fit::Whole, "kalendar", "календарь"), (Fit::Whole, "medal", "медаль"), (Fit::Whole, "model", "модель"),
    (Fit::Whole, "noyabr", "ноябрь"), (Fit::Whole, "oktabr", "октябрь"), (Fit::Whole, "parol", "пароль"),
    (Fit::Whole, "rol", "роль"), (Fit::Whole, "sentabr", "сентябрь"), (Fit::Whole, "yanvar", "январь"),
    (Fit::Start, "abzas", "абзац"), (Fit::Start, "aksent", "акцент"), (Fit::Start, "aksiz", "акциз"),
    (Fit::Start, "albom", "альбом"), (Fit::Start, "batalyon", "батальон"), (Fit::Start, "budjet", "бюджет"),
    (Fit::Start, "film", "фильм"), (Fit::Start, "filtr", "фильтр"), (Fit::Start, "frans", "франц"),
    (Fit::Start, "intervyu", "интервью"), (Fit::Start, "kompyuter", "компьютер"),
    (Fit::Start, "konferens", "конференц"), (Fit::Start, "konsert", "концерт"), (Fit::Start, "kvars", "кварц"),
    (Fit::Start, "kvitans", "квитанц"), (Fit::Start, "litsenz", "лиценз"), (Fit::Start, "litsey", "лицей"),
    (Fit::Start, "mayor", "майор"), (Fit::Start, "moʻjiza", "мўъжиза"), (Fit::Start, "moʻtabar", "мўътабар"),
    (Fit::Start, "moʻtadil", "мўътадил"), (Fit::Start, "obyekt", "объект"), (Fit::Start, "ofitser", "офицер"),
    (Fit::Start, "oktabr", "октябр"), (Fit::Start, "patsiyent", "пациент"), (Fit::Start, "pavilyon", "павильон"),
    (Fit::Start, "premyer", "премьер"), (Fit::Start, "protsed", "процед"), (Fit::Start, "protsent", "процент"),
    (Fit::Start, "protsess", "процесс"), (Fit::Start, "rayon", "район"), (Fit::Start, "retsept", "рецепт"),
    (Fit::Start, "sement", "цемент"), (Fit::Start, "sentabr", "сентябр"), (Fit::Start, "sentner", "центнер"),
    (Fit::Start, "sikl", "цикл"), (Fit::Start, "sirk", "цирк"), (Fit::Start, "sotsial", "социал"),
    (Fit::Start, "stansiya", "станция"), (Fit::Start, "subyekt", "субъект"), (Fit::Start, "tendens", "тенденц"),
    (Fit::Start, "vaksin", "вакцин"), (Fit::Within, "ksiya", "кция"), (Fit::Within, "tsion", "цион"),
    (Fit::Within, "tsiya", "ция"),
];

const MONTHS: [&str; 12] = [
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr",
    "dekabr",
];

/// The possible endings of a month, so that 3-maydon is not read as the third of May.
const MONTH_ENDINGS: [&str; 8] = ["", "da", "dagi", "dan", "ga", "gacha", "ni", "ning"];

/// A letter or a mark of a word: its lower case, and its written form.
#[derive(Clone, Copy)]
struct UzbekLetter {
    lower: char,
    is_upper: bool,
}

/// Splits off a placeholder, or the text up to the next space or brace, and returns the rest. A piece is never empty.
fn next_piece(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    let length = placeholder_length(text).unwrap_or_else(|| {
        text.char_indices()
            .skip(1)
            .find(|(_, character)| character.is_whitespace() || first.is_whitespace() || *character == '{')
            .map_or(text.len(), |(at, _)| at)
    });
    text.split_at_checked(length)
}

fn placeholder_length(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('{')?;
    let length = inside.find('}')?;
    let name = inside.get(..length)?;
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || b"_:".contains(&byte));
    is_name.then_some(length + 2)
}

fn is_placeholder(piece: &str) -> bool {
    placeholder_length(piece).is_some()
}

fn is_address(piece: &str) -> bool {
    // Two letters after the full stop, since abbreviations such as v.b. have one.
    let is_dotted = piece.as_bytes().windows(4).any(|four| {
        matches!(four, [before, b'.', after @ ..]
            if before.is_ascii_alphanumeric() && after.iter().all(u8::is_ascii_lowercase))
    });
    is_dotted || piece.contains('@') || piece.contains("://")
}

fn push_piece(cyrillic: &mut String, piece: &[char]) {
    let mut rest = piece;
    let mut before = None;
    while let Some((&first, after_first)) = rest.split_first() {
        let length = word_length(rest);
        if length == 0 {
            let is_of_date = is_date_hyphen(before, first, after_first);
            cyrillic.push(if is_of_date { ' ' } else { first });
            (before, rest) = (Some(first), after_first);
        } else {
            let (word, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            push_word(cyrillic, word);
            (before, rest) = (word.last().copied(), after);
        }
    }
}

/// Returns the number of characters at the beginning that are letters and marks of one word.
fn word_length(characters: &[char]) -> usize {
    let mut length = 0;
    let mut before = None;
    for (place, &character) in characters.iter().enumerate() {
        let next = characters.get(place + 1);
        let belongs = if APOSTROPHES.contains(&character) {
            is_mark(before, character, next.copied())
        } else {
            character.is_ascii_alphabetic()
        };
        if !belongs {
            break;
        }
        before = Some(character);
        length = place + 1;
    }
    length
}

fn is_mark(before: Option<char>, apostrophe: char, next: Option<char>) -> bool {
    before.is_some_and(|before| {
        takes_turned_comma(before)
            || apostrophe == TUTUQ
            || next.is_some_and(|next| next.is_ascii_alphabetic())
    })
}

fn takes_turned_comma(letter: char) -> bool {
    matches!(letter, 'o' | 'O' | 'g' | 'G')
}

/// Returns whether this is the hyphen of 2023-yil or 29-dekabr. The hyphen of other ordinals (1-ilova) belongs to both
/// alphabets.
fn is_date_hyphen(before: Option<char>, hyphen: char, after: &[char]) -> bool {
    if hyphen != '-' || !before.is_some_and(|before| before.is_ascii_digit()) {
        return false;
    }
    let word = letters(after.get(..word_length(after)).unwrap_or_default());
    let is_month = MONTHS.iter().any(|month| {
        MONTH_ENDINGS.iter().any(|ending| is_spelled(&word, month.chars().chain(ending.chars())))
    });
    is_month || starts_with(&word, "yil")
}

fn push_word(cyrillic: &mut String, word: &[char]) {
    if stays_latin(word) {
        cyrillic.extend(word);
        return;
    }
    let word = letters(word);
    let mut place = 0;
    while let Some(rest) = word.get(place..).filter(|rest| !rest.is_empty()) {
        place += push_group(cyrillic, word.get(..place).unwrap_or_default(), rest);
    }
}

/// Writes the first group of letters of `rest`, which follows `before` in its word, and returns the length of the
/// group.
fn push_group(cyrillic: &mut String, before: &[UzbekLetter], rest: &[UzbekLetter]) -> usize {
    let is_first = before.is_empty();
    let loan = LOANS.iter().find(|(fit, latin, _)| match fit {
        Fit::Whole => is_first && is_spelled(rest, latin.chars()),
        Fit::Start => is_first && starts_with(rest, latin),
        Fit::Within => starts_with(rest, latin),
    });
    let group = loan
        .map(|(_, latin, written)| (*latin, *written))
        .or_else(|| GROUPS.into_iter().find(|(latin, _)| starts_with(rest, latin)));
    if let Some((latin, written)) = group {
        let length = latin.chars().count();
        push_in_case(cyrillic, written, rest.get(..length).unwrap_or(rest));
        return length;
    }
    if let Some(&letter) = rest.first() {
        cyrillic.push(in_case(single(letter.lower, before), letter.is_upper));
    }
    1
}

fn single(latin: char, before: &[UzbekLetter]) -> char {
    match latin {
        'e' if before.is_empty() || ends_with_vowel(before) => 'э',
        'e' => 'е',
        _ => LETTERS
            .binary_search_by_key(&latin, |(letter, _)| *letter)
            .ok()
            .and_then(|place| LETTERS.get(place))
            .map_or(latin, |(_, written)| *written),
    }
}

fn ends_with_vowel(letters: &[UzbekLetter]) -> bool {
    let mut backwards = letters.iter().rev().map(|letter| letter.lower);
    match backwards.next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => true,
        Some(TURNED_COMMA) => backwards.next() == Some('o'),
        _ => false,
    }
}

/// Writes the first letter in the case of the first Latin letter, the others in that of the last: Yoʻ is Йў, YOʻ is ЙЎ.
fn push_in_case(cyrillic: &mut String, written: &str, latin: &[UzbekLetter]) {
    let first = latin.first().is_some_and(|letter| letter.is_upper);
    let last = latin.iter().rfind(|letter| letter.lower.is_ascii()).is_some_and(|letter| letter.is_upper);
    for (place, letter) in written.chars().enumerate() {
        cyrillic.push(in_case(letter, if place == 0 { first } else { last }));
    }
}

/// Has its own case mapping, because the general one adds tables of all scripts to the program.
fn in_case(letter: char, is_upper: bool) -> char {
    match letter {
        _ if !is_upper => letter,
        'а'..='я' => char::from_u32(u32::from(letter) - 32).unwrap_or(letter),
        'ё' => 'Ё',
        'ў' => 'Ў',
        'қ' => 'Қ',
        'ғ' => 'Ғ',
        'ҳ' => 'Ҳ',
        _ => letter,
    }
}

fn stays_latin(word: &[char]) -> bool {
    let is_kept = KEPT.iter().any(|kept| kept.chars().eq(word.iter().copied()));
    let is_number = word.len() > 1 && word.iter().all(|letter| matches!(letter, 'I' | 'V' | 'X'));
    is_kept || is_number || is_foreign(word)
}

/// Returns whether the word is not Uzbek: the Uzbek alphabet has no w, and c only in ch.
fn is_foreign(word: &[char]) -> bool {
    word.iter().enumerate().any(|(place, letter)| match letter {
        'w' | 'W' => true,
        'c' | 'C' => !matches!(word.get(place + 1), Some('h' | 'H')),
        _ => false,
    })
}

/// Returns the letters of a word in lower case, with each mark replaced by the correct one.
fn letters(word: &[char]) -> Vec<UzbekLetter> {
    let mut before = None;
    word.iter()
        .map(|&character| {
            let lower = match character {
                _ if !APOSTROPHES.contains(&character) => character.to_ascii_lowercase(),
                _ if before.is_some_and(takes_turned_comma) => TURNED_COMMA,
                _ => TUTUQ,
            };
            before = Some(character);
            UzbekLetter { lower, is_upper: character.is_ascii_uppercase() }
        })
        .collect()
}

fn is_spelled(word: &[UzbekLetter], spelling: impl Iterator<Item = char>) -> bool {
    word.iter().map(|letter| letter.lower).eq(spelling)
}

fn starts_with(word: &[UzbekLetter], start: &str) -> bool {
    word.get(..start.chars().count()).is_some_and(|part| is_spelled(part, start.chars()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_the_order_required_by_the_search() {
        assert!(LETTERS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(GROUPS.is_sorted_by(|a, b| (b.0.chars().count(), a.0) < (a.0.chars().count(), b.0)));
        // A whole word is found before the beginnings of words, and each kind has a word once.
        assert!(LOANS.is_sorted_by(|a, b| (a.0 as u8, a.1) < (b.0 as u8, b.1)));
        assert!(KEPT.is_sorted());
    }

    #[test]
    fn every_loan_would_be_wrong_without_the_table() {
        for (_, latin, cyrillic) in LOANS {
            let by_letters: String = {
                let word = letters(&latin.chars().collect::<Vec<_>>());
                let mut written = String::new();
                let mut place = 0;
                while let Some(rest) = word.get(place..).filter(|rest| !rest.is_empty()) {
                    let group = GROUPS.into_iter().find(|(latin, _)| starts_with(rest, latin));
                    match group {
                        Some((latin, group)) => {
                            written.push_str(group);
                            place += latin.chars().count();
                        }
                        None => {
                            written.push(single(rest[0].lower, &word[..place]));
                            place += 1;
                        }
                    }
                }
                written
            };
            assert_ne!(by_letters, cyrillic, "{latin}");
            assert!(cyrillic.chars().count() <= 2 * latin.chars().count(), "{latin}");
        }
    }

    #[test]
    fn every_letter_of_the_tables_has_its_upper_case() {
        let written = GROUPS.map(|(_, written)| written).concat() + &LOANS.map(|loan| loan.2).concat();
        for letter in written.chars().chain(LETTERS.map(|(_, written)| written)).chain(['э', 'е']) {
            assert!(letter.to_uppercase().eq([in_case(letter, true)]), "{letter}");
            assert_eq!(in_case(letter, false), letter);
        }
    }
}
