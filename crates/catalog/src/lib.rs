//! Compiles `locales/*.toml` at build time: into the `Msg` enum that the app's code names, into one small text file per
//! language that the app loads, and into the few texts of the static page. Nothing of this crate reaches a phone.
//!
//! What holds after [`Catalogs::read`] succeeded: every language has every key with the same placeholders, and every
//! plural has exactly the forms of its language. So the app never has to ask whether a text exists.
//!
//! A new language is a file in `locales/` and an entry in [`LANGUAGES`].

mod emit;
mod language;
mod mistake;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub use emit::{FORM_MARK, LINE_MARK};
pub use language::{Form, LANGUAGES, Language};
pub use mistake::{Mistake, MistakeKind};
pub use text::Text;

/// The table whose keys are for static pages: they are in no `Msg` and in no runtime catalog.
pub const STATIC_TABLE: &str = "static";

/// The texts of all languages, checked against each other.
#[derive(Debug)]
pub struct Catalogs {
    by_language: BTreeMap<Language, BTreeMap<String, Text>>,
}

impl Catalogs {
    /// The path of a language's file inside `folder`.
    pub fn path(folder: &Path, language: Language) -> PathBuf {
        folder.join(format!("{}.toml", language.code()))
    }

    /// Reads one file per language from `folder`. All mistakes of all files come at once.
    pub fn read(folder: &Path) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut sources = Vec::new();
        for language in LANGUAGES {
            match std::fs::read_to_string(Self::path(folder, language)) {
                Ok(source) => sources.push((language, source)),
                Err(error) => {
                    let kind = MistakeKind::Unreadable { reason: error.to_string() };
                    mistakes.push(Mistake { language, key: String::new(), kind });
                }
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let borrowed: Vec<_> =
            sources.iter().map(|(language, source)| (*language, source.as_str())).collect();
        Self::parse(&borrowed)
    }

    /// Checks the given texts. A language that is not given is not checked, which keeps tests short.
    pub fn parse(sources: &[(Language, &str)]) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut by_language = BTreeMap::new();
        for &(language, source) in sources {
            by_language.insert(language, text::read(language, source, &mut mistakes));
        }
        if let Some(authored) = by_language.get(&Language::AUTHORED) {
            check_names(authored, &mut mistakes);
            for (&language, texts) in &by_language {
                compare(authored, language, texts, &mut mistakes);
            }
        }
        if mistakes.is_empty() { Ok(Self { by_language }) } else { Err(mistakes) }
    }

    /// A text of the static pages, by its key without the leading `static.`.
    pub fn static_text(&self, language: Language, key: &str) -> Option<&str> {
        match self.by_language.get(&language)?.get(&format!("{STATIC_TABLE}.{key}"))? {
            Text::Plain(text) => Some(text),
            Text::Plural(_) => None,
        }
    }

    /// The texts of a language that the app uses, in the order of the `Msg` enum.
    fn messages(&self, language: Language) -> impl Iterator<Item = (&str, &Text)> {
        self.by_language
            .get(&language)
            .into_iter()
            .flatten()
            .filter(|(key, _)| !is_static(key))
            .map(|(key, text)| (key.as_str(), text))
    }
}

fn is_static(key: &str) -> bool {
    key.split('.').next() == Some(STATIC_TABLE)
}

/// Two keys may not become the same variant, as `a_b.c` and `a.b_c` would.
fn check_names(authored: &BTreeMap<String, Text>, mistakes: &mut Vec<Mistake>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for key in authored.keys().filter(|key| !is_static(key)) {
        let variant = emit::variant(key);
        if let Some(other) = seen.insert(variant, key) {
            let kind = MistakeKind::SameName { other: other.to_owned() };
            mistakes.push(Mistake { language: Language::AUTHORED, key: key.clone(), kind });
        }
    }
}

fn compare(
    authored: &BTreeMap<String, Text>,
    language: Language,
    texts: &BTreeMap<String, Text>,
    mistakes: &mut Vec<Mistake>,
) {
    let mut report = |key: &str, kind| mistakes.push(Mistake { language, key: key.to_owned(), kind });
    for (key, model) in authored {
        let Some(text) = texts.get(key) else {
            report(key, MistakeKind::Missing);
            continue;
        };
        if model.is_plural() != text.is_plural() {
            report(key, MistakeKind::PluralDiffers { authored_is_plural: model.is_plural() });
        }
        // Each form is compared, not their union: Russian `one` is also 21 and 31, so a form that leaves the number
        // out is wrong there, and no language needs that freedom.
        let expected = model.placeholders();
        let differing: BTreeSet<_> =
            text.forms().map(text::placeholders).filter(|found| *found != expected).collect();
        for found in differing {
            report(key, MistakeKind::Placeholders { expected: expected.clone(), found });
        }
    }
    for key in texts.keys().filter(|key| !authored.contains_key(*key)) {
        report(key, MistakeKind::Unknown);
    }
}

#[cfg(test)]
mod tests;
