//! Parses the fields in their columns: ICAO Doc 9303, part 4 (passports) and part 5 (cards).

use super::check_digit::{self, FILLER};
use super::{Columns, Mrz, MrzField, MrzFormat, MrzProblem, PartialDay, date};
use crate::iin::Sex;
use chrono::NaiveDate;

/// The lines and the problems found so far. A line with a wrong length, and a field with a character that is not
/// allowed, are not examined again: the same error would be reported twice.
struct MrzReader<'a> {
    lines: &'a [Vec<u8>],
    format: MrzFormat,
    today: NaiveDate,
    problems: Vec<MrzProblem>,
}

/// Parses the fields and returns their problems together with those of the lines, in reading order.
pub(super) fn fields(
    format: MrzFormat,
    lines: &[Vec<u8>],
    today: NaiveDate,
    problems: Vec<MrzProblem>,
) -> Result<Mrz, Vec<MrzProblem>> {
    let mut page = MrzReader { lines, format, today, problems };
    let read = match format {
        MrzFormat::Td3 => page.passport(),
        MrzFormat::Td1 => page.card(),
    };
    if page.problems.is_empty() {
        return Ok(read);
    }
    page.problems.sort_unstable_by_key(MrzProblem::place);
    Err(page.problems)
}

impl<'a> MrzReader<'a> {
    /// Parses a passport, two lines of 44.
    fn passport(&mut self) -> Mrz {
        let (family_name, given_names) = self.names(1, 6, 44);
        let number = self.written(2, 1, 9);
        self.checked(MrzField::Number, 2, 1, 10);
        let birth = self.birth(2, 14);
        let expiry = self.expiry(2, 22);
        self.checked(MrzField::PersonalNumber, 2, 29, 43);
        self.composite(&[(2, 1, 10), (2, 14, 20), (2, 22, 43)], 44);
        Mrz {
            format: MrzFormat::Td3,
            document_code: text(self.cut(1, 1, 2)),
            issuing_state: text(self.cut(1, 3, 5)),
            nationality: text(self.cut(2, 11, 13)),
            family_name,
            given_names,
            number,
            birth,
            sex: self.sex(2, 21),
            expiry,
            optional: text(self.cut(2, 29, 42)),
            optional_second: String::new(),
        }
    }

    /// Parses a card, three lines of 30.
    fn card(&mut self) -> Mrz {
        let (number, optional) = self.card_number();
        let birth = self.birth(2, 1);
        let expiry = self.expiry(2, 9);
        self.composite(&[(1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)], 30);
        let (family_name, given_names) = self.names(3, 1, 30);
        Mrz {
            format: MrzFormat::Td1,
            document_code: text(self.cut(1, 1, 2)),
            issuing_state: text(self.cut(1, 3, 5)),
            nationality: text(self.cut(2, 16, 18)),
            family_name,
            given_names,
            number,
            birth,
            sex: self.sex(2, 8),
            expiry,
            optional,
            optional_second: text(self.cut(2, 19, 29)),
        }
    }

    /// Returns the characters of a range of columns, counted from 1, both ends included.
    fn cut(&self, line: usize, from: usize, to: usize) -> &'a [u8] {
        let line = line.checked_sub(1).and_then(|index| self.lines.get(index));
        line.and_then(|line| line.get(from.checked_sub(1)?..to)).unwrap_or_default()
    }

    /// Returns whether the line has the right length and no problem was found in these columns yet.
    fn is_sound(&self, line: usize, from: usize, to: usize) -> bool {
        let has_length = |lines: &[Vec<u8>]| {
            line.checked_sub(1).and_then(|index| lines.get(index)).map(Vec::len) == Some(self.format.width())
        };
        let touches = |problem: &MrzProblem| {
            problem.columns_in(line).is_some_and(|columns| columns.from <= to && from <= columns.to)
        };
        has_length(self.lines) && !self.problems.iter().any(touches)
    }

    /// Returns the text of a field that must not be empty.
    fn written(&mut self, line: usize, from: usize, to: usize) -> String {
        let field = self.cut(line, from, to);
        if matches!(field, [] | [FILLER, ..]) && self.is_sound(line, from, from) {
            self.problems.push(MrzProblem::BadCharacter { line, column: from });
        }
        text(field)
    }

    /// Checks a field whose check digit is in the last of these columns; returns it without the digit if it matches.
    fn checked(&mut self, field: MrzField, line: usize, from: usize, to: usize) -> Option<&'a [u8]> {
        if !self.is_sound(line, from, to) {
            return None;
        }
        match self.cut(line, from, to) {
            [characters @ .., digit] if check_digit::fits(characters, *digit) => Some(characters),
            _ => {
                self.problems.push(MrzProblem::CheckDigit { field, line, columns: Columns { from, to } });
                None
            }
        }
    }

    /// Parses six characters from this column and their check digit.
    fn birth(&mut self, line: usize, from: usize) -> PartialDay {
        let field = MrzField::Birth;
        let Some(characters) = self.checked(field, line, from, from + 6) else {
            return PartialDay::default();
        };
        date::birth(characters, self.today).unwrap_or_else(|date::NotADay| {
            self.not_a_day(field, line, from);
            PartialDay::default()
        })
    }

    /// Parses six characters from this column and their check digit.
    fn expiry(&mut self, line: usize, from: usize) -> Option<NaiveDate> {
        let field = MrzField::Expiry;
        let characters = self.checked(field, line, from, from + 6)?;
        date::expiry(characters, self.today).unwrap_or_else(|date::NotADay| {
            self.not_a_day(field, line, from);
            None
        })
    }

    fn not_a_day(&mut self, field: MrzField, line: usize, from: usize) {
        let columns = Columns { from, to: from + 5 };
        self.problems.push(MrzProblem::NotADay { field, line, columns });
    }

    /// Checks all the ranges (line, first and last column) against the digit in the second line, unless one of them
    /// already has a problem: the same error would be reported twice.
    fn composite(&mut self, stretches: &[(usize, usize, usize)], column: usize) {
        let is_sound = |(line, from, to): &(usize, usize, usize)| self.is_sound(*line, *from, *to);
        if !stretches.iter().all(is_sound) || !self.is_sound(2, column, column) {
            return;
        }
        let characters = stretches.iter().flat_map(|(line, from, to)| self.cut(*line, *from, *to));
        if self.cut(2, column, column) != [check_digit::printed(characters)] {
            let columns = Columns { from: column, to: column };
            self.problems.push(MrzProblem::CheckDigit { field: MrzField::Composite, line: 2, columns });
        }
    }

    /// Parses a card's number and the rest of its line. A number of more than nine characters has a filler in place of
    /// the check digit, continues in the optional data, and has its check digit there, before the next filler. That
    /// first filler is not part of the number.
    fn card_number(&mut self) -> (String, String) {
        let mut number = self.written(1, 6, 14);
        let rest = self.cut(1, 16, 30);
        let goes_on = self.cut(1, 15, 15) == [FILLER] && self.cut(1, 14, 14) != [FILLER];
        if !goes_on {
            self.checked(MrzField::Number, 1, 6, 15);
            return (number, text(rest));
        }
        let end = rest.iter().position(|character| *character == FILLER).unwrap_or(rest.len());
        let columns = Columns { from: 6, to: 15 + end };
        let (Some(found), Some(after)) = (rest.get(..end), rest.get(end..)) else {
            return (number, String::new());
        };
        if !self.is_sound(1, columns.from, columns.to) {
            return (number, String::new());
        }
        match found {
            [more @ .., digit] if !more.is_empty() && self.continues(more, *digit) => {
                number.push_str(&text(more));
                (number, text(after.get(1..).unwrap_or_default()))
            }
            _ => {
                self.problems.push(MrzProblem::CheckDigit { field: MrzField::Number, line: 1, columns });
                (number, String::new())
            }
        }
    }

    fn continues(&self, more: &[u8], digit: u8) -> bool {
        let whole = self.cut(1, 6, 14).iter().chain(more);
        super::alphabet::as_digit(digit) == check_digit::printed(whole)
    }

    /// Splits the family name before the first two fillers from the given names after them.
    fn names(&mut self, line: usize, from: usize, to: usize) -> (String, String) {
        self.written(line, from, to);
        let names = self.cut(line, from, to);
        let end = names.windows(2).position(|pair| pair == [FILLER, FILLER]).unwrap_or(names.len());
        let words = |part: Option<&[u8]>| {
            let text = text(part.unwrap_or_default());
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        (words(names.get(..end)), words(names.get(end..)))
    }

    fn sex(&self, line: usize, column: usize) -> Option<Sex> {
        match self.cut(line, column, column) {
            b"M" => Some(Sex::Male),
            b"F" => Some(Sex::Female),
            _ => None,
        }
    }
}

/// Returns a field's text: fillers become spaces, trailing ones are removed.
fn text(characters: &[u8]) -> String {
    let end = characters.iter().rposition(|character| *character != FILLER).map_or(0, |last| last + 1);
    let written = characters.iter().take(end);
    written.map(|character| if *character == FILLER { ' ' } else { char::from(*character) }).collect()
}
