//! Converts the words of the app and the names from Cyrillic to Arabic and back.

use std::collections::BTreeSet;

use script::{Lexicon, NAMES, cyrillic_words, to_arabic, to_cyrillic};

const TEXTS: &str = include_str!("../../../locales/kk.toml");

/// Words of `locales/kk.toml` with the same Arabic spelling as another word there, so that they do not round-trip.
const COLLIDE: [&str; 0] = [];

fn words() -> BTreeSet<String> {
    cyrillic_words(TEXTS).map(str::to_lowercase).collect()
}

#[test]
fn every_word_of_the_app_round_trips_with_a_lexicon_except_the_listed() {
    let words = words();
    assert!(words.len() > 500, "{}", words.len());
    let lexicon = Lexicon::from_words(words.iter().map(String::as_str));
    let lost: Vec<_> =
        words.iter().filter(|word| to_cyrillic(&to_arabic(word), &lexicon).text != **word).collect();
    assert_eq!(lost, COLLIDE, "of {} words", words.len());
    assert!(COLLIDE.len() * 200 <= words.len(), "more than half a percent of {}", words.len());
}

#[test]
fn nine_of_ten_words_round_trip_by_rules_alone() {
    let words = words();
    let none = Lexicon::default();
    let back = words.iter().filter(|word| to_cyrillic(&to_arabic(word), &none).text == **word).count();
    assert!(back * 100 > words.len() * 90, "{back} of {}", words.len());
}

#[test]
fn the_texts_of_the_app_round_trip_except_for_capitals() {
    let words = words();
    let lexicon = Lexicon::from_words(words.iter().map(String::as_str));
    for line in TEXTS.lines().filter(|line| !COLLIDE.iter().any(|word| line.contains(word))) {
        let back = to_cyrillic(&to_arabic(line), &lexicon).text;
        assert_eq!(back.to_lowercase(), line.to_lowercase());
    }
}

#[test]
fn names_are_sorted_and_round_trip_with_their_capitals() {
    assert!(NAMES.is_sorted_by(|a, b| a < b));
    let lexicon = Lexicon::from_words(NAMES.into_iter());
    let lost: Vec<_> =
        NAMES.into_iter().filter(|name| to_cyrillic(&to_arabic(name), &lexicon).text != *name).collect();
    assert_eq!(lost, [""; 0]);
}
