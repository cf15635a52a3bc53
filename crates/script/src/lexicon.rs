//! A lexicon of Cyrillic words that are found by their Arabic spelling.

use crate::arabic::to_arabic;
use crate::letters::lower_case;

/// Cyrillic words keyed by their Arabic spelling. It is made from a list of words; the crate contains only the list of
/// [names].
///
/// [names]: crate::NAMES
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Sorted by Arabic spelling; words with the same spelling in the order in which they were given.
    entries: Vec<LexiconEntry>,
}

#[derive(Clone, Debug)]
struct LexiconEntry {
    image: String,
    cyrillic: String,
    order: usize,
}

/// Two words with the same spelling in төте жазу.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collision<'a> {
    pub arabic: &'a str,
    /// The suggested word: the one given first.
    pub suggested: &'a str,
    /// A word that is not suggested.
    pub other: &'a str,
}

impl Lexicon {
    /// Creates a lexicon with each word keyed by `to_arabic`. A word given twice counts once, in the first spelling,
    /// including its capitals. So give common words in lower case, and the preferred word first.
    pub fn from_words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut entries: Vec<LexiconEntry> = words
            .enumerate()
            .map(|(order, word)| LexiconEntry { image: to_arabic(word), cyrillic: word.to_owned(), order })
            .filter(|entry| !entry.image.is_empty())
            .collect();
        // One unstable sort: a stable sort adds several kilobytes of code.
        entries.sort_unstable_by(|a, b| a.image.cmp(&b.image).then(a.order.cmp(&b.order)));
        let entries = entries.into_iter().fold(Vec::new(), without_repetition);
        Self { entries }
    }

    /// Returns the words with this Arabic spelling, the best first. The spelling must be in normal code points.
    pub fn lookup<'a>(&'a self, arabic: &'a str) -> impl Iterator<Item = &'a str> {
        let start = self.entries.partition_point(|entry| entry.image.as_str() < arabic);
        self.entries
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(move |entry| entry.image == arabic)
            .map(|entry| entry.cyrillic.as_str())
    }

    /// Returns the number of words.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether the lexicon is empty.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns every pair of words of which only one can be suggested.
    pub fn collisions(&self) -> impl Iterator<Item = Collision<'_>> {
        self.entries.chunk_by(|a, b| a.image == b.image).flat_map(|same| {
            let suggested = same.first();
            same.iter().skip(1).filter_map(move |other| {
                Some(Collision {
                    arabic: &other.image,
                    suggested: &suggested?.cyrillic,
                    other: &other.cyrillic,
                })
            })
        })
    }
}

/// Adds an entry unless its word, ignoring case, is already among the last entries with the same Arabic spelling.
fn without_repetition(mut entries: Vec<LexiconEntry>, entry: LexiconEntry) -> Vec<LexiconEntry> {
    let word = lower_case(&entry.cyrillic);
    let mut same = entries.iter().rev().take_while(|other| other.image == entry.image);
    if !same.any(|other| lower_case(&other.cyrillic) == word) {
        entries.push(entry);
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_only_by_its_arabic_spelling() {
        let lexicon = Lexicon::from_words(["мән", "қазақ", "Мән", "мэн"].into_iter());
        assert_eq!(lexicon.lookup("ءمان").collect::<Vec<_>>(), ["мән"]);
        assert_eq!(lexicon.lookup("مان").count(), 0);
        assert_eq!(lexicon.lookup("").count(), 0);
        assert_eq!(lexicon.len(), 3);
        assert!(!lexicon.is_empty());
        assert!(Lexicon::default().is_empty());
    }

    #[test]
    fn the_first_word_of_a_spelling_is_suggested() {
        let lexicon = Lexicon::from_words(["хал", "һал", "қала", "көк", "кок"].into_iter());
        let collisions: Vec<_> = lexicon.collisions().collect();
        assert_eq!(collisions, [Collision { arabic: "كوك", suggested: "көк", other: "кок" }]);
    }
}
