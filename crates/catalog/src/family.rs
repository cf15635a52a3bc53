//! Texts that are loaded together.

use std::path::{Path, PathBuf};

use crate::language::{LANGUAGES, Language};

/// A set of texts with its own keys, its own enum in Rust and its own file per language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// What the pages say. A phone loads one language of it before anything else.
    Core,
    /// What the legal terms mean. Loaded when somebody asks for the first explanation.
    Help,
    /// The order's own words, in Kazakh only. Loaded when somebody asks for the first of them.
    Official,
    /// What the pages about keeping, moving and deleting what lies on the phone say. Loaded with the first of them.
    Care,
}

/// All families.
pub const FAMILIES: [Family; 4] = [Family::Core, Family::Help, Family::Official, Family::Care];

/// Whether a language's file has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    Never,
}

impl Family {
    /// What the runtime files are called before the language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "catalog",
            Self::Help => "help",
            Self::Official => "official",
            Self::Care => "care",
        }
    }

    /// The name of the enum in Rust.
    pub(crate) const fn enum_name(self) -> &'static str {
        match self {
            Self::Core => "Msg",
            Self::Help => "Help",
            Self::Official => "Official",
            Self::Care => "Care",
        }
    }

    pub(crate) const fn describes(self) -> &'static str {
        match self {
            Self::Core => "Every text that the app can show.",
            Self::Help => "Every legal term that is explained.",
            Self::Official => "Every place of the order whose words are quoted.",
            Self::Care => "Every text about keeping, moving and deleting what lies on the phone.",
        }
    }

    /// The constant that holds the first line of the runtime files.
    pub(crate) const fn keys_name(self) -> &'static str {
        match self {
            Self::Core => "CATALOG_KEYS",
            Self::Help => "HELP_KEYS",
            Self::Official => "OFFICIAL_KEYS",
            Self::Care => "CARE_KEYS",
        }
    }

    /// The path of a language's file within `locales/`.
    pub fn path(self, language: Language) -> PathBuf {
        let name = match self {
            Self::Core => format!("{language}.toml"),
            Self::Help => format!("help/{language}.toml"),
            Self::Official => format!("official.{language}.toml"),
            Self::Care => format!("care/{language}.toml"),
        };
        Path::new("locales").join(name)
    }

    /// A language that is made from another has a file only where something has to be said otherwise. Explanations in
    /// Uzbek and Chinese may be missing: the Kazakh ones are shown then.
    pub(crate) fn presence(self, language: Language) -> Presence {
        match (self, language) {
            (Self::Official, Language::Kazakh) => Presence::Required,
            (Self::Official, _) | (_, Language::Pseudo) => Presence::Never,
            (Self::Help, Language::Uzbek | Language::Chinese) => Presence::Optional,
            (Self::Core | Self::Help | Self::Care, _) if language.made_from().is_some() => Presence::Optional,
            (Self::Core | Self::Help | Self::Care, _) => Presence::Required,
        }
    }

    /// The languages that are made from others. The order's words are quoted and therefore left in their script.
    pub(crate) fn made_languages(self) -> impl Iterator<Item = (Language, Language)> {
        LANGUAGES
            .into_iter()
            .filter(move |_| self != Self::Official)
            .filter_map(|language| Some((language, language.made_from()?)))
    }
}
