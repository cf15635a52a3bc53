//! Kazakh Cyrillic spellings of a name in Latin letters: known names first, then rules that resolve the ambiguity of
//! Latin letters in different ways: к or қ; у, ұ or ү; и, ы or і.

use super::fit;
use super::sound::{Sound, sounds};
use crate::NAMES;

/// The ways in which the rules guess.
#[derive(Clone, Copy)]
enum Guess {
    /// A known name, else like `Harmony`.
    Known,
    /// Another known name with the same sounds, else the first.
    AlsoKnown,
    /// Common parts of names, and for the rest the vowels around a letter: back next to а, front next to е.
    Harmony,
    /// As in Russian papers: к, г, у, и.
    Russian,
    /// All back: қ, ғ, ұ, ы.
    Back,
    /// All front: к, г, ү, і, ә, ө.
    Front,
}

const GUESSES: [Guess; 6] =
    [Guess::Known, Guess::AlsoKnown, Guess::Harmony, Guess::Russian, Guess::Back, Guess::Front];

/// Returns the name by each guess, capitalised.
pub(super) fn spellings(name: &[char]) -> [String; 6] {
    let mut spellings = GUESSES.map(|_| String::with_capacity(name.len() * 2));
    for word in name.chunk_by(|one, other| is_in_word(*one) == is_in_word(*other)) {
        let is_word = word.first().copied().is_some_and(is_in_word);
        let known = if is_word { known(word) } else { [None, None] };
        for (spelling, guess) in spellings.iter_mut().zip(GUESSES) {
            if is_word {
                push_capitalised(spelling, &by_guess(word, guess, &known));
            } else {
                spelling.extend(word);
            }
        }
    }
    spellings
}

fn is_in_word(letter: char) -> bool {
    letter.is_alphabetic() || letter == '\''
}

fn push_capitalised(spelling: &mut String, word: &str) {
    let mut letters = word.chars();
    spelling.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    spelling.extend(letters);
}

fn by_guess(word: &[char], guess: Guess, [known, also_known]: &[Option<String>; 2]) -> String {
    let known = match guess {
        Guess::Known => known.as_ref(),
        Guess::AlsoKnown => also_known.as_ref().or(known.as_ref()),
        Guess::Harmony | Guess::Russian | Guess::Back | Guess::Front => None,
    };
    known.cloned().unwrap_or_else(|| by_rules(word, guess))
}

/// Endings of surnames and patronymics; where one ends with another, the longer is first.
const ENDINGS: [(&str, &str); 12] = [
    ("yeva", "ева"),
    ("yev", "ев"),
    ("ova", "ова"),
    ("eva", "ева"),
    ("ov", "ов"),
    ("ev", "ев"),
    ("kyzy", "қызы"),
    ("qyzy", "қызы"),
    ("kizi", "қызы"),
    ("qizi", "қызы"),
    ("uly", "ұлы"),
    ("uli", "ұлы"),
];

/// Returns the first two known names with these sounds, with the ending added back.
fn known(word: &[char]) -> [Option<String>; 2] {
    let whole = ("", "");
    for (latin, cyrillic) in std::iter::once(&whole).chain(&ENDINGS) {
        let Some(stem) = without_ending(word, latin).and_then(sounds) else { continue };
        let mut names =
            NAMES.iter().filter(|name| sounds_like(name, &stem)).map(|name| [name, *cyrillic].concat());
        let first = names.next();
        if first.is_some() {
            return [first, names.next()];
        }
    }
    [None, None]
}

/// Latin spelling sometimes writes one letter as two, but rarely for four letters of a name: names with a larger
/// difference in length are not compared.
const MOST_LETTERS_APART: usize = 3;

fn sounds_like(name: &str, stem: &[Sound]) -> bool {
    let letters: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    letters.len().abs_diff(stem.len()) <= MOST_LETTERS_APART
        && sounds(&letters).is_some_and(|name| fit::is_exact(&name, stem))
}

fn without_ending<'a>(word: &'a [char], ending: &str) -> Option<&'a [char]> {
    let (stem, last) = word.split_at_checked(word.len().checked_sub(ending.chars().count())?)?;
    (!stem.is_empty() && last.iter().copied().eq(ending.chars())).then_some(stem)
}

/// Parts of many names, with the vowels that the rules would not guess. `$` is the end of the word.
const PARTS: [(&str, &str); 46] = [
    ("gul", "гүл"),
    ("nur", "нұр"),
    ("kul", "құл"),
    ("qul", "құл"),
    ("kurman", "құрман"),
    ("bek", "бек"),
    ("khan", "хан"),
    ("sultan", "сұлтан"),
    ("murat", "мұрат"),
    ("mukh", "мұх"),
    ("kozh", "қож"),
    ("qoj", "қож"),
    ("kair", "қайр"),
    ("kayr", "қайр"),
    ("kuan", "қуан"),
    ("zhum", "жұм"),
    ("jum", "жұм"),
    ("zhus", "жүс"),
    ("jus", "жүс"),
    ("turs", "тұрс"),
    ("turg", "тұрғ"),
    ("ulan", "ұлан"),
    ("gali", "ғали"),
    ("gerim", "герім"),
    ("kerim", "керім"),
    ("karim", "кәрім"),
    ("abil", "әбіл"),
    ("abdi", "әбді"),
    ("adil", "әділ"),
    ("asel", "әсел"),
    ("assel", "әсел"),
    ("asem", "әсем"),
    ("dauren", "дәурен"),
    ("daulet", "дәулет"),
    ("saule", "сәуле"),
    ("sauir", "сәуір"),
    ("tole", "төле"),
    ("tore", "төре"),
    ("beri", "бері"),
    ("seri", "сері"),
    ("rakhim", "рахым"),
    ("uly$", "ұлы"),
    ("kyzy$", "қызы"),
    ("qyzy$", "қызы"),
    ("ov$", "ов"),
    ("ova$", "ова"),
];

fn by_rules(word: &[char], guess: Guess) -> String {
    let mut spelling = String::with_capacity(word.len() * 2);
    let mut at = 0;
    while let Some(rest) = word.get(at..).filter(|rest| !rest.is_empty()) {
        let part = match guess {
            Guess::Known | Guess::AlsoKnown | Guess::Harmony => part(rest),
            Guess::Russian | Guess::Back | Guess::Front => None,
        };
        if let Some((length, text)) = part.or_else(|| group(rest)) {
            spelling.push_str(text);
            at += length;
            continue;
        }
        let place = LetterContext::of(word, at, guess);
        let doubles = rest.first() == rest.get(1) && !rest.first().copied().is_some_and(is_vowel);
        if !doubles {
            spelling.extend(rest.first().map(|letter| place.letter(*letter)));
        }
        at += 1;
    }
    spelling
}

fn part(rest: &[char]) -> Option<(usize, &'static str)> {
    PARTS.iter().find_map(|(latin, cyrillic)| {
        let text = latin.strip_suffix('$').unwrap_or(latin);
        let length = text.chars().count();
        let begins = rest.get(..length).is_some_and(|begins| begins.iter().copied().eq(text.chars()));
        let is_placed = text.len() == latin.len() || rest.len() == length;
        (begins && is_placed).then_some((length, *cyrillic))
    })
}

/// Returns the Cyrillic letter of a group of Latin letters, which does not depend on its neighbours, and the length of
/// the group.
fn group(rest: &[char]) -> Option<(usize, &'static str)> {
    let found = match rest {
        ['s', 'h', 'c', 'h', ..] => (4, "щ"),
        ['d', 'z', 'h', ..] => (3, "ж"),
        ['i', 'y', 'a', ..] => (3, "ия"),
        ['i', 'y', 'e', ..] => (3, "ие"),
        ['i', 'y'] => (2, "ий"),
        ['d', 'j', ..] | ['z', 'h', ..] => (2, "ж"),
        ['s', 'h', ..] => (2, "ш"),
        ['c', 'h', ..] => (2, "ч"),
        ['k', 'h', ..] => (2, "х"),
        ['g', 'h' | '\'', ..] => (2, "ғ"),
        ['o', '\'', ..] => (2, "ө"),
        ['t', 's', ..] => (2, "ц"),
        ['y', 'a', ..] => (2, "я"),
        ['y', 'u', ..] => (2, "ю"),
        ['y', 'o', ..] => (2, "ё"),
        ['y', 'e', ..] => (2, "е"),
        ['i', 'a'] => (2, "ия"),
        _ => return None,
    };
    Some(found)
}

/// The neighbours of a letter.
#[derive(Clone, Copy)]
struct LetterContext {
    guess: Guess,
    is_front: bool,
    before_vowel: bool,
    after_vowel: bool,
}

impl LetterContext {
    fn of(word: &[char], at: usize, guess: Guess) -> Self {
        let is_vowel_at = |at: Option<usize>| at.and_then(|at| word.get(at)).copied().is_some_and(is_vowel);
        let before_vowel = is_vowel_at(at.checked_add(1));
        let after_vowel = is_vowel_at(at.checked_sub(1));
        let front_after = word.get(at + 1..).unwrap_or_default().iter().find_map(|letter| frontness(*letter));
        let front_before =
            word.get(..at).unwrap_or_default().iter().rev().find_map(|letter| frontness(*letter));
        // A vowel follows the vowel before it, a consonant follows the vowel after it.
        let neighbour =
            if is_vowel_at(Some(at)) { front_before.or(front_after) } else { front_after.or(front_before) };
        let is_front = match guess {
            Guess::Back => false,
            Guess::Front => true,
            _ => neighbour.unwrap_or(false),
        };
        Self { guess, is_front, before_vowel, after_vowel }
    }

    fn letter(self, letter: char) -> char {
        let harmony = |front: char, back: char| if self.is_front { front } else { back };
        let next_to_vowel = self.before_vowel || self.after_vowel;
        let russian = matches!(self.guess, Guess::Russian);
        match letter {
            'a' if matches!(self.guess, Guess::Front) => 'ә',
            'a' => 'а',
            'b' => 'б',
            'c' | 'j' | 'ž' => 'ж',
            'd' => 'д',
            'e' => 'е',
            'f' => 'ф',
            'g' if russian => 'г',
            'g' => harmony('г', 'ғ'),
            'h' | 'x' => 'х',
            'i' | 'ý' if self.after_vowel => 'й',
            'i' | 'ý' if russian || self.before_vowel => 'и',
            'i' | 'ý' => harmony('і', 'ы'),
            'k' if russian => 'к',
            'k' => harmony('к', 'қ'),
            'l' => 'л',
            'm' => 'м',
            'n' => 'н',
            'o' if russian => 'о',
            'o' => harmony('ө', 'о'),
            'p' => 'п',
            'q' => 'қ',
            'r' => 'р',
            's' => 'с',
            't' => 'т',
            'u' if russian || next_to_vowel => 'у',
            'u' => harmony('ү', 'ұ'),
            'v' => 'в',
            'w' => 'у',
            'y' if next_to_vowel => 'й',
            'y' | 'ı' => 'ы',
            'z' => 'з',
            'ä' | 'á' => 'ә',
            'ö' | 'ó' => 'ө',
            'ü' | 'ú' => 'ү',
            'ğ' => 'ғ',
            'ñ' => 'ң',
            'ş' => 'ш',
            'ç' => 'ч',
            other => other,
        }
    }
}

/// Returns whether a vowel shows that its word is front; `None` for vowels that are ambiguous in Latin letters.
fn frontness(letter: char) -> Option<bool> {
    match letter {
        'e' | 'ä' | 'ö' | 'ü' => Some(true),
        'a' | 'y' | 'ı' => Some(false),
        _ => None,
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ä' | 'ö' | 'ü' | 'ı' | 'á' | 'ó' | 'ú')
}
