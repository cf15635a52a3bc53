//! The characters that each column allows; of two look-alikes, the one that the column allows is used.

use super::check_digit::FILLER;
use super::{MrzFormat, MrzProblem};

/// Represents a character that no line can contain, until its place is reported.
pub(super) const UNREADABLE: u8 = b'?';

#[derive(Clone, Copy)]
enum Alphabet {
    /// A to Z and fillers.
    Letters,
    /// 0 to 9 and fillers.
    Digits,
    /// M, F or a filler.
    Sex,
    /// All of them: nothing is corrected.
    Any,
}
use Alphabet::{Any, Digits, Letters, Sex};

/// For each line, the last column of each range with one alphabet.
const PASSPORT: [&[(usize, Alphabet)]; 2] = [
    &[(1, Letters), (2, Any), (44, Letters)],
    &[(9, Any), (10, Digits), (13, Letters), (20, Digits), (21, Sex), (28, Digits), (42, Any), (44, Digits)],
];
const CARD: [&[(usize, Alphabet)]; 3] = [
    &[(1, Letters), (2, Any), (5, Letters), (14, Any), (15, Digits), (30, Any)],
    &[(7, Digits), (8, Sex), (15, Digits), (18, Letters), (29, Any), (30, Digits)],
    &[(30, Letters)],
];

/// Corrects look-alikes in place, and returns a problem for every character that is not allowed in its column. A line
/// with a wrong length is left unchanged, because its columns are unreliable.
pub(super) fn put_right(format: MrzFormat, lines: &mut [Vec<u8>]) -> Vec<MrzProblem> {
    let layout: &[&[(usize, Alphabet)]] = match format {
        MrzFormat::Td3 => &PASSPORT,
        MrzFormat::Td1 => &CARD,
    };
    let mut problems = Vec::new();
    for (index, (line, stretches)) in lines.iter_mut().zip(layout).enumerate() {
        if line.len() != format.width() {
            continue;
        }
        let mut stretches = stretches.iter();
        let mut stretch = stretches.next();
        for (place, character) in line.iter_mut().enumerate() {
            if stretch.is_some_and(|(last, _)| place >= *last) {
                stretch = stretches.next();
            }
            let alphabet = stretch.map_or(Any, |(_, alphabet)| *alphabet);
            match as_meant(*character, alphabet) {
                Some(meant) => *character = meant,
                None => problems.push(MrzProblem::BadCharacter { line: index + 1, column: place + 1 }),
            }
        }
    }
    problems
}

fn as_meant(character: u8, alphabet: Alphabet) -> Option<u8> {
    let (meant, fits) = match alphabet {
        Letters => (as_letter(character), as_letter(character).is_ascii_uppercase()),
        Digits => (as_digit(character), as_digit(character).is_ascii_digit()),
        Sex => (character, matches!(character, b'M' | b'F')),
        Any => (character, character != UNREADABLE),
    };
    (fits || character == FILLER).then_some(meant)
}

/// Returns the letter for which a digit was typed; any other character unchanged.
pub(super) fn as_letter(character: u8) -> u8 {
    match character {
        b'0' => b'O',
        b'1' => b'I',
        b'5' => b'S',
        b'8' => b'B',
        other => other,
    }
}

/// Returns the digit for which a letter was typed; any other character unchanged.
pub(super) fn as_digit(character: u8) -> u8 {
    match character {
        b'O' => b'0',
        b'I' => b'1',
        b'S' => b'5',
        b'B' => b'8',
        other => other,
    }
}
