//! Names in several scripts.

use script::name::{Likeness, MOST_CANDIDATES, candidates_cyrillic, candidates_latin, compare};

/// Interprets the bytes as two names, separated by the first line break.
///
/// # Panics
/// If the order of the two names matters, a name is not like itself, or more spellings than the maximum are offered.
pub fn names(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let (one, other) = text.split_once('\n').unwrap_or((text, ""));
    assert_eq!(compare(one, other), compare(other, one));
    for name in [one, other] {
        assert!(matches!(compare(name, name), Likeness::Same | Likeness::Unknown));
        for candidates in [candidates_latin(name), candidates_cyrillic(name)] {
            assert!(candidates.len() <= MOST_CANDIDATES);
            assert!(candidates.iter().all(|candidate| !candidate.is_empty()));
        }
    }
}
