//! Properties of the conversions for any text.

use proptest::prelude::*;
use script::{Lexicon, cyrillic_words, normalize_arabic, script_of, to_arabic, to_cyrillic, to_latin};

/// The exemplar letters of CLDR 48 for `kk-Arab`.
const EXEMPLARS: &str = "ءاەبپتجچحدرزسشعفقكگڭلمنھوۇۆۋىي";

/// Generates arbitrary text, and text of the characters that the rules handle.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[а-яА-ЯәғқңөұүһіӘҒҚҢӨҰҮҺІёЁ \\-.,;?0-9a-z\u{306}\u{308}]{0,40}",
        "[ءابپتجچحدرزسشعفقكگڭلمنھوۇۆۋەىي \\-،؛؟0-9\u{640}\u{647}\u{6c1}\u{6cc}\u{6a9}\u{674}-\u{678}\u{200c}\u{200d}👨]{0,40}",
        "[\u{fb50}-\u{fdff}\u{fe70}-\u{feff} ]{0,20}",
    ]
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_panics_and_no_output_exceeds_its_length_limit(text in texts()) {
        let lexicon = Lexicon::from_words(cyrillic_words(&text));
        prop_assert!(length(&to_arabic(&text)) <= 3 * length(&text));
        prop_assert!(length(&to_latin(&text)) <= 2 * length(&text));
        prop_assert!(length(&normalize_arabic(&text)) <= 2 * length(&text));
        let normal = normalize_arabic(&text);
        prop_assert!(length(&to_cyrillic(&text, &Lexicon::default()).text) <= length(&normal));
        to_cyrillic(&text, &lexicon);
        script_of(&text);
    }

    #[test]
    fn normalising_is_idempotent(text in texts()) {
        let once = normalize_arabic(&text);
        prop_assert_eq!(normalize_arabic(&once), once);
    }

    #[test]
    fn output_is_normal_and_converting_it_again_changes_nothing(
        text in "[а-яА-ЯәғқңөұүһіӘҒҚҢӨҰҮҺІёЁ \\-.0-9]{0,40}"
    ) {
        let arabic = to_arabic(&text);
        prop_assert_eq!(normalize_arabic(&arabic), arabic.as_str());
        prop_assert_eq!(to_arabic(&arabic), arabic.as_str());
        let latin = to_latin(&text);
        prop_assert_eq!(to_latin(&latin), latin);
    }

    #[test]
    fn digits_stay_unchanged(text in texts()) {
        for converted in [
            to_arabic(&text),
            to_latin(&text),
            normalize_arabic(&text),
            to_cyrillic(&text, &Lexicon::default()).text,
        ] {
            prop_assert_eq!(digits(&converted), digits(&text));
        }
    }

    #[test]
    fn a_kazakh_word_becomes_letters_of_the_exemplar_set(word in "[а-яәғқңөұүһіё]{1,20}") {
        prop_assert!(to_arabic(&word).chars().all(|letter| EXEMPLARS.contains(letter)));
    }

    #[test]
    fn case_makes_no_difference_in_arabic_except_for_abbreviations(
        word in "[а-яәғқңөұүһіё]{5,20}"
    ) {
        prop_assert_eq!(to_arabic(&word.to_uppercase()), to_arabic(&word));
        prop_assert_eq!(to_latin(&word.to_uppercase()), to_latin(&word).replace('i', "İ").to_uppercase());
    }

    #[test]
    fn a_word_of_a_lexicon_round_trips_or_is_a_collision(
        words in proptest::collection::vec("[а-яәғқңөұүһі]{1,8}", 1..20)
    ) {
        let lexicon = Lexicon::from_words(words.iter().map(String::as_str));
        let collisions: Vec<_> = lexicon.collisions().map(|collision| collision.other).collect();
        for word in words.iter().filter(|word| !to_arabic(word).is_empty()) {
            let back = to_cyrillic(&to_arabic(word), &lexicon);
            prop_assert!(back.text == *word || collisions.contains(&word.as_str()), "{} {:?}", word, back);
        }
    }
}
