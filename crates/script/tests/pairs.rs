//! Reference pairs of CLDR 48, Kazinform, Apertium and Qazaq-Genius, in each direction for which they were published.
//! `tests/data/pairs.json` names the source of each group.

use script::{Evidence, Lexicon, to_arabic, to_cyrillic, to_latin};
use serde_json::Value;

const PAIRS: &str = include_str!("data/pairs.json");

/// Groups of Cyrillic to Arabic.
const FROM_CYRILLIC: [&str; 4] = [
    "cldr48_months_kk_kkArab",
    "cldr48_days_kk_kkArab",
    "hamza_rule_edge_cases_CLDR",
    "running_text_ar_inform_kz",
];

/// Words of the Apertium group that no rule converts correctly without a lexicon: the first vowel of the compound
/// солтүстік is back although the other vowels in it are front.
const NEED_A_LEXICON: [&str; 1] = ["солтүстік"];

/// Returns the pairs of a group; empty if the file has no such group. Each test checks the number of pairs.
fn group(name: &str) -> Vec<(String, String)> {
    let all: Value = serde_json::from_str(PAIRS).unwrap_or_default();
    let pairs = all[name].as_object().into_iter().flatten();
    pairs.map(|(left, right)| (left.clone(), right.as_str().unwrap_or_default().to_owned())).collect()
}

#[test]
fn every_cyrillic_pair_converts_to_arabic() {
    let mut count = 0;
    for (cyrillic, arabic) in FROM_CYRILLIC.into_iter().flat_map(group) {
        assert_eq!(to_arabic(&cyrillic), arabic, "{cyrillic}");
        count += 1;
    }
    assert_eq!(count, 38);
}

#[test]
fn every_pair_of_apertium_converts_to_cyrillic() {
    let lexicon = Lexicon::from_words(NEED_A_LEXICON.into_iter());
    let pairs = group("apertium_arab_to_cyrl");
    assert_eq!(pairs.len(), 14);
    for (arabic, cyrillic) in pairs {
        let suggestion = to_cyrillic(&arabic, &lexicon);
        assert_eq!(suggestion.text, cyrillic, "{arabic}");
        let by_lexicon = suggestion.words.iter().all(|word| word.ground == Evidence::Lexicon);
        assert_eq!(by_lexicon, NEED_A_LEXICON.contains(&cyrillic.as_str()), "{cyrillic}");
    }
}

#[test]
fn every_pair_of_apertium_converts_to_arabic() {
    let pairs = group("apertium_arab_to_cyrl");
    assert_eq!(pairs.len(), 14);
    for (arabic, cyrillic) in pairs {
        assert_eq!(to_arabic(&cyrillic), arabic, "{cyrillic}");
    }
}

#[test]
fn cyrillic_pairs_round_trip_with_a_lexicon_of_their_words() {
    let pairs: Vec<_> = FROM_CYRILLIC.into_iter().flat_map(group).collect();
    assert_eq!(pairs.len(), 38);
    let lexicon = Lexicon::from_words(pairs.iter().map(|(cyrillic, _)| cyrillic.as_str()));
    for (cyrillic, arabic) in &pairs {
        assert_eq!(&to_cyrillic(arabic, &lexicon).text, cyrillic);
    }
}

#[test]
fn every_latin_pair_converts() {
    let all: Value = serde_json::from_str(PAIRS).unwrap();
    let pairs = all["latin2021_QazaqGenius_tests"].as_array().unwrap();
    assert_eq!(pairs.len(), 3);
    for pair in pairs {
        let (cyrillic, latin) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        assert_eq!(to_latin(cyrillic), latin);
        assert_eq!(to_latin(&cyrillic.to_uppercase()), turkic_upper_case(latin));
    }
}

/// Returns the text in upper case; i and ı have different capitals.
fn turkic_upper_case(latin: &str) -> String {
    latin.replace('i', "İ").to_uppercase()
}
