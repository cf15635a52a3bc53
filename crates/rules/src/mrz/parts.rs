//! The types of the machine-readable zone.

use crate::iin::Sex;
use chrono::NaiveDate;

/// The two supported layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MrzFormat {
    /// A passport: two lines of 44 characters.
    Td3,
    /// A card: three lines of 30 characters.
    Td1,
}

impl MrzFormat {
    /// Returns the number of lines.
    pub fn lines(self) -> usize {
        match self {
            Self::Td3 => 2,
            Self::Td1 => 3,
        }
    }

    /// Returns the number of characters in a line.
    pub fn width(self) -> usize {
        match self {
            Self::Td3 => 44,
            Self::Td1 => 30,
        }
    }

    /// Returns the number of characters reserved for the names.
    pub(super) fn names_width(self) -> usize {
        match self {
            Self::Td3 => 39,
            Self::Td1 => 30,
        }
    }
}

/// The contents of the lines. Texts are in capitals, with spaces where the lines have fillers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mrz {
    /// The layout that the lines had, in which [`Self::encode`] writes them.
    pub format: MrzFormat,
    /// One or two characters: `P` or `PN` for passports; `I`, `A` or `C` first for cards.
    pub document_code: String,
    /// The three-letter code of the issuing state; Germany's has one letter.
    pub issuing_state: String,
    /// The three-letter code of the holder's state; `XXA` and others for stateless persons.
    pub nationality: String,
    /// The primary identifier of the standard: the whole name where the holder has only one name.
    pub family_name: String,
    /// Empty where the holder has only one name.
    pub given_names: String,
    /// The document's number, complete also on a card with a number of more than nine characters.
    pub number: String,
    /// The day of birth in the latest century in which it is not after today. Unknown parts are written as fillers or,
    /// for month and day, as 00.
    pub birth: PartialDay,
    /// The sex of the holder; `None` where it is unspecified.
    pub sex: Option<Sex>,
    /// `None` where the document names no expiry day.
    pub expiry: Option<NaiveDate>,
    /// Optional data of the issuing state: a passport's personal number, or the rest of a card's first line.
    pub optional: String,
    /// Optional data of the issuing state in a card's second line; empty for passports.
    pub optional_second: String,
}

/// A day of which parts may be unknown: for papers of people whose day of birth was never recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartialDay {
    /// The year with all four digits.
    pub year: Option<i32>,
    /// The month, 1–12.
    pub month: Option<u8>,
    /// The day of the month, 1–31.
    pub day: Option<u8>,
}

impl PartialDay {
    /// Returns the day, if all parts are known.
    pub fn whole(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, u32::from(self.month?), u32::from(self.day?))
    }
}

/// A field in which a check digit or a calendar can find an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MrzField {
    /// The document's number, with the check digit after it.
    Number,
    /// The day of birth; a year alone or an empty field is no error.
    Birth,
    /// The last day of validity; fillers alone are no error.
    Expiry,
    /// A passport's personal number.
    PersonalNumber,
    /// The last check digit, over all checked fields. On a card it is the only protection of the optional data.
    Composite,
}

/// A range of columns in a line, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The first column; the same as `to` for a single one.
    pub from: usize,
    /// The last column, inclusive.
    pub to: usize,
}

/// The reason why a text could not be parsed, with the place. Lines and columns are counted from 1 as on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MrzProblem {
    /// The text is not like the lines of a passport or a card: too short, much too long, or of another kind of
    /// document.
    NotMrz,
    /// A line has too few or too many characters. If all lines were pasted as one run, the length is that of the run.
    WrongLength {
        /// The first line with a wrong length; `None` if the whole run is meant.
        line: Option<usize>,
        /// The required number of characters of the line, or of all lines together.
        expected: usize,
        /// The counted characters, without spaces and invisible marks. A missing line has 0.
        found: usize,
    },
    /// A character that is not allowed in this column.
    BadCharacter {
        /// The line, from 1.
        line: usize,
        /// The column of the character in it, from 1, spaces not counted.
        column: usize,
    },
    /// The field and its check digit do not match. The columns are those of the field with its check digit; for the
    /// composite, of the check digit alone.
    CheckDigit {
        /// The field of the check digit; an error in the field and one in the digit itself give the same problem.
        field: MrzField,
        /// The line, from 1. The composite of both formats is in the second.
        line: usize,
        /// The columns of the field in that line.
        columns: Columns,
    },
    /// The check digit matches but the field is not a valid day.
    NotADay {
        /// [`MrzField::Birth`] or [`MrzField::Expiry`].
        field: MrzField,
        /// The line, from 1: the second in both formats.
        line: usize,
        /// The six characters of the day, without the check digit.
        columns: Columns,
    },
}

impl MrzProblem {
    /// Returns the line of the problem, from 1; `None` if the text as a whole is meant.
    pub fn line(&self) -> Option<usize> {
        match *self {
            Self::NotMrz => None,
            Self::WrongLength { line, .. } => line,
            Self::BadCharacter { line, .. } | Self::CheckDigit { line, .. } | Self::NotADay { line, .. } => {
                Some(line)
            }
        }
    }

    /// Returns the columns of the problem in its line; `None` if the line, or the text, as a whole is meant.
    pub fn columns(&self) -> Option<Columns> {
        match *self {
            Self::NotMrz | Self::WrongLength { .. } => None,
            Self::BadCharacter { column, .. } => Some(Columns { from: column, to: column }),
            Self::CheckDigit { columns, .. } | Self::NotADay { columns, .. } => Some(columns),
        }
    }

    pub(super) fn columns_in(&self, line: usize) -> Option<Columns> {
        self.columns().filter(|_| self.line() == Some(line))
    }

    /// Returns the sort key for reading order.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.line().unwrap_or_default(), self.columns().map_or(0, |columns| columns.from))
    }
}
