//! Texts that are loaded together.

use std::path::{Path, PathBuf};

use crate::language::{LANGUAGES, Language};

/// A set of texts with its own keys, its own enum in Rust and its own file per language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The texts of the pages. A phone loads one language of it before anything else.
    Core,
    /// The meaning of the legal terms. Loaded when the person opens the first explanation.
    Help,
    /// The order's own words, in Kazakh only. Loaded when the person opens the first of them.
    Official,
    /// The texts of the pages about keeping, moving and deleting the data on the phone. Loaded with the first of them.
    Care,
}

/// All families.
pub const FAMILIES: [Family; 4] = [Family::Core, Family::Help, Family::Official, Family::Care];

/// The rule whether a language's file must exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    Never,
}

impl Family {
    /// Returns the name of the runtime files before the language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "catalog",
            Self::Help => "help",
            Self::Official => "official",
            Self::Care => "care",
        }
    }

    /// Returns the name of the enum in Rust.
    pub(crate) const fn enum_name(self) -> &'static str {
        match self {
            Self::Core => "Msg",
            Self::Help => "Help",
            Self::Official => "Official",
            Self::Care => "Care",
        }
    }

    /// Returns the name of the type of texts with a date in Rust. No explanation and no quotation has one.
    pub(crate) const fn dated_name(self) -> &'static str {
        match self {
            Self::Core => "DatedMsg",
            Self::Help => "DatedHelp",
            Self::Official => "DatedOfficial",
            Self::Care => "DatedCare",
        }
    }

    pub(crate) const fn describes(self) -> &'static str {
        match self {
            Self::Core => "Every text that the app can show.",
            Self::Help => "Every legal term that is explained.",
            Self::Official => "Every place of the order whose words are quoted.",
            Self::Care => "Every text about keeping, moving and deleting the data on the phone.",
        }
    }

    /// Returns the name of the constant that contains the first line of the runtime files.
    pub(crate) const fn keys_name(self) -> &'static str {
        match self {
            Self::Core => "CATALOG_KEYS",
            Self::Help => "HELP_KEYS",
            Self::Official => "OFFICIAL_KEYS",
            Self::Care => "CARE_KEYS",
        }
    }

    /// Returns the path of a language's file within `locales/`.
    pub fn path(self, language: Language) -> PathBuf {
        let name = match self {
            Self::Core => format!("{language}.toml"),
            Self::Help => format!("help/{language}.toml"),
            Self::Official => format!("official.{language}.toml"),
            Self::Care => format!("care/{language}.toml"),
        };
        Path::new("locales").join(name)
    }

    /// Returns whether a language's file must, may or must not exist. A language that is generated from another has a
    /// file only with overrides. Explanations in Uzbek and Chinese may be missing: the Kazakh ones are shown then.
    pub(crate) fn presence(self, language: Language) -> Presence {
        match (self, language) {
            (Self::Official, Language::Kazakh) => Presence::Required,
            (Self::Official, _) | (_, Language::Pseudo) => Presence::Never,
            (Self::Help, Language::Uzbek | Language::Chinese) => Presence::Optional,
            (Self::Core | Self::Help | Self::Care, _) if language.made_from().is_some() => Presence::Optional,
            (Self::Core | Self::Help | Self::Care, _) => Presence::Required,
        }
    }

    /// Returns the generated languages with their sources. The order's words are quotations and therefore keep their
    /// script.
    pub(crate) fn made_languages(self) -> impl Iterator<Item = (Language, Language)> {
        LANGUAGES
            .into_iter()
            .filter(move |_| self != Self::Official)
            .filter_map(|language| Some((language, language.made_from()?)))
    }
}
