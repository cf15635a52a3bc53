//! Builds the folder that the gateway serves: compiles the app, binds it, makes it small and gives its files their names.
//!
//! `cargo xtask build` does all of it by itself. Trunk, which is there for live reload and for whoever types `trunk build`,
//! compiles and binds first and then calls `cargo xtask assemble` for the rest.
//!
//! Every asset gets its content's hash into its name, so that a browser may keep it for ever. The sources name assets
//! without it, as in `/assets/boot.js`; here each such name is replaced, and one that leads nowhere stops the build.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use catalog::{Catalogs, Language};
use serde_json::json;

use crate::files;
use crate::process::Program;
use crate::project::Project;
use crate::setup::WASM_TARGET;
use crate::shrink::{self, ShortNames};

/// What Rust itself lets the compiler use, and so must be allowed here; no phone since 2022 lacks any.
const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];
/// Scripts keep to what was there in 2018, so that an older browser gets as far as saying that it is too old.
const SCRIPT_TARGET: &str = "--target=es2018";

/// What wasm-bindgen calls its files: under Trunk the app's package, and so for every module.
const BOUND: &str = "qandas";
/// The script that wasm-bindgen writes.
const GLUE: &str = "qandas.js";

const CURE: &str = "correct what is said above; `cargo xtask build` tries again";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Profile {
    Debug,
    Release,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Minify {
    Yes,
    No,
}

/// A WebAssembly program that the build makes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Module {
    /// The app.
    Whole,
    /// The app with the pages of a first visit alone, without the cargo feature `whole`.
    First,
    /// The worker that prepares photographs.
    Photo,
}

impl Module {
    /// Its package, its program and the features it is compiled with.
    fn source(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Whole => ("qandas", "qandas", &[]),
            Self::First => ("qandas", "qandas", &["--no-default-features"]),
            Self::Photo => ("photo", "photo-worker", &[]),
        }
    }

    /// The script that starts it, and the form in which browsers load that.
    fn script(self) -> (&'static str, &'static str) {
        match self {
            Self::Whole | Self::First => ("src/platform/boot.js", "--format=esm"),
            Self::Photo => ("src/platform/worker.js", "--format=iife"),
        }
    }
}

/// Builds the release into `dist/`, which is replaced only when everything is there. `inputs` is the hash of its sources.
pub fn release(project: &Project, inputs: &str) -> Result<()> {
    // Beside `dist/`, so that it can be renamed into its place.
    let staging = project.root.join("dist.staging");
    files::remove(&staging)?;
    let site =
        Site { project, staging: &staging, profile: Profile::Release, inputs: Some(inputs.to_owned()) };
    files::write(&staging.join("index.html"), files::read(&project.root.join("index.html"))?)?;
    site.compile(Module::Whole, &staging)?;
    site.assemble()?;
    files::remove(&project.dist())?;
    std::fs::rename(&staging, project.dist())
        .with_context(|| format!("{} cannot be replaced; remove it by hand", project.dist().display()))
}

/// Completes what Trunk has compiled and bound.
pub fn run(project: &Project) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("`assemble` is called by Trunk; run `cargo xtask build` instead")?;
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let profile = if release { Profile::Release } else { Profile::Debug };
    let site = Site { project, staging: &staging, profile, inputs: None };
    site.assemble()
}

struct Site<'a> {
    project: &'a Project,
    staging: &'a Path,
    profile: Profile,
    /// The hash of the sources. `None` under Trunk, so that no later build takes its result for up to date.
    inputs: Option<String>,
}

/// The hashed name of each asset, by the name that the sources use.
type Names = BTreeMap<String, String>;

impl Site<'_> {
    fn assemble(&self) -> Result<()> {
        let catalogs = read_catalogs(&self.project.root)?;
        let mut names = Names::new();
        // What names other assets comes after what it names.
        let (texts, others): (Vec<_>, Vec<_>) =
            self.public_assets()?.into_iter().partition(|(name, _)| has_extension(name, "webmanifest"));
        for (name, path) in others {
            self.keep(&mut names, &name, &files::read(&path)?)?;
        }
        for (name, path) in texts {
            let text = link(&files::read_text(&path)?, &names);
            self.keep(&mut names, &name, text.as_bytes())?;
        }
        let (wasm, boot) = self.wasm_and_script(Module::Whole, self.staging)?;
        self.keep(&mut names, "app.wasm", &wasm)?;
        let (worker_wasm, worker) = self.build(Module::Photo)?;
        self.keep(&mut names, "worker.wasm", &worker_wasm)?;
        let worker = link(&String::from_utf8(worker)?, &names);
        self.keep(&mut names, "worker.js", worker.as_bytes())?;
        self.keep(&mut names, "boot.js", &boot)?;
        let (first_wasm, first) = match self.profile {
            // While working on it one module is compiled and serves every address.
            Profile::Debug => (wasm, boot),
            Profile::Release => self.build(Module::First)?,
        };
        self.keep(&mut names, "first.wasm", &first_wasm)?;
        self.keep(&mut names, "first.js", &first)?;
        let old = self.esbuild("src/platform/old.js", &[SCRIPT_TARGET], self.minify())?;
        self.keep(&mut names, "old.js", &old)?;
        let style = link(&String::from_utf8(self.style()?)?, &names);
        self.keep(&mut names, "style.css", style.as_bytes())?;
        for (name, text) in catalogs.runtime_files() {
            self.keep(&mut names, &format!("{name}.txt"), text.as_bytes())?;
        }
        self.pages(&catalogs, &names)?;
        if self.profile == Profile::Release {
            self.static_pages(&names)?;
        }
        self.service_worker(&names)?;
        self.copy_public_pages()?;
        self.remove_glue()?;
        if self.profile == Profile::Release {
            self.compress()?;
        }
        self.manifest(&names)
    }

    /// Writes an asset under its hashed name.
    fn keep(&self, names: &mut Names, name: &str, content: &[u8]) -> Result<()> {
        let hashed = hashed_name(name, content);
        files::write(&self.staging.join("assets").join(&hashed), content)?;
        names.insert(name.to_owned(), hashed);
        Ok(())
    }

    fn public_assets(&self) -> Result<Vec<(String, PathBuf)>> {
        let folder = self.project.root.join("public/assets");
        let named = |path: PathBuf| {
            let name = path.strip_prefix(&folder).ok()?.to_str()?.replace('\\', "/");
            Some((name, path))
        };
        Ok(files::below(&folder)?.into_iter().filter_map(named).collect())
    }

    /// Compiles a module and makes the wasm and the script that starts it.
    fn build(&self, module: Module) -> Result<(Vec<u8>, Vec<u8>)> {
        let folder = self.staging.join("module");
        self.compile(module, &folder)?;
        let made = self.wasm_and_script(module, &folder)?;
        files::remove(&folder)?;
        Ok(made)
    }

    /// Compiles a module and writes it with the script of wasm-bindgen to `folder`.
    fn compile(&self, module: Module, folder: &Path) -> Result<()> {
        let (package, program, features) = module.source();
        let (profile, made) = match self.profile {
            Profile::Debug => ("dev", "debug"),
            Profile::Release => ("web", "web"),
        };
        self.project
            .cargo(["build", "--quiet", "--package", package, "--bin", program])
            .arguments(["--profile", profile, "--target", WASM_TARGET])
            .arguments(features)
            .run(CURE)?;
        let compiled = self.project.target.join(WASM_TARGET).join(made).join(format!("{program}.wasm"));
        self.project
            .program("wasm-bindgen")
            .arguments(["--target", "web", "--no-typescript", "--out-name", BOUND, "--out-dir"])
            .arguments([folder, &compiled])
            .run(CURE)
    }

    /// The wasm and the script that starts it, from what wasm-bindgen wrote to `folder`.
    fn wasm_and_script(&self, module: Module, folder: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
        let compiled = folder.join("qandas_bg.wasm");
        let glue = folder.join(GLUE);
        if self.profile == Profile::Debug {
            return Ok((files::read(&compiled)?, self.script(module, &glue, Minify::No)?));
        }
        // The script decides which exports are needed, and the wasm then which imports and under what names.
        files::write(&glue, shrink::without_side_effects(&files::read_text(&glue)?))?;
        let bundle = String::from_utf8(self.script(module, &glue, Minify::No)?)?;
        let graph = self.staging.join("graph.json");
        files::write(&graph, shrink::graph(&bundle))?;
        let cure = "see whether a new Rust uses a WebAssembly feature that is not in the list of this file";
        let needed = self.staging.join("needed.wasm");
        self.node("binaryen/bin/wasm-metadce")
            .arguments([&compiled, Path::new("--graph-file"), &graph, Path::new("-o"), &needed])
            .arguments(WASM_FEATURES)
            .read(cure)?;
        let small = self.staging.join("small.wasm");
        let names = self
            .node("binaryen/bin/wasm-opt")
            .arguments([&needed, Path::new("-o"), &small])
            .arguments(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"])
            .arguments(["--minify-imports-and-exports-and-modules"])
            .arguments(WASM_FEATURES)
            .read(cure)?;
        let short = ShortNames::parse(&names)?.apply(&files::read_text(&glue)?);
        files::write(&glue, short)?;
        let wasm = files::read(&small)?;
        for file in [graph, needed, small] {
            files::remove(&file)?;
        }
        Ok((wasm, self.script(module, &glue, Minify::Yes)?))
    }

    /// The start script with the script of wasm-bindgen in it.
    fn script(&self, module: Module, glue: &Path, minify: Minify) -> Result<Vec<u8>> {
        let (source, format) = module.script();
        let glue = format!("--alias:glue={}", glue.display());
        // wasm-bindgen's script can find its wasm beside itself, which old browsers cannot, but is always told the place.
        let flags = [format, SCRIPT_TARGET, &glue, "--log-override:empty-import-meta=silent"];
        self.esbuild(source, &flags, minify)
    }

    fn style(&self) -> Result<Vec<u8>> {
        let flags = ["--external:/assets/*", "--target=chrome90,firefox90,safari14"];
        self.esbuild("style/main.css", &flags, self.minify())
    }

    fn esbuild(&self, source: &str, flags: &[&str], minify: Minify) -> Result<Vec<u8>> {
        let output = self.staging.join("esbuild.out");
        let minify: &[&str] = if minify == Minify::Yes { &["--minify"] } else { &[] };
        self.node("esbuild/bin/esbuild")
            .arguments([source, "--bundle", "--charset=utf8", "--log-level=warning"])
            .arguments(flags)
            .arguments(minify)
            .arguments([format!("--outfile={}", output.display())])
            .run(&format!("mend {source}"))?;
        let content = files::read(&output)?;
        files::remove(&output)?;
        Ok(content)
    }

    fn minify(&self) -> Minify {
        if self.profile == Profile::Release { Minify::Yes } else { Minify::No }
    }

    fn node(&self, script: &str) -> Program {
        let path = self.project.root.join("node_modules").join(script);
        self.project.program("node").arguments([path])
    }

    /// `whole.html` starts the whole app; `index.html`, for the start address, the module of a first visit.
    fn pages(&self, catalogs: &Catalogs, names: &Names) -> Result<()> {
        let path = self.staging.join("index.html");
        // Trunk's copy and not our own source: under `trunk serve` it has the script that reloads the page.
        let source = without_trunk_links(&files::read_text(&path)?);
        let page = fill_in(&source, catalogs)?;
        let first_texts = match self.profile {
            Profile::Debug => "/assets/catalog.",
            Profile::Release => "/assets/first.",
        };
        // The module of the first visit then fetches the whole while the first questions are answered.
        let first = fill_in(&source.replace("{{static.title_whole:", "{{static.title:"), catalogs)?
            .replace("/assets/catalog.", first_texts)
            .replace("/assets/app.wasm", "/assets/first.wasm")
            .replace("/assets/boot.js", "/assets/first.js")
            .replace("<head>", "<head>\n<meta name=\"next\" content=\"/assets/app.wasm /assets/boot.js\">");
        for (name, page) in PAGES.into_iter().zip([
            // The small module has no page that says these.
            without_lines(&first, "<meta name=\"care-"),
            // A messenger shows it under a family link, which is to tell nothing.
            without_lines(&page, "<meta name=\"description\""),
        ]) {
            let page = link(&page, names);
            if let Some(lost) = lost_link(&page, names) {
                bail!(
                    "index.html names {lost}, which the build does not make; correct the name or add the file"
                );
            }
            files::write(&self.staging.join(name), page)?;
        }
        Ok(())
    }

    /// The service worker, which knows what the app is made of. It keeps its name, by which browsers look for a new one.
    fn service_worker(&self, names: &Names) -> Result<()> {
        let script = String::from_utf8(self.esbuild(
            "src/platform/service_worker.js",
            &["--target=es2022"],
            self.minify(),
        )?)?;
        let mut hash = String::new();
        for page in PAGES {
            hash += &files::hash(&files::read(&self.staging.join(page))?);
        }
        files::write(
            &self.staging.join("sw.js"),
            fill_in_service_worker(
                &script,
                &files::hash(hash.as_bytes()),
                names,
                &self.written_static_pages()?,
            )?,
        )
    }

    /// The addresses of the static pages that are there: `/ru/`, `/ru/contacts/`, …
    fn written_static_pages(&self) -> Result<Vec<String>> {
        let address = |file: PathBuf| {
            let folder = file.strip_prefix(self.staging).ok()?.to_str()?.replace('\\', "/");
            let folder = folder.strip_suffix("index.html")?;
            (!folder.is_empty()).then(|| format!("/{folder}"))
        };
        Ok(files::below(self.staging)?.into_iter().filter_map(address).collect())
    }

    /// The app itself writes them, run natively: they are made of its texts and the rules.
    fn static_pages(&self, names: &Names) -> Result<()> {
        let asset = |name: &str| {
            let hashed = names.get(name).with_context(|| format!("the build makes no {name}"))?;
            anyhow::Ok(format!("{ASSETS}{hashed}"))
        };
        self.project
            .cargo(["run", "--quiet", "--package", "qandas", "--"])
            .arguments([self.staging])
            .arguments([asset("style.css")?, asset("icon.svg")?])
            .run(CURE)
    }

    /// What has to keep its name lies beside `public/assets` and is copied as it is.
    fn copy_public_pages(&self) -> Result<()> {
        let public = self.project.root.join("public");
        for path in files::below(&public)? {
            let Ok(name) = path.strip_prefix(&public) else { continue };
            if !name.starts_with("assets") {
                files::write(&self.staging.join(name), files::read(&path)?)?;
            }
        }
        Ok(())
    }

    fn remove_glue(&self) -> Result<()> {
        [GLUE, "qandas_bg.wasm", "snippets"]
            .into_iter()
            .try_for_each(|name| files::remove(&self.staging.join(name)))
    }

    fn compress(&self) -> Result<()> {
        // By node, whose compiled brotli takes a second where one compiled without optimisation takes a minute.
        self.project
            .program("node")
            .arguments([Path::new("xtask/compress.mjs"), self.staging])
            .run("see whether the disk is full")
    }

    fn manifest(&self, names: &Names) -> Result<()> {
        let pages = PAGES.into_iter().chain(["sw.js"]).map(str::to_owned);
        let paths = pages.chain(names.values().map(|name| format!("assets/{name}")));
        let mut assets = Vec::new();
        for path in paths {
            let file = self.staging.join(&path);
            let bytes = size(&file).with_context(|| format!("{} is gone; build again", file.display()))?;
            let compressed = PathBuf::from(format!("{}.br", file.display()));
            assets.push(json!({ "path": format!("/{path}"), "bytes": bytes, "br": size(&compressed) }));
        }
        let mut page = files::read(&self.staging.join("index.html"))?;
        page.extend(files::read(&self.staging.join("whole.html"))?);
        // The two pages name every asset with its hash, so their own hash stands for the whole build.
        let manifest = json!({ "build": files::hash(&page), "inputs": self.inputs, "assets": assets });
        files::write(&self.staging.join("build.json"), format!("{manifest:#}\n"))
    }
}

/// The texts, or an error after each mistake was printed.
pub fn read_catalogs(root: &Path) -> Result<Catalogs> {
    Catalogs::read(root).map_err(|mistakes| {
        for mistake in &mistakes {
            eprintln!("{mistake}");
        }
        anyhow::anyhow!("the texts above are wrong; mend them in locales/")
    })
}

fn size(path: &Path) -> Option<u64> {
    path.metadata().ok().map(|metadata| metadata.len())
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

/// `app.wasm` → `app.<hash>.wasm`; `catalog.kk.txt` → `catalog.kk.<hash>.txt`.
fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash = files::hash(content);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

/// Replaces `/assets/name` by `/assets/hashed-name`.
fn link(text: &str, names: &Names) -> String {
    let mut linked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(ASSETS) {
        let (before, from) = rest.split_at(at + ASSETS.len());
        linked.push_str(before);
        let name = asset_name(from);
        linked.push_str(names.get(name).map_or(name, String::as_str));
        rest = &from[name.len()..];
    }
    linked + rest
}

/// An `/assets/…` that is no asset.
fn lost_link<'a>(page: &'a str, names: &Names) -> Option<&'a str> {
    page.match_indices(ASSETS).find_map(|(at, _)| {
        let name = asset_name(&page[at + ASSETS.len()..]);
        let known = names.values().any(|hashed| hashed == name);
        (!known).then(|| &page[at..at + ASSETS.len() + name.len()])
    })
}

const ASSETS: &str = "/assets/";

/// The page of a first visit and the one of the whole app.
const PAGES: [&str; 2] = ["index.html", "whole.html"];

/// Texts end so. The service worker takes them in when they are used.
const TEXT: &str = "txt";
/// What the app needs without a network, texts and pages apart.
const SHELL: [&str; 8] =
    ["app.wasm", "boot.js", "first.wasm", "first.js", "worker.wasm", "worker.js", "style.css", "icon.svg"];

/// Puts the build's names into the service worker's script.
fn fill_in_service_worker(
    script: &str,
    build: &str,
    names: &Names,
    static_pages: &[String],
) -> Result<String> {
    let list = |paths: Vec<String>| paths.join("\",\"");
    let path = |name: &String| format!("{ASSETS}{name}");
    let pages = PAGES.map(|page| format!("/{page}")).into_iter();
    let shell = SHELL.iter().filter_map(|name| names.get(*name)).map(path);
    let on_use = names.iter().filter(|(name, _)| has_extension(name, TEXT));
    let on_use = on_use.map(|(_, hashed)| path(hashed)).collect();
    let places = [
        ("{{build}}", build.to_owned()),
        ("{{shell}}", list(pages.chain(shell).collect())),
        ("{{on-use}}", list(on_use)),
        ("{{static}}", list(static_pages.to_vec())),
    ];
    let mut filled = script.to_owned();
    for (place, value) in places {
        if !filled.contains(place) {
            bail!("src/platform/service_worker.js has no {place} for the build to fill in");
        }
        filled = filled.replace(place, &value);
    }
    Ok(filled)
}

/// The page without the lines that begin so.
fn without_lines(page: &str, beginning: &str) -> String {
    page.lines().filter(|line| !line.starts_with(beginning)).flat_map(|line| [line, "\n"]).collect()
}

fn asset_name(from: &str) -> &str {
    let end = from
        .find(|char: char| !(char.is_ascii_alphanumeric() || "._-/".contains(char)))
        .unwrap_or(from.len());
    &from[..end]
}

/// Trunk's own links, which it leaves in the page when it is not asked to start the app; and, since a phone need not load
/// them, comments that fill a line and the spaces before each line.
fn without_trunk_links(page: &str) -> String {
    let of_trunk = |line: &str| line.starts_with("<link") && line.contains("data-trunk");
    let comment = |line: &str| line.starts_with("<!--") && line.ends_with("-->");
    let lines: Vec<_> = page
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !of_trunk(line) && !comment(line))
        .collect();
    lines.join("\n") + "\n"
}

/// Puts texts of the `static` table in the place of `{{static.key:language}}`.
fn fill_in(page: &str, catalogs: &Catalogs) -> Result<String> {
    let mut filled = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{static.") {
        filled.push_str(before);
        let (marker, after) = after.split_once("}}").context("index.html has a {{static. without its }}")?;
        let text = marker
            .split_once(':')
            .and_then(|(key, code)| catalogs.static_text(Language::from_code(code)?, key))
            .with_context(|| {
                format!(
                    "index.html asks for {{{{static.{marker}}}}}; no such text and language is in locales/"
                )
            })?;
        filled.push_str(&escape(text));
        rest = after;
    }
    Ok(filled + rest)
}

fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, char| {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog::{Family, Source};

    fn names() -> Names {
        [("app.wasm", "app.1.wasm"), ("icon.svg", "icon.2.svg")]
            .map(|(name, hashed)| (name.to_owned(), hashed.to_owned()))
            .into()
    }

    #[test]
    fn the_hash_stands_before_the_extension() {
        let hash = files::hash(b"x");
        assert_eq!(hashed_name("app.wasm", b"x"), format!("app.{hash}.wasm"));
        assert_eq!(hashed_name("catalog.kk.txt", b"x"), format!("catalog.kk.{hash}.txt"));
    }

    #[test]
    fn names_of_assets_are_replaced_whole() {
        for (text, expected) in [
            ("a=\"/assets/app.wasm\">", "a=\"/assets/app.1.wasm\">"),
            (
                "url(/assets/icon.svg) url(/assets/icon.svg)",
                "url(/assets/icon.2.svg) url(/assets/icon.2.svg)",
            ),
            ("/assets/app.wasm.br", "/assets/app.wasm.br"),
            ("/assets/app.wasm", "/assets/app.1.wasm"),
        ] {
            assert_eq!(link(text, &names()), expected);
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        assert_eq!(lost_link("\"/assets/app.1.wasm\" '/assets/no.js'", &names()), Some("/assets/no.js"));
        assert_eq!(lost_link("\"/assets/app.1.wasm\"", &names()), None);
    }

    #[test]
    fn texts_are_filled_in_and_escaped() {
        let toml = "[static]\na = '<б> & \"в\"'";
        let source = Source { family: Family::Core, language: Language::Kazakh, toml };
        let catalogs = Catalogs::parse(&[source]).unwrap();
        let filled = fill_in("<p>{{static.a:kk}}</p>", &catalogs).unwrap();
        assert_eq!(filled, "<p>&lt;б&gt; &amp; &quot;в&quot;</p>");
        assert!(fill_in("{{static.a:kk-Arab}}", &catalogs).unwrap().contains('ب'));
        for bad in ["{{static.b:kk}}", "{{static.a:en}}", "{{static.a:xx}}", "{{static.a}}", "{{static.a:kk"]
        {
            assert!(fill_in(bad, &catalogs).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_service_worker_knows_the_build_by_its_hashed_names() {
        let names: Names = [
            ("app.wasm", "app.1.wasm"),
            ("worker.wasm", "worker.1.wasm"),
            ("catalog.kk.txt", "catalog.kk.2.txt"),
            ("icon-512.png", "i.png"),
        ]
        .map(|(name, hashed)| (name.to_owned(), hashed.to_owned()))
        .into();
        let script = "a(\"{{build}}\",[\"{{shell}}\"],[\"{{on-use}}\"],[\"{{static}}\"])";
        let pages = ["/ru/".to_owned(), "/ru/contacts/".to_owned()];
        let filled = "a(\"x1\",[\"/index.html\",\"/whole.html\",\"/assets/app.1.wasm\",\"/assets/worker.1.wasm\"],\
                      [\"/assets/catalog.kk.2.txt\"],[\"/ru/\",\"/ru/contacts/\"])";
        assert_eq!(fill_in_service_worker(script, "x1", &names, &pages).unwrap(), filled);
        assert!(fill_in_service_worker("{{build}} {{shell}}", "x1", &names, &pages).is_err());
    }

    #[test]
    fn the_page_of_a_first_visit_names_no_texts_of_the_whole_app() {
        let page = "<meta name=\"catalog-kk\">\n<meta name=\"care-kk\">\n<p>\n";
        assert_eq!(without_lines(page, "<meta name=\"care-"), "<meta name=\"catalog-kk\">\n<p>\n");
    }

    #[test]
    fn the_page_loses_trunks_links_comments_and_indentation() {
        let page = "<head>\n  <link data-trunk rel=\"rust\">\n  <!-- why -->\n\n  <title>a</title>\n</head>";
        assert_eq!(without_trunk_links(page), "<head>\n<title>a</title>\n</head>\n");
    }
}
