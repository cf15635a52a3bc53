//! What the first visit costs over the network, against the budgets.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::arguments::SizeForm;
use crate::project::Project;
use crate::{build, files, setup};

/// Brotli bytes of what a first visit loads.
#[derive(Debug, PartialEq, Eq)]
struct Sizes {
    wasm: u64,
    js: u64,
    css: u64,
    /// The texts of a first visit by their languages. It loads one of them.
    catalogs: BTreeMap<String, u64>,
    html: u64,
    /// The wasm of the whole app, which is fetched while the first questions are answered and is no part of the visit.
    whole_wasm: u64,
    /// The largest file with all texts, which comes with it.
    whole_catalog: u64,
    /// What is loaded when somebody asks for it: the largest file of explanations, and the order's own words.
    help: u64,
    official: u64,
    /// The wasm of the worker that prepares photographs, which is fetched where papers are photographed.
    photo_wasm: u64,
    /// The largest file of texts about keeping and deleting, and the service worker. Both come after the first visit.
    care: u64,
    worker: u64,
}

/// In units of 1000 bytes.
struct Budget {
    goal: u64,
    limit: u64,
}

impl Sizes {
    fn largest_catalog(&self) -> u64 {
        self.catalogs.values().copied().max().unwrap_or_default()
    }

    fn first_visit(&self) -> u64 {
        self.wasm + self.js + self.css + self.largest_catalog() + self.html
    }

    fn rows(&self) -> Vec<(String, u64, Option<Budget>)> {
        let budget = |goal, limit| Some(Budget { goal, limit });
        let row = |name: &str, bytes, budget| (name.to_owned(), bytes, budget);
        let mut rows = vec![
            row("wasm", self.wasm, budget(110, 130)),
            row("JavaScript", self.js, budget(4, 7)),
            row("CSS", self.css, budget(7, 10)),
        ];
        let catalogs = self.catalogs.iter();
        rows.extend(catalogs.map(|(tag, bytes)| (format!("core catalog, {tag}"), *bytes, budget(8, 12))));
        rows.extend([
            row("HTML", self.html, None),
            row("first visit, all together", self.first_visit(), budget(130, 160)),
            row("then: wasm of the whole app", self.whole_wasm, None),
            row("then: texts of the whole app", self.whole_catalog, None),
            row("on demand: explanations", self.help, budget(8, 12)),
            row("on demand: the order's words", self.official, budget(8, 12)),
            row("on demand: keeping and deleting", self.care, budget(8, 12)),
            row("later: wasm for photographs", self.photo_wasm, None),
            row("later: service worker", self.worker, None),
        ]);
        rows
    }
}

/// Prints the sizes; the exit code says whether a hard limit is passed.
pub fn run(project: &Project, form: SizeForm) -> Result<ExitCode> {
    setup::run(project, setup::FOR_BUILD)?;
    build::app(project)?;
    let sizes = read(project)?;
    match form {
        SizeForm::Table => print!("{}", table(&sizes)),
        SizeForm::Json => println!(
            "{}",
            json!({
                "wasm": sizes.wasm, "js": sizes.js, "css": sizes.css, "catalog": sizes.largest_catalog(),
                "catalogs": sizes.catalogs, "html": sizes.html, "first_visit": sizes.first_visit(),
                "whole_wasm": sizes.whole_wasm, "whole_catalog": sizes.whole_catalog, "help": sizes.help, "official": sizes.official,
                "care": sizes.care, "photo_wasm": sizes.photo_wasm, "worker": sizes.worker,
            })
        ),
    }
    Ok(if over_a_limit(&sizes) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn read(project: &Project) -> Result<Sizes> {
    let cure = "remove dist/ and run `cargo xtask build`";
    let content = files::read(&project.dist().join("build.json"))?;
    let manifest: Value =
        serde_json::from_slice(&content).with_context(|| format!("dist/build.json is broken; {cure}"))?;
    sizes(&manifest).with_context(|| format!("dist/build.json lacks an asset; {cure}"))
}

fn sizes(manifest: &Value) -> Option<Sizes> {
    let assets: Vec<_> = manifest["assets"]
        .as_array()?
        .iter()
        .filter_map(|asset| Some((asset["path"].as_str()?, asset["br"].as_u64()?)))
        .collect();
    let largest = |prefix: &str| {
        assets.iter().filter(|(path, _)| path.starts_with(prefix)).map(|(_, size)| *size).max()
    };
    let of_kind = |prefix: &str, ending: &str| {
        let found = assets.iter().find(|(path, _)| path.starts_with(prefix) && path.ends_with(ending));
        found.map(|(_, size)| *size)
    };
    // `/assets/first.kk-Arab.<hash>.txt`
    let tag_of = |path: &str| {
        let text = path.strip_suffix(".txt")?.strip_prefix("/assets/first.")?;
        Some(text.split('.').next()?.to_owned())
    };
    let catalogs: BTreeMap<_, _> =
        assets.iter().filter_map(|(path, size)| Some((tag_of(path)?, *size))).collect();
    if catalogs.is_empty() {
        return None;
    }
    Some(Sizes {
        wasm: of_kind("/assets/first.", ".wasm")?,
        js: of_kind("/assets/first.", ".js")?,
        css: largest("/assets/style.")?,
        catalogs,
        html: largest("/index.html")?,
        whole_wasm: of_kind("/assets/app.", ".wasm")?,
        whole_catalog: largest("/assets/catalog.")?,
        photo_wasm: of_kind("/assets/worker.", ".wasm")?,
        help: largest("/assets/help.")?,
        official: largest("/assets/official.")?,
        care: largest("/assets/care.")?,
        worker: largest("/sw.js")?,
    })
}

fn over_a_limit(sizes: &Sizes) -> bool {
    sizes
        .rows()
        .iter()
        .any(|(_, bytes, budget)| budget.as_ref().is_some_and(|budget| *bytes > budget.limit * 1000))
}

fn table(sizes: &Sizes) -> String {
    let mut table = format!("{:30}{:>10}{:>8}{:>8}\n", "brotli, 1 KB = 1000 bytes", "KB", "goal", "limit");
    for (name, bytes, budget) in sizes.rows() {
        let shown = format!("{}.{}", bytes / 1000, bytes % 1000 / 100);
        let line = match budget {
            None => format!("{name:30}{shown:>10}"),
            Some(Budget { goal, limit }) => {
                let verdict = match bytes {
                    _ if bytes > limit * 1000 => "  over the limit",
                    _ if bytes > goal * 1000 => "  over the goal",
                    _ => "",
                };
                format!("{name:30}{shown:>10}{goal:>8}{limit:>8}{verdict}")
            }
        };
        table += &line;
        table.push('\n');
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_visit_has_one_catalog_and_no_second_script() {
        let manifest = json!({ "assets": [
            { "path": "/index.html", "br": 1 }, { "path": "/assets/app.0a.wasm", "br": 10_000_000 },
            { "path": "/assets/first.0.wasm", "br": 10 }, { "path": "/assets/first.0.js", "br": 100 },
            { "path": "/assets/app.0b.webmanifest", "br": 2 }, { "path": "/assets/icon.0.png", "br": null },
            { "path": "/assets/boot.0.js", "br": 500_000 }, { "path": "/assets/old.0.js", "br": 7 },
            { "path": "/assets/style.0.css", "br": 1000 }, { "path": "/assets/first.kk.0.txt", "br": 10_000 },
            { "path": "/assets/first.kk-Arab.0.txt", "br": 20_000 },
            { "path": "/assets/catalog.kk-Arab.0.txt", "br": 30_000 }, { "path": "/assets/help.kk.0.txt", "br": 3 },
            { "path": "/assets/help.ru.0.txt", "br": 4 }, { "path": "/assets/official.kk.0.txt", "br": 5 },
            { "path": "/assets/care.kk.0.txt", "br": 6 }, { "path": "/sw.js", "br": 8 },
            { "path": "/assets/worker.0.wasm", "br": 9 }, { "path": "/assets/worker.0.js", "br": 11 },
        ]});
        let sizes = sizes(&manifest).unwrap();
        let catalogs = [("kk".to_owned(), 10_000), ("kk-Arab".to_owned(), 20_000)].into();
        let expected = Sizes {
            wasm: 10,
            js: 100,
            css: 1000,
            catalogs,
            html: 1,
            whole_wasm: 10_000_000,
            whole_catalog: 30_000,
            help: 4,
            official: 5,
            photo_wasm: 9,
            care: 6,
            worker: 8,
        };
        assert_eq!(sizes, expected);
        assert_eq!(sizes.first_visit(), 21_111);
    }

    #[test]
    fn a_build_without_compression_has_no_sizes() {
        assert_eq!(sizes(&json!({ "assets": [{ "path": "/index.html", "br": null }] })), None);
    }

    #[test]
    fn a_size_is_over_only_past_its_limit() {
        let sizes = |wasm| sizes_with(wasm, 0, 0);
        assert!(!over_a_limit(&sizes(130_000)));
        assert!(over_a_limit(&sizes(130_001)));
        assert!(table(&sizes(130_001)).contains("over the limit"));
        assert!(table(&sizes(110_001)).contains("over the goal"));
        assert!(!table(&sizes(110_000)).contains("over"));
    }

    #[test]
    fn every_catalog_and_what_is_loaded_on_demand_have_limits_of_their_own() {
        assert!(over_a_limit(&sizes_with(0, 12_001, 0)));
        assert!(over_a_limit(&sizes_with(0, 0, 12_001)));
        assert!(!over_a_limit(&sizes_with(0, 12_000, 12_000)));
    }

    fn sizes_with(wasm: u64, catalog: u64, help: u64) -> Sizes {
        let catalogs = [("kk".to_owned(), 0), ("zh".to_owned(), catalog)].into();
        Sizes {
            wasm,
            js: 0,
            css: 0,
            catalogs,
            html: 0,
            whole_wasm: 0,
            whole_catalog: 0,
            help,
            official: 0,
            photo_wasm: 0,
            care: 0,
            worker: 0,
        }
    }
}
