//! The check digit of ICAO Doc 9303, part 3: weights 7, 3, 1 over the characters' values, modulo 10.

/// The character of empty columns.
pub(super) const FILLER: u8 = b'<';

/// Computes the check digit, 0–9. Fillers, and characters that no line can contain, have the value 0; A to Z have 10 to
/// 35.
pub(super) fn check_digit<'a>(characters: impl IntoIterator<Item = &'a u8>) -> u8 {
    let mut sum = 0u8;
    for (character, weight) in characters.into_iter().zip([7, 3, 1].into_iter().cycle()) {
        sum = (sum + value(*character) % 10 * weight) % 10;
    }
    sum
}

/// Returns the check digit as the printed character.
pub(super) fn printed<'a>(characters: impl IntoIterator<Item = &'a u8>) -> u8 {
    b'0' + check_digit(characters)
}

fn value(character: u8) -> u8 {
    match character {
        b'0'..=b'9' => character - b'0',
        b'A'..=b'Z' => character - b'A' + 10,
        _ => 0,
    }
}

/// Returns whether the printed digit matches. A filler instead of a digit is allowed where the whole field is empty.
pub(super) fn fits(field: &[u8], digit: u8) -> bool {
    digit == printed(field) || (digit == FILLER && field.iter().all(|character| *character == FILLER))
}
