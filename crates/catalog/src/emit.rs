//! The output: the Rust enums, the fingerprints and the files that the app loads.

use std::fmt::Write as _;

use crate::family::{FAMILIES, Family};
use crate::language::{LANGUAGES, Language};
use crate::names::{FORM_MARK, LINE_MARK, help_terms, variant};
use crate::text::{Text, Texts};
use crate::{Catalogs, PARTS, Part};

impl Catalogs {
    /// Returns a hash of the keys of a family in their order. The app compares the value it was built with to the one
    /// in the file it loaded, since a phone may have an old file together with a new app.
    pub fn fingerprint(&self, family: Family) -> String {
        let mut hash = Fnv::new();
        for (key, text) in self.messages(family, Language::AUTHORED) {
            hash.write(key.as_bytes());
            hash.write(if text.is_plural() { b"+\n" } else { b"\n" });
        }
        hash.finish()
    }

    /// Returns the Rust source of the enum of each family that is present, and of the constant with its fingerprint.
    pub fn rust_source(&self) -> String {
        let mut source = String::new();
        for family in FAMILIES {
            if let Some(authored) = self.texts.get(&(family, Language::AUTHORED)) {
                self.write_enum(family, authored, &mut source);
            }
        }
        source
    }

    fn write_enum(&self, family: Family, authored: &Texts, source: &mut String) {
        // Writing to a String cannot fail.
        let _ = write!(
            source,
            "/// {}\n\
             #[allow(clippy::doc_markdown, clippy::doc_lazy_continuation, rustdoc::all)]\n\
             #[derive(Clone, Copy, PartialEq, Eq)]\n\
             #[repr(u16)]\n\
             pub enum {} {{\n",
            family.describes(),
            family.enum_name()
        );
        let variants: Vec<(&str, String, bool)> = if family == Family::Help {
            let shown =
                |term: &str| [plain(authored, term, "term"), plain(authored, term, "text")].join(": ");
            help_terms(authored).into_iter().map(|term| (term, shown(term), false)).collect()
        } else {
            let shown = |text: &Text| text.forms().collect::<Vec<_>>().join(" | ");
            let texts = self.messages(family, Language::AUTHORED);
            texts.map(|(key, text)| (key, shown(text), text.is_dated())).collect()
        };
        let comment =
            |shown: &str| shown.lines().fold(String::new(), |all, line| all + "    /// " + line + "\n");
        let mut dated = String::new();
        // The place that the compiler would give to the next variant.
        let mut next = 0;
        for (place, (key, shown, is_dated)) in variants.iter().enumerate() {
            let (name, comment) = (variant(key), comment(shown));
            if *is_dated {
                let constant = format!("    pub const {name}: {0} = {0}({place});\n", family.dated_name());
                dated.extend([comment, constant]);
                continue;
            }
            let gap = if place == next { String::new() } else { format!(" = {place}") };
            let _ = writeln!(source, "{comment}    {name}{gap},");
            next = place + 1;
        }
        source.push_str("}\n\n");
        if !dated.is_empty() {
            let _ = write!(
                source,
                "/// A text with a date, by its place among all texts of its kind.\n\
                 #[derive(Clone, Copy, PartialEq, Eq)]\n\
                 pub struct {}(pub(super) u16);\n\n\
                 #[allow(non_upper_case_globals, clippy::doc_markdown, clippy::doc_lazy_continuation, rustdoc::all)]\n\
                 impl {} {{\n{dated}}}\n\n",
                family.dated_name(),
                family.enum_name()
            );
        }
        let _ = write!(
            source,
            "/// How every file begins that fits this enum.\npub const {}: &str = \"{}\";\n\n",
            family.keys_name(),
            self.fingerprint(family)
        );
        match family {
            Family::Core => {
                let mut end = 0;
                let ends = PARTS.map(|part| {
                    end += self.messages_of(family, Language::AUTHORED, part).count();
                    end
                });
                let _ = write!(
                    source,
                    "/// Where the texts of each part end.\npub const PART_ENDS: [usize; {}] = {ends:?};\n\n",
                    PARTS.len()
                );
            }
            Family::Help => {
                let there =
                    LANGUAGES.into_iter().filter(|language| self.texts.contains_key(&(family, *language)));
                let tags: Vec<&str> = there.map(Language::code).collect();
                let _ = write!(
                    source,
                    "/// The languages that have explanations.\npub const HELP_LANGUAGES: [&str; {}] = {tags:?};\n\n",
                    tags.len()
                );
            }
            Family::Official | Family::Care => {}
        }
    }

    /// Returns the file that the app loads for `language`: the fingerprint and the language's tag, then one line per
    /// variant. `None` where the family does not have the language.
    pub fn runtime_file(&self, family: Family, language: Language) -> Option<String> {
        let texts = self.texts.get(&(family, language))?;
        let mut file = format!("{} {language}", self.fingerprint(family));
        if family == Family::Help {
            for term in help_terms(texts) {
                file.push('\n');
                // The term of the law is added to the explanation for those who read it in another language.
                let own = if language.is_kazakh() {
                    None
                } else {
                    self.texts
                        .get(&(family, Language::AUTHORED))
                        .map(|authored| plain(authored, term, "term"))
                };
                let parts = [plain(texts, term, "term"), plain(texts, term, "text"), own.unwrap_or_default()];
                push_forms(&mut file, parts.into_iter());
            }
        } else {
            push_texts(&mut file, self.messages(family, language));
        }
        file.push('\n');
        Some(file)
    }

    /// Returns the file of one part of the core texts, which has the same first line as that of the whole family.
    fn part_file(&self, part: Part, language: Language) -> Option<String> {
        self.texts.get(&(Family::Core, language))?;
        let mut file = format!("{} {language}", self.fingerprint(Family::Core));
        push_texts(&mut file, self.messages_of(Family::Core, language, part));
        file.push('\n');
        Some(file)
    }

    /// Returns every file that the app loads, by its name without the extension: `draft.kk-Arab` has a part of the core
    /// texts, `help.ru` a family of its own.
    pub fn runtime_files(&self) -> impl Iterator<Item = (String, String)> {
        let parts = PARTS.into_iter().flat_map(move |part| {
            LANGUAGES.into_iter().filter_map(move |language| {
                Some((format!("{}.{language}", part.name()), self.part_file(part, language)?))
            })
        });
        let families = FAMILIES.into_iter().filter(|family| *family != Family::Core);
        parts.chain(families.flat_map(move |family| {
            LANGUAGES.into_iter().filter_map(move |language| {
                let name = format!("{}.{language}", family.name());
                Some((name, self.runtime_file(family, language)?))
            })
        }))
    }
}

fn push_texts<'a>(file: &mut String, texts: impl Iterator<Item = (&'a str, &'a Text)>) {
    for (_, text) in texts {
        file.push('\n');
        push_forms(file, text.forms());
    }
}

fn push_forms<'a>(file: &mut String, forms: impl Iterator<Item = &'a str>) {
    for (number, form) in forms.enumerate() {
        if number > 0 {
            file.push(FORM_MARK);
        }
        file.extend(form.chars().map(|char| if char == '\n' { LINE_MARK } else { char }));
    }
}

fn plain<'a>(texts: &'a Texts, term: &str, part: &str) -> &'a str {
    texts.get(&format!("{term}.{part}")).and_then(|text| text.forms().last()).unwrap_or_default()
}

/// FNV-1a, 64 bits: it only has to distinguish two builds of the same project, so no hashing crate is needed.
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(self) -> String {
        format!("{:016x}", self.0)
    }
}
