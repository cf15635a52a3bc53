//! Compiles `locales/` at build time: into the enums that the app's code uses, into one small text file per family and
//! language that the app loads, and into the few texts of the static page. No code of this crate is shipped to a phone.
//!
//! After [`Catalogs::read`] succeeded, every language has every key with the same placeholders and the same markup, and
//! every plural has exactly the forms of its language. So the app never has to check whether a text exists.
//!
//! A text with a date becomes a constant of a type of its own, `DatedMsg`, so that the compiler rejects a finished date in place of
//! a day.
//!
//! People write Kazakh in Cyrillic, Russian, English, Uzbek in Latin, and Chinese. The other scripts of Kazakh and
//! Uzbek are generated; a file of these languages contains only overrides. A new language is a file in `locales/` and a
//! variant of [`Language`].

mod emit;
mod family;
mod language;
mod make;
mod mistake;
mod names;
mod part;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use family::{FAMILIES, Family};
pub use language::{LANGUAGES, Language, PluralForm};
pub use mistake::{Mistake, MistakeKind};
pub use names::{FORM_MARK, LINE_MARK};
pub use part::{PARTS, Part};
pub use text::Text;

use family::Presence;
use part::{PARTS_FILE, PartIndex};
use text::Texts;

/// The table with the keys of static pages: they are in no `Msg` and in no runtime catalog.
pub const STATIC_TABLE: &str = "static";

/// The texts of all families and languages, checked against each other.
#[derive(Debug)]
pub struct Catalogs {
    texts: BTreeMap<(Family, Language), Texts>,
    /// The families and languages that people wrote, before any were generated.
    written: BTreeSet<(Family, Language)>,
    /// The part of each core text; the texts of a part are loaded together.
    parts: PartIndex,
}

/// The contents of one file.
#[derive(Clone, Copy, Debug)]
pub struct CatalogFile<'a> {
    /// The set of texts to which the file belongs.
    pub family: Family,
    /// The language of its texts.
    pub language: Language,
    /// Its content.
    pub toml: &'a str,
}

impl Catalogs {
    /// Reads the files of `root/locales`. All mistakes of all files are returned together.
    pub fn read(root: &Path) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut files = Vec::new();
        for family in FAMILIES {
            for language in LANGUAGES {
                let presence = family.presence(language);
                let path = root.join(family.path(language));
                if presence == Presence::Never || (presence == Presence::Optional && !path.exists()) {
                    continue;
                }
                match std::fs::read_to_string(&path) {
                    Ok(toml) => files.push((family, language, toml)),
                    Err(error) => {
                        let kind = MistakeKind::Unreadable { reason: error.to_string() };
                        mistakes.push(Mistake { family, language, key: String::new(), kind });
                    }
                }
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let sources: Vec<_> = files
            .iter()
            .map(|(family, language, toml)| CatalogFile { family: *family, language: *language, toml })
            .collect();
        let catalogs = Self::parse(&sources)?;
        let parts = catalogs.read_parts(&root.join(PARTS_FILE)).map_err(|reasons| {
            let mistake = |reason| Mistake {
                family: Family::Core,
                language: Language::AUTHORED,
                key: String::new(),
                kind: MistakeKind::Parts { reason },
            };
            reasons.into_iter().map(mistake).collect::<Vec<_>>()
        })?;
        Ok(Self { parts, ..catalogs })
    }

    fn read_parts(&self, path: &Path) -> Result<PartIndex, Vec<String>> {
        let toml = std::fs::read_to_string(path).map_err(|error| vec![error.to_string()])?;
        let authored = self.texts.get(&(Family::Core, Language::AUTHORED)).into_iter().flatten();
        PartIndex::read(&toml, authored.map(|(key, _)| key.as_str()).filter(|key| !is_static(key)))
    }

    /// Checks the given texts and generates the other languages. A file that is not given is not required, which keeps
    /// tests short.
    pub fn parse(sources: &[CatalogFile<'_>]) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut texts = BTreeMap::new();
        for source in sources {
            let read = text::read(source.family, source.language, source.toml, &mut mistakes);
            texts.insert((source.family, source.language), read);
        }
        let written = texts.keys().filter(|(_, language)| language.made_from().is_none()).copied().collect();
        for family in FAMILIES {
            if let Some(authored) = texts.get(&(family, Language::AUTHORED)) {
                check_names(family, authored, &mut mistakes);
                for ((_, language), texts) in
                    texts.iter().filter(|((of, language), _)| *of == family && language.made_from().is_none())
                {
                    compare(authored, (family, *language), texts, &mut mistakes);
                }
            }
            for (language, from) in family.made_languages() {
                if let Some(model) = texts.get(&(family, from)) {
                    let overrides = texts.get(&(family, language)).cloned().unwrap_or_default();
                    let made = make_language((family, language), model, overrides, &mut mistakes);
                    texts.insert((family, language), made);
                }
            }
        }
        if mistakes.is_empty() {
            Ok(Self { texts, written, parts: PartIndex::default() })
        } else {
            Err(mistakes)
        }
    }

    /// Returns a text of the static pages by its key without the leading `static.`.
    pub fn static_text(&self, language: Language, key: &str) -> Option<&str> {
        match self.texts.get(&(Family::Core, language))?.get(&format!("{STATIC_TABLE}.{key}"))? {
            Text::Plain(text) => Some(text),
            Text::Plural(_) => None,
        }
    }

    /// Returns the text of a key in a language, as in the app's file of that language: plural forms are separated by
    /// [`FORM_MARK`].
    pub fn message(&self, family: Family, language: Language, key: &str) -> Option<String> {
        let text = self.texts.get(&(family, language))?.get(key)?;
        Some(text.forms().collect::<Vec<_>>().join(FORM_MARK.encode_utf8(&mut [0; 4])))
    }

    /// Returns every variant of `Msg` with the part of its text.
    pub fn parts_of_messages(&self) -> BTreeMap<String, Part> {
        let of = |part| {
            let texts = self.messages_of(Family::Core, Language::AUTHORED, part);
            texts.map(move |(key, _)| (names::variant(key), part))
        };
        PARTS.into_iter().flat_map(of).collect()
    }

    /// Returns the written texts, including the static ones: family, language, key and text.
    pub fn written(&self) -> impl Iterator<Item = (Family, Language, &str, &Text)> {
        self.written.iter().flat_map(|(family, language)| {
            let texts = self.texts.get(&(*family, *language)).into_iter().flatten();
            texts.map(|(key, text)| (*family, *language, key.as_str(), text))
        })
    }

    /// Returns the texts of a language that the app uses, in the order of the family's enum: part by part.
    fn messages(&self, family: Family, language: Language) -> impl Iterator<Item = (&str, &Text)> {
        PARTS.into_iter().flat_map(move |part| self.messages_of(family, language, part))
    }

    /// Returns the texts of one part. A family other than the core has one part.
    fn messages_of(
        &self,
        family: Family,
        language: Language,
        part: Part,
    ) -> impl Iterator<Item = (&str, &Text)> {
        let part_of = move |key: &str| if family == Family::Core { self.parts.of(key) } else { Part::Core };
        self.texts
            .get(&(family, language))
            .into_iter()
            .flatten()
            .filter(move |(key, _)| !is_static(key) && part_of(key) == part)
            .map(|(key, text)| (key.as_str(), text))
    }
}

fn is_static(key: &str) -> bool {
    key.split('.').next() == Some(STATIC_TABLE)
}

/// Reports two keys that become the same variant, as `a_b.c` and `a.b_c` would.
fn check_names(family: Family, authored: &Texts, mistakes: &mut Vec<Mistake>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut report = |key: &str, kind| {
        mistakes.push(Mistake { family, language: Language::AUTHORED, key: key.to_owned(), kind });
    };
    for key in authored.keys().filter(|key| !is_static(key)) {
        let variant = names::variant(key);
        if let Some(other) = seen.insert(variant, key) {
            report(key, MistakeKind::SameName { other: other.to_owned() });
        }
    }
    if family == Family::Help {
        for term in names::help_terms(authored) {
            let parts: Vec<_> = authored.iter().filter(|(key, _)| names::help_term(key) == term).collect();
            let is_whole = parts.len() == 2
                && parts.iter().all(|(_, text)| !text.is_plural())
                && parts
                    .iter()
                    .map(|(key, _)| key.as_str())
                    .eq([format!("{term}.term"), format!("{term}.text")]);
            if !is_whole {
                report(term, MistakeKind::HelpParts);
            }
        }
    }
}

fn compare(
    authored: &Texts,
    (family, language): (Family, Language),
    texts: &Texts,
    mistakes: &mut Vec<Mistake>,
) {
    let mut report = |key: &str, kind| mistakes.push(Mistake { family, language, key: key.to_owned(), kind });
    for (key, model) in authored {
        let Some(text) = texts.get(key) else {
            report(key, MistakeKind::Missing);
            continue;
        };
        for kind in differences(model, text) {
            report(key, kind);
        }
    }
    for key in texts.keys().filter(|key| !authored.contains_key(*key)) {
        report(key, MistakeKind::Unknown);
    }
}

/// Returns the forbidden differences between a text and its model.
fn differences(model: &Text, text: &Text) -> Vec<MistakeKind> {
    let mut kinds = Vec::new();
    if model.is_plural() != text.is_plural() {
        kinds.push(MistakeKind::PluralDiffers { authored_is_plural: model.is_plural() });
    }
    // Each form is compared, not their union: Russian `one` is also 21 and 31, so a form that leaves the number
    // out is wrong there, and no language needs that freedom.
    let expected = model.placeholders();
    let differing: BTreeSet<_> =
        text.forms().map(text::placeholders).filter(|found| *found != expected).collect();
    kinds.extend(
        differing.into_iter().map(|found| MistakeKind::Placeholders { expected: expected.clone(), found }),
    );
    let expected = model.tags();
    let differing: BTreeSet<_> = text.forms().map(text::tags).filter(|found| *found != expected).collect();
    kinds.extend(differing.into_iter().map(|found| MistakeKind::Tags { expected: expected.clone(), found }));
    kinds
}

/// Generates the texts of a language and applies the overrides of its own file.
fn make_language(
    (family, language): (Family, Language),
    model: &Texts,
    mut overrides: Texts,
    mistakes: &mut Vec<Mistake>,
) -> Texts {
    let mut report = |key: &str, kind| mistakes.push(Mistake { family, language, key: key.to_owned(), kind });
    let mut texts = Texts::new();
    for (key, model) in model {
        let generated = make::make(language, model);
        let text = match overrides.remove(key) {
            None => generated,
            Some(own) => {
                for kind in differences(model, &own) {
                    report(key, kind);
                }
                if own == generated {
                    report(key, MistakeKind::SameAsGenerated);
                }
                own
            }
        };
        texts.insert(key.clone(), text);
    }
    for key in overrides.keys() {
        report(key, MistakeKind::Unknown);
    }
    texts
}

#[cfg(test)]
mod tests;
