//! The folder that the gateway serves, while it is being made: where its files go and how they get their names.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use crate::files;
use crate::process::Program;
use crate::project::Project;

/// Scripts keep to what was there in 2018, so that an older browser gets as far as saying that it is too old.
pub const SCRIPT_TARGET: &str = "--target=es2018";

pub const CURE: &str = "correct what is said above; `cargo xtask build` tries again";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Debug,
    Release,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Minify {
    Yes,
    No,
}

pub const ASSETS: &str = "/assets/";

pub struct Site<'a> {
    pub project: &'a Project,
    pub staging: &'a Path,
    pub profile: Profile,
    /// The hash of the sources. `None` under Trunk, so that no later build takes its result for up to date.
    pub inputs: Option<String>,
}

/// The hashed name of each asset, by the name that the sources use.
pub type Names = BTreeMap<String, String>;

/// The addresses of the files that each chunk needs in addition to main.
pub type Chunks = BTreeMap<String, Vec<String>>;

impl Site<'_> {
    /// Returns whether the app has chunks. What Trunk compiles is one program, since Trunk cannot call the splitter.
    pub fn is_split(&self) -> bool {
        self.inputs.is_some()
    }

    /// Writes an asset under its hashed name.
    pub fn keep(&self, names: &mut Names, name: &str, content: &[u8]) -> Result<()> {
        let hashed = hashed_name(name, content);
        files::write(&self.staging.join("assets").join(&hashed), content)?;
        names.insert(name.to_owned(), hashed);
        Ok(())
    }

    pub fn esbuild(&self, source: &str, flags: &[&str], minify: Minify) -> Result<Vec<u8>> {
        let output = self.staging.join("esbuild.out");
        let minify: &[&str] = if minify == Minify::Yes { &["--minify"] } else { &[] };
        self.node("esbuild/bin/esbuild")
            .arguments([source, "--bundle", "--charset=utf8", "--log-level=warning"])
            .arguments(flags)
            .arguments(minify)
            .arguments([format!("--outfile={}", output.display())])
            .run(&format!("correct {source}"))?;
        let content = files::read(&output)?;
        files::remove(&output)?;
        Ok(content)
    }

    pub fn minify(&self) -> Minify {
        if self.profile == Profile::Release { Minify::Yes } else { Minify::No }
    }

    pub fn node(&self, script: &str) -> Program {
        let path = self.project.root.join("node_modules").join(script);
        self.project.program("node").arguments([path])
    }
}

pub fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash = files::hash(content);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}
