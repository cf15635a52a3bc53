//! The words of comments, documents and messages: plain standard English.

use super::source::{Finding, Source};

/// Words that are not used, and what is written instead. A phrase can have several words.
const AVOIDED: [(&str, &str); 24] = [
    ("anew", "again"),
    ("whoever", "a person who, anyone who"),
    ("whosoever", "anyone who"),
    ("mend", "fix, correct"),
    ("mends", "fixes, corrects"),
    ("mended", "fixed, corrected"),
    ("mending", "fixing, correcting"),
    ("lie", "be, be stored"),
    ("lies", "is, is stored"),
    ("lying", "being, stored"),
    ("lain", "been"),
    ("stand", "be, be written"),
    ("stands", "is, is written, means"),
    ("standing", "state, being"),
    ("stood", "was, was written"),
    ("so many", "this number of"),
    ("told", "notified, distinguished, said"),
    ("beside", "next to, in addition to"),
    ("besides", "also, in addition"),
    ("withal", "also"),
    ("lest", "so that … not"),
    ("thereof", "of it"),
    ("whence", "from which"),
    ("hence", "therefore"),
];

/// Where a word of the list is a term.
const TERMS: [(&str, &str); 2] = [
    // The state of a proceeding is a type of the rules.
    ("standing", "Standing"),
    // Of a translation that is not authorised by the state.
    ("standing", "standing by"),
];

/// Question words with which a doc comment does not begin: it says what the item is or does.
const QUESTIONS: [&str; 9] = ["What", "How", "Whether", "Where", "Which", "Who", "Whose", "When", "Why"];

pub fn check(source: &Source) -> Vec<Finding> {
    let avoided = source.comments.iter().flat_map(|comment| {
        avoided(&comment.text)
            .map(|(word, instead)| source.finding(comment.line, format!("\"{word}\": write {instead}")))
    });
    avoided.collect()
}

/// The number of words in comments.
pub fn count(source: &Source) -> usize {
    let is_word = |word: &&str| word.starts_with(|char: char| char.is_ascii_alphabetic());
    source.comments.iter().map(|comment| comment.text.split_whitespace().filter(is_word).count()).sum()
}

/// Doc comments, and those of them that begin with a question word.
pub fn openings(source: &Source) -> (usize, usize) {
    let first_lines = source.comments.iter().enumerate().filter(|(at, comment)| {
        let follows = |before: &super::source::Comment| before.is_doc && before.line + 1 == comment.line;
        comment.is_doc && !at.checked_sub(1).is_some_and(|before| follows(&source.comments[before]))
    });
    let begins_with_question =
        |text: &str| text.split_whitespace().next().is_some_and(|word| QUESTIONS.contains(&word));
    first_lines.fold((0, 0), |(all, questions), (_, comment)| {
        (all + 1, questions + usize::from(begins_with_question(&comment.text)))
    })
}

fn avoided(text: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lower = text.to_lowercase();
    let text = text.to_owned();
    AVOIDED.into_iter().filter(move |(word, _)| {
        let is_term = TERMS.iter().any(|(of, term)| of == word && text.contains(term));
        !is_term && is_word_of(&lower, word)
    })
}

fn is_word_of(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        // What is in backquotes, or part of a name, is code.
        let is_apart =
            |char: Option<char>| char.is_none_or(|char| !char.is_alphanumeric() && !"_`-.:/".contains(char));
        is_apart(before) && after.is_none_or(|char| !char.is_alphanumeric() && !"_`-:/(".contains(char))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&'static str> {
        avoided(text).map(|(word, _)| word).collect()
    }

    #[test]
    fn avoided_words_are_found_as_whole_words() {
        assert_eq!(words("It lies in a folder. Whoever mends it …"), ["whoever", "mends", "lies"]);
        assert_eq!(words("So many files stand beside it,"), ["stand", "so many", "beside"]);
        assert!(
            words("The client understands `lies` and `standing.rs`; recommend, earlier, a customer")
                .is_empty()
        );
        assert!(words("The type Standing of the rules; `Run::standing` is one").is_empty());
    }

    #[test]
    fn a_doc_comment_that_opens_with_a_question_word_is_counted() {
        let source = Source::new(
            "a.rs",
            "/// What it is.\nfn a() {}\n/// Returns it.\n/// What follows.\nfn b() {}\n// What now.",
        );
        assert_eq!(openings(&source), (2, 1));
    }
}
