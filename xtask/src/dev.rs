//! Live reload: Trunk in front, which compiles the app again at each change, and a gateway behind it.

use std::ffi::OsStr;

use anyhow::{Context as _, Result};

use crate::arguments::DevOptions;
use crate::project::Project;
use crate::serve::{data_folder, make_data_folder};
use crate::setup;
use crate::step::{Outcome, step};

/// As Trunk.toml has it.
const GATEWAY_ADDRESS: &str = "127.0.0.1:8081";

pub fn run(project: &Project, options: &DevOptions) -> Result<()> {
    setup::run(project, setup::FOR_DEV)?;
    step("gateway", "the API behind the app, compiled for debugging", || {
        project.cargo(["build", "--package", "gateway"]).run("correct what is said above")?;
        Ok(Outcome::Done)
    })?;
    // Its own folder, so that the release in dist/ stays as it is.
    let dist = project.target.join("dev-dist");
    std::fs::create_dir_all(&dist).with_context(|| format!("{} cannot be made", dist.display()))?;
    let program = format!("qandas-gateway{}", std::env::consts::EXE_SUFFIX);
    let program = project.target.join("debug").join(program);
    let data = data_folder(project, options.data.as_deref());
    make_data_folder(project, &program, &data)?;
    let mut gateway = project
        .program(&program.to_string_lossy())
        .arguments(["serve", "--service-kind", "trial", "--listen", GATEWAY_ADDRESS])
        .arguments([OsStr::new("--data-dir"), data.as_os_str(), OsStr::new("--app-dir"), dist.as_os_str()])
        .command
        .spawn()
        .context("the gateway does not start; run `cargo build --package gateway`")?;
    eprintln!("── open http://127.0.0.1:8080 as soon as Trunk has compiled the app; Ctrl-C stops both");
    let mut trunk =
        project.program("trunk").arguments(["serve"]).arguments([OsStr::new("--dist"), dist.as_os_str()]);
    // Trunk accepts only true or false in NO_COLOR and stops at the usual value 1. A backtrace of Trunk itself only hides
    // what the compiler says.
    trunk.command.env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    let ended = trunk.run("correct what is said above");
    // Ctrl-C reaches the gateway too; this is for when Trunk ends by itself.
    let _ = gateway.kill();
    let _ = gateway.wait();
    ended
}
