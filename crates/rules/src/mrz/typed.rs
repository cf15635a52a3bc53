//! Splits what a person typed into lines of the right number and length.

use super::alphabet::{self, UNREADABLE};
use super::{MrzFormat, MrzProblem};
use script::digit_value;

/// More than any zone has, with a space after each character; longer texts are rejected.
const LONGEST_TYPED: usize = 400;
/// Fewer than any zone has: nobody omits two thirds of it.
const SHORTEST_TYPED: usize = 30;

/// The typed text as lines in capitals.
pub(super) struct TypedLines {
    pub format: MrzFormat,
    /// As many lines as the format has; missing ones are empty.
    pub lines: Vec<Vec<u8>>,
    /// Lines with a wrong length for the format.
    pub problems: Vec<MrzProblem>,
}

/// A possible meaning of quotes and spaces in the typed text. The length of the lines shows which one applies.
#[derive(Clone, Copy)]
struct FillerConvention {
    /// A text program replaces << by «; a person types « for a single <.
    fillers_per_quote: usize,
    /// Copied text contains additional spaces; a person types a space for a single <.
    fillers_per_space: usize,
}

/// The conventions in the order in which they are tried.
const HABITS: [FillerConvention; 4] = [
    FillerConvention { fillers_per_quote: 1, fillers_per_space: 0 },
    FillerConvention { fillers_per_quote: 2, fillers_per_space: 0 },
    FillerConvention { fillers_per_quote: 1, fillers_per_space: 1 },
    FillerConvention { fillers_per_quote: 2, fillers_per_space: 1 },
];

/// Returns the lines in capitals, as many as the format has; an error if the text is not like a zone.
pub(super) fn lines(typed: &str) -> Result<TypedLines, MrzProblem> {
    if typed.chars().nth(LONGEST_TYPED).is_some() {
        return Err(MrzProblem::NotMrz);
    }
    let mut first = None;
    for habit in HABITS {
        let arranged = arrange(split(typed, habit));
        match arranged {
            Ok(typed) if typed.problems.is_empty() => return Ok(typed),
            other => first = first.or(Some(other)),
        }
    }
    first.unwrap_or(Err(MrzProblem::NotMrz))
}

/// Splits the text into lines without characters that are only spacing.
fn split(typed: &str, habit: FillerConvention) -> Vec<Vec<u8>> {
    let mut lines = vec![Vec::new()];
    for character in typed.chars() {
        match character {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => lines.push(Vec::new()),
            '«' => extend(&mut lines, b'<', habit.fillers_per_quote),
            _ if is_invisible(character) => {}
            _ if character.is_whitespace() => extend(&mut lines, b'<', habit.fillers_per_space),
            _ => extend(&mut lines, capital(character), 1),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Normalises one line while it is typed into its own field: capitals of the line's alphabet, with fillers for spaces,
/// quotes and the like. Characters that no line can contain remain visible. Each character keeps its position, and so
/// does the cursor; if the line would then be too long, spaces are removed as mere spacing.
pub fn as_typed(line: &str, width: usize) -> String {
    let is_too_long = line.chars().nth(width).is_some();
    line.chars()
        .filter(|character| !(is_invisible(*character) || (is_too_long && character.is_whitespace())))
        .map(|character| match capital(character) {
            _ if character == '«' || character.is_whitespace() => '<',
            UNREADABLE => character,
            known => char::from(known),
        })
        .collect()
}

fn extend(lines: &mut [Vec<u8>], character: u8, times: usize) {
    if let Some(line) = lines.last_mut() {
        line.extend(std::iter::repeat_n(character, times));
    }
}

/// Returns whether the character is invisible and comes from copying: zero-width spaces, direction marks, the byte
/// order mark.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Returns the character of the zone that looks like this one: our users' keyboards have Cyrillic capitals and
/// full-width forms.
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

/// Detects the format and splits a single run into its lines.
fn arrange(mut lines: Vec<Vec<u8>>) -> Result<TypedLines, MrzProblem> {
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
        let lines = run.chunks(width).map(<[u8]>::to_vec).collect();
        return Ok(TypedLines { format, lines, problems: Vec::new() });
    }
    let begins_in_lines = lines.len() < count && (lines.len() > 1 || first_line.len() == width);
    if !is_cut_already && !begins_in_lines {
        return Err(MrzProblem::WrongLength { line: None, expected: count * width, found });
    }
    lines.resize(count, Vec::new());
    let wrong = lines.iter().enumerate().filter(|(_, line)| line.len() != width);
    let problems = wrong
        .map(|(index, line)| MrzProblem::WrongLength {
            line: Some(index + 1),
            expected: width,
            found: line.len(),
        })
        .collect();
    Ok(TypedLines { format, lines, problems })
}
