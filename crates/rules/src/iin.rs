//! The individual identification number (IIN) of twelve digits. Most applicants abroad have none.
//!
//! The control digit is checked; the day of birth and the sex in the other digits are only compared with the answers,
//! and a difference is a warning, never a problem. Source of both: general knowledge of the numbering rules, unverified
//! against our order.

use chrono::{Datelike, NaiveDate};
use script::digit_value;

/// A person's sex, as papers and numbers record it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// `M` in machine-readable lines, an odd seventh digit in an IIN.
    Male,
    /// `F` in machine-readable lines, an even seventh digit in an IIN.
    Female,
}

/// Reasons why a typed number is not an IIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum IinProblem {
    /// It has characters other than digits and spaces, or not twelve digits.
    NotTwelveDigits,
    /// The control digit, the last one, does not match the others.
    WrongControlDigit,
}

/// The day of birth according to the first seven digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IinBirthDay {
    /// The seventh digit names the century.
    Known(NaiveDate),
    /// The seventh digit names no century: the year is only its last two digits, 0–99.
    WithoutCentury {
        /// The last two digits, 0–99.
        year: u8,
        /// The month, 1–12.
        month: u8,
        /// The day of the month, 1–31; the month has this day in some year.
        day: u8,
    },
    /// The first six digits are not a day in any year that the seventh allows.
    NotADay,
}

/// A difference between the number and the person's answers. A warning only: numbers were also issued with mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IinDifference {
    /// The first six digits are another day; the century is compared only where the seventh digit names one.
    BirthDay,
    /// The seventh digit names the other sex.
    Sex,
}

/// A number with a valid control digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Iin([u8; 12]);

impl Iin {
    /// Parses twelve digits of any script; spaces between them are ignored.
    pub fn parse(text: &str) -> Result<Self, IinProblem> {
        let mut digits = [0u8; 12];
        let mut length = 0;
        for character in text.chars().filter(|character| !character.is_whitespace()) {
            let digit = digit_value(character).and_then(|value| u8::try_from(value).ok());
            let (Some(place), Some(digit)) = (digits.get_mut(length), digit) else {
                return Err(IinProblem::NotTwelveDigits);
            };
            *place = digit;
            length += 1;
        }
        if length != 12 {
            return Err(IinProblem::NotTwelveDigits);
        }
        if control_digit(&digits) != Some(digits[11]) {
            return Err(IinProblem::WrongControlDigit);
        }
        Ok(Self(digits))
    }

    /// Returns the day of birth in the number: year, month and day of two digits each, then the digit of the century.
    pub fn birth_day(self) -> IinBirthDay {
        let two = |at: usize| self.0[at] * 10 + self.0[at + 1];
        let [year, month, day] = [two(0), two(2), two(4)];
        let in_century = |century: i32| {
            NaiveDate::from_ymd_opt(century + i32::from(year), u32::from(month), u32::from(day))
        };
        match self.century() {
            Some(century) => in_century(century).map_or(IinBirthDay::NotADay, IinBirthDay::Known),
            // 29 February of a year 00 exists only in 2000, so the century need not be known.
            None if CENTURIES.into_iter().any(|century| in_century(century).is_some()) => {
                IinBirthDay::WithoutCentury { year, month, day }
            }
            None => IinBirthDay::NotADay,
        }
    }

    /// Returns the sex that the seventh digit names: odd male, even female, 0 and 7–9 neither.
    pub fn sex(self) -> Option<Sex> {
        match self.0[6] {
            1 | 3 | 5 => Some(Sex::Male),
            2 | 4 | 6 => Some(Sex::Female),
            _ => None,
        }
    }

    /// Returns the differences between the number and the given day of birth and sex. A value that is missing on either
    /// side is not a difference.
    pub fn compare(self, born: NaiveDate, sex: Option<Sex>) -> Vec<IinDifference> {
        let same_day = match self.birth_day() {
            IinBirthDay::Known(day) => day == born,
            IinBirthDay::WithoutCentury { year, month, day } => {
                born.year().rem_euclid(100) == i32::from(year)
                    && born.month() == u32::from(month)
                    && born.day() == u32::from(day)
            }
            IinBirthDay::NotADay => false,
        };
        let same_sex = self.sex().zip(sex).is_none_or(|(ours, theirs)| ours == theirs);
        let mut differences = Vec::new();
        if !same_day {
            differences.push(IinDifference::BirthDay);
        }
        if !same_sex {
            differences.push(IinDifference::Sex);
        }
        differences
    }

    /// Returns the first year of the century that the seventh digit names.
    fn century(self) -> Option<i32> {
        match self.0[6] {
            1 | 2 => Some(CENTURIES[0]),
            3 | 4 => Some(CENTURIES[1]),
            5 | 6 => Some(CENTURIES[2]),
            _ => None,
        }
    }

    /// Returns the twelve digits.
    pub fn to_text(self) -> String {
        self.0.iter().filter_map(|digit| char::from_digit(u32::from(*digit), 10)).collect()
    }
}

/// The first years of the three centuries that a number can name.
const CENTURIES: [i32; 3] = [1800, 1900, 2000];

/// Returns the control digit for the first eleven: weights 1 to 11 modulo 11; if that gives 10, weights 3 to 11, 1, 2;
/// if that gives 10 too, no number is issued and the result is `None`.
fn control_digit(digits: &[u8; 12]) -> Option<u8> {
    let sum = |weights: [u32; 11]| {
        let total: u32 = digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
        u8::try_from(total % 11).ok()
    };
    let first = sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])?;
    if first != 10 {
        return Some(first);
    }
    sum([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]).filter(|second| *second != 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Completes a made-up number: a day that is nobody's birthday and a serial of nines.
    fn with_control(first_eleven: &str) -> Option<String> {
        (0..10).map(|digit| format!("{first_eleven}{digit}")).find(|number| Iin::parse(number).is_ok())
    }

    #[test]
    fn at_most_one_control_digit_fits() {
        let mut without = 0;
        for serial in 0..2000 {
            let stem = format!("0000009{serial:04}");
            let fitting = (0..10).filter(|digit| Iin::parse(&format!("{stem}{digit}")).is_ok()).count();
            assert!(fitting <= 1, "{stem}");
            without += usize::from(fitting == 0);
        }
        // Both rounds give ten for about one stem in 121.
        assert!((1..=60).contains(&without), "{without}");
    }

    #[test]
    fn the_first_round_gives_the_digit_by_hand() {
        // 9·7 = 63; 63 mod 11 = 8.
        assert_eq!(with_control("00000090000").as_deref(), Some("000000900008"));
    }

    #[test]
    fn the_second_round_takes_over_where_the_first_gives_ten() {
        // First round: 5·2 = 10; second round: 5·4 = 20, 20 mod 11 = 9.
        assert_eq!(with_control("05000000000").as_deref(), Some("050000000009"));
    }

    #[test]
    fn spaces_and_digits_of_other_scripts_are_accepted() {
        assert_eq!(Iin::parse("000000 900 008").map(Iin::to_text), Ok("000000900008".into()));
        assert_eq!(Iin::parse("٠٠٠٠٠٠٩٠٠٠٠٨").map(Iin::to_text), Ok("000000900008".into()));
    }

    #[test]
    fn invalid_numbers_are_rejected_with_the_reason() {
        for text in ["", "1", "00000090000", "0000009000088", "00000090000x"] {
            assert_eq!(Iin::parse(text), Err(IinProblem::NotTwelveDigits), "{text}");
        }
        assert_eq!(Iin::parse("000000900009"), Err(IinProblem::WrongControlDigit));
    }

    /// Returns a made-up number that begins with these seven digits, with the first serial that has a control digit.
    fn beginning_with(first_seven: &str) -> Iin {
        (0..10_000)
            .find_map(|serial| Iin::parse(&with_control(&format!("{first_seven}{serial:04}"))?).ok())
            .unwrap()
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_seventh_digit_names_century_and_sex() {
        let cases = [
            ("1", Some(1890), Some(Sex::Male)),
            ("2", Some(1890), Some(Sex::Female)),
            ("3", Some(1990), Some(Sex::Male)),
            ("4", Some(1990), Some(Sex::Female)),
            ("5", Some(2090), Some(Sex::Male)),
            ("6", Some(2090), Some(Sex::Female)),
            ("0", None, None),
            ("7", None, None),
            ("8", None, None),
            ("9", None, None),
        ];
        for (seventh, year, sex) in cases {
            let iin = beginning_with(&format!("900415{seventh}"));
            let birth = year.map_or(IinBirthDay::WithoutCentury { year: 90, month: 4, day: 15 }, |year| {
                IinBirthDay::Known(day(year, 4, 15))
            });
            assert_eq!((iin.birth_day(), iin.sex()), (birth, sex), "{seventh}");
        }
    }

    #[test]
    fn digits_that_are_not_a_day_give_not_a_day() {
        for first_seven in
            ["9002303", "9013013", "9000013", "9001003", "0002294", "0002292", "0102290", "9013010"]
        {
            assert_eq!(beginning_with(first_seven).birth_day(), IinBirthDay::NotADay, "{first_seven}");
        }
        assert_eq!(beginning_with("0002295").birth_day(), IinBirthDay::Known(day(2000, 2, 29)));
        let leap = IinBirthDay::WithoutCentury { year: 0, month: 2, day: 29 };
        assert_eq!(beginning_with("0002290").birth_day(), leap);
    }

    #[test]
    fn only_values_present_on_both_sides_can_differ() {
        use IinDifference::{BirthDay, Sex as SexDiffers};
        let woman = beginning_with("9004154");
        let silent = beginning_with("9004150");
        let broken = beginning_with("0000009");
        let born = day(1990, 4, 15);
        let cases = [
            (woman, born, Some(Sex::Female), vec![]),
            (woman, born, None, vec![]),
            (woman, born, Some(Sex::Male), vec![SexDiffers]),
            (woman, day(1990, 4, 16), None, vec![BirthDay]),
            (woman, day(1890, 4, 15), Some(Sex::Male), vec![BirthDay, SexDiffers]),
            (silent, born, Some(Sex::Male), vec![]),
            (silent, day(1890, 4, 15), None, vec![]),
            (silent, day(1991, 4, 15), None, vec![BirthDay]),
            (silent, day(1990, 5, 15), None, vec![BirthDay]),
            (silent, day(1990, 4, 16), None, vec![BirthDay]),
            (broken, day(2000, 1, 1), Some(Sex::Male), vec![BirthDay]),
        ];
        for (iin, born, sex, expected) in cases {
            assert_eq!(iin.compare(born, sex), expected, "{} {born} {sex:?}", iin.to_text());
        }
    }

    proptest! {
        #[test]
        fn comparison_never_panics(
            digits in proptest::array::uniform12(0u8..10),
            days in any::<i32>(),
            male in any::<Option<bool>>(),
        ) {
            let iin = Iin(digits);
            let born = NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MIN);
            let sex = male.map(|male| if male { Sex::Male } else { Sex::Female });
            let differences = iin.compare(born, sex);
            if let IinBirthDay::Known(day) = iin.birth_day() {
                prop_assert_eq!(iin.compare(day, iin.sex()), vec![]);
                prop_assert_eq!(differences.contains(&IinDifference::BirthDay), day != born);
            }
        }

        #[test]
        fn parse_never_panics(text in any::<String>()) {
            let _ = Iin::parse(&text);
        }
    }
}
