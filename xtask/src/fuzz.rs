//! Random input against one part, led by what it reaches, until the time is over or something breaks.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::arguments::FuzzOptions;
use crate::files;
use crate::project::Project;
use crate::setup::{self, Need};
use crate::tools::CARGO_FUZZ;

pub fn run(project: &Project, options: &FuzzOptions) -> Result<()> {
    let targets = targets(project)?;
    let target = options.target.as_str();
    if !targets.iter().any(|known| known == target) {
        bail!("there is no target `{target}`; take one of {}", targets.join(", "));
    }
    setup::run(project, &[Need::CargoFuzz])?;
    let folder = project.target.join("fuzz");
    let found = folder.join("corpus").join(target);
    let broken = folder.join("broken").join(target);
    for folder in [&found, &broken] {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made; see whether it is yours", folder.display()))?;
    }
    project
        .program(&CARGO_FUZZ.program(&project.cache).to_string_lossy())
        // Without a sanitizer, which only a nightly Rust has: our own code is safe Rust.
        .arguments(["run", "--sanitizer", "none", "--fuzz-dir", "fuzz", "--target-dir"])
        .arguments([&folder])
        .arguments([target])
        // Its findings are kept for the next run; the seeds are part of the project.
        .arguments([found, seeds(project, target)])
        .arguments([
            "--".to_owned(),
            format!("-max_total_time={}", options.seconds),
            "-timeout=5".to_owned(),
            "-max_len=16384".to_owned(),
            "-print_final_stats=1".to_owned(),
            format!("-artifact_prefix={}/", broken.display()),
        ])
        // cargo-fuzz asks the compiler for what stable Rust has, but does not promise.
        .set("RUSTC_BOOTSTRAP", "1")
        .run("fix what the input named above broke; once it is in crates/fuzz/seeds, every test run tries it")
}

/// The targets by name: each has a program of its own in `fuzz/`.
fn targets(project: &Project) -> Result<Vec<String>> {
    let programs = files::below(&project.root.join("fuzz/fuzz_targets"))?;
    let name = |program: PathBuf| Some(program.file_stem()?.to_string_lossy().into_owned());
    Ok(programs.into_iter().filter_map(name).collect())
}

fn seeds(project: &Project, target: &str) -> PathBuf {
    project.root.join("crates/fuzz/seeds").join(target)
}
