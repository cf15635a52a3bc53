//! From what a person typed to lines of the right number and length.

use super::alphabet;
use super::{MrzFormat, MrzProblem};
use script::digit_value;

/// Stands for a character that no line can hold, until its place is reported.
pub(super) const UNREADABLE: u8 = b'?';

/// More than any zone has, with a space after each character; longer texts are something else.
const LONGEST_TYPED: usize = 400;
/// Fewer than any zone has: nobody forgets two thirds.
const SHORTEST_TYPED: usize = 30;

/// The lines in capitals, as many and as long as the format has them.
pub(super) fn lines(typed: &str) -> Result<(MrzFormat, Vec<Vec<u8>>), MrzProblem> {
    if typed.chars().nth(LONGEST_TYPED).is_some() {
        return Err(MrzProblem::NotMrz);
    }
    // A text program makes « of <<, a person types it for <. Which of the two it was, the length tells.
    let one_each = arrange(split(typed, 1));
    match one_each {
        Err(_) if typed.contains('«') => arrange(split(typed, 2)).or(one_each),
        _ => one_each,
    }
}

/// The typed lines without what is only spacing.
fn split(typed: &str, fillers_per_quote: usize) -> Vec<Vec<u8>> {
    let mut lines = vec![Vec::new()];
    for character in typed.chars() {
        match character {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => lines.push(Vec::new()),
            '«' => extend(&mut lines, b'<', fillers_per_quote),
            _ if character.is_whitespace() || is_invisible(character) => {}
            _ => extend(&mut lines, capital(character), 1),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn extend(lines: &mut [Vec<u8>], character: u8, times: usize) {
    if let Some(line) = lines.last_mut() {
        line.extend(std::iter::repeat_n(character, times));
    }
}

/// What copying brings along unseen: zero-width spaces, direction marks, the byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The character of the zone that was meant, by look: our users' keyboards have Cyrillic capitals and full-width forms.
fn capital(character: char) -> u8 {
    if let Some(digit) = digit_value(character) {
        return u8::try_from(digit).map_or(UNREADABLE, |digit| b'0' + digit);
    }
    match character {
        '<' | '‹' | '＜' | '〈' | '˂' => b'<',
        'А' | 'а' => b'A',
        'В' | 'в' => b'B',
        'Е' | 'е' => b'E',
        'І' | 'і' | 'ı' | 'İ' => b'I',
        'К' | 'к' => b'K',
        'М' | 'м' => b'M',
        'Н' | 'н' => b'H',
        'О' | 'о' => b'O',
        'Р' | 'р' => b'P',
        'С' | 'с' => b'C',
        'Т' | 'т' => b'T',
        'У' | 'у' => b'Y',
        'Х' | 'х' => b'X',
        'Ａ'..='Ｚ' => full_width(character, 'Ａ'),
        'ａ'..='ｚ' => full_width(character, 'ａ'),
        _ if character.is_ascii_alphabetic() => {
            u8::try_from(character.to_ascii_uppercase()).unwrap_or(UNREADABLE)
        }
        _ => UNREADABLE,
    }
}

fn full_width(character: char, first: char) -> u8 {
    u8::try_from(u32::from(character) - u32::from(first)).map_or(UNREADABLE, |place| b'A' + place)
}

/// Finds the format and cuts a run into its lines.
fn arrange(lines: Vec<Vec<u8>>) -> Result<(MrzFormat, Vec<Vec<u8>>), MrzProblem> {
    let found = lines.iter().map(Vec::len).sum();
    let first_line = lines.first().ok_or(MrzProblem::NotMrz)?;
    let format = match first_line.first().map(|character| alphabet::as_letter(*character)) {
        Some(b'P') => MrzFormat::Td3,
        Some(b'A' | b'C' | b'I') => MrzFormat::Td1,
        _ => return Err(MrzProblem::NotMrz),
    };
    if found < SHORTEST_TYPED {
        return Err(MrzProblem::NotMrz);
    }
    let (count, width) = (format.lines(), format.width());
    let is_cut_already = lines.len() == count;
    if !is_cut_already && found == count * width {
        let run: Vec<u8> = lines.concat();
        return Ok((format, run.chunks(width).map(<[u8]>::to_vec).collect()));
    }
    let begins_in_lines = lines.len() < count && (lines.len() > 1 || first_line.len() == width);
    if !is_cut_already && !begins_in_lines {
        return Err(MrzProblem::WrongLength { line: None, expected: count * width, found });
    }
    for index in 0..count {
        let found = lines.get(index).map_or(0, Vec::len);
        if found != width {
            return Err(MrzProblem::WrongLength { line: Some(index + 1), expected: width, found });
        }
    }
    Ok((format, lines))
}
