//! The machine-readable lines at the foot of a passport (TD3, two lines of 44) or on the back of a card (TD1, three of
//! 30), read leniently from what a person types or pastes.
//!
//! Source: ICAO Doc 9303, parts 3 to 5. Deliberately absent: visas, cards of two lines, and the machine-readable zone
//! as a proof of anything; it only spares typing and finds slips.
//!
//! - `typed` makes lines of the right length out of text, `alphabet` puts look-alike characters right
//! - `check_digit` and `date` are the two sums of the standard; `read` and `write` lay them over the columns

mod alphabet;
mod check_digit;
mod date;
mod encode;
mod read;
mod typed;

use crate::iin::Sex;
use chrono::NaiveDate;

pub use typed::as_typed;

/// The two layouts that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MrzFormat {
    /// A passport: two lines of 44 characters.
    Td3,
    /// A card: three lines of 30 characters.
    Td1,
}

impl MrzFormat {
    /// How many lines there are.
    pub fn lines(self) -> usize {
        match self {
            Self::Td3 => 2,
            Self::Td1 => 3,
        }
    }

    /// How many characters a line has.
    pub fn width(self) -> usize {
        match self {
            Self::Td3 => 44,
            Self::Td1 => 30,
        }
    }

    /// How many characters the names have.
    fn names_width(self) -> usize {
        match self {
            Self::Td3 => 39,
            Self::Td1 => 30,
        }
    }
}

/// What the lines say. Texts are in capitals, with spaces where the lines have fillers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mrz {
    /// Which of the two layouts the lines had; it decides how they are written again.
    pub format: MrzFormat,
    /// One or two characters: `P` or `PN` for passports, `I`, `A` or `C` first for cards.
    pub document_code: String,
    /// The three-letter code of the issuing state; Germany has one letter.
    pub issuing_state: String,
    /// The three-letter code of the holder's state; `XXA` and others for stateless persons.
    pub nationality: String,
    /// The primary identifier of the standard: all of the name where the holder has one name only.
    pub family_name: String,
    /// Empty where the holder has one name only.
    pub given_names: String,
    /// The document's number; on a card with a number of more than nine characters, the whole of it.
    pub number: String,
    /// In the latest century in which it is not after today; unknown parts stand as fillers or, for month and day, as
    /// 00.
    pub birth: PartialDay,
    /// `None` where it is unspecified.
    pub sex: Option<Sex>,
    /// `None` where the document names no day on which it runs out.
    pub expiry: Option<NaiveDate>,
    /// What the issuing state adds: a passport's personal number, or the rest of a card's first line.
    pub optional: String,
    /// What the issuing state adds in a card's second line; empty for passports.
    pub optional_second: String,
}

/// A day of which parts may be unknown: papers of people whose day of birth was never recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartialDay {
    /// All four digits.
    pub year: Option<i32>,
    /// 1–12.
    pub month: Option<u8>,
    /// 1–31.
    pub day: Option<u8>,
}

impl PartialDay {
    /// The day, if all parts are known.
    pub fn whole(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, u32::from(self.month?), u32::from(self.day?))
    }
}

/// A field that a check digit or a calendar can find wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MrzField {
    /// The document's number, with the check digit after it.
    Number,
    /// The day of birth; a year alone or nothing at all is no mistake.
    Birth,
    /// The last day of validity; fillers alone are no mistake.
    Expiry,
    /// A passport's personal number.
    PersonalNumber,
    /// The last check digit, over all checked fields. On a card it alone protects the optional data.
    Composite,
}

/// Places in a line, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The first place; the same as `to` for a single one.
    pub from: usize,
    /// The last place, itself included.
    pub to: usize,
}

/// Why a text could not be read, and where to look. Lines and columns are counted from 1 as on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MrzProblem {
    /// Nothing like the lines of a passport or a card: too short, much too long, or of another kind of document.
    NotMrz,
    /// A line has too few or too many characters; without a line where all were pasted as one run, whose length it is.
    WrongLength {
        /// The first line of another length; `None` where it is about the whole run.
        line: Option<usize>,
        /// Characters that the line, or all lines together, must have.
        expected: usize,
        /// Characters that count: spaces and invisible marks do not. A line that is not there has 0.
        found: usize,
    },
    /// A character that cannot stand in this place.
    BadCharacter {
        /// Which line, from 1.
        line: usize,
        /// The place of the character in it, from 1, spaces not counted.
        column: usize,
    },
    /// The field and its check digit do not fit. The columns are those of the field with its check digit; for the
    /// composite, of the check digit alone.
    CheckDigit {
        /// What the digit is about; a slip in it or in the digit itself gives the same answer.
        field: MrzField,
        /// Which line, from 1. The composite of both formats stands in the second.
        line: usize,
        /// Where to look in that line.
        columns: Columns,
    },
    /// The check digit fits and still the field names no day.
    NotADay {
        /// [`MrzField::Birth`] or [`MrzField::Expiry`].
        field: MrzField,
        /// Which line, from 1: the second in both formats.
        line: usize,
        /// The six characters of the day, without the check digit.
        columns: Columns,
    },
}

impl MrzProblem {
    /// The line it is about, from 1; `None` where it is about the text as a whole.
    pub fn line(&self) -> Option<usize> {
        match *self {
            Self::NotMrz => None,
            Self::WrongLength { line, .. } => line,
            Self::BadCharacter { line, .. } | Self::CheckDigit { line, .. } | Self::NotADay { line, .. } => {
                Some(line)
            }
        }
    }

    /// Where to look in its line; `None` where it is about the line, or the text, as a whole.
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

    /// For reading order.
    fn place(&self) -> (usize, usize) {
        (self.line().unwrap_or_default(), self.columns().map_or(0, |columns| columns.from))
    }
}

impl Mrz {
    /// Reads what a person typed: capitals or not, with spaces, `«`, `‹` and full-width characters, in lines or as one
    /// run of 88 or 90 characters. A space is a filler where only that gives the lines their length. Look-alike characters (O and 0, I and 1, S and 5, B and 8) are put right where the
    /// place admits only one of them.
    ///
    /// All problems are returned, in reading order and at least one; none is named twice for one slip, as the last check
    /// digit would. `today` gives two-digit years their century: nobody is born
    /// after it, and a document runs out at most 49 years before it or 50 after.
    ///
    /// What the check digits cannot find: one character for another whose value differs by ten or twenty or thirty
    /// (`<` and `0` with A, K, U; 1 with B, L, V; 2 with C, M, W; and so on), two neighbours in the wrong order whose
    /// values differ by five, and anything in states, sex and names.
    pub fn parse(typed: &str, today: NaiveDate) -> Result<Self, Vec<MrzProblem>> {
        let typed::TypedLines { format, mut lines, mut problems } =
            typed::lines(typed).map_err(|problem| vec![problem])?;
        problems.extend(alphabet::put_right(format, &mut lines));
        read::fields(format, &lines, today, problems)
    }

    /// Family name, then given names, with single spaces.
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

    /// Whether the names fill their columns to the last one, so that the standard may have had them cut.
    pub fn names_may_be_cut(&self) -> bool {
        let between = if self.given_names.is_empty() { 0 } else { 2 };
        self.family_name.len() + between + self.given_names.len() >= self.format.names_width()
    }

    /// The lines as they are printed. What does not fit its columns is cut; what no line can hold becomes a filler.
    pub fn write(&self) -> Vec<String> {
        match self.format {
            MrzFormat::Td3 => encode::passport(self),
            MrzFormat::Td1 => encode::card(self),
        }
    }
}

#[cfg(test)]
mod tests;
