//! The twenty regions and cities of republican significance.

use crate::citation::Citation;
use chrono::NaiveDate;

/// A region or city of republican significance. The value is the number in its ISO 3166-2 code (`KZ-10` is 10); the codes of the
/// classifier of administrative units (KATO) begin with the same two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Region {
    /// Abai region.
    Abai = 10,
    /// Aqmola region.
    Aqmola = 11,
    /// Aqtobe region.
    Aqtobe = 15,
    /// Almaty region.
    Almaty = 19,
    /// Atyrau region.
    Atyrau = 23,
    /// West Kazakhstan.
    West = 27,
    /// Jambyl region.
    Jambyl = 31,
    /// Jetisu region.
    Jetisu = 33,
    /// Qaraghandy region.
    Qaraghandy = 35,
    /// Qostanai region.
    Qostanai = 39,
    /// Qyzylorda region.
    Qyzylorda = 43,
    /// Manghystau region.
    Manghystau = 47,
    /// Pavlodar region.
    Pavlodar = 55,
    /// North Kazakhstan.
    North = 59,
    /// Turkistan region.
    Turkistan = 61,
    /// Ulytau region.
    Ulytau = 62,
    /// East Kazakhstan.
    East = 63,
    /// The city of Astana.
    Astana = 71,
    /// The city of Almaty.
    AlmatyCity = 75,
    /// The city of Shymkent.
    Shymkent = 79,
}

impl Region {
    /// All regions in the order of their codes.
    pub const ALL: [Self; 20] = [
        Self::Abai,
        Self::Aqmola,
        Self::Aqtobe,
        Self::Almaty,
        Self::Atyrau,
        Self::West,
        Self::Jambyl,
        Self::Jetisu,
        Self::Qaraghandy,
        Self::Qostanai,
        Self::Qyzylorda,
        Self::Manghystau,
        Self::Pavlodar,
        Self::North,
        Self::Turkistan,
        Self::Ulytau,
        Self::East,
        Self::Astana,
        Self::AlmatyCity,
        Self::Shymkent,
    ];

    /// Returns all regions in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter()
    }

    /// Returns the region with this ISO number; `None` if there is none.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::all().find(|region| region.number() == number)
    }

    /// Returns the number in the ISO 3166-2 code.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Returns the ISO 3166-2 code, such as `KZ-10`.
    pub fn code(self) -> String {
        let mut code = String::from("KZ-");
        for digit in [self.number() / 10, self.number() % 10] {
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
