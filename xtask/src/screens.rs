//! Pictures of every page in every language, and a sheet of them for each language.

use anyhow::{Context as _, Result};

use crate::project::Project;
use crate::{browser_runner, build, setup};

pub fn run(project: &Project) -> Result<()> {
    setup::run(project, &[setup::FOR_BUILD, setup::FOR_JOURNEYS].concat())?;
    build::app(project)?;
    build::gateway(project)?;
    browser_runner::command(project)?
        .arguments(["--test-timeout=900000", "tests/journeys/screens.test.mjs"])
        .set("QANDAS_SCREENS", "drawn")
        .run("fix the page named above; tests/out/screens has the pictures so far")?;
    let chromium = setup::headless_path().context("Chromium is not found; run `cargo xtask setup`")?;
    project
        .program("node")
        .arguments(["tests/support/sheets.mjs"])
        .set("CHROME", chromium)
        .run("see whether the disk is full")
}
