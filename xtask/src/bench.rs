//! How fast the rules are.

use anyhow::Result;

use crate::project::Project;

/// Counting working days, beside a walk day by day in the same run.
pub fn rules(project: &Project) -> Result<()> {
    project
        .cargo(["bench", "--package", "rules", "--bench", "calendar"])
        .run("mend what is said above; `cargo xtask bench rules` tries again")
}
