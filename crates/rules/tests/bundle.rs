//! The crate is part of the code that every phone loads: no floats, no formatting, no regular expressions, no hashing,
//! no web.

#![allow(clippy::unwrap_used, reason = "a test that cannot continue has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// Names that would add code size to the bundle, or that could panic.
const UNWANTED: [&str; 16] = [
    "f32",
    "f64",
    "format!",
    "write!",
    "println!",
    "panic!",
    ".unwrap()",
    ".expect(",
    "HashMap",
    "HashSet",
    "regex",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "SystemTime",
    "std::fs",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.file_name().is_some_and(|name| name != "tests.rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_sources_contain_no_unwanted_names() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for name in ["rules", "script"] {
        sources(&crates.join(name).join("src"), &mut files);
    }
    assert!(files.len() > 30, "{}", files.len());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for (number, line) in (1..).zip(code.lines()) {
            let line = line.trim_start();
            if line.starts_with("//") {
                continue;
            }
            for unwanted in UNWANTED {
                assert!(!line.contains(unwanted), "{}:{number}: {unwanted}", file.display());
            }
        }
    }
}

#[test]
fn it_depends_only_on_dates_and_scripts() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let named: Vec<&str> = dependencies
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split(['.', ' ']).next().unwrap())
        .collect();
    assert_eq!(named, ["chrono", "script", "serde"]);
}
