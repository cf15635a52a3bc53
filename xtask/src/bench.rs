//! How fast the rules are, and how much the gateway bears.

use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;

/// Times the counting of working days, compared with a walk day by day in the same run.
pub fn rules(project: &Project) -> Result<()> {
    project
        .cargo(["bench", "--package", "rules", "--bench", "calendar"])
        .run("fix what is said above; `cargo xtask bench rules` tries again")
}

const SQLITE: (&str, &str) = ("better-sqlite3", "12.11.1");

/// Both servers in one run, so that what else the machine does falls on both.
pub fn gateway(project: &Project) -> Result<()> {
    project
        .cargo(["build", "--release", "--quiet", "--package", "gateway", "--package", "faults"])
        .run("fix what the compiler says above")?;
    let program = project.target.join("release").join(format!("qandas-load{}", std::env::consts::EXE_SUFFIX));
    let load = project
        .program(&program.to_string_lossy())
        .arguments(["--gateway".into(), project.gateway()])
        .arguments(["--folder".into(), project.target.join("xtask/bench")]);
    let load = match sqlite(project) {
        Ok(modules) => load
            .arguments(["--node".into(), project.root.join("tests/bench/plain.mjs")])
            .arguments(["--modules".into(), modules]),
        Err(error) => {
            eprintln!("without something to compare with: {error:#}");
            load
        }
    };
    load.run("fix what is said above; `cargo xtask bench gateway` tries again")
}

/// The folder with the package by which Node speaks to SQLite; fetched, and where there is none built, the first time.
fn sqlite(project: &Project) -> Result<PathBuf> {
    let (name, version) = SQLITE;
    let folder = project.tool(name, version);
    if !folder.join("node_modules").join(name).join("package.json").is_file() {
        project
            .program(if cfg!(windows) { "npm.cmd" } else { "npm" })
            .arguments(["install", "--silent", "--no-save", "--prefix"])
            .arguments([&folder])
            .arguments([format!("{name}@{version}")])
            .run("the comparison is left out where npm cannot fetch it")?;
    }
    Ok(folder)
}
