//! Which texts a first visit can show: those that the source of the small module names.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// What lies in folders of this name is compiled into the whole app only.
const WHOLE: &str = "whole";
/// Written while building, with all texts at hand.
const STATIC_PAGES: &str = "static_pages.rs";
const NAMED: &str = "Msg::";

/// The variants of `Msg` that the pages of a first visit name.
#[derive(Debug)]
pub(crate) enum First {
    /// No source was looked at.
    All,
    Named(BTreeSet<String>),
}

impl First {
    /// Looks through the program for what is named outside of the pages of the whole app. A file that is used by those
    /// alone and lies elsewhere costs the first visit some texts, and never a text that it needs.
    pub(crate) fn read(source: &Path) -> io::Result<Self> {
        let mut named = BTreeSet::new();
        collect(source, &mut named)?;
        Ok(Self::Named(named))
    }

    pub(crate) fn has(&self, variant: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(named) => named.contains(variant),
        }
    }
}

fn collect(folder: &Path, named: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            if name != WHOLE {
                collect(&path, named)?;
            }
        } else if name != STATIC_PAGES && path.extension().is_some_and(|extension| extension == "rs") {
            named.extend(variants(&std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// The variants that a piece of source names.
fn variants(source: &str) -> impl Iterator<Item = String> {
    source.split(NAMED).skip(1).map(|rest| {
        let end = rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len());
        rest[..end].to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_the_whole_app_and_the_static_pages_name_is_not_of_a_first_visit() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("pages/start.rs", "tr(Msg::Start), match x { A => Msg::Both }");
        write("pages/whole/send.rs", "tr(Msg::Send); Msg::Both");
        write("static_pages.rs", "Msg::Static");
        write("notes.md", "Msg::Note");
        let first = First::read(folder.path()).unwrap();
        let of =
            |names: [&'static str; 5]| names.into_iter().filter(|name| first.has(name)).collect::<Vec<_>>();
        assert_eq!(of(["Start", "Both", "Send", "Static", "Note"]), ["Start", "Both"]);
        assert!(First::All.has("Send"));
        assert!(First::read(&folder.path().join("nowhere")).is_err());
    }
}
