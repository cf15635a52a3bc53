//! The languages: script, plural rules, numbers, dates, and the filling of placeholders in a message.
//!
//! The app and the gateway share this code, so their output is identical. It contains no texts; callers pass them in.

mod choice;
mod date;
mod writing;

pub use choice::CHOICES;
pub use date::{DateForm, DatePattern, DateTexts, date, fill_dated, plural_dated};
pub use writing::{BETWEEN_FORMS, fill, fill_isolated, isolated, number, plural};

use script::Script;

/// A language in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locale {
    Kazakh,
    KazakhArabic,
    KazakhLatin,
    Russian,
    English,
    Uzbek,
    UzbekCyrillic,
    Chinese,
    /// Longer, accented English for checking the layout of pages. It is never offered; only a stored choice selects it.
    Pseudo,
}

/// The direction of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// Returns the value of the attribute `dir`.
    pub fn value(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl Locale {
    /// The languages that the header offers, in its order.
    pub const OFFERED: [Self; 8] = [
        Self::Kazakh,
        Self::KazakhArabic,
        Self::KazakhLatin,
        Self::Russian,
        Self::English,
        Self::Uzbek,
        Self::UzbekCyrillic,
        Self::Chinese,
    ];

    /// Returns the BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Kazakh => "kk",
            Self::KazakhArabic => "kk-Arab",
            Self::KazakhLatin => "kk-Latn",
            Self::Russian => "ru",
            Self::English => "en",
            Self::Uzbek => "uz",
            Self::UzbekCyrillic => "uz-Cyrl",
            Self::Chinese => "zh",
            Self::Pseudo => "en-XA",
        }
    }

    /// Returns the language's own name in its own script. It is not a message: it is the same in every language.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Kazakh => "Қазақша",
            Self::KazakhArabic => "قازاقشا",
            Self::KazakhLatin => "Qazaqşa",
            Self::Russian => "Русский",
            Self::English => "English",
            Self::Uzbek => "Oʻzbekcha",
            Self::UzbekCyrillic => "Ўзбекча",
            Self::Chinese => "中文",
            Self::Pseudo => "en-XA",
        }
    }

    /// Returns the language of exactly this tag; `None` for a tag that is not in use here.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::OFFERED.into_iter().chain([Self::Pseudo]).find(|locale| locale.tag() == tag)
    }

    /// Returns the language of a tag; Kazakh for any tag that we do not have.
    pub fn from_tag(tag: &str) -> Self {
        Self::of_tag(tag).unwrap_or(Self::Kazakh)
    }

    pub fn direction(self) -> Direction {
        match self {
            Self::KazakhArabic => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }

    /// Returns the script of a Kazakh locale; `None` for every other language.
    pub fn kazakh_script(self) -> Option<Script> {
        match self {
            Self::Kazakh => Some(Script::Cyrillic),
            Self::KazakhArabic => Some(Script::Arabic),
            Self::KazakhLatin => Some(Script::Latin),
            _ => None,
        }
    }

    /// Returns whether its texts are our translation, provided as help: the Kazakh and the Russian texts are
    /// authoritative.
    pub fn is_help(self) -> bool {
        matches!(self, Self::English | Self::Uzbek | Self::UzbekCyrillic | Self::Chinese | Self::Pseudo)
    }

    /// Returns the index of the plural form for a number, in the order of the catalog: one, few, many, other (Unicode
    /// CLDR).
    pub fn plural_form(self, n: u32) -> usize {
        match self {
            Self::Russian => match (n % 10, n % 100) {
                (1, last_two) if last_two != 11 => 0,
                (2..=4, last_two) if !(12..=14).contains(&last_two) => 1,
                _ => 2,
            },
            Self::Chinese => 0,
            _ => usize::from(n != 1),
        }
    }

    /// Returns the separator between groups of three digits (Unicode CLDR 48).
    pub fn group_sign(self) -> char {
        match self {
            Self::KazakhArabic | Self::English | Self::Chinese | Self::Pseudo => ',',
            Self::Kazakh | Self::KazakhLatin | Self::Russian | Self::Uzbek | Self::UzbekCyrillic => '\u{A0}',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_has_three_plural_forms() {
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
    fn kazakh_uzbek_and_english_have_two_plural_forms_and_chinese_one() {
        use Locale as L;
        for locale in
            [L::Kazakh, L::KazakhArabic, L::KazakhLatin, L::English, L::Uzbek, L::UzbekCyrillic, L::Pseudo]
        {
            assert_eq!([0, 1, 2, 21].map(|n| locale.plural_form(n)), [1, 0, 1, 1]);
        }
        assert_eq!([0, 1, 2, 21].map(|n| L::Chinese.plural_form(n)), [0; 4]);
    }

    #[test]
    fn each_tag_round_trips() {
        for locale in Locale::OFFERED.into_iter().chain([Locale::Pseudo]) {
            assert_eq!(Locale::from_tag(locale.tag()), locale);
        }
        assert_eq!((Locale::of_tag("xx"), Locale::from_tag("xx")), (None, Locale::Kazakh));
    }

    #[test]
    fn only_arabic_script_runs_from_right_to_left() {
        let right_to_left: Vec<_> = Locale::OFFERED
            .into_iter()
            .filter(|locale| locale.direction() == Direction::RightToLeft)
            .map(Locale::tag)
            .collect();
        assert_eq!(right_to_left, ["kk-Arab"]);
        assert_eq!(Locale::KazakhArabic.direction().value(), "rtl");
    }

    #[test]
    fn each_language_has_its_name_in_its_own_script() {
        use Script as S;
        let scripts = Locale::OFFERED.map(|locale| script::script_of(locale.own_name()));
        assert_eq!(
            scripts,
            [S::Cyrillic, S::Arabic, S::Latin, S::Cyrillic, S::Latin, S::Latin, S::Cyrillic, S::Other]
        );
        for locale in Locale::OFFERED {
            if let Some(script) = locale.kazakh_script() {
                assert_eq!(script::script_of(locale.own_name()), script);
            }
        }
    }

    #[test]
    fn the_kazakh_and_the_russian_texts_are_authoritative() {
        let leading: Vec<_> =
            Locale::OFFERED.into_iter().filter(|locale| !locale.is_help()).map(Locale::tag).collect();
        assert_eq!(leading, ["kk", "kk-Arab", "kk-Latn", "ru"]);
    }
}
