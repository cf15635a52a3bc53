use std::fmt;

/// A language that has its own file in `locales/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    Kazakh,
    Russian,
    English,
}

/// All languages, the authored one first.
pub const LANGUAGES: [Language; 3] = [Language::Kazakh, Language::Russian, Language::English];

impl Language {
    /// The one that people write first; its keys are the keys of all.
    pub const AUTHORED: Self = Self::Kazakh;

    /// The BCP 47 code, which is also the name of the file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kazakh => "kk",
            Self::Russian => "ru",
            Self::English => "en",
        }
    }

    /// The language of a code such as `kk`.
    pub fn from_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code() == code)
    }

    /// The plural forms for whole numbers after CLDR, in the order in which the runtime catalog holds them.
    pub const fn forms(self) -> &'static [Form] {
        match self {
            Self::Kazakh | Self::English => &[Form::One, Form::Other],
            // `other` is for fractions in CLDR; it is asked for all the same, so that no number finds no form.
            Self::Russian => &[Form::One, Form::Few, Form::Many, Form::Other],
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
pub enum Form {
    One,
    Few,
    Many,
    Other,
}

impl Form {
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
