//! Conversion of letters to sounds. A sound is the set of sounds that a letter may represent; two spellings fit where
//! their sets intersect.

/// A set of sounds, one bit each.
pub(super) type Sounds = u32;

pub(super) const A: Sounds = 1;
pub(super) const E: Sounds = 1 << 1;
pub(super) const I: Sounds = 1 << 2;
pub(super) const O: Sounds = 1 << 3;
pub(super) const U: Sounds = 1 << 4;
pub(super) const B: Sounds = 1 << 5;
pub(super) const P: Sounds = 1 << 6;
pub(super) const V: Sounds = 1 << 7;
pub(super) const F: Sounds = 1 << 8;
pub(super) const G: Sounds = 1 << 9;
pub(super) const K: Sounds = 1 << 10;
pub(super) const H: Sounds = 1 << 11;
pub(super) const D: Sounds = 1 << 12;
pub(super) const T: Sounds = 1 << 13;
pub(super) const S: Sounds = 1 << 14;
pub(super) const Z: Sounds = 1 << 15;
pub(super) const J: Sounds = 1 << 16;
pub(super) const CH: Sounds = 1 << 17;
pub(super) const SH: Sounds = 1 << 18;
const M: Sounds = 1 << 19;
pub(super) const N: Sounds = 1 << 20;
pub(super) const L: Sounds = 1 << 21;
const R: Sounds = 1 << 22;
/// ң: also spelled NG.
pub(super) const NG: Sounds = 1 << 23;
/// Latin x: also KS.
pub(super) const X: Sounds = 1 << 24;
/// ә, ө, ү: also spelled AE, OE, UE.
pub(super) const FRONT_A: Sounds = 1 << 25;
pub(super) const FRONT_O: Sounds = 1 << 26;
pub(super) const FRONT_U: Sounds = 1 << 27;
/// Latin s and z, which machine-readable lines also use for ş and ž.
pub(super) const BARE_S: Sounds = 1 << 28;
pub(super) const BARE_Z: Sounds = 1 << 29;

pub(super) const VOWELS: Sounds = A | E | I | O | U;

/// One sound of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sound {
    pub is: Sounds,
    /// A glide that some spellings write and others omit: the y of YERLAN.
    pub may_be_silent: bool,
}

impl Sound {
    pub(super) fn is_vowel(self) -> bool {
        self.is & VOWELS != 0
    }
}

/// Returns the sounds of a word in folded letters. `None` if the sound of one of its letters is not known.
pub(super) fn sounds(word: &[char]) -> Option<Vec<Sound>> {
    let manner = VowelMarks::of(word);
    let mut sounds: Vec<Sound> = Vec::with_capacity(word.len());
    let mut at = 0;
    while let Some(rest) = word.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, group) = group(rest).or_else(|| Some((1, single(*rest.first()?, manner)?)))?;
        at += length;
        for is in group {
            sounds.push(Sound { is: *is, may_be_silent: false });
        }
        let next = word.get(at).copied();
        if let Some(glide) = glide(rest, next) {
            if length == 1 && group == [I] {
                sounds.pop();
            }
            sounds.push(glide);
        }
    }
    add_consonant_u(&mut sounds);
    Some(without_repeats(&sounds))
}

/// The evidence in the spelling of an Arabic-script word about its vowels as a whole.
#[derive(Clone, Copy)]
struct VowelMarks {
    /// It has a hamza, the mark of front vowels.
    is_marked_front: bool,
    /// It has a hamza or a letter that only words with front vowels have.
    is_front: bool,
}

impl VowelMarks {
    fn of(word: &[char]) -> Self {
        let is_marked_front = word.contains(&'ء');
        Self {
            is_marked_front,
            is_front: is_marked_front || word.iter().any(|letter| matches!(letter, 'ە' | 'ك' | 'گ')),
        }
    }
}

/// Returns the sound of a group of Latin letters that together represent one sound, and the length of the group.
fn group(rest: &[char]) -> Option<(usize, &'static [Sounds])> {
    let found: (usize, &[Sounds]) = match rest {
        ['s', 'h', ..] => (2, &[SH]),
        ['z', 'h', ..] => (2, &[J]),
        ['k', 'h', ..] => (2, &[H]),
        ['g', 'h', ..] => (2, &[G]),
        ['c', 'h', ..] => (2, &[CH]),
        ['p', 'h', ..] => (2, &[F]),
        ['c', 'k', ..] => (2, &[K]),
        ['o', 'o' | '\'', ..] => (2, &[O | U]),
        ['e', 'e', ..] => (2, &[E | I]),
        _ => return None,
    };
    Some(found)
}

/// Returns the sounds of one letter; an empty slice for an apostrophe and the like.
fn single(letter: char, manner: VowelMarks) -> Option<&'static [Sounds]> {
    let sounds: &[Sounds] = match letter {
        'а' | 'a' => &[A],
        'ә' | 'ä' | 'á' => &[A | E | FRONT_A],
        'ا' if manner.is_marked_front => &[A | E | FRONT_A],
        'ا' => &[A | FRONT_A],
        'е' | 'э' | 'є' | 'e' | 'ە' => &[E],
        'ё' => &[E | O],
        'и' | 'й' | 'ы' | 'і' | 'i' | 'ı' | 'y' | 'ى' | '\u{64A}' => &[I],
        'ý' => &[I | U],
        'ө' | 'ö' | 'ó' => &[O | U | FRONT_O],
        'و' if manner.is_front => &[O | U | FRONT_O],
        'о' | 'o' | 'و' => &[O],
        'ў' => &[O | U],
        'у' | 'ұ' | 'u' | 'ۋ' => &[U],
        'ү' | 'ü' | 'ú' | 'ۇ' => &[U | FRONT_U],
        'ю' => &[I, U],
        'я' => &[I, A],
        'б' | 'b' | 'ب' => &[B],
        'в' | 'v' | 'ۆ' => &[V],
        'w' => &[U | V],
        'г' | 'ғ' | 'g' | 'ğ' | 'گ' | 'ع' => &[G],
        'д' | 'd' | 'د' => &[D],
        'ж' | 'j' | 'ج' => &[J],
        'з' | 'ز' => &[Z],
        'z' => &[Z | BARE_Z],
        'ž' => &[J | BARE_Z],
        'к' | 'қ' | 'k' | 'q' | 'ك' | 'ق' => &[K],
        'л' | 'l' | 'ل' => &[L],
        'м' | 'm' | 'م' => &[M],
        'н' | 'n' | 'ن' => &[N],
        'ң' | 'ñ' | 'ڭ' => &[N | NG],
        'п' | 'p' | 'پ' => &[P],
        'р' | 'r' | 'ر' => &[R],
        'с' | 'س' => &[S],
        's' => &[S | BARE_S],
        'т' | 't' | 'ت' => &[T],
        'ф' | 'f' | 'ف' => &[F],
        'х' | 'h' | 'ح' => &[H],
        'x' => &[H | X],
        'һ' | 'ھ' => &[H | G],
        'ц' => &[T, S],
        'ч' | 'ç' | 'چ' => &[CH],
        // Turkish c is ж; machine-readable lines use it for ç, older spellings for к and ц.
        'c' => &[J | CH | K | S],
        'ш' | 'щ' | 'ش' => &[SH],
        'ş' => &[SH | BARE_S],
        'ъ' | 'ь' | '\'' | 'ء' => &[],
        _ => return None,
    };
    Some(sounds)
}

/// Returns the optional sound between soft sign, y or й and a following е, or before the vowel of ё.
fn glide(rest: &[char], next: Option<char>) -> Option<Sound> {
    let before_e = matches!(next, Some('е' | 'e' | 'э'));
    let is_glide = match rest.first()? {
        'й' | 'y' => before_e,
        'ь' | 'ъ' => before_e || next == Some('ё'),
        _ => next == Some('ё'),
    };
    is_glide.then_some(Sound { is: I, may_be_silent: true })
}

/// Adds the consonant reading of у next to another vowel, as in some spellings: Дәулет, Davlet.
fn add_consonant_u(sounds: &mut [Sound]) {
    for at in 0..sounds.len() {
        let is_vowel =
            |at: Option<usize>| at.and_then(|at| sounds.get(at)).is_some_and(|sound| sound.is_vowel());
        let beside_vowel = is_vowel(at.checked_sub(1)) || is_vowel(at.checked_add(1));
        if let Some(sound) = sounds.get_mut(at).filter(|sound| sound.is == U && beside_vowel) {
            sound.is |= V;
        }
    }
}

/// Removes repetitions: doubled letters count once, also those with a glide between them (ее, EYE), and SHCH counts as
/// щ.
fn without_repeats(sounds: &[Sound]) -> Vec<Sound> {
    let mut kept: Vec<Sound> = Vec::with_capacity(sounds.len());
    for sound in sounds.iter().copied() {
        if let [.., earlier, glide] = kept.as_slice()
            && glide.may_be_silent
            && earlier.is == sound.is
        {
            kept.pop();
            continue;
        }
        let before = kept.pop();
        match before {
            Some(before) if before.is == sound.is || (is_u(before.is) && is_u(sound.is)) => {
                let may_be_silent = before.may_be_silent && sound.may_be_silent;
                kept.push(Sound { is: before.is & sound.is, may_be_silent });
            }
            Some(before) if before.is == SH && sound.is == CH => kept.push(before),
            Some(before) => kept.extend([before, sound]),
            None => kept.push(sound),
        }
    }
    kept
}

/// Returns whether this is у in any of its spellings, but not ө.
fn is_u(sounds: Sounds) -> bool {
    sounds & (U | O) == U
}
