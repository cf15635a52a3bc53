//! What each way in costs over the network until its page can be used, against the budgets.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use catalog::{LANGUAGES, Language};
use serde_json::{Value, json};

use crate::arguments::SizeForm;
use crate::project::Project;
use crate::{build, files, setup};

/// A page that people open first, and what it needs.
struct EntryPoint {
    /// Its key in the JSON.
    key: &'static str,
    name: &'static str,
    page: &'static str,
    /// The chunk of `src/chunks.rs` that has the page, and the files of its texts.
    chunk: &'static str,
    texts: &'static [&'static str],
    budget: Budget,
}

/// In units of 1000 bytes.
#[derive(Clone, Copy)]
struct Budget {
    goal: u64,
    limit: u64,
}

const ENTRIES: [EntryPoint; 4] = [
    EntryPoint {
        key: "start",
        name: "start page",
        page: "/index.html",
        chunk: "start",
        texts: &["core"],
        budget: Budget { goal: 145, limit: 160 },
    },
    EntryPoint {
        key: "family_link",
        name: "family link",
        page: DEEPER_PAGE,
        chunk: "family",
        texts: &["core", "follow"],
        budget: Budget { goal: 150, limit: 170 },
    },
    EntryPoint {
        key: "recovery_link",
        name: "recovery link",
        page: DEEPER_PAGE,
        chunk: "follow",
        texts: &["core", "follow"],
        budget: Budget { goal: 165, limit: 185 },
    },
    EntryPoint {
        key: "task_list",
        name: "task list of a draft",
        page: DEEPER_PAGE,
        chunk: "tasks",
        texts: &["core", "draft"],
        budget: Budget { goal: 190, limit: 210 },
    },
];

/// The page of every address but the start.
const DEEPER_PAGE: &str = "/app.html";

/// More files than these are more requests than a slow network bears.
const MOST_WASM_FILES: usize = 4;
const SMALLEST_CHUNK: u64 = 3000;

/// The brotli bytes of everything that the build made, by its path without the hash: `/assets/app.wasm`.
struct Build {
    bytes: BTreeMap<String, u64>,
    /// The paths that each chunk needs in addition to main, likewise.
    chunks: BTreeMap<String, Vec<String>>,
}

impl Build {
    /// `None` where the manifest is not that of a release.
    fn read(manifest: &Value) -> Option<Self> {
        let mut bytes = BTreeMap::new();
        for asset in manifest["assets"].as_array()? {
            if let Some(size) = asset["br"].as_u64() {
                bytes.insert(without_hash(asset["path"].as_str()?), size);
            }
        }
        let chunks = manifest["chunks"].as_object()?.iter().map(|(chunk, files)| {
            let files = files.as_array()?.iter().filter_map(Value::as_str).map(without_hash);
            Some((chunk.clone(), files.collect()))
        });
        Some(Self { bytes, chunks: chunks.collect::<Option<_>>()? })
    }

    fn size(&self, path: &str) -> Result<u64> {
        self.bytes
            .get(path)
            .copied()
            .with_context(|| format!("the build has no {path}; run `cargo xtask build`"))
    }

    /// The wasm files of an entry, main first.
    fn wasm(&self, entry: &EntryPoint) -> Result<Vec<&str>> {
        let Some(chunks) = self.chunks.get(entry.chunk) else {
            bail!("the build has no chunk {}", entry.chunk)
        };
        Ok(std::iter::once("/assets/app.wasm").chain(chunks.iter().map(String::as_str)).collect())
    }

    /// Everything that an entry fetches until its page can be used, in a language.
    fn entry(&self, entry: &EntryPoint, language: Language) -> Result<u64> {
        let texts = entry.texts.iter().map(|part| format!("/assets/{part}.{language}.txt"));
        let own = [entry.page, "/assets/language.js", "/assets/boot.js", "/assets/style.css"];
        // The page of the start address does without the script of the first lines.
        let headline = (entry.page == DEEPER_PAGE).then_some("/assets/headline.js");
        let own = own.into_iter().chain(headline).chain(self.wasm(entry)?).map(str::to_owned);
        own.chain(texts).map(|path| self.size(&path)).sum()
    }

    /// The files that an entry fetches in the language with the most bytes.
    fn worst(&self, entry: &EntryPoint) -> Result<u64> {
        let offered = LANGUAGES.into_iter().filter(|language| *language != Language::Pseudo);
        let sizes: Vec<u64> = offered.map(|language| self.entry(entry, language)).collect::<Result<_>>()?;
        Ok(sizes.into_iter().max().unwrap_or_default())
    }

    /// Returns what is wrong with the files, whatever their sum.
    fn faults(&self) -> Result<Vec<String>> {
        let mut faults = Vec::new();
        for entry in &ENTRIES {
            let (bytes, files) = (self.worst(entry)?, self.wasm(entry)?.len());
            if bytes > entry.budget.limit * 1000 {
                faults.push(format!("the {} is over its limit", entry.name));
            }
            if files > MOST_WASM_FILES {
                faults.push(format!("the {} loads {files} wasm files", entry.name));
            }
        }
        for path in self.chunks.values().flatten() {
            if self.size(path)? < SMALLEST_CHUNK {
                faults.push(format!("{path} is so small that its request costs more"));
            }
        }
        faults.dedup();
        Ok(faults)
    }

    fn table(&self) -> Result<String> {
        // Writing to a String cannot fail.
        let mut table =
            format!("{:34}{:>10}{:>8}{:>8}\n", "brotli, 1 KB = 1000 bytes", "KB", "goal", "limit");
        for entry in &ENTRIES {
            let (bytes, Budget { goal, limit }) = (self.worst(entry)?, entry.budget);
            let verdict = match bytes {
                _ if bytes > limit * 1000 => "  over the limit",
                _ if bytes > goal * 1000 => "  over the goal",
                _ => "",
            };
            let _ = writeln!(table, "{:34}{:>10}{goal:>8}{limit:>8}{verdict}", entry.name, kilobytes(bytes));
            for path in self.wasm(entry)? {
                let _ = writeln!(table, "  {path:32}{:>10}", kilobytes(self.size(path)?));
            }
        }
        let listed: Vec<&str> =
            ENTRIES.iter().map(|entry| self.wasm(entry)).collect::<Result<Vec<_>>>()?.concat();
        table += "then, on demand\n";
        for (path, bytes) in self.bytes.iter().filter(|(path, _)| !listed.contains(&path.as_str())) {
            let _ = writeln!(table, "  {path:32}{:>10}", kilobytes(*bytes));
        }
        Ok(table)
    }

    fn json(&self) -> Result<Value> {
        let mut object = serde_json::Map::new();
        for entry in &ENTRIES {
            object.insert(entry.key.to_owned(), json!(self.worst(entry)?));
        }
        object.insert("files".to_owned(), json!(self.bytes));
        Ok(Value::Object(object))
    }
}

/// Prints the sizes; the exit code says whether a limit is passed.
pub fn run(project: &Project, form: SizeForm) -> Result<ExitCode> {
    setup::run(project, setup::FOR_BUILD)?;
    build::app(project)?;
    let content = files::read(&project.dist().join("build.json"))?;
    let manifest: Value = serde_json::from_slice(&content).context("dist/build.json is broken")?;
    let build =
        Build::read(&manifest).context("dist/ is no release; remove it and run `cargo xtask build`")?;
    match form {
        SizeForm::Table => print!("{}", build.table()?),
        SizeForm::Json => println!("{}", build.json()?),
    }
    let faults = build.faults()?;
    for fault in &faults {
        eprintln!("{fault}");
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `/assets/core.kk.0123456789abcdef.txt` → `/assets/core.kk.txt`.
fn without_hash(path: &str) -> String {
    let is_hash = |part: &&str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    path.split('.').filter(|part| !is_hash(part)).collect::<Vec<_>>().join(".")
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A build in which each file of texts has as many bytes as its language has letters, and all others have `size`.
    fn build(size: u64, chunks: &[&str]) -> Build {
        let hash = "0123456789abcdef";
        let mut paths = vec!["/index.html".to_owned(), "/app.html".to_owned()];
        paths.extend(
            ["app.wasm", "language.js", "headline.js", "boot.js", "style.css"]
                .map(|name| format!("/assets/{name}")),
        );
        paths.extend(chunks.iter().map(|chunk| format!("/assets/{chunk}.{hash}.wasm")));
        let mut assets: Vec<Value> = paths.iter().map(|path| json!({ "path": path, "br": size })).collect();
        for (part, language) in
            ["core", "draft", "follow"].iter().flat_map(|part| LANGUAGES.map(|language| (part, language)))
        {
            let path = format!("/assets/{part}.{language}.{hash}.txt");
            assets.push(json!({ "path": path, "br": language.to_string().len() }));
        }
        assets.push(json!({ "path": "/assets/icon.0.png", "br": null }));
        let files: Vec<String> = chunks.iter().map(|chunk| format!("/assets/{chunk}.{hash}.wasm")).collect();
        let needed: serde_json::Map<String, Value> =
            ENTRIES.iter().map(|entry| (entry.chunk.to_owned(), json!(files))).collect();
        Build::read(&json!({ "assets": assets, "chunks": needed })).unwrap()
    }

    #[test]
    fn an_entry_is_what_its_page_fetches_in_the_language_with_the_most() {
        let build = build(10_000, &["a", "b"]);
        // The page, two or three scripts, the style, main, two chunks; and the texts of kk-Arab, kk-Latn or uz-Cyrl.
        assert_eq!(build.worst(&ENTRIES[0]).unwrap(), 70_000 + 7);
        assert_eq!(build.worst(&ENTRIES[1]).unwrap(), 80_000 + 14);
        assert_eq!(build.json().unwrap()["task_list"], 80_000 + 14);
        assert_eq!(build.faults().unwrap(), Vec::<String>::new());
        assert!(build.table().unwrap().contains("start page"));
    }

    #[test]
    fn limits_are_for_bytes_for_files_and_for_small_files() {
        let over = build(22_900, &["a", "b"]).faults().unwrap();
        assert_eq!(over, ["the start page is over its limit", "the family link is over its limit"]);
        assert!(build(22_900, &["a", "b"]).table().unwrap().contains("over the limit"));
        assert!(build(20_800, &["a", "b"]).table().unwrap().contains("over the goal"));
        assert_eq!(build(4_000, &["a", "b", "c", "d"]).faults().unwrap().len(), ENTRIES.len());
        assert!(build(2_999, &["a"]).faults().unwrap()[0].contains("/assets/a.wasm"));
    }

    #[test]
    fn a_build_without_compression_has_no_sizes() {
        assert!(Build::read(&json!({ "assets": [{ "path": "/index.html", "br": null }] })).is_none());
        let build = Build::read(&json!({ "assets": [], "chunks": {} })).unwrap();
        assert!(build.worst(&ENTRIES[0]).is_err());
    }

    #[test]
    fn the_hash_is_no_part_of_a_name() {
        assert_eq!(without_hash("/assets/core.kk-Arab.0123456789abcdef.txt"), "/assets/core.kk-Arab.txt");
        assert_eq!(without_hash("/sw.js"), "/sw.js");
    }
}
