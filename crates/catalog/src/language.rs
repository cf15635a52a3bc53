//! The languages of the catalogs, with their sources and their plural forms.

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
    /// English that is longer, in brackets and accented: it reveals texts that are cut off or hard-coded.
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
    /// The language that is written first; its keys are the keys of all languages.
    pub const AUTHORED: Self = Self::Kazakh;

    /// Returns the BCP 47 tag, which is also the name of the file.
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

    /// Returns the language of a tag such as `kk-Arab`.
    pub fn from_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code() == code)
    }

    /// Returns the language from which this one is generated at build time; `None` for one that people write.
    pub const fn made_from(self) -> Option<Self> {
        match self {
            Self::KazakhArabic | Self::KazakhLatin => Some(Self::Kazakh),
            Self::UzbekCyrillic => Some(Self::Uzbek),
            Self::Pseudo => Some(Self::English),
            Self::Kazakh | Self::Russian | Self::English | Self::Uzbek | Self::Chinese => None,
        }
    }

    /// Returns whether it is Kazakh, in any script.
    pub const fn is_kazakh(self) -> bool {
        matches!(self, Self::Kazakh | Self::KazakhArabic | Self::KazakhLatin)
    }

    /// Returns the plural forms for whole numbers from CLDR, in the order in which the runtime catalog contains them.
    pub const fn forms(self) -> &'static [PluralForm] {
        match self {
            Self::Kazakh
            | Self::KazakhArabic
            | Self::KazakhLatin
            | Self::English
            | Self::Uzbek
            | Self::UzbekCyrillic
            | Self::Pseudo => &[PluralForm::One, PluralForm::Other],
            // `other` is for fractions in CLDR; it is required nevertheless, so that every number has a form.
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
