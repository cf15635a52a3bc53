//! One form for each letter of Latin and Cyrillic script: lower case, composed, and without variants that sound alike.
//! For Arabic script see [`crate::normalize_arabic`].

/// The number of letters above which names are only tested for equality. Names in passports have at most 39.
pub const LONGEST_COMPARED: usize = 160;

/// Returns the lower-case letters of a text together with all other characters. A letter and the marks after it are
/// one.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut rest = text.chars().flat_map(char::to_lowercase).peekable();
    std::iter::from_fn(move || {
        let mut letter = rest.next()?;
        while let Some(mark) = rest.next_if(|next| is_mark(*next)) {
            letter = composed(letter, mark);
        }
        Some(one_form(letter))
    })
}

/// Returns only the letters and digits.
pub(super) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    letters(text).filter(|letter| letter.is_alphanumeric())
}

/// Returns whether this is an accent that combines with the letter before it, a vowel sign of Arabic script, or a
/// direction mark.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{652}' | '\u{200B}'..='\u{200F}')
}

/// Returns the letter with its accent as one character; an accent that no known letter has is dropped.
fn composed(letter: char, mark: char) -> char {
    match (letter, mark) {
        ('и', '\u{306}') => 'й',
        ('е', '\u{308}') => 'ё',
        ('у', '\u{306}') => 'ў',
        ('a', '\u{308}') => 'ä',
        ('o', '\u{308}') => 'ö',
        ('u', '\u{308}') => 'ü',
        ('s', '\u{327}' | '\u{30C}') => 'ş',
        ('c', '\u{327}' | '\u{30C}') => 'ç',
        ('z', '\u{30C}') => 'ž',
        ('g', '\u{306}' | '\u{301}') => 'ğ',
        ('n', '\u{303}' | '\u{30C}' | '\u{301}') => 'ñ',
        ('a', '\u{301}') => 'á',
        ('o', '\u{301}') => 'ó',
        ('u', '\u{301}') => 'ú',
        ('y', '\u{301}') => 'ý',
        _ => letter,
    }
}

fn one_form(letter: char) -> char {
    match letter {
        'ə' | 'æ' => 'ä',
        'ø' => 'ö',
        'š' | 'ș' => 'ş',
        'č' | 'ć' => 'ç',
        'ǵ' | 'ģ' | 'ġ' => 'ğ',
        'ń' | 'ň' | 'ŋ' => 'ñ',
        'à' | 'â' | 'ã' | 'å' | 'ā' => 'a',
        'è' | 'é' | 'ê' | 'ë' | 'ē' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ī' => 'i',
        'ò' | 'ô' | 'õ' | 'ō' => 'o',
        'ù' | 'û' | 'ū' => 'u',
        'ÿ' => 'y',
        'ź' | 'ż' => 'z',
        'ѐ' => 'е',
        'ѝ' | 'ӣ' => 'и',
        'ї' => 'і',
        'ӯ' => 'у',
        'ҡ' => 'қ',
        'ҳ' => 'х',
        'ҷ' | 'җ' => 'ж',
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BB}' | '\u{2BC}' | '\u{2BF}' | '`' | '´' => '\'',
        other => other,
    }
}
