//! The folders of the project and of its tools.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::process::Program;
use crate::tools::TOOLS;

/// The folders of this clone and of the tools it uses.
pub struct Project {
    /// The folder of the workspace's Cargo.toml.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The folder of tools, shared by all clones.
    pub cache: PathBuf,
}

impl Project {
    pub fn find() -> Result<Self> {
        // Asked at run time: clones that share a target folder share this very program too.
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .context("run this as `cargo xtask`, which says where the project is")?;
        let root = Path::new(&xtask)
            .parent()
            .context("xtask is not inside the workspace; clone the project again")?
            .to_owned();
        // A relative folder is relative to where the command was typed; child processes run in the root.
        let here =
            env::current_dir().context("the current folder is gone; change to the project's folder")?;
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| here.join(dir));
        let cache = match env::var_os("QANDAS_CACHE") {
            Some(dir) => here.join(dir),
            None => {
                user_cache().context("no home folder is known; set QANDAS_CACHE to a folder for the tools")?
            }
        };
        Ok(Self { root, target, cache })
    }

    /// A program that runs in the root, with the cached tools on its PATH.
    pub fn program(&self, name: &str) -> Program {
        let mut program = Program::new(name);
        program
            .command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("PATH", self.path());
        program
    }

    pub fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Program {
        // By name and not by the CARGO variable, so that the process list and the messages read as one would type it.
        self.program("cargo").arguments(arguments)
    }

    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The gateway that `build` makes.
    pub fn gateway(&self) -> PathBuf {
        self.target.join("release").join(format!("qandas-gateway{}", env::consts::EXE_SUFFIX))
    }

    /// The folder of a cached tool of this name and version.
    pub fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join(format!("{name}-{version}"))
    }

    /// The pinned tools come first. Nextest comes last, since any installed one serves.
    fn path(&self) -> OsString {
        let given = env::var_os("PATH").unwrap_or_default();
        let [trunk, wasm_bindgen, nextest] = TOOLS.map(|tool| tool.folder(&self.cache).join("bin"));
        let folders = [trunk, wasm_bindgen].into_iter().chain(env::split_paths(&given)).chain([nextest]);
        env::join_paths(folders).unwrap_or(given)
    }
}

fn user_cache() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    caches.map(|caches| caches.join("qandas"))
}
