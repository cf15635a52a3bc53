//! The individual identification number (IIN): twelve digits, most applicants abroad have none.

use script::digit_value;

/// Why a typed number is no IIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum IinProblem {
    /// It has other characters than digits and spaces, or not twelve digits.
    NotTwelveDigits,
    /// The control digit, the last one, does not follow from the others.
    WrongControlDigit,
}

/// A number whose control digit is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Iin([u8; 12]);

impl Iin {
    /// Reads twelve digits of any script; spaces between them do not count.
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

    /// The twelve digits.
    pub fn write(self) -> String {
        self.0.iter().filter_map(|digit| char::from_digit(u32::from(*digit), 10)).collect()
    }
}

/// The control digit over the first eleven: weights 1 to 11 modulo 11; where that gives 10, weights 3 to 11, 1, 2;
/// where that gives 10 too, no number is issued.
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

    /// Made-up numbers: a day that is none of anybody's and a serial of nines.
    fn with_control(first_eleven: &str) -> Option<String> {
        (0..10).map(|digit| format!("{first_eleven}{digit}")).find(|number| Iin::parse(number).is_ok())
    }

    #[test]
    fn exactly_one_control_digit_fits_and_every_other_is_refused() {
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
        // First round: 9·7 + 8·10... = 5·2 = 10; second round: 5·4 = 20, 20 mod 11 = 9.
        assert_eq!(with_control("05000000000").as_deref(), Some("050000000009"));
    }

    #[test]
    fn spaces_and_other_digits_are_understood() {
        assert_eq!(Iin::parse("000000 900 008").map(Iin::write), Ok("000000900008".into()));
        assert_eq!(Iin::parse("٠٠٠٠٠٠٩٠٠٠٠٨").map(Iin::write), Ok("000000900008".into()));
    }

    #[test]
    fn what_is_no_number_says_why() {
        for text in ["", "1", "00000090000", "0000009000088", "00000090000x"] {
            assert_eq!(Iin::parse(text), Err(IinProblem::NotTwelveDigits), "{text}");
        }
        assert_eq!(Iin::parse("000000900009"), Err(IinProblem::WrongControlDigit));
    }
}
