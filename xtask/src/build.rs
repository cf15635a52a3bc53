//! The release: the app into `dist/`, and the gateway.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::assemble;
use crate::files;
use crate::project::Project;
use crate::setup;
use crate::step::{self, LongStep, Outcome, step};

/// The sources of the app in addition to the crates. Nothing else can change it.
const INPUTS: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
    "index.html",
    "locales",
    "package-lock.json",
    "public",
    "src",
    "style",
    "xtask",
];

const GATEWAY: &str = "gateway";
/// The crates of which nothing gets into the app.
const APART: [&str; 2] = [GATEWAY, "fuzz"];

/// The steps that take long on a bare machine.
pub const LONG_STEPS: [LongStep; 3] =
    [LongStep::new("wasm-bindgen-cli", 85), LongStep::new("app", 220), LongStep::new("gateway", 90)];

pub fn run(project: &Project) -> Result<()> {
    step::plan(LONG_STEPS);
    setup::run(project, setup::FOR_BUILD)?;
    app(project)?;
    gateway(project)
}

/// Builds the app, unless `dist/` already is what would come out.
pub fn app(project: &Project) -> Result<()> {
    step("app", "compiled for release, made small, with hashed names", || {
        let inputs = inputs(project)?;
        if built_from(&project.dist()).as_deref() == Some(&inputs) {
            return Ok(Outcome::AlreadyDone);
        }
        // The compiler would find a wrong text too, but only after minutes and among its own words.
        assemble::read_catalogs(&project.root)?;
        // The hash of before and not of after: what changes meanwhile is then built the next time.
        assemble::release(project, &inputs)?;
        Ok(Outcome::Done)
    })?;
    Ok(())
}

pub fn gateway(project: &Project) -> Result<()> {
    step("gateway", "the server, compiled for release", || {
        project
            .cargo(["build", "--release", "--package", GATEWAY])
            .run("fix what is said above; `cargo xtask build` tries again")?;
        Ok(Outcome::Done)
    })?;
    Ok(())
}

/// A hash that changes whenever something changes that the app is made from.
fn inputs(project: &Project) -> Result<String> {
    let compiler = project.program("rustc").arguments(["--version"]).read("install Rust from rustup.rs")?;
    let mut names: Vec<_> = INPUTS.iter().map(|name| (*name).to_owned()).collect();
    for entry in
        std::fs::read_dir(project.root.join("crates")).context("the folder crates/ cannot be read")?
    {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !APART.contains(&name.as_str()) {
            names.push(format!("crates/{name}"));
        }
    }
    names.sort();
    let sources = files::hash_of_all(&project.root, &names)?;
    Ok(files::hash(format!("{compiler}{sources}").as_bytes()))
}

/// The hash of the inputs that a built app was made from; none for a debug build or none at all.
fn built_from(dist: &Path) -> Option<String> {
    let manifest: Value = serde_json::from_slice(&std::fs::read(dist.join("build.json")).ok()?).ok()?;
    manifest["inputs"].as_str().map(str::to_owned)
}
