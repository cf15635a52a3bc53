//! Pictures of every page in every language, and a sheet of them for each language.

use anyhow::{Context as _, Result};

use crate::project::Project;
use crate::{build, setup};

pub fn run(project: &Project) -> Result<()> {
    setup::run(project, &[setup::FOR_BUILD, setup::FOR_JOURNEYS].concat())?;
    build::app(project)?;
    build::gateway(project)?;
    let chromium = setup::chromium_path().context("Chromium is not found; run `cargo xtask setup`")?;
    project
        .program("node")
        .arguments(["--test", "--test-timeout=900000", "--test-reporter=spec"])
        .arguments(["tests/journeys/screens.test.mjs"])
        .set("CHROME", &chromium)
        .set("QANDAS_GATEWAY", project.gateway())
        .set("QANDAS_APP", project.dist())
        .set("QANDAS_SCREENS", "all")
        .run("mend the page named above; tests/out/screens has the pictures so far")?;
    project
        .program("node")
        .arguments(["tests/support/sheets.mjs"])
        .set("CHROME", &chromium)
        .run("see whether the disk is full")
}
