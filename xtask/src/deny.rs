//! Looking at the licences, sources and doubles of what we use: by hand, since its tool takes minutes to build.

use anyhow::Result;

use crate::project::Project;
use crate::setup::{self, Need};
use crate::tools::CARGO_DENY;

pub fn run(project: &Project) -> Result<()> {
    setup::run(project, &[Need::CargoDeny])?;
    // Advisories are in a database of their own, which would be fetched from elsewhere: not here.
    project
        .program(&CARGO_DENY.program(&project.cache).to_string_lossy())
        .arguments(["--all-features", "check", "bans", "licenses", "sources"])
        .run("allow it in deny.toml with its reason, or do without it")
}
