//! The division of the core texts into parts that are loaded together, as listed in `locales/parts.toml`.

use std::collections::BTreeMap;

/// The file that assigns the core texts to parts.
pub(crate) const PARTS_FILE: &str = "locales/parts.toml";

/// A part of the core texts, which is one file for each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The texts that every page may show, and the first questions.
    Core,
    Draft,
    Follow,
    Rest,
}

/// All parts, in the order of their texts in `Msg`.
pub const PARTS: [Part; 4] = [Part::Core, Part::Draft, Part::Follow, Part::Rest];

impl Part {
    /// Returns the name of its files before the language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Draft => "draft",
            Self::Follow => "follow",
            Self::Rest => "rest",
        }
    }
}

/// The part of each table and key that is listed.
#[derive(Debug, Default)]
pub(crate) struct PartIndex(BTreeMap<String, Part>);

impl PartIndex {
    /// Reads a list of tables and keys for each part. All mistakes are returned together.
    pub(crate) fn read<'a>(toml: &str, keys: impl Iterator<Item = &'a str>) -> Result<Self, Vec<String>> {
        let table: toml::Table =
            toml.parse().map_err(|error: toml::de::Error| vec![error.message().to_owned()])?;
        let keys: Vec<&str> = keys.collect();
        let (mut parts, mut mistakes) = (Self::default(), Vec::new());
        for (name, listed) in &table {
            let part = PARTS.into_iter().find(|part| part.name() == name);
            let (Some(part), Some(listed)) = (part, listed.as_array()) else {
                mistakes
                    .push(format!("`{name}` is not a list of one of the parts core, draft, follow and rest"));
                continue;
            };
            for entry in listed {
                let Some(entry) = entry.as_str() else {
                    mistakes.push(format!("`{name}` lists {entry:?}, which is no text"));
                    continue;
                };
                if !keys.iter().any(|key| is_below(key, entry)) {
                    mistakes.push(format!("`{entry}` is neither a table nor a key of the texts"));
                }
                if parts.0.insert(entry.to_owned(), part).is_some() {
                    mistakes.push(format!("`{entry}` is listed twice"));
                }
            }
        }
        if mistakes.is_empty() { Ok(parts) } else { Err(mistakes) }
    }

    /// Returns the part of a key: that of the longest listed name with which it begins, or the core if there is none.
    pub(crate) fn of(&self, key: &str) -> Part {
        let listed = self.0.iter().filter(|(name, _)| is_below(key, name));
        listed.max_by_key(|(name, _)| name.len()).map_or(Part::Core, |(_, part)| *part)
    }
}

/// Returns whether a key is that name or in the table of that name.
fn is_below(key: &str, name: &str) -> bool {
    key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 4] = ["send.title", "send.button", "sender.name", "error.choose"];

    #[test]
    fn the_longest_name_decides_and_unlisted_keys_are_in_the_core() {
        let parts = PartIndex::read("rest = [\"send\"]\ndraft = [\"send.title\"]", KEYS.into_iter()).unwrap();
        assert_eq!(KEYS.map(|key| parts.of(key)), [Part::Draft, Part::Rest, Part::Core, Part::Core]);
    }

    #[test]
    fn wrong_entries_are_reported() {
        for (toml, mistakes) in [
            ("rest = [\"nowhere\"]", 1),
            ("rest = [\"send\"]\nfollow = [\"send\"]", 1),
            ("core = [\"send\"]\nother = []\ndraft = \"send\"", 2),
            ("draft = [1, \"sen\"]", 2),
            ("draft =", 1),
        ] {
            assert_eq!(PartIndex::read(toml, KEYS.into_iter()).unwrap_err().len(), mistakes, "{toml}");
        }
    }
}
