//! Random, stable ids. Editing, removing or moving one object never changes the id of another.

/// Defines an id that is 64 random bits, written as 16 lower-case hexadecimal digits.
macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl $name {
            /// Returns 16 lower-case hexadecimal digits.
            pub fn to_text(self) -> String {
                write_hex(self.0)
            }

            /// Parses the output of [`Self::to_text`]; `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                parse_hex(text).map(Self)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.to_text())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom("an id is 16 hexadecimal digits"))
            }
        }
    };
}

random_id!(
    /// One application in preparation, on one phone.
    DraftId
);
random_id!(
    /// A person of the draft: the applicant or a family member.
    PersonId
);
random_id!(
    /// A document of the draft, of one or more pages.
    DocumentId
);
random_id!(
    /// One photographed page or one chosen file of a document.
    PageId
);

fn write_hex(value: u64) -> String {
    (0..16).rev().filter_map(|place| char::from_digit(((value >> (place * 4)) & 15) as u32, 16)).collect()
}

fn parse_hex(text: &str) -> Option<u64> {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != 16 || !text.bytes().all(is_hex) {
        return None;
    }
    u64::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_round_trips_through_its_text() {
        for value in [0, 1, 0xdead_beef, u64::MAX] {
            assert_eq!(PersonId::parse(&PersonId(value).to_text()), Some(PersonId(value)));
        }
    }

    #[test]
    fn only_sixteen_lower_case_digits_are_an_id() {
        for text in ["", "0", "00000000000000000", "000000000000000G", "00000000DEADBEEF", "+000000000000001"]
        {
            assert_eq!(PersonId::parse(text), None, "{text}");
        }
    }
}
