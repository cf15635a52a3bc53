//! Builds the folder that the gateway serves: compiles the app, binds it, makes it small and gives its files their names.
//!
//! `cargo xtask build` does all of it by itself. Trunk, which is used for live reload and by people who run `trunk build`,
//! compiles and binds first and then calls `cargo xtask assemble` for the rest.
//!
//! Every asset gets its content's hash into its name, so that a browser may keep it for ever. The sources name assets
//! without it, as in `/assets/boot.js`; here each such name is replaced, and one that leads nowhere stops the build.

use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use catalog::{Catalogs, Family, Language};
use locale::Locale;
use serde_json::json;

use crate::files;
use crate::project::Project;
use crate::site::{ASSETS, CURE, Chunks, Names, Profile, SCRIPT_TARGET, Site};
use crate::wasm::{self, Bound};

/// Builds the release into `dist/`, which is replaced only when everything is there. `inputs` is the hash of its sources.
pub fn release(project: &Project, inputs: &str) -> Result<()> {
    // In the folder of `dist/`, so that it can be renamed into its place.
    let staging = project.root.join("dist.staging");
    files::remove(&staging)?;
    let site =
        Site { project, staging: &staging, profile: Profile::Release, inputs: Some(inputs.to_owned()) };
    files::write(&staging.join("index.html"), files::read(&project.root.join("index.html"))?)?;
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
        let app = if self.is_split() { Bound::split_app(self.staging) } else { Bound::app(self.staging) };
        let (wasm, chunks) = match self.profile {
            Profile::Release if self.is_split() => self.split_app(&app, &mut names)?,
            Profile::Release => (self.shrink(&app, &app.wasm())?, Chunks::new()),
            Profile::Debug => (files::read(&app.wasm())?, Chunks::new()),
        };
        self.keep(&mut names, "app.wasm", &wasm)?;
        let boot = self.bundle(&app, &chunks, self.minify())?;
        self.keep(&mut names, "boot.js", &boot)?;
        let (wasm, script) = self.photo_worker()?;
        self.keep(&mut names, "worker.wasm", &wasm)?;
        let script = link(&String::from_utf8(script)?, &names);
        self.keep(&mut names, "worker.js", script.as_bytes())?;
        for name in ["language.js", "headline.js", "old.js"] {
            let script = self.esbuild(&format!("src/platform/{name}"), &[SCRIPT_TARGET], self.minify())?;
            self.keep(&mut names, name, &script)?;
        }
        let style = link(&String::from_utf8(self.style()?)?, &names);
        self.keep(&mut names, "style.css", style.as_bytes())?;
        let texts = self.keep_texts(&catalogs, &mut names)?;
        self.pages(&catalogs, &texts, &names)?;
        if self.profile == Profile::Release {
            self.static_pages(&names)?;
        }
        self.service_worker(&names)?;
        self.copy_public_pages()?;
        self.remove_glue()?;
        check_links(self.staging, &names)?;
        if self.profile == Profile::Release {
            self.compress()?;
        }
        self.manifest(&names, &chunks)
    }

    /// Writes the files of texts. They have one hash in common, which the page names for all of them. Gives that hash.
    fn keep_texts(&self, catalogs: &Catalogs, names: &mut Names) -> Result<String> {
        let files: Vec<_> = catalogs.runtime_files().collect();
        let all: String = files.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]).collect();
        let hash = files::hash(all.as_bytes());
        for (name, text) in files {
            let hashed = format!("{name}.{hash}.{TEXT}");
            files::write(&self.staging.join("assets").join(&hashed), text)?;
            names.insert(format!("{name}.{TEXT}"), hashed);
        }
        Ok(hash)
    }

    fn public_assets(&self) -> Result<Vec<(String, PathBuf)>> {
        let folder = self.project.root.join("public/assets");
        let named = |path: PathBuf| {
            let name = path.strip_prefix(&folder).ok()?.to_str()?.replace('\\', "/");
            Some((name, path))
        };
        Ok(files::below(&folder)?.into_iter().filter_map(named).collect())
    }

    fn style(&self) -> Result<Vec<u8>> {
        let flags = ["--external:/assets/*", "--target=chrome90,firefox90,safari14"];
        self.esbuild("style/main.css", &flags, self.minify())
    }

    /// `index.html` for the start address, and `app.html` for every deeper one, which a messenger may show under a family link.
    fn pages(&self, catalogs: &Catalogs, texts: &str, names: &Names) -> Result<()> {
        let path = self.staging.join("index.html");
        // Trunk's copy and not our own source: under `trunk serve` it has the script that reloads the page.
        let source = files::read_text(&path)?.replace("{{hash_of_texts}}", texts);
        let start = without_part(&source, "other").replace("{{open}}", " open");
        let start = start.replace("static.title_whole", "static.title");
        let app = without_part(&source, "start").replace("{{open}}", "");
        let app = without_lines(&without_trunk_links(&app), "<meta name=\"description\"");
        for (name, source) in PAGES.into_iter().zip([without_trunk_links(&start), app]) {
            let page = link(&fill_in(&with_texts(&source, catalogs)?, catalogs)?, names);
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

    /// Copies the files next to `public/assets`, which keep their names.
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
        wasm::MADE.into_iter().try_for_each(|name| files::remove(&self.staging.join(name)))
    }

    fn compress(&self) -> Result<()> {
        // By node, whose compiled brotli takes a second where one compiled without optimisation takes a minute.
        self.project
            .program("node")
            .arguments([Path::new("xtask/compress.mjs"), self.staging])
            .run("see whether the disk is full")
    }

    fn manifest(&self, names: &Names, chunks: &Chunks) -> Result<()> {
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
        page.extend(files::read(&self.staging.join("app.html"))?);
        // The two pages name every asset with its hash, so their own hash represents the whole build.
        let manifest =
            json!({ "build": files::hash(&page), "inputs": self.inputs, "assets": assets, "chunks": chunks });
        files::write(&self.staging.join("build.json"), format!("{manifest:#}\n"))
    }
}

/// The texts, or an error after each mistake was printed.
pub fn read_catalogs(root: &Path) -> Result<Catalogs> {
    Catalogs::read(root).map_err(|mistakes| {
        for mistake in &mistakes {
            eprintln!("{mistake}");
        }
        anyhow::anyhow!("the texts above are wrong; correct them in locales/")
    })
}

fn size(path: &Path) -> Option<u64> {
    path.metadata().ok().map(|metadata| metadata.len())
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

/// `app.wasm` → `app.<hash>.wasm`; `catalog.kk.txt` → `catalog.kk.<hash>.txt`.
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

/// An `/assets/…` that is no asset. The folder by itself, which scripts compare addresses with, is none that is lost.
fn lost_link<'a>(page: &'a str, names: &Names) -> Option<&'a str> {
    page.match_indices(ASSETS).find_map(|(at, _)| {
        let name = asset_name(&page[at + ASSETS.len()..]);
        let known = name.is_empty() || names.values().any(|hashed| hashed == name);
        (!known).then(|| &page[at..at + ASSETS.len() + name.len()])
    })
}

/// Fails where a page, script or style in the folder names an asset that the build has not made.
fn check_links(folder: &Path, names: &Names) -> Result<()> {
    for file in files::below(folder)? {
        if !LINKING.iter().any(|extension| file.extension().is_some_and(|found| found == *extension)) {
            continue;
        }
        if let Some(lost) = lost_link(&files::read_text(&file)?, names) {
            let file = file.strip_prefix(folder).unwrap_or(&file).display();
            bail!("{file} names {lost}, which the build does not make; correct the name or add the file");
        }
    }
    Ok(())
}

/// The page of the start address and the one of all others.
const PAGES: [&str; 2] = ["index.html", "app.html"];

/// The extensions of files that name assets.
const LINKING: [&str; 4] = ["html", "js", "css", "webmanifest"];
/// Texts end so. The service worker takes them in when they are used.
const TEXT: &str = "txt";
/// The assets that the app needs without a network, except texts and pages.
const SHELL: [&str; 6] = ["language.js", "headline.js", "boot.js", "worker.js", "style.css", "icon.svg"];

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
    let wasm = names.keys().filter(|name| has_extension(name, "wasm")).map(String::as_str);
    let shell = wasm.chain(SHELL).filter_map(|name| names.get(name)).map(path);
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

/// The page without the lines from `<!-- part: NAME -->` to `<!-- end -->`.
fn without_part(page: &str, name: &str) -> String {
    let start = format!("<!-- part: {name} -->");
    let mut is_inside = false;
    let mut kept = String::with_capacity(page.len());
    for line in page.lines() {
        is_inside |= line.trim() == start;
        if !is_inside {
            kept += line;
            kept.push('\n');
        }
        is_inside &= line.trim() != "<!-- end -->";
    }
    kept
}

/// Gives the elements with `data-text="KEY"` numbers in the place of their keys, and puts the texts of every language in the
/// order of these numbers in the place of `{{texts}}`, as JSON.
fn with_texts(page: &str, catalogs: &Catalogs) -> Result<String> {
    const MARK: &str = "data-text=\"";
    let mut keys: Vec<&str> = Vec::new();
    let mut numbered = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(MARK) {
        let (key, after) = after.split_once('"').context("index.html has a data-text without its end")?;
        let number = keys.iter().position(|known| *known == key).unwrap_or_else(|| {
            keys.push(key);
            keys.len() - 1
        });
        // Writing to a String cannot fail.
        let _ = write!(numbered, "{before}{MARK}{number}\"");
        rest = after;
    }
    numbered += rest;
    let mut texts = serde_json::Map::new();
    for locale in Locale::OFFERED {
        let of_key = |key: &&str| {
            screen_text(catalogs, locale, key).with_context(|| {
                format!("index.html asks for {key}; locales/ has no such text in {}", locale.tag())
            })
        };
        let of_language = keys.iter().map(of_key).collect::<Result<Vec<_>>>()?;
        texts.insert(locale.tag().to_owned(), json!(of_language));
    }
    // What ends a script is written so that it does not.
    Ok(numbered.replace("{{texts}}", &serde_json::Value::Object(texts).to_string().replace('<', "\\u003c")))
}

/// A text of the static screen: a message, one of the `static` table, or `KEY(OTHER)` for a message whose blank `{name}` another
/// one fills.
fn screen_text(catalogs: &Catalogs, locale: Locale, key: &str) -> Option<String> {
    let language = Language::from_code(locale.tag())?;
    if let Some((outer, inner)) = key.strip_suffix(')').and_then(|key| key.split_once('(')) {
        let name = screen_text(catalogs, locale, inner)?;
        let template = screen_text(catalogs, locale, outer)?;
        return Some(locale::fill_isolated(locale, &template, &[("name", &name)]));
    }
    match key.strip_prefix("static.") {
        Some(key) => catalogs.static_text(language, key).map(str::to_owned),
        None => catalogs.message(Family::Core, language, key),
    }
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
    use crate::site::hashed_name;
    use catalog::CatalogFile;

    fn names() -> Names {
        [("app.wasm", "app.1.wasm"), ("icon.svg", "icon.2.svg")]
            .map(|(name, hashed)| (name.to_owned(), hashed.to_owned()))
            .into()
    }

    #[test]
    fn the_hash_comes_before_the_extension() {
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
    fn a_name_that_begins_another_is_not_taken_for_it() {
        let names: Names = [("chunk-1.wasm", "chunk-1.a.wasm"), ("chunk-12.wasm", "chunk-12.b.wasm")]
            .map(|(name, hashed)| (name.to_owned(), hashed.to_owned()))
            .into();
        let text = "\"/assets/chunk-1.wasm\",\"/assets/chunk-12.wasm\",\"/assets/chunk-1.wasm\"";
        let linked = "\"/assets/chunk-1.a.wasm\",\"/assets/chunk-12.b.wasm\",\"/assets/chunk-1.a.wasm\"";
        assert_eq!(link(text, &names), linked);
        assert_eq!(lost_link(linked, &names), None);
        for lost in
            ["/assets/chunk-1", "/assets/chunk-1.a", "/assets/chunk-123.b.wasm", "/assets/chunk-1.wasm"]
        {
            assert_eq!(lost_link(lost, &names), Some(lost));
        }
        let script = "\"{{build}}\",[\"{{shell}}\"],[\"{{on-use}}\"],[\"{{static}}\"]";
        let filled = fill_in_service_worker(script, "x1", &names, &[]).unwrap();
        assert!(filled.contains("\"/assets/chunk-1.a.wasm\",\"/assets/chunk-12.b.wasm\""), "{filled}");
    }

    #[test]
    fn other_content_has_another_name() {
        let names = ["a", "b", "ab"].map(|content| hashed_name("shared-1.wasm", content.as_bytes()));
        assert!(names[0] != names[1] && names[1] != names[2] && names[0] != names[2], "{names:?}");
        assert_eq!(hashed_name("shared-1.wasm", b"a"), names[0]);
    }

    #[test]
    fn a_page_or_script_that_names_a_file_which_is_not_made_stops_the_build() {
        let folder = std::env::temp_dir().join(format!("qandas-links-{}", std::process::id()));
        let write = |name: &str, text: &str| files::write(&folder.join(name), text).unwrap();
        write("ru/index.html", "<link href=\"/assets/icon.2.svg\">");
        write("assets/boot.3.js", "f(\"/assets/app.1.wasm\");g(path.startsWith(\"/assets/\"))");
        write("assets/app.1.wasm", "/assets/no.wasm");
        assert!(check_links(&folder, &names()).is_ok());
        for (name, text) in [
            ("assets/boot.3.js", "f(\"/assets/app.2.wasm\")"),
            ("sw.js", "[\"/assets/app.1.wasm\",\"/assets/app.1.was\"]"),
            ("kk/index.html", "<link href=\"/assets/icon.svg\">"),
        ] {
            let before = std::fs::read(folder.join(name)).ok();
            write(name, text);
            assert!(check_links(&folder, &names()).is_err(), "{name}");
            match before {
                Some(before) => std::fs::write(folder.join(name), before).unwrap(),
                None => files::remove(&folder.join(name)).unwrap(),
            }
        }
        files::remove(&folder).unwrap();
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        assert_eq!(lost_link("\"/assets/app.1.wasm\" '/assets/no.js'", &names()), Some("/assets/no.js"));
        assert_eq!(lost_link("\"/assets/app.1.wasm\"", &names()), None);
    }

    #[test]
    fn texts_are_filled_in_and_escaped() {
        let toml = "[static]\na = '<б> & \"в\"'";
        let source = CatalogFile { family: Family::Core, language: Language::Kazakh, toml };
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
    fn a_part_of_the_page_goes_with_its_lines() {
        let page = "a\n  <!-- part: start -->\nb\n<!-- end -->\n<!-- part: other -->\nc\n<!-- end -->\nd\n";
        let other = "a\n<!-- part: other -->\nc\n<!-- end -->\nd\n";
        assert_eq!(without_part(page, "start"), other);
        assert_eq!(without_part(other, "other"), "a\nd\n");
    }

    #[test]
    fn the_static_screen_has_its_texts_in_every_language_by_number() {
        let catalogs = read_catalogs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap();
        let page = "<p data-text=\"shell.back\"></p><p data-text=\"aside.what(terms.kandas_status)\"></p>\
                    <p data-text=\"shell.back\"></p>{{texts}}";
        let filled = with_texts(page, &catalogs).unwrap();
        let (markup, texts) = filled.split_once('{').unwrap();
        assert_eq!(markup, "<p data-text=\"0\"></p><p data-text=\"1\"></p><p data-text=\"0\"></p>");
        let texts: serde_json::Value = serde_json::from_str(&format!("{{{texts}")).unwrap();
        assert_eq!(texts.as_object().unwrap().len(), Locale::OFFERED.len());
        assert_eq!(texts["en"], json!(["Back", "Kandas status: what is it?"]));
        assert!(with_texts("<p data-text=\"none.such\"></p>", &catalogs).is_err());
    }

    #[test]
    fn the_service_worker_knows_the_build_by_its_hashed_names() {
        let names: Names =
            [("app.wasm", "app.1.wasm"), ("catalog.kk.txt", "catalog.kk.2.txt"), ("icon-512.png", "i.png")]
                .map(|(name, hashed)| (name.to_owned(), hashed.to_owned()))
                .into();
        let script = "a(\"{{build}}\",[\"{{shell}}\"],[\"{{on-use}}\"],[\"{{static}}\"])";
        let pages = ["/ru/".to_owned(), "/ru/contacts/".to_owned()];
        let filled = "a(\"x1\",[\"/index.html\",\"/app.html\",\"/assets/app.1.wasm\"],\
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
