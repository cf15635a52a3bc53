//! The languages of the catalogs, where each comes from and how it counts.

use std::fmt;

/// A language in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    Kazakh,
    KazakhArabic,
    KazakhLatin,
    Russian,
    English,
    Uzbek,
    UzbekCyrillic,
    Chinese,
    /// English that is longer, in brackets and accented: it shows where a text is cut off or written into the code.
    Pseudo,
}

/// All languages, the authored one first.
pub const LANGUAGES: [Language; 9] = [
    Language::Kazakh,
    Language::KazakhArabic,
    Language::KazakhLatin,
    Language::Russian,
    Language::English,
    Language::Uzbek,
    Language::UzbekCyrillic,
    Language::Chinese,
    Language::Pseudo,
];

impl Language {
    /// The one that people write first; its keys are the keys of all.
    pub const AUTHORED: Self = Self::Kazakh;

    /// The BCP 47 tag, which is also the name of the file.
    pub const fn code(self) -> &'static str {
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

    /// The language of a tag such as `kk-Arab`.
    pub fn from_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code() == code)
    }

    /// The language that this one is made from while building; `None` for one that people write.
    pub const fn made_from(self) -> Option<Self> {
        match self {
            Self::KazakhArabic | Self::KazakhLatin => Some(Self::Kazakh),
            Self::UzbekCyrillic => Some(Self::Uzbek),
            Self::Pseudo => Some(Self::English),
            Self::Kazakh | Self::Russian | Self::English | Self::Uzbek | Self::Chinese => None,
        }
    }

    /// Whether it is Kazakh, in whichever script.
    pub const fn is_kazakh(self) -> bool {
        matches!(self, Self::Kazakh | Self::KazakhArabic | Self::KazakhLatin)
    }

    /// The plural forms for whole numbers after CLDR, in the order in which the runtime catalog holds them.
    pub const fn forms(self) -> &'static [PluralForm] {
        match self {
            Self::Kazakh
            | Self::KazakhArabic
            | Self::KazakhLatin
            | Self::English
            | Self::Uzbek
            | Self::UzbekCyrillic
            | Self::Pseudo => &[PluralForm::One, PluralForm::Other],
            // `other` is for fractions in CLDR; it is asked for all the same, so that no number finds no form.
            Self::Russian => &[PluralForm::One, PluralForm::Few, PluralForm::Many, PluralForm::Other],
            Self::Chinese => &[PluralForm::Other],
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A plural form of CLDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PluralForm {
    One,
    Few,
    Many,
    Other,
}

impl PluralForm {
    pub(crate) const ALL: [Self; 4] = [Self::One, Self::Few, Self::Many, Self::Other];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}
