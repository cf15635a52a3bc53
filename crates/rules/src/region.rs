//! The twenty regions and cities of republican significance.

use crate::citation::Citation;
use chrono::NaiveDate;

/// A region, by the number in its ISO 3166-2 code (`KZ-10` is 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region(u8);

/// ISO 3166-2 numbers and the classifier of administrative units (KATO) begin with the same two digits.
const ALL: [u8; 20] = [10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79];

impl Region {
    /// Returns all regions in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.into_iter().map(Self)
    }

    /// Returns the region with this ISO number; `None` if there is none.
    pub fn from_number(number: u8) -> Option<Self> {
        ALL.contains(&number).then_some(Self(number))
    }

    /// Returns the number in the ISO 3166-2 code.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Returns the ISO 3166-2 code, such as `KZ-10`.
    pub fn code(self) -> String {
        let mut code = String::from("KZ-");
        for digit in [self.0 / 10, self.0 % 10] {
            code.extend(char::from_digit(u32::from(digit), 10));
        }
        code
    }

    /// Parses an ISO 3166-2 code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().find(|region| region.code() == code)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Region {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Region {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&code).ok_or_else(|| serde::de::Error::custom("no region has this code"))
    }
}

/// The regions of ¶9(1), determined under the Social Code, as published on a day. The list changes yearly.
#[derive(Clone, Copy, Debug)]
pub struct SettlementRegions {
    /// The day for which we have seen the list.
    pub as_of: NaiveDate,
    /// The source of the list; order No. 539 only refers to the Social Code, art. 112(3)(2).
    pub citation: Citation,
    numbers: &'static [u8],
}

impl SettlementRegions {
    /// Creates the list of these regions, given by their numbers in ISO 3166-2.
    pub const fn new(as_of: NaiveDate, citation: Citation, numbers: &'static [u8]) -> Self {
        Self { as_of, citation, numbers }
    }

    /// Returns whether the region was on the list.
    pub fn contains(&self, region: Region) -> bool {
        self.numbers.contains(&region.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_is_found_by_its_code() {
        assert_eq!(Region::all().count(), 20);
        for region in Region::all() {
            assert_eq!(Region::parse(&region.code()), Some(region));
            assert_eq!(Region::from_number(region.number()), Some(region));
        }
        assert_eq!(Region::parse("KZ-12"), None);
        assert_eq!(Region::parse("10"), None);
    }
}
