//! Parses one TOML file into keys and texts.

use std::collections::{BTreeMap, BTreeSet};

use crate::family::Family;
use crate::language::{Language, PluralForm};
use crate::mistake::{Mistake, MistakeKind};
use locale::DateForm;

/// The texts of one file by key.
pub(crate) type Texts = BTreeMap<String, Text>;

/// The text of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    Plain(String),
    Plural(BTreeMap<PluralForm, String>),
}

impl Text {
    pub(crate) fn is_plural(&self) -> bool {
        matches!(self, Self::Plural(_))
    }

    pub(crate) fn forms(&self) -> impl Iterator<Item = &str> {
        let (plain, plural) = match self {
            Self::Plain(text) => (Some(text.as_str()), None),
            Self::Plural(forms) => (None, Some(forms.values().map(String::as_str))),
        };
        plain.into_iter().chain(plural.into_iter().flatten())
    }

    /// Returns the placeholders of the last form, `other`; the comparison of all files ensures that the other forms
    /// have the same.
    pub(crate) fn placeholders(&self) -> BTreeSet<String> {
        self.forms().last().map(placeholders).unwrap_or_default()
    }

    /// Returns whether a placeholder of the text is a date.
    pub(crate) fn is_dated(&self) -> bool {
        self.placeholders().iter().any(|name| is_date(name))
    }

    /// Returns the tags of the last form, in order.
    pub(crate) fn tags(&self) -> Vec<String> {
        self.forms().last().map(tags).unwrap_or_default()
    }
}

/// Returns the names in `{…}`, without the forms of dates. Other braces were reported by [`read`] and are ignored.
pub(crate) fn placeholders(text: &str) -> BTreeSet<String> {
    pieces(text).filter_map(Result::ok).map(|placeholder| split_form(placeholder).0.to_owned()).collect()
}

/// Returns whether a placeholder of this name is a date. Only a date can have a form.
fn is_date(name: &str) -> bool {
    name == "date" || name.ends_with("_date")
}

/// Splits `date:on` into the name and the form; the form is empty if there is none.
fn split_form(placeholder: &str) -> (&str, &str) {
    placeholder.split_once(':').unwrap_or((placeholder, ""))
}

/// Returns all tags of the form `<b>`, `</b>` or `<br>`, in the order of the text.
pub(crate) fn tags(text: &str) -> Vec<String> {
    let begins_tag = |inside: &str| {
        inside.strip_prefix('/').unwrap_or(inside).starts_with(|char: char| char.is_ascii_alphabetic())
    };
    text.split('<')
        .skip(1)
        .filter_map(|from| from.split_once('>'))
        .filter(|(inside, _)| begins_tag(inside))
        .map(|(inside, _)| ["<", inside, ">"].concat())
        .collect()
}

pub(crate) fn read(
    family: Family,
    language: Language,
    source: &str,
    mistakes: &mut Vec<Mistake>,
) -> BTreeMap<String, Text> {
    let mut reader = CatalogReader { family, language, texts: BTreeMap::new(), mistakes };
    match source.parse::<toml::Table>() {
        Ok(table) => reader.table("", &table),
        Err(error) => {
            let before = error.span().map_or(0, |span| span.start);
            let line = 1 + source.bytes().take(before).filter(|byte| *byte == b'\n').count();
            reader.report("", MistakeKind::NotToml { line, reason: error.message().to_owned() });
        }
    }
    reader.texts
}

struct CatalogReader<'a> {
    family: Family,
    language: Language,
    texts: BTreeMap<String, Text>,
    mistakes: &'a mut Vec<Mistake>,
}

impl CatalogReader<'_> {
    fn report(&mut self, key: &str, kind: MistakeKind) {
        let Self { family, language, .. } = *self;
        self.mistakes.push(Mistake { family, language, key: key.to_owned(), kind });
    }

    fn table(&mut self, prefix: &str, table: &toml::Table) {
        for (name, value) in table {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            if !is_good_name(name, prefix.is_empty()) {
                self.report(&key, MistakeKind::BadKey);
                continue;
            }
            match value {
                toml::Value::String(text) => {
                    self.text(&key, text);
                    self.texts.insert(key, Text::Plain(text.clone()));
                }
                toml::Value::Table(inner) if inner.is_empty() => self.report(&key, MistakeKind::EmptyTable),
                toml::Value::Table(inner)
                    if inner.keys().all(|name| PluralForm::from_name(name).is_some()) =>
                {
                    self.plural(key, inner);
                }
                toml::Value::Table(inner) => self.table(&key, inner),
                _ => self.report(&key, MistakeKind::NotText),
            }
        }
    }

    fn plural(&mut self, key: String, table: &toml::Table) {
        let mut forms = BTreeMap::new();
        for (name, value) in table {
            match (PluralForm::from_name(name), value) {
                (Some(form), toml::Value::String(text)) => {
                    self.text(&key, text);
                    forms.insert(form, text.clone());
                }
                _ => self.report(&key, MistakeKind::NotText),
            }
        }
        let expected = self.language.forms();
        if !forms.keys().eq(expected) {
            self.report(&key, MistakeKind::WrongForms { expected });
        }
        self.texts.insert(key, Text::Plural(forms));
    }

    fn text(&mut self, key: &str, text: &str) {
        if text.trim().is_empty() {
            self.report(key, MistakeKind::Empty);
        } else if text.trim() != text {
            self.report(key, MistakeKind::SpaceAtEnd);
        }
        // The runtime catalog separates lines and forms by control characters.
        if text.chars().any(|char| char.is_control() && char != '\n') {
            self.report(key, MistakeKind::ControlCharacter);
        }
        for piece in pieces(text) {
            match piece.map(split_form) {
                Ok((_, "")) => {}
                Ok((name, _)) if !is_date(name) => {
                    self.report(key, MistakeKind::FormOfNoDate { name: name.to_owned() });
                }
                Ok((_, form)) if DateForm::of_name(form).is_none() => {
                    self.report(key, MistakeKind::UnknownForm { form: form.to_owned() });
                }
                Ok(_) => {}
                Err(at) => self.report(key, MistakeKind::BadPlaceholder { at: at.to_owned() }),
            }
        }
        let is_pattern = text.contains("{month}");
        if is_pattern && text.split_once('\n').is_some_and(|(_, months)| months.split(' ').count() != 12) {
            self.report(key, MistakeKind::Months);
        }
    }
}

fn is_good_name(name: &str, first: bool) -> bool {
    let begins_well = |char: char| char.is_ascii_lowercase() || (!first && char.is_ascii_digit());
    name.starts_with(begins_well)
        && name.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_')
}

/// Returns every `{name}` or `{name:form}` of the text as `Ok` with its content, and every brace outside a placeholder as `Err`
/// with the text from it.
fn pieces(text: &str) -> impl Iterator<Item = Result<&str, &str>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(['{', '}'])?;
        let from = &rest[start..];
        let end = from.find('}').unwrap_or(from.len() - 1);
        let name = from.get(1..end).unwrap_or_default();
        let closed = from.starts_with('{') && from[end..].starts_with('}');
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|char| char.is_ascii_lowercase() || char == '_')
        };
        let good = closed
            && name.split_once(':').map_or(is_name(name), |(name, form)| is_name(name) && is_name(form));
        if good {
            rest = &from[end + 1..];
            Some(Ok(name))
        } else {
            rest = &from[1..];
            Some(Err(from.lines().next().unwrap_or(from)))
        }
    })
}
