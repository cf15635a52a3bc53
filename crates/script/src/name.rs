//! Compares a person's name in several scripts and spellings: tells whether two papers may mean the same person, and
//! how a name may be spelled in the other script.
//!
//! Source: general knowledge of how the papers of Kazakhstan and its neighbours spell Kazakh names; no law that we know
//! of states it. A result is a hint for a person, never a decision. Deliberately absent: names in Chinese characters or
//! their pinyin, and Arabic-script names of other languages, which omit vowels.
//!
//! - `sound` converts letters of all scripts to the sounds that they may represent; `fit` aligns two rows of sounds
//! - `person` pairs the words of two names; `latin` and `cyrillic` generate spellings

use crate::normalize_arabic;

mod cyrillic;
mod fit;
mod fold;
mod latin;
mod person;
mod sound;

pub use fold::LONGEST_COMPARED;

/// The likeness of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same letters, ignoring case, spaces, hyphens, apostrophes and other signs.
    Same,
    /// Spellings of what may be the same name: a person should look at both.
    Variant,
    /// Two different names.
    Different,
    /// No result: a name is empty, too long, or in letters whose sounds are not known here.
    Unknown,
}

/// The maximum number of spellings offered for one name.
pub const MOST_CANDIDATES: usize = 12;

/// Compares two names in Latin, Cyrillic or Arabic-script Kazakh letters. The result does not depend on the order of
/// the two.
///
/// The order of the words may differ, one patronymic may be missing on one side, and its ending may be that of another
/// language. Within a word of five sounds or more, one sound may be a similar one (Болат, Булат).
pub fn compare(a: &str, b: &str) -> Likeness {
    let (a, b) = (&normalize_arabic(a), &normalize_arabic(b));
    if fold::folded(a).eq(fold::folded(b)) {
        return if fold::folded(a).next().is_some() { Likeness::Same } else { Likeness::Unknown };
    }
    match (person::read(a), person::read(b)) {
        (Some(a), Some(b)) if person::may_be_one(&a, &b) => Likeness::Variant,
        (Some(_), Some(_)) => Likeness::Different,
        _ => Likeness::Unknown,
    }
}

/// Returns Latin spellings, in capitals, that passports may give a name in Kazakh Cyrillic: the likely ones first,
/// without repetition, at most [`MOST_CANDIDATES`]; none for an empty or a very long name.
pub fn candidates_latin(kazakh_cyrillic: &str) -> Vec<String> {
    distinct(kazakh_cyrillic, latin::spellings)
}

/// Returns Kazakh Cyrillic spellings of a name in Latin letters, capitalised: the likely ones first, without
/// repetition, at most [`MOST_CANDIDATES`]; none for an empty or a very long name. The Latin name contains less
/// information, so these are guesses.
pub fn candidates_cyrillic(latin: &str) -> Vec<String> {
    distinct(latin, cyrillic::spellings)
}

fn distinct<const STYLES: usize>(name: &str, spell: fn(&[char]) -> [String; STYLES]) -> Vec<String> {
    let mut candidates: Vec<String> = Vec::new();
    let name: Vec<char> = fold::letters(name).take(LONGEST_COMPARED + 1).collect();
    if name.len() > LONGEST_COMPARED {
        return candidates;
    }
    for spelling in spell(&name) {
        let spelling = spelling.trim();
        let is_new = !spelling.is_empty() && candidates.iter().all(|candidate| candidate != spelling);
        if is_new && candidates.len() < MOST_CANDIDATES {
            candidates.push(spelling.to_owned());
        }
    }
    candidates
}

#[cfg(test)]
mod tests;
