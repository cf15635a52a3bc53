//! What comes out: the Rust enum, the fingerprint and the file that the app loads.

use std::fmt::Write as _;

use crate::language::Language;
use crate::text::Text;
use crate::{Catalogs, LANGUAGES};

/// Stands for a line break inside a text of the runtime catalog, whose own line breaks end a text.
pub const LINE_MARK: char = '\u{1e}';
/// Stands between the plural forms of one text.
pub const FORM_MARK: char = '\u{1f}';

impl Catalogs {
    /// Says which keys in which order a catalog has. The app compares the one it was built with to the one of the file
    /// it loaded, since a phone may hold an old file beside a new app.
    pub fn fingerprint(&self) -> String {
        let mut hash = Fnv::new();
        for (key, text) in self.messages(Language::AUTHORED) {
            hash.write(key.as_bytes());
            hash.write(if text.is_plural() { b"+\n" } else { b"\n" });
        }
        hash.finish()
    }

    /// The Rust source of `enum Msg` and `CATALOG_KEYS`.
    pub fn rust_source(&self) -> String {
        let mut source = String::from(
            "/// Every text that the app can show.\n\
             #[allow(clippy::doc_markdown, clippy::doc_lazy_continuation, rustdoc::all)]\n\
             #[derive(Clone, Copy, PartialEq, Eq)]\n\
             #[repr(u16)]\n\
             pub enum Msg {\n",
        );
        for (key, text) in self.messages(Language::AUTHORED) {
            let shown = text.forms().collect::<Vec<_>>().join(" | ");
            for line in shown.lines() {
                // Writing to a String cannot fail.
                let _ = writeln!(source, "    /// {line}");
            }
            let _ = writeln!(source, "    {},", variant(key));
        }
        let _ = write!(
            source,
            "}}\n\n/// The first line of every catalog file that fits this enum.\npub const CATALOG_KEYS: &str = \"{}\";\n",
            self.fingerprint()
        );
        source
    }

    /// The file that the app loads for `language`: the fingerprint, then one line per variant of `Msg`.
    pub fn runtime_file(&self, language: Language) -> String {
        let mut file = self.fingerprint();
        for (_, text) in self.messages(language) {
            file.push('\n');
            let forms: Vec<_> = match text {
                Text::Plain(text) => vec![text.as_str()],
                Text::Plural(forms) => forms.values().map(String::as_str).collect(),
            };
            for (number, form) in forms.into_iter().enumerate() {
                if number > 0 {
                    file.push(FORM_MARK);
                }
                file.extend(form.chars().map(|char| if char == '\n' { LINE_MARK } else { char }));
            }
        }
        file.push('\n');
        file
    }

    /// Every language with its runtime file.
    pub fn runtime_files(&self) -> impl Iterator<Item = (Language, String)> {
        LANGUAGES.into_iter().map(|language| (language, self.runtime_file(language)))
    }
}

/// `check_answers.title` → `CheckAnswersTitle`.
pub(crate) fn variant(key: &str) -> String {
    key.split(['.', '_'])
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars)
        })
        .collect()
}

/// FNV-1a, 64 bits: it only has to tell two builds of one project apart, so no hashing crate is needed.
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
