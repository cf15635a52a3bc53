//! Conversion of Kazakh between scripts.

use std::sync::LazyLock;

use script::{
    Lexicon, NAMES, ascii_digits, cyrillic_words, is_arabic, normalize_arabic, script_of, to_arabic,
    to_cyrillic, to_latin,
};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::from_words(NAMES.into_iter()));

/// Interprets the bytes as a text in any script.
///
/// # Panics
/// If normal text changes by another normalisation, or a suggestion has words that its text does not contain.
pub fn scripts(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let normal = normalize_arabic(text);
    assert_eq!(normalize_arabic(&normal), normal);
    let digits = ascii_digits(text);
    assert_eq!(ascii_digits(&digits), digits);
    for text in [text, &to_arabic(text)] {
        let suggestion = to_cyrillic(text, &LEXICON);
        for word in &suggestion.words {
            assert!(suggestion.text.contains(&word.cyrillic), "{word:?} in {:?}", suggestion.text);
        }
    }
    // Only a panic is a finding.
    let _ = (to_latin(text), script_of(text), is_arabic(text), cyrillic_words(text).count());
}
