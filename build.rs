//! Turns `locales/` into `enum Msg`, so that the compiler itself finds a text that is missing, unknown or unused.

use std::path::{Path, PathBuf};
use std::{env, fs};

use catalog::{Catalogs, LANGUAGES};

fn main() {
    let folder = Path::new("locales");
    println!("cargo::rerun-if-changed=build.rs");
    for language in LANGUAGES {
        println!("cargo::rerun-if-changed={}", Catalogs::path(folder, language).display());
    }
    match Catalogs::read(folder) {
        Ok(catalogs) => write(&catalogs.rust_source()),
        Err(mistakes) => {
            for mistake in mistakes {
                println!("cargo::error={mistake}");
            }
        }
    }
}

fn write(source: &str) {
    let written = env::var_os("OUT_DIR").ok_or_else(|| "OUT_DIR is not set".to_owned()).and_then(|folder| {
        fs::write(PathBuf::from(folder).join("msg.rs"), source).map_err(|error| error.to_string())
    });
    if let Err(error) = written {
        println!("cargo::error=msg.rs cannot be written: {error}");
    }
}
