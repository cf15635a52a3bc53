//! Generates the Kazakh words of the printed application and the texts of a summary in every language from `locales/`, so that a
//! missing text is a build error.

use catalog::{Catalogs, Family, LANGUAGES, Language, Text};
use headline::{DatedPhrase, Phrase};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The tables whose texts become constants: `[country] mongolia` becomes `COUNTRY_MONGOLIA`.
const TABLES: [&str; 7] = ["country", "date", "document", "month", "paper", "person", "region"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../locales");
    match Catalogs::read(Path::new("../..")) {
        Ok(catalogs) => {
            write("words.rs", &constants(&catalogs));
            match tables(&catalogs) {
                Ok(tables) => write("texts.rs", &tables),
                Err(key) => println!("cargo::error=locales/ has no text {key}"),
            }
        }
        Err(mistakes) => {
            for mistake in mistakes {
                println!("cargo::error={mistake}");
            }
        }
    }
}

fn constants(catalogs: &Catalogs) -> String {
    let mut source = String::new();
    for (family, language, key, text) in catalogs.written() {
        let table = key.split('.').next().unwrap_or_default();
        if let Text::Plain(text) = text
            && (family, language) == (Family::Core, Language::Kazakh)
            && TABLES.contains(&table)
        {
            let name = key.replace('.', "_").to_uppercase();
            // Writing to a `String` cannot fail.
            let _ = writeln!(source, "pub const {name}: &str = {text:?};");
        }
    }
    source
}

/// Returns the source of one table for each language, with the texts of all phrases in the order of [`Phrase::ALL`], then
/// those of [`DatedPhrase::ALL`]. The error is the key of a phrase without a text.
fn tables(catalogs: &Catalogs) -> Result<String, &'static str> {
    let plain = Phrase::ALL.iter().map(|phrase| phrase.key());
    let keys: Vec<_> = plain.chain(DatedPhrase::ALL.iter().map(|phrase| phrase.key())).collect();
    let mut source =
        format!("pub static TABLES: [(&str, [&str; {}]); {}] = [\n", keys.len(), LANGUAGES.len());
    for language in LANGUAGES {
        // Writing to a `String` cannot fail.
        let _ = writeln!(source, "({:?}, [", language.code());
        for key in &keys {
            let text = catalogs.message(Family::Core, language, key).ok_or(*key)?;
            // Writing to a `String` cannot fail.
            let _ = writeln!(source, "{text:?},");
        }
        source.push_str("]),\n");
    }
    source.push_str("];\n");
    Ok(source)
}

fn write(name: &str, source: &str) {
    let written = env::var_os("OUT_DIR").ok_or_else(|| "OUT_DIR is not set".to_owned()).and_then(|folder| {
        fs::write(PathBuf::from(folder).join(name), source).map_err(|error| error.to_string())
    });
    if let Err(error) = written {
        println!("cargo::error={name} cannot be written: {error}");
    }
}
