//! The words of a name, and the pairing of the words of two names.

use super::fit::fits;
use super::fold::{LONGEST_COMPARED, letters};
use super::sound::{A, CH, E, G, I, K, L, N, O, Sound, Sounds, U, V, Z, sounds};

/// A number of words that no real name exceeds.
const MOST_WORDS: usize = 8;
/// The minimum number of sounds of the father's name in a patronymic: a shorter word only looks like a patronymic.
const SHORTEST_FATHER: usize = 3;

/// A word of a name, including the ending of a patronymic if it was written apart.
pub(super) struct Word {
    sounds: Vec<Sound>,
    patronymic: Option<Patronymic>,
}

#[derive(Clone, Copy)]
struct Patronymic {
    child: Child,
    /// The number of sounds of the father's name.
    father: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Child {
    Son,
    Daughter,
}

/// The endings of patronymics, by their sounds: -ұлы, уулу, оғлы and o‘g‘li, угли, -ович; -қызы and gyzy, -овна.
const ENDINGS: [(&[Sounds], Child); 5] = [
    (&[U, L, I | U], Child::Son),
    (&[O | U, G, L, I | U], Child::Son),
    (&[O | E, V, I, CH], Child::Son),
    (&[K | G, I, Z, I], Child::Daughter),
    (&[O | E, V, N, A], Child::Daughter),
];

/// Splits a name into words. `None` if there are none, or too many, or one contains an unknown letter.
pub(super) fn read(name: &str) -> Option<Vec<Word>> {
    let letters: Vec<char> = letters(name).take(LONGEST_COMPARED + 1).collect();
    if letters.len() > LONGEST_COMPARED {
        return None;
    }
    let mut words: Vec<Vec<Sound>> = Vec::new();
    for word in letters.split(|letter| !is_part_of_word(*letter)) {
        let sounds = sounds(word)?;
        match words.last_mut() {
            Some(father) if is_ending(&sounds) => father.extend(sounds),
            _ if sounds.is_empty() => {}
            _ => words.push(sounds),
        }
    }
    if words.is_empty() || words.len() > MOST_WORDS {
        return None;
    }
    Some(words.into_iter().map(|sounds| Word { patronymic: patronymic(&sounds), sounds }).collect())
}

fn is_part_of_word(letter: char) -> bool {
    letter.is_alphabetic() || letter == '\''
}

fn is_ending(sounds: &[Sound]) -> bool {
    ENDINGS.iter().any(|(ending, _)| sounds.len() == ending.len() && ends_with(sounds, ending))
}

fn ends_with(sounds: &[Sound], ending: &[Sounds]) -> bool {
    let from = sounds.len().checked_sub(ending.len()).and_then(|from| sounds.get(from..));
    from.is_some_and(|last| last.iter().zip(ending).all(|(sound, ending)| sound.is & ending != 0))
}

fn patronymic(sounds: &[Sound]) -> Option<Patronymic> {
    let (ending, child) = ENDINGS.iter().find(|(ending, _)| ends_with(sounds, ending))?;
    let father = sounds.len().checked_sub(ending.len())?;
    (father >= SHORTEST_FATHER).then_some(Patronymic { child: *child, father })
}

impl Word {
    /// Returns the possible names of the father. In Серікқызы its last sound is also the first of the ending, and
    /// occurs once.
    fn fathers(&self) -> [&[Sound]; 2] {
        let length = self.patronymic.map_or(self.sounds.len(), |patronymic| patronymic.father);
        let with_shared = match self.patronymic {
            Some(Patronymic { child: Child::Daughter, .. }) => length + 1,
            _ => length,
        };
        [length, with_shared].map(|length| self.sounds.get(..length).unwrap_or_default())
    }
}

/// Returns whether the two names may belong to the same person.
pub(super) fn may_be_one(a: &[Word], b: &[Word]) -> bool {
    let (fewer, more) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    match more.len() - fewer.len() {
        0 => can_all_be_paired(fewer, more),
        1 => is_one_missing(fewer, more) || is_same_run(fewer, more),
        _ => is_same_run(fewer, more),
    }
}

/// Returns whether the longer name has one additional word that may be missing: any word in addition to two others, a
/// patronymic in addition to one.
fn is_one_missing(fewer: &[Word], more: &[Word]) -> bool {
    match (fewer, more) {
        ([only], [one, other]) => {
            (other.patronymic.is_some() && are_alike(only, one, Bare::IsAnother))
                || (one.patronymic.is_some() && are_alike(only, other, Bare::IsAnother))
        }
        _ => can_all_be_paired(fewer, more),
    }
}

/// Returns whether the names are the same sounds divided into words in another way: Нұр Сұлтан, Нұрсұлтан.
fn is_same_run(a: &[Word], b: &[Word]) -> bool {
    let run =
        |words: &[Word]| -> Vec<Sound> { words.iter().flat_map(|word| &word.sounds).copied().collect() };
    fits(&run(a), &run(b))
}

/// The possible meaning of a father's bare name compared with the patronymic made of it.
#[derive(Clone, Copy)]
enum Bare {
    /// Together with other words it may: papers of China and Mongolia give the father's name bare.
    MayBePatronymic,
    /// A single word names the father, not the child.
    IsAnother,
}

fn are_alike(a: &Word, b: &Word, bare: Bare) -> bool {
    let fathers_may_tell = match (a.patronymic, b.patronymic, bare) {
        (Some(one), Some(other), _) => one.child == other.child,
        (None, None, _) | (_, _, Bare::IsAnother) => false,
        (_, _, Bare::MayBePatronymic) => true,
    };
    let fathers_fit = || a.fathers().iter().any(|one| b.fathers().iter().any(|other| fits(one, other)));
    fits(&a.sounds, &b.sounds) || (fathers_may_tell && fathers_fit())
}

/// Returns whether each word of the shorter name can be paired with a different word of the longer one. A word takes
/// any that fits; if that one is taken, its previous partner looks for another (bipartite matching with augmenting
/// paths).
fn can_all_be_paired(fewer: &[Word], more: &[Word]) -> bool {
    let bare = if fewer.len() > 1 { Bare::MayBePatronymic } else { Bare::IsAnother };
    let alike: Vec<Vec<bool>> =
        fewer.iter().map(|one| more.iter().map(|other| are_alike(one, other, bare)).collect()).collect();
    let mut holders: [Option<usize>; MOST_WORDS] = [None; MOST_WORDS];
    (0..fewer.len()).all(|word| find_place(word, &alike, &mut holders, &mut [false; MOST_WORDS]))
}

fn find_place(
    word: usize,
    alike: &[Vec<bool>],
    holders: &mut [Option<usize>; MOST_WORDS],
    tried: &mut [bool; MOST_WORDS],
) -> bool {
    let Some(places) = alike.get(word) else { return false };
    for place in 0..MOST_WORDS.min(places.len()) {
        if !places[place] || tried[place] {
            continue;
        }
        tried[place] = true;
        let is_free = match holders[place] {
            Some(holder) => find_place(holder, alike, holders, tried),
            None => true,
        };
        if is_free {
            holders[place] = Some(word);
            return true;
        }
    }
    false
}
