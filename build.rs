//! Generates `enum Msg`, `enum Help` and `enum Official` from `locales/`, so that the compiler itself finds a missing, unknown
//! or unused text.

use std::path::{Path, PathBuf};
use std::{env, fs};

use catalog::Catalogs;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    match Catalogs::read(Path::new(".")) {
        Ok(catalogs) => {
            write("msg.rs", &catalogs.rust_source());
            // The app loads these files; tests read them here.
            for (name, file) in catalogs.runtime_files() {
                write(&format!("{name}.txt"), &file);
            }
        }
        Err(mistakes) => {
            for mistake in mistakes {
                println!("cargo::error={mistake}");
            }
        }
    }
}

fn write(name: &str, content: &str) {
    let written = env::var_os("OUT_DIR").ok_or_else(|| "OUT_DIR is not set".to_owned()).and_then(|folder| {
        fs::write(PathBuf::from(folder).join(name), content).map_err(|error| error.to_string())
    });
    if let Err(error) = written {
        println!("cargo::error={name} cannot be written: {error}");
    }
}
