//! Checks the house rules that the compiler and Clippy do not know (CONTRIBUTING.md).

mod cycles;
mod source;
mod style;
mod words;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};

use crate::files;
use crate::project::Project;
use source::{Finding, Source};

/// The folders with the sources of each crate.
const CRATES: [&str; 17] = [
    "src",
    "xtask/src",
    "crates/catalog/src",
    "crates/faults/src",
    "crates/forms/src",
    "crates/fuzz/src",
    "crates/gateway/src",
    "crates/headline/src",
    "crates/locale/src",
    "crates/outbox/src",
    "crates/photo/src",
    "crates/picture/src",
    "crates/rules/src",
    "crates/script/src",
    "crates/view/src",
    "crates/wire/src",
    "fuzz",
];
/// The other folders and files with texts of ours.
const OTHERS: [&str; 8] =
    ["tests", "docs", "crates", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "build.rs"];
/// Texts that name the avoided words.
const UNCHECKED: [&str; 3] = ["xtask/src/tidy/words.rs", "tests/fixtures", "tests/out"];

pub fn run(project: &Project) -> Result<()> {
    let sources = read(&project.root)?;
    let mut findings: Vec<Finding> =
        sources.iter().flat_map(|source| [words::check(source), style::check(source)].concat()).collect();
    findings.extend(CRATES.iter().flat_map(|folder| cycles::check(folder, &sources)));
    findings.sort();
    let words: usize = sources.iter().map(words::count).sum();
    let openings = sources.iter().map(words::openings);
    let (comments, questions) = openings.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    println!(
        "{} files, {words} words of comments and documents; {questions} of {comments} doc comments begin with a question word",
        sources.len()
    );
    if findings.is_empty() {
        return Ok(());
    }
    let mut list = String::new();
    for Finding { path, line, message } in &findings {
        writeln!(list, "{path}:{line}: {message}")?;
    }
    print!("{list}");
    bail!("{} findings; correct them, CONTRIBUTING.md has the rules", findings.len())
}

fn read(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for place in CRATES.iter().chain(&OTHERS) {
        let place = root.join(place);
        let paths = if place.is_dir() { files::below(&place)? } else { vec![place] };
        for path in paths {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let is_text = [".rs", ".js", ".mjs", ".md"].iter().any(|extension| name.ends_with(extension));
            let is_known = sources.iter().any(|source: &Source| source.path == name);
            if is_text
                && !is_known
                && !UNCHECKED.iter().any(|unchecked| name.starts_with(unchecked))
                && path.is_file()
            {
                sources.push(Source::read(root, &path)?);
            }
        }
    }
    Ok(sources)
}
