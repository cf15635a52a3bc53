//! The programs of Cargo that are built from source and kept in the cache.

use std::env;
use std::path::{Path, PathBuf};

/// A program built from source into the cache.
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
    /// One of its programs; it is there when the tool is.
    program: &'static str,
    pub flags: &'static [&'static str],
    pub why: &'static str,
}

/// 0.22 of Trunk wants a newer Rust. Without its default features it has no TLS and no question for updates; a build uses
/// neither.
pub const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    program: "trunk",
    flags: &["--no-default-features"],
    why: "it compiles the app again at each change and reloads the page",
};
/// Must be the very version of wasm-bindgen in Cargo.lock.
pub const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.129",
    program: "wasm-bindgen-test-runner",
    flags: &[],
    why: "it writes the script between browser and app, and runs the app's tests",
};
pub const NEXTEST: Tool = Tool {
    name: "cargo-nextest",
    version: "0.9.143",
    program: "cargo-nextest",
    flags: &["--no-default-features", "--features", "default-no-update"],
    why: "it runs the native tests",
};
/// Not among those that every set-up installs: only `fuzz` uses it.
pub const CARGO_FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    version: "0.13.2",
    program: "cargo-fuzz",
    flags: &[],
    why: "it gives the rules random input, led by what it reaches",
};
/// Not among those that every set-up installs: only `deny` uses it.
pub const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    program: "cargo-deny",
    flags: &["--no-default-features"],
    why: "it looks at the licences and sources of what we use",
};
/// In the order in which they are put on the PATH.
pub const TOOLS: [Tool; 3] = [TRUNK, WASM_BINDGEN, NEXTEST];

impl Tool {
    /// The folder of the tool among those of the cache.
    pub fn folder(&self, cache: &Path) -> PathBuf {
        cache.join(format!("{}-{}", self.name, self.version))
    }

    pub fn program(&self, cache: &Path) -> PathBuf {
        self.folder(cache).join("bin").join(format!("{}{}", self.program, env::consts::EXE_SUFFIX))
    }
}
