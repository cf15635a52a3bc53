//! The machine-readable lines at the foot of a passport (TD3, two lines of 44) or on the back of a card (TD1, three of
//! 30), parsed leniently from what a person types or pastes.
//!
//! Source: ICAO Doc 9303, parts 3 to 5. Deliberately absent: visas, cards of two lines, and the use of the
//! machine-readable zone as a proof of anything; it only saves typing and finds typing errors.
//!
//! - `typed` splits text into lines of the right length, `alphabet` corrects look-alike characters
//! - `check_digit` and `date` implement the two calculations of the standard; `read` and `encode` apply them to the
//!   columns

mod alphabet;
mod check_digit;
mod date;
mod encode;
mod read;
mod typed;

use crate::iin::Sex;
use chrono::NaiveDate;

pub use typed::as_typed;

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
    fn names_width(self) -> usize {
        match self {
            Self::Td3 => 39,
            Self::Td1 => 30,
        }
    }
}

/// The contents of the lines. Texts are in capitals, with spaces where the lines have fillers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mrz {
    /// The layout that the lines had, in which [`Self::write`] writes them.
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

    fn columns_in(&self, line: usize) -> Option<Columns> {
        self.columns().filter(|_| self.line() == Some(line))
    }

    /// Returns the sort key for reading order.
    fn place(&self) -> (usize, usize) {
        (self.line().unwrap_or_default(), self.columns().map_or(0, |columns| columns.from))
    }
}

impl Mrz {
    /// Parses what a person typed: in capitals or not, with spaces, `«`, `‹` and full-width characters, in lines or as
    /// one run of 88 or 90 characters. A space is a filler only if the lines have their length in no other way.
    ///
    /// Look-alike characters (O and 0, I and 1, S and 5, B and 8) are corrected where the column allows only one of
    /// them.
    ///
    /// On failure it returns all problems, at least one, in reading order; no error is reported twice, as it would be
    /// if the last check digit were reported too. `today` determines the century of two-digit years: nobody is born
    /// after it, and a document expires at most 49 years before it or 50 after.
    ///
    /// The check digits cannot find: one character replaced by another whose value differs by ten or twenty or thirty
    /// (`<` and `0` with A, K, U; 1 with B, L, V; 2 with C, M, W; and so on), two neighbours in the wrong order whose
    /// values differ by five, and anything in states, sex and names.
    pub fn parse(typed: &str, today: NaiveDate) -> Result<Self, Vec<MrzProblem>> {
        let typed::TypedLines { format, mut lines, mut problems } =
            typed::lines(typed).map_err(|problem| vec![problem])?;
        problems.extend(alphabet::put_right(format, &mut lines));
        read::fields(format, &lines, today, problems)
    }

    /// Returns the family name, then the given names, with single spaces.
    pub fn names(&self) -> String {
        let mut names = String::with_capacity(self.family_name.len() + 1 + self.given_names.len());
        for word in self.family_name.split_whitespace().chain(self.given_names.split_whitespace()) {
            if !names.is_empty() {
                names.push(' ');
            }
            names.push_str(word);
        }
        names
    }

    /// Returns whether the names fill their columns completely, so that they may have been truncated under the
    /// standard.
    pub fn names_may_be_cut(&self) -> bool {
        let between = if self.given_names.is_empty() { 0 } else { 2 };
        self.family_name.len() + between + self.given_names.len() >= self.format.names_width()
    }

    /// Returns the lines as they are printed. Text that does not fit its columns is cut; a character that no line can
    /// contain becomes a filler.
    pub fn write(&self) -> Vec<String> {
        match self.format {
            MrzFormat::Td3 => encode::passport(self),
            MrzFormat::Td1 => encode::card(self),
        }
    }
}

#[cfg(test)]
mod tests;
