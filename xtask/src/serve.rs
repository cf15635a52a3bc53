//! The release served from one address.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::arguments::ServeOptions;
use crate::build;
use crate::project::Project;
use crate::step::{Outcome, step};

pub fn run(project: &Project, options: &ServeOptions) -> Result<()> {
    build::run(project)?;
    let data = data_folder(project, options.data.as_deref());
    let gateway = project.gateway();
    let address = format!("127.0.0.1:{}", options.port);
    make_data_folder(project, &gateway, &data)?;
    if options.demo {
        step("demo", "made-up applications, one in each stage", || {
            let origin = format!("http://{address}");
            project
                .program(&gateway.to_string_lossy())
                .arguments([OsStr::new("demo"), OsStr::new("--data-dir"), data.as_os_str()])
                .arguments(["--origin", &origin])
                .run("fix what is said above, or serve without --demo")?;
            Ok(Outcome::Done)
        })?;
    }
    eprintln!("── serving app and API, with the data in {}; Ctrl-C stops", data.display());
    project
        .program(&gateway.to_string_lossy())
        .arguments(["serve", "--service-kind", "trial", "--listen", &address])
        .arguments([OsStr::new("--data-dir"), data.as_os_str()])
        .arguments([OsStr::new("--app-dir"), project.dist().as_os_str()])
        .become_it("run `cargo xtask build`")
}

/// Makes the data folder, where there is none yet.
pub fn make_data_folder(project: &Project, gateway: &Path, data: &Path) -> Result<()> {
    if data.try_exists()? {
        return Ok(());
    }
    step("data", "a new folder for what the gateway is given", || {
        project
            .program(&gateway.to_string_lossy())
            .arguments(["init", "--service-kind", "trial", "--data-dir"])
            .arguments([data])
            .run("fix what is said above, or name another folder by --data")?;
        Ok(Outcome::Done)
    })?;
    Ok(())
}

/// The data folder of the gateway: as typed, or `data` in the project.
pub fn data_folder(project: &Project, given: Option<&Path>) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    given.map_or_else(|| project.root.join("data"), |given| here.join(given))
}
