//! House rules that the compiler does not check.

use super::source::{Comment, Finding, Source};

/// The crates whose code is loaded by phones: `format!` brings the machinery of `core::fmt`, which is large.
const ON_PHONES: [&str; 8] = [
    "src/",
    "crates/rules/src/",
    "crates/script/src/",
    "crates/wire/src/",
    "crates/outbox/src/",
    "crates/locale/src/",
    "crates/picture/src/",
    "crates/photo/src/",
];
/// Of these, files that only run natively.
const NATIVE_ONLY: [&str; 1] = ["src/static_pages.rs"];

pub fn check(source: &Source) -> Vec<Finding> {
    [dropped_results(source), formatting(source), run_on_comments(source), renamed_messages(source)].concat()
}

/// `let _ =` drops a result: a comment before it, at its end, or at the head of the file says why that is right. Writing to a
/// `String` cannot fail, and tests may drop what they do not look at.
fn dropped_results(source: &Source) -> Vec<Finding> {
    let is_explained_for_file =
        source.comments.iter().any(|comment| comment.text.contains("dropped in this module"));
    if is_explained_for_file || !source.is_rust() || source.path.contains("tests") {
        return Vec::new();
    }
    let dropping: Vec<usize> = lines_with(source, "let _ =").collect();
    let writing: Vec<usize> = lines_with(source, "let _ = write").collect();
    let has_comment =
        |line: usize| source.comments.iter().any(|comment| comment.line == line && !comment.is_doc);
    // The comment before several in a row is about all of them.
    let first_of_row = |mut line: usize| {
        while dropping.contains(&(line - 1)) {
            line -= 1;
        }
        line
    };
    let unexplained = |line: &usize| {
        !writing.contains(line) && !has_comment(*line) && !has_comment(first_of_row(*line) - 1)
    };
    let message = "`let _ =` without a comment that says why the result does not matter";
    dropping.iter().copied().filter(unexplained).map(|line| source.finding(line, message)).collect()
}

fn formatting(source: &Source) -> Vec<Finding> {
    let is_on_phones = ON_PHONES.iter().any(|folder| source.path.starts_with(folder));
    let is_test = source.path.contains("tests");
    if !is_on_phones || is_test || NATIVE_ONLY.contains(&source.path.as_str()) {
        return Vec::new();
    }
    lines_with(source, "format!(")
        .map(|line| source.finding(line, "`format!` in code for phones; use `concat` or `push_str`"))
        .collect()
}

/// Doc comments that are no sentence of their own: an editor shows each alone.
fn run_on_comments(source: &Source) -> Vec<Finding> {
    if !source.is_rust() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut comments = source.comments.iter().filter(|comment| comment.is_doc).peekable();
    let mut first: Option<&Comment> = None;
    while let Some(comment) = comments.next() {
        let start = *first.get_or_insert(comment);
        if comments.peek().is_some_and(|next| next.line == comment.line + 1) {
            continue;
        }
        if begins_within_sentence(&start.text) {
            findings.push(source.finding(start.line, "the doc comment begins in the middle of a sentence"));
        }
        let is_in_list = start.line != comment.line && comment.text.starts_with(['-', '|', '[', '#'])
            || source
                .comments
                .iter()
                .any(|before| before.line + 1 == comment.line && before.text.starts_with("- "));
        if !is_in_list && comment.text.ends_with(|char: char| char.is_alphanumeric() || ",;".contains(char)) {
            findings.push(source.finding(comment.line, "the doc comment ends without a full stop"));
        }
        first = None;
    }
    findings
}

/// A single letter at the beginning is what the comment is about.
fn begins_within_sentence(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_lowercase) && chars.next().is_some_and(char::is_alphabetic)
}

/// The build finds unused and missing texts by the name `Msg::`.
fn renamed_messages(source: &Source) -> Vec<Finding> {
    lines_with(source, "Msg as ").map(|line| source.finding(line, "`Msg` has no other name")).collect()
}

/// The numbers of the lines of product code with a text.
fn lines_with<'a>(source: &'a Source, text: &'a str) -> impl Iterator<Item = usize> {
    source.product().lines().enumerate().filter(move |(_, line)| line.contains(text)).map(|(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&Source::new(path, text)).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_dropped_result_needs_a_reason() {
        let text = "fn a() {\n    let _ = b();\n    // It may be gone.\n    let _ = b();\n    let _ = b(); // It may be gone.\n}\n";
        assert_eq!(lines("src/a.rs", text), [2]);
        assert!(
            lines("src/a.rs", &format!("//! Results of the DOM are dropped in this module: …\n{text}"))
                .is_empty()
        );
    }

    #[test]
    fn phones_do_not_format() {
        assert_eq!(lines("src/a.rs", "fn a() { format!(\"{x}\") }\n"), [1]);
        assert!(lines("crates/gateway/src/a.rs", "fn a() { format!(\"{x}\") }\n").is_empty());
        assert!(lines("src/a.rs", "#[cfg(test)]\nmod tests { fn a() { format!(\"{x}\") } }\n").is_empty());
    }

    #[test]
    fn a_doc_comment_is_a_sentence_of_its_own() {
        let text = "/// Waits, so that\nconst A: u8 = 1;\n/// nothing is lost.\nconst B: u8 = 2;\n/// Two\n/// lines.\nconst C: u8 = 3;\n";
        assert_eq!(lines("src/a.rs", text), [1, 3]);
    }

    #[test]
    fn messages_have_one_name() {
        assert_eq!(lines("src/a.rs", "use crate::i18n::Msg as M;\n"), [1]);
    }
}
