//! Checks that the order's own words are quoted exactly: every line of `locales/official.kk.toml` is in the order,
//! after the repairs listed in `docs/WORDING.md`. `data/order-539-kk.txt` is the text of order No. 539 of 29 December
//! 2023, extracted from its page in the legal database of Kazakhstan (adilet.zan.kz).
#![allow(clippy::unwrap_used, reason = "lints recognise only #[test] functions")]

use std::path::Path;

use catalog::{Catalogs, Family, Text};

/// Replaces the line breaks of the page by spaces.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the repairs: the text as extracted and as shown.
fn repairs(wording: &str) -> Vec<(String, String)> {
    rows(wording, "| place | as extracted | as shown |")
}

/// Returns the omissions: the text in the order, and with the gap that is shown.
fn omissions(wording: &str) -> Vec<(String, String)> {
    rows(wording, "| place | in the order | on screen |")
}

fn rows(wording: &str, header: &str) -> Vec<(String, String)> {
    let (_, section) = wording.split_once(header).unwrap();
    section
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|row| {
            let cells: Vec<&str> =
                row.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_matches('`')).collect();
            (cells[1].to_owned(), cells[2].to_owned())
        })
        .collect()
}

#[test]
fn every_quoted_line_is_in_the_order_after_the_listed_repairs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let wording = std::fs::read_to_string(root.join("docs/WORDING.md")).unwrap();
    let mut order = on_one_line(include_str!("data/order-539-kk.txt"));
    let repairs = repairs(&wording);
    assert!(!repairs.is_empty());
    for (extracted, shown) in repairs.into_iter().chain(omissions(&wording)) {
        assert_eq!(order.matches(&extracted).count(), 1, "{extracted}");
        order = order.replace(&extracted, &shown);
    }
    let catalogs = Catalogs::read(&root).unwrap();
    let mut lines = 0;
    for (family, _, key, text) in catalogs.written() {
        let (Family::Official, Text::Plain(text)) = (family, text) else { continue };
        for line in text.lines() {
            lines += 1;
            assert!(order.contains(line), "{key}: {line}");
        }
    }
    assert!(lines > 20, "{lines}");
}

#[test]
fn a_repair_moves_words_and_spaces_and_changes_no_letter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let wording = std::fs::read_to_string(root.join("docs/WORDING.md")).unwrap();
    for (extracted, shown) in repairs(&wording) {
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|char| !char.is_whitespace()).collect();
            letters.sort_unstable();
            letters
        };
        assert_eq!(letters(&extracted), letters(&shown), "{extracted}");
    }
}
