//! Node's test runner with what the tests in the browser need.

use anyhow::{Context as _, Result};

use crate::process::Program;
use crate::project::Project;
use crate::setup;

/// Node's test runner with the environment of the tests in the browser, without their files. Each file may run for ten minutes.
pub fn command(project: &Project) -> Result<Program> {
    let chromium = setup::headless_path().context("Chromium is not found; run `cargo xtask setup`")?;
    Ok(project
        .program("node")
        .arguments(["--test", "--test-timeout=600000", "--test-reporter=spec"])
        .set("CHROME", chromium)
        .set("QANDAS_GATEWAY", project.gateway())
        .set("QANDAS_APP", project.dist())
        .set("QANDAS_ORACLE", setup::ORACLE.program(project)?)
        .set("QANDAS_OUTSIDE", setup::OUTSIDE.program(project)?))
}
