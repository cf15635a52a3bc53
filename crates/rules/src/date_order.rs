//! The order of day, month and year on the papers of a country, so that a form can ask in the order of the paper.
//!
//! Source: general knowledge of how these countries write dates; no law that we know of states it.

use crate::draft::Citizenship;

/// The order of the three parts of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// As in 31.12.2026.
    DayMonthYear,
    /// As in 2026-12-31.
    YearMonthDay,
}

impl DateOrder {
    /// Returns the order on papers that the country of this citizenship issues.
    ///
    /// China and Mongolia write the year first. Iran and Afghanistan have calendars of their own; their passports also
    /// carry Gregorian dates, day first, and those are meant here. Where the country is not known, or there is none,
    /// the order is day first, as on the papers that Kazakhstan itself issues.
    pub fn of(citizenship: Citizenship) -> Self {
        match citizenship {
            Citizenship::China | Citizenship::Mongolia => Self::YearMonthDay,
            Citizenship::Uzbekistan
            | Citizenship::Turkmenistan
            | Citizenship::Russia
            | Citizenship::Turkey
            | Citizenship::Kyrgyzstan
            | Citizenship::Tajikistan
            | Citizenship::Iran
            | Citizenship::Afghanistan
            | Citizenship::Kazakhstan
            | Citizenship::Other
            | Citizenship::Stateless => Self::DayMonthYear,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_china_and_mongolia_write_the_year_first() {
        let year_first: Vec<Citizenship> = Citizenship::ALL
            .into_iter()
            .filter(|citizenship| DateOrder::of(*citizenship) == DateOrder::YearMonthDay)
            .collect();
        assert_eq!(year_first, [Citizenship::China, Citizenship::Mongolia]);
    }
}
