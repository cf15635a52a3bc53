//! `cargo xtask`: every command that a developer types.
//!
//! Nothing global is changed: tools go to a cache folder by name and version, and are found there by the next clone.
//! After the first time nothing is fetched from the network.

mod arguments;
mod assemble;
mod build;
mod dev;
mod files;
mod process;
mod project;
mod serve;
mod setup;
mod shrink;
mod size;
mod step;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use arguments::Command;
use project::Project;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let command = Command::parse(std::env::args().skip(1))?;
    let project = Project::find()?;
    match command {
        Command::Help => print!("{}", arguments::HELP),
        Command::Setup => setup::run(&project, setup::ALL)?,
        Command::Build => build::run(&project)?,
        Command::Serve(options) => serve::run(&project, &options)?,
        Command::Dev(options) => dev::run(&project, &options)?,
        Command::Test(options) => test::run(&project, &options)?,
        Command::Size(form) => return size::run(&project, form),
        Command::Assemble => assemble::run(&project)?,
    }
    Ok(ExitCode::SUCCESS)
}
