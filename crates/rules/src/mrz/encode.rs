//! Writes the lines from the fields; the inverse of `read`.

use super::check_digit::{FILLER, printed};
use super::{Mrz, MrzFormat, PartialDay};
use crate::iin::Sex;
use chrono::Datelike;

/// Writes a passport's two lines.
pub(super) fn passport(mrz: &Mrz) -> Vec<String> {
    let mut first = field(&mrz.document_code, 2);
    first.extend(field(&mrz.issuing_state, 3));
    first.extend(names(mrz));

    let mut second = with_check_digit(field(&mrz.number, 9));
    second.extend(field(&mrz.nationality, 3));
    second.extend(with_check_digit(birth(mrz.birth)));
    second.push(sex(mrz.sex));
    second.extend(with_check_digit(expiry(mrz)));
    let personal = field(&mrz.optional, 14);
    let is_empty = personal.iter().all(|character| *character == FILLER);
    second.extend(if is_empty { vec![FILLER; 15] } else { with_check_digit(personal) });
    let checked = [0..10, 13..20, 21..43];
    let composite = printed(checked.into_iter().flat_map(|places| second.get(places).unwrap_or_default()));
    second.push(composite);
    vec![line(&first), line(&second)]
}

/// Writes a card's three lines.
pub(super) fn card(mrz: &Mrz) -> Vec<String> {
    let mut first = field(&mrz.document_code, 2);
    first.extend(field(&mrz.issuing_state, 3));
    let number: Vec<u8> = mrz.number.chars().map(character).collect();
    match number.split_at_checked(9) {
        Some((begins, goes_on)) if !goes_on.is_empty() => {
            // The rest of the line has room for fourteen characters and the check digit.
            let goes_on = goes_on.get(..14).unwrap_or(goes_on);
            first.extend(begins);
            first.push(FILLER);
            first.extend(goes_on);
            first.push(printed(begins.iter().chain(goes_on)));
            if first.len() < MrzFormat::Td1.width() {
                first.push(FILLER);
            }
        }
        _ => first.extend(with_check_digit(field(&mrz.number, 9))),
    }
    let left = MrzFormat::Td1.width().saturating_sub(first.len());
    first.extend(field(&mrz.optional, left));

    let mut second = with_check_digit(birth(mrz.birth));
    second.push(sex(mrz.sex));
    second.extend(with_check_digit(expiry(mrz)));
    second.extend(field(&mrz.nationality, 3));
    second.extend(field(&mrz.optional_second, 11));
    let checked = [first.get(5..30), second.get(0..7), second.get(8..15), second.get(18..29)];
    let composite = printed(checked.into_iter().flatten().flatten());
    second.push(composite);
    vec![line(&first), line(&second), line(&names(mrz))]
}

/// Replaces characters that a line cannot contain, and fills or cuts the text to the width.
fn field(text: &str, width: usize) -> Vec<u8> {
    text.chars().map(character).chain(std::iter::repeat(FILLER)).take(width).collect()
}

fn character(written: char) -> u8 {
    match u8::try_from(written) {
        Ok(byte) if byte.is_ascii_alphanumeric() => byte.to_ascii_uppercase(),
        _ => FILLER,
    }
}

fn with_check_digit(mut field: Vec<u8>) -> Vec<u8> {
    field.push(printed(&field));
    field
}

fn names(mrz: &Mrz) -> Vec<u8> {
    let mut names: Vec<u8> = mrz.family_name.chars().map(character).collect();
    names.extend([FILLER, FILLER]);
    names.extend(mrz.given_names.chars().map(character));
    names.resize(mrz.format.names_width(), FILLER);
    names
}

fn birth(day: PartialDay) -> Vec<u8> {
    [day.year.map(last_two), day.month, day.day].into_iter().flat_map(two_digits).collect()
}

fn expiry(mrz: &Mrz) -> Vec<u8> {
    let parts = match mrz.expiry {
        Some(day) => {
            [Some(last_two(day.year())), u8::try_from(day.month()).ok(), u8::try_from(day.day()).ok()]
        }
        None => [None; 3],
    };
    parts.into_iter().flat_map(two_digits).collect()
}

fn last_two(year: i32) -> u8 {
    u8::try_from(year.rem_euclid(100)).unwrap_or_default()
}

fn two_digits(part: Option<u8>) -> [u8; 2] {
    part.map_or([FILLER; 2], |part| [b'0' + part / 10 % 10, b'0' + part % 10])
}

fn sex(sex: Option<Sex>) -> u8 {
    match sex {
        Some(Sex::Male) => b'M',
        Some(Sex::Female) => b'F',
        None => FILLER,
    }
}

/// All bytes are ASCII by construction.
fn line(characters: &[u8]) -> String {
    characters.iter().map(|character| char::from(*character)).collect()
}
