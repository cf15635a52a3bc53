//! The possible mistakes in the catalogs, described for the person who writes them.

use std::collections::BTreeSet;
use std::fmt;

use crate::family::Family;
use crate::language::{Language, PluralForm};
use crate::part::PARTS_FILE;

/// A mistake in one file at one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub family: Family,
    pub language: Language,
    /// Empty when the whole file is meant.
    pub key: String,
    pub kind: MistakeKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    Unreadable {
        reason: String,
    },
    NotToml {
        line: usize,
        reason: String,
    },
    BadKey,
    SameName {
        other: String,
    },
    NotText,
    EmptyTable,
    Missing,
    Unknown,
    Empty,
    SpaceAtEnd,
    ControlCharacter,
    BadPlaceholder {
        at: String,
    },
    /// A form of a date on a placeholder whose name is not that of a date.
    FormOfNoDate {
        name: String,
    },
    UnknownForm {
        form: String,
    },
    /// A pattern of a date whose second line does not have twelve months.
    Months,
    Placeholders {
        expected: BTreeSet<String>,
        found: BTreeSet<String>,
    },
    Tags {
        expected: Vec<String>,
        found: Vec<String>,
    },
    PluralDiffers {
        authored_is_plural: bool,
    },
    WrongForms {
        expected: &'static [PluralForm],
    },
    /// An override that is equal to the generated text.
    SameAsGenerated,
    /// A legal term without its name or without its explanation, or with additional keys.
    HelpParts,
    /// A mistake in `locales/parts.toml`.
    Parts {
        reason: String,
    },
}

impl Mistake {
    /// Returns the name of the file with which the keys and placeholders of this one are compared.
    fn model(&self) -> String {
        let language = self.language.made_from().unwrap_or(Language::AUTHORED);
        self.family.path(language).display().to_string()
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            MistakeKind::Parts { .. } => write!(f, "{PARTS_FILE}: ")?,
            _ => write!(f, "{}: ", self.family.path(self.language).display())?,
        }
        if !self.key.is_empty() {
            write!(f, "`{}`: ", self.key)?;
        }
        match &self.kind {
            MistakeKind::Unreadable { reason } => write!(f, "cannot be read: {reason}"),
            MistakeKind::NotToml { line, reason } => write!(f, "line {line} is not TOML: {reason}"),
            MistakeKind::BadKey => {
                f.write_str("a key is small letters, digits and `_`, and begins with a letter")
            }
            MistakeKind::SameName { other } => {
                write!(f, "becomes the same `{}` variant as `{other}`", self.family.enum_name())
            }
            MistakeKind::NotText => f.write_str("is neither a text nor a table"),
            MistakeKind::EmptyTable => f.write_str("is an empty table"),
            MistakeKind::Missing => write!(f, "is missing; {} has it", self.model()),
            MistakeKind::Unknown => write!(f, "is not in {}", self.model()),
            MistakeKind::Empty => f.write_str("is empty"),
            MistakeKind::SpaceAtEnd => f.write_str("begins or ends with a space or a line break"),
            MistakeKind::ControlCharacter => f.write_str("has a control character other than a line break"),
            MistakeKind::BadPlaceholder { at } => {
                write!(
                    f,
                    "`{at}` is not a placeholder; one is written `{{name}}`, with small letters and `_`"
                )
            }
            MistakeKind::FormOfNoDate { name } => {
                write!(f, "`{name}` has a form, but only `date` and names that end with `_date` are dates")
            }
            MistakeKind::UnknownForm { form } => {
                write!(f, "`{form}` is not a form of a date; docs/WORDING.md lists them")
            }
            MistakeKind::Months => f.write_str("has a second line that does not list twelve months"),
            MistakeKind::Placeholders { expected, found } => {
                write!(f, "has {}, but {} has {}", list(found), self.model(), list(expected))
            }
            MistakeKind::Tags { expected, found } => {
                let shown = |tags: &[String]| {
                    if tags.is_empty() { "no markup".to_owned() } else { tags.join(" ") }
                };
                write!(f, "has {}, but {} has {}", shown(found), self.model(), shown(expected))
            }
            MistakeKind::PluralDiffers { authored_is_plural: true } => {
                write!(f, "is one text, but a plural in {}", self.model())
            }
            MistakeKind::PluralDiffers { authored_is_plural: false } => {
                write!(f, "is a plural, but one text in {}", self.model())
            }
            MistakeKind::WrongForms { expected } => {
                let names: Vec<_> = expected.iter().map(|form| form.name()).collect();
                write!(
                    f,
                    "is a plural, since all its keys are plural forms; it must have exactly {}",
                    names.join(", ")
                )
            }
            MistakeKind::SameAsGenerated => {
                f.write_str("is what would be generated anyway; take it out, so that it follows its source")
            }
            MistakeKind::Parts { reason } => f.write_str(reason),
            MistakeKind::HelpParts => f.write_str("must have exactly `term` and `text`, neither a plural"),
        }
    }
}

fn list(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "no placeholder".to_owned();
    }
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ")
}
