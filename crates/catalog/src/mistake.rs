use std::collections::BTreeSet;
use std::fmt;

use crate::language::{Form, Language};

/// What is wrong in one file at one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub language: Language,
    /// Empty when the whole file is meant.
    pub key: String,
    pub kind: MistakeKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    Unreadable { reason: String },
    NotToml { line: usize, reason: String },
    BadKey,
    SameName { other: String },
    NotText,
    EmptyTable,
    Missing,
    Unknown,
    Empty,
    SpaceAtEnd,
    ControlCharacter,
    BadPlaceholder { at: String },
    Placeholders { expected: BTreeSet<String>, found: BTreeSet<String> },
    PluralDiffers { authored_is_plural: bool },
    WrongForms { expected: &'static [Form] },
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "locales/{}.toml: ", self.language)?;
        if !self.key.is_empty() {
            write!(f, "`{}`: ", self.key)?;
        }
        match &self.kind {
            MistakeKind::Unreadable { reason } => write!(f, "cannot be read: {reason}"),
            MistakeKind::NotToml { line, reason } => write!(f, "line {line} is not TOML: {reason}"),
            MistakeKind::BadKey => {
                f.write_str("a key is small letters, digits and `_`, and begins with a letter")
            }
            MistakeKind::SameName { other } => write!(f, "becomes the same `Msg` variant as `{other}`"),
            MistakeKind::NotText => f.write_str("is neither a text nor a table"),
            MistakeKind::EmptyTable => f.write_str("is an empty table"),
            MistakeKind::Missing => write!(f, "is missing; locales/{}.toml has it", Language::AUTHORED),
            MistakeKind::Unknown => write!(f, "is not in locales/{}.toml", Language::AUTHORED),
            MistakeKind::Empty => f.write_str("is empty"),
            MistakeKind::SpaceAtEnd => f.write_str("begins or ends with a space or a line break"),
            MistakeKind::ControlCharacter => f.write_str("has a control character other than a line break"),
            MistakeKind::BadPlaceholder { at } => {
                write!(
                    f,
                    "`{at}` is not a placeholder; one is written `{{name}}`, with small letters and `_`"
                )
            }
            MistakeKind::Placeholders { expected, found } => {
                write!(
                    f,
                    "has {}, but locales/{}.toml has {}",
                    list(found),
                    Language::AUTHORED,
                    list(expected)
                )
            }
            MistakeKind::PluralDiffers { authored_is_plural: true } => {
                write!(f, "is one text, but a plural in locales/{}.toml", Language::AUTHORED)
            }
            MistakeKind::PluralDiffers { authored_is_plural: false } => {
                write!(f, "is a plural, but one text in locales/{}.toml", Language::AUTHORED)
            }
            MistakeKind::WrongForms { expected } => {
                let names: Vec<_> = expected.iter().map(|form| form.name()).collect();
                write!(
                    f,
                    "is a plural, since all its keys are plural forms; it must have exactly {}",
                    names.join(", ")
                )
            }
        }
    }
}

fn list(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "no placeholder".to_owned();
    }
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ")
}
