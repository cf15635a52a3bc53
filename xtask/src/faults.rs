//! Made-up people on bad phones and bad networks, natively, through the app's own queue against the real gateway.

use anyhow::Result;

use crate::arguments::FaultsOptions;
use crate::project::Project;

const MEND: &str = "mend what the history of the seed named above broke; it is played again by that command";

pub fn run(project: &Project, options: &FaultsOptions) -> Result<()> {
    let build = |package: &str| {
        project
            .cargo(["build", "--release", "--quiet", "--package"])
            .arguments([package])
            .run("mend what the compiler says above")
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
        .run(MEND)
}
