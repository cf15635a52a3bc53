//! The languages and how each of them counts.

/// A language in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locale {
    Kazakh,
    Russian,
    English,
}

impl Locale {
    pub const ALL: [Self; 3] = [Self::Kazakh, Self::Russian, Self::English];

    /// The tag of BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Kazakh => "kk",
            Self::Russian => "ru",
            Self::English => "en",
        }
    }

    /// Its own name in its own script. Not a message: it reads the same in every language.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Kazakh => "Қазақша",
            Self::Russian => "Русский",
            Self::English => "English",
        }
    }

    /// The language of a tag; Kazakh for any that we do not have.
    pub fn from_tag(tag: &str) -> Self {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag).unwrap_or(Self::Kazakh)
    }

    /// Which of the language's plural forms goes with a number, in the order in which the catalog lists them: one, few,
    /// many, other (Unicode CLDR).
    pub fn plural_form(self, n: u32) -> usize {
        match self {
            Self::Kazakh | Self::English => usize::from(n != 1),
            Self::Russian => match (n % 10, n % 100) {
                (1, last_two) if last_two != 11 => 0,
                (2..=4, last_two) if !(12..=14).contains(&last_two) => 1,
                _ => 2,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_counts_in_three_forms() {
        let forms = [
            (0, 2),
            (1, 0),
            (2, 1),
            (4, 1),
            (5, 2),
            (10, 2),
            (11, 2),
            (12, 2),
            (14, 2),
            (20, 2),
            (21, 0),
            (22, 1),
            (25, 2),
            (101, 0),
            (111, 2),
            (112, 2),
            (121, 0),
        ];
        for (n, form) in forms {
            assert_eq!(Locale::Russian.plural_form(n), form, "{n}");
        }
    }

    #[test]
    fn kazakh_and_english_count_in_two() {
        for locale in [Locale::Kazakh, Locale::English] {
            assert_eq!([0, 1, 2, 21].map(|n| locale.plural_form(n)), [1, 0, 1, 1]);
        }
    }

    #[test]
    fn each_tag_leads_back_to_its_language() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), locale);
        }
        assert_eq!(Locale::from_tag("xx"), Locale::Kazakh);
    }
}
