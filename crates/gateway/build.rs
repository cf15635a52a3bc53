//! Takes from `locales/kk.toml` the words of the printed application, so that a word that is missing does not compile.

use catalog::{Catalogs, Family, Language, Text};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The tables whose texts become constants: `[country] mongolia` is `COUNTRY_MONGOLIA`.
const TABLES: [&str; 7] = ["country", "date", "document", "month", "paper", "person", "region"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../locales");
    match Catalogs::read(Path::new("../..")) {
        Ok(catalogs) => write(&constants(&catalogs)),
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
            // Writing to a string cannot fail.
            let _ = writeln!(source, "pub const {name}: &str = {text:?};");
        }
    }
    source
}

fn write(source: &str) {
    let written = env::var_os("OUT_DIR").ok_or_else(|| "OUT_DIR is not set".to_owned()).and_then(|folder| {
        fs::write(PathBuf::from(folder).join("words.rs"), source).map_err(|error| error.to_string())
    });
    if let Err(error) = written {
        println!("cargo::error=words.rs cannot be written: {error}");
    }
}
