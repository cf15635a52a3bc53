//! Made-up people on bad phones and bad networks against the real gateway: natively through the app's own queue, or in
//! Chromium through the whole app.

use anyhow::Result;

use crate::arguments::FaultsOptions;
use crate::project::Project;
use crate::{browser_runner, build, setup};

const CURE: &str = "fix what the history of the seed named above broke; that command plays it again";

pub fn run(project: &Project, options: &FaultsOptions) -> Result<()> {
    if options.in_browser { in_browser(project, options) } else { natively(project, options) }
}

fn in_browser(project: &Project, options: &FaultsOptions) -> Result<()> {
    setup::run(project, &[setup::FOR_BUILD, setup::FOR_JOURNEYS].concat())?;
    build::app(project)?;
    build::gateway(project)?;
    let mut tests = browser_runner::command(project)?
        .arguments(["tests/journeys/chance.test.mjs"])
        .set("QANDAS_SEED", options.seed.to_string());
    if let Some(minutes) = options.minutes {
        // The last journey begins within the time and ends after it.
        let limit = (minutes + 10) * 60_000;
        let limit = format!("--test-timeout={limit}");
        tests = tests.set("QANDAS_MINUTES", minutes.to_string()).arguments([limit]);
    }
    tests.run(CURE)
}

fn natively(project: &Project, options: &FaultsOptions) -> Result<()> {
    let build = |package: &str| {
        project
            .cargo(["build", "--release", "--quiet", "--package"])
            .arguments([package])
            .run("fix what the compiler says above")
    };
    build("gateway")?;
    build("faults")?;
    let amount = match options.minutes {
        Some(minutes) => ["--minutes".to_owned(), minutes.to_string()],
        None => ["--histories".to_owned(), options.histories.to_string()],
    };
    let program =
        project.target.join("release").join(format!("qandas-faults{}", std::env::consts::EXE_SUFFIX));
    project
        .program(&program.to_string_lossy())
        .arguments(["--gateway".into(), project.gateway()])
        .arguments(["--seed".to_owned(), options.seed.to_string()])
        .arguments(amount)
        .run(CURE)
}
