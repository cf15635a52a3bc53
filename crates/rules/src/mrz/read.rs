//! The fields in their columns: ICAO Doc 9303, part 4 (passports) and part 5 (cards).

use super::check_digit::{self, FILLER};
use super::{Columns, Mrz, MrzField, MrzFormat, MrzProblem, date};
use crate::iin::Sex;
use chrono::NaiveDate;

/// Lines of the right number and length, whose characters all stand where they may.
struct Page<'a> {
    lines: &'a [Vec<u8>],
    today: NaiveDate,
}

/// A passport, two lines of 44.
pub(super) fn passport(lines: &[Vec<u8>], today: NaiveDate) -> Result<Mrz, MrzProblem> {
    let page = Page { lines, today };
    let (family_name, given_names) = page.names(1, 6, 44)?;
    let number = page.written(2, 1, 9)?;
    page.checked(MrzField::Number, 2, 1, 10)?;
    let birth = page.birth(2, 14)?;
    let expiry = page.expiry(2, 22)?;
    page.checked(MrzField::PersonalNumber, 2, 29, 43)?;
    page.composite(&[(2, 1, 10), (2, 14, 20), (2, 22, 43)], 44)?;
    Ok(Mrz {
        format: MrzFormat::Td3,
        document_code: text(page.cut(1, 1, 2)),
        issuing_state: text(page.cut(1, 3, 5)),
        nationality: text(page.cut(2, 11, 13)),
        family_name,
        given_names,
        number,
        birth,
        sex: page.sex(2, 21),
        expiry,
        optional: text(page.cut(2, 29, 42)),
        optional_second: String::new(),
    })
}

/// A card, three lines of 30.
pub(super) fn card(lines: &[Vec<u8>], today: NaiveDate) -> Result<Mrz, MrzProblem> {
    let page = Page { lines, today };
    let (number, optional) = page.card_number()?;
    let birth = page.birth(2, 1)?;
    let expiry = page.expiry(2, 9)?;
    page.composite(&[(1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)], 30)?;
    let (family_name, given_names) = page.names(3, 1, 30)?;
    Ok(Mrz {
        format: MrzFormat::Td1,
        document_code: text(page.cut(1, 1, 2)),
        issuing_state: text(page.cut(1, 3, 5)),
        nationality: text(page.cut(2, 16, 18)),
        family_name,
        given_names,
        number,
        birth,
        sex: page.sex(2, 8),
        expiry,
        optional,
        optional_second: text(page.cut(2, 19, 29)),
    })
}

impl<'a> Page<'a> {
    /// The characters from one column to another, both counted from 1 and included.
    fn cut(&self, line: usize, from: usize, to: usize) -> &'a [u8] {
        let line = line.checked_sub(1).and_then(|index| self.lines.get(index));
        line.and_then(|line| line.get(from.checked_sub(1)?..to)).unwrap_or_default()
    }

    /// The text of a field that cannot be empty.
    fn written(&self, line: usize, from: usize, to: usize) -> Result<String, MrzProblem> {
        match self.cut(line, from, to) {
            [] | [FILLER, ..] => Err(MrzProblem::BadCharacter { line, column: from }),
            field => Ok(text(field)),
        }
    }

    /// Checks a field whose check digit is the last of these columns.
    fn checked(&self, field: MrzField, line: usize, from: usize, to: usize) -> Result<&'a [u8], MrzProblem> {
        match self.cut(line, from, to) {
            [characters @ .., digit] if check_digit::fits(characters, *digit) => Ok(characters),
            _ => Err(MrzProblem::CheckDigit { field, line, columns: Columns { from, to } }),
        }
    }

    /// Six characters from this column, then their check digit.
    fn birth(&self, line: usize, from: usize) -> Result<super::PartialDay, MrzProblem> {
        let field = MrzField::Birth;
        let characters = self.checked(field, line, from, from + 6)?;
        let columns = Columns { from, to: from + 5 };
        date::birth(characters, self.today).map_err(|_| MrzProblem::NotADay { field, line, columns })
    }

    /// Six characters from this column, then their check digit.
    fn expiry(&self, line: usize, from: usize) -> Result<Option<NaiveDate>, MrzProblem> {
        let field = MrzField::Expiry;
        let characters = self.checked(field, line, from, from + 6)?;
        let columns = Columns { from, to: from + 5 };
        date::expiry(characters, self.today).map_err(|_| MrzProblem::NotADay { field, line, columns })
    }

    /// Checks all the stretches (line, first and last column) against the digit in the second line.
    fn composite(&self, stretches: &[(usize, usize, usize)], column: usize) -> Result<(), MrzProblem> {
        let characters = stretches.iter().flat_map(|(line, from, to)| self.cut(*line, *from, *to));
        if self.cut(2, column, column) == [check_digit::printed(characters)] {
            return Ok(());
        }
        let columns = Columns { from: column, to: column };
        Err(MrzProblem::CheckDigit { field: MrzField::Composite, line: 2, columns })
    }

    /// A card's number and the rest of its line. A number of more than nine characters has a filler for its check
    /// digit, goes on in the optional data, and has its check digit there, before the next filler. The first filler is
    /// no character of the number.
    fn card_number(&self) -> Result<(String, String), MrzProblem> {
        let mut number = self.written(1, 6, 14)?;
        let rest = self.cut(1, 16, 30);
        let goes_on = self.cut(1, 15, 15) == [FILLER] && self.cut(1, 14, 14) != [FILLER];
        if !goes_on {
            self.checked(MrzField::Number, 1, 6, 15)?;
            return Ok((number, text(rest)));
        }
        let end = rest.iter().position(|character| *character == FILLER).unwrap_or(rest.len());
        let columns = Columns { from: 6, to: 15 + end };
        let problem = MrzProblem::CheckDigit { field: MrzField::Number, line: 1, columns };
        let (Some([more @ .., digit]), Some(after)) = (rest.get(..end), rest.get(end..)) else {
            return Err(problem);
        };
        let whole = self.cut(1, 6, 14).iter().chain(more);
        if more.is_empty() || super::alphabet::as_digit(*digit) != check_digit::printed(whole) {
            return Err(problem);
        }
        number.push_str(&text(more));
        Ok((number, text(after.get(1..).unwrap_or_default())))
    }

    /// The family name before the first two fillers, the given names after them.
    fn names(&self, line: usize, from: usize, to: usize) -> Result<(String, String), MrzProblem> {
        self.written(line, from, to)?;
        let names = self.cut(line, from, to);
        let end = names.windows(2).position(|pair| pair == [FILLER, FILLER]).unwrap_or(names.len());
        let words = |part: Option<&[u8]>| {
            let text = text(part.unwrap_or_default());
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        Ok((words(names.get(..end)), words(names.get(end..))))
    }

    fn sex(&self, line: usize, column: usize) -> Option<Sex> {
        match self.cut(line, column, column) {
            b"M" => Some(Sex::Male),
            b"F" => Some(Sex::Female),
            _ => None,
        }
    }
}

/// A field's text: fillers are spaces, those at its end are none.
fn text(characters: &[u8]) -> String {
    let end = characters.iter().rposition(|character| *character != FILLER).map_or(0, |last| last + 1);
    let written = characters.iter().take(end);
    written.map(|character| if *character == FILLER { ' ' } else { char::from(*character) }).collect()
}
