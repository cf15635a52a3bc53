//! Checks that the written texts are plain: short sentences, no bureaucratic words, and one word for each legal term.
//! The limits, the glossary and the words to avoid are in `docs/WORDING.md` and `data/plain-words.toml`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "lints recognise only #[test] functions")]

use std::path::{Path, PathBuf};

use catalog::{Catalogs, Family, Language, Text};

const WRITTEN_BY_US: [Language; 3] = [Language::Kazakh, Language::Russian, Language::English];
const WORDS_ON_AVERAGE: usize = 15;
const WORDS_AT_MOST: usize = 30;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn catalogs() -> Catalogs {
    Catalogs::read(&root()).unwrap()
}

fn wording() -> String {
    std::fs::read_to_string(root().join("docs/WORDING.md")).unwrap()
}

/// Returns key and text of everything that is written in a language, except the order's own words.
fn texts(catalogs: &Catalogs, language: Language) -> Vec<(String, String)> {
    let ours = catalogs.written().filter(|(family, of, ..)| *family != Family::Official && *of == language);
    let forms = |text: &Text| match text {
        Text::Plain(text) => vec![text.clone()],
        Text::Plural(forms) => forms.values().cloned().collect(),
    };
    ours.flat_map(|(_, _, key, text)| forms(text).into_iter().map(|text| (key.to_owned(), text))).collect()
}

/// Splits a text into sentences. Text without a full stop, question mark or exclamation mark at its end is a label and
/// is not a sentence.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for (at, char) in text.char_indices() {
        let after = at + char.len_utf8();
        let is_end = ".?!…".contains(char) && text[after..].chars().next().is_none_or(char::is_whitespace);
        if is_end || char == '\n' {
            if is_end {
                sentences.push(text[from..after].trim());
            }
            from = after;
        }
    }
    sentences
}

/// Counts the words. A placeholder is one word; a dash or a sign by itself is none.
fn words(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Returns whether a word begins with `stem`.
fn has_stem(text: &str, stem: &str) -> bool {
    let (text, stem) = (text.to_lowercase(), stem.to_lowercase());
    text.match_indices(&stem)
        .any(|(at, _)| text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric()))
}

/// Returns the rows of the table under a heading of a Markdown text, without its header.
fn table(markdown: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, section) = markdown.split_once(heading).unwrap();
    section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

#[test]
fn sentences_are_short_on_average_and_none_is_long() {
    let catalogs = catalogs();
    for language in WRITTEN_BY_US {
        let (mut count, mut all, mut long) = (0, 0, Vec::new());
        for (key, text) in texts(&catalogs, language) {
            for sentence in sentences(&text) {
                count += 1;
                all += words(sentence);
                if words(sentence) > WORDS_AT_MOST {
                    long.push(format!("{key}: {} words: {sentence}", words(sentence)));
                }
            }
        }
        assert!(long.is_empty(), "{language}\n{}", long.join("\n"));
        assert!(count > 100, "{language} has only {count} sentences: they are no longer found");
        assert!(all <= WORDS_ON_AVERAGE * count, "{language}: {all} words in {count} sentences");
    }
}

#[test]
fn bureaucratic_words_are_not_used() {
    let catalogs = catalogs();
    let file = include_str!("data/plain-words.toml").parse::<toml::Table>().unwrap();
    let mut found = Vec::new();
    for language in WRITTEN_BY_US {
        let avoided = file[language.code()].as_table().unwrap();
        for (key, text) in texts(&catalogs, language) {
            for (word, better) in avoided.iter().filter(|(word, _)| has_stem(&text, word)) {
                let better = better.as_str().unwrap();
                found.push(format!("{language} {key}: «{word}», better: {better}"));
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn each_legal_term_has_one_word() {
    let catalogs = catalogs();
    let rows = table(&wording(), "## Words that we do not use for them");
    assert!(rows.len() > 10);
    let mut found = Vec::new();
    for row in rows {
        let [term, kazakh, english, russian] = row.as_slice() else { panic!("{row:?} needs four cells") };
        for (language, avoided) in
            [(Language::Kazakh, kazakh), (Language::English, english), (Language::Russian, russian)]
        {
            for (key, text) in texts(&catalogs, language) {
                for word in avoided.split("; ").filter(|word| has_stem(&text, word)) {
                    found.push(format!("{language} {key}: «{word}» for {term}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn sentences_and_stems_are_found() {
    assert_eq!(sentences("Бір екі. Үш? adilet.zan.kz 1.5 бет"), ["Бір екі.", "Үш?"]);
    assert_eq!(words("«{n}» – сөз, №"), 2);
    assert!(has_stem("Подайте Ходатайство.", "ходатайств"));
    assert!(!has_stem("незаявка", "заявка"));
}
