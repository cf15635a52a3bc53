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
mod parts;
mod read;
mod typed;

use chrono::NaiveDate;

pub use parts::{Columns, Mrz, MrzField, MrzFormat, MrzProblem, PartialDay};
pub use typed::as_typed;

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
    pub fn encode(&self) -> Vec<String> {
        match self.format {
            MrzFormat::Td3 => encode::passport(self),
            MrzFormat::Td1 => encode::card(self),
        }
    }
}

#[cfg(test)]
mod tests;
