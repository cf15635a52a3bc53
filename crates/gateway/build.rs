//! Generates the Kazakh texts of the officer's copy and the texts of a summary in every language from `locales/`, so that a missing
//! text is a build error.

use catalog::{Catalogs, Family, LANGUAGES, Language};
use forms::{DUE_KEY, FormPhrase, OrderPlace};
use headline::{DatedPhrase, Phrase};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../locales");
    match Catalogs::read(Path::new("../..")) {
        Ok(catalogs) => {
            let files = [("texts.rs", tables(&catalogs)), ("form_texts.rs", form_texts(&catalogs))];
            for (name, source) in files {
                match source {
                    Ok(source) => write(name, &source),
                    Err(key) => println!("cargo::error=locales/ has no text {key}"),
                }
            }
        }
        Err(mistakes) => {
            for mistake in mistakes {
                println!("cargo::error={mistake}");
            }
        }
    }
}

/// Returns the source of two tables: the Kazakh messages of the forms in the order of [`FormPhrase::ALL`], and the texts of the
/// order in that of [`OrderPlace::ALL`]; and of the message [`DUE_KEY`]. The error is the key of a missing text.
fn form_texts(catalogs: &Catalogs) -> Result<String, &'static str> {
    let text = |family, key: &'static str| catalogs.message(family, Language::Kazakh, key).ok_or(key);
    let messages = FormPhrase::ALL.iter().map(|phrase| text(Family::Core, phrase.key()));
    let messages: Vec<String> = messages.collect::<Result<_, _>>()?;
    let due = text(Family::Core, DUE_KEY)?;
    let order = OrderPlace::ALL.iter().map(|place| text(Family::Official, place.key()));
    let order: Vec<String> = order.collect::<Result<_, _>>()?;
    let mut source = String::new();
    for (name, texts) in [("MESSAGES", messages), ("ORDER", order)] {
        // Writing to a `String` cannot fail.
        let _ = writeln!(source, "pub static {name}: [&str; {}] = {texts:#?};", texts.len());
    }
    // Writing to a `String` cannot fail.
    let _ = writeln!(source, "pub static DUE: &str = {due:?};");
    Ok(source)
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
