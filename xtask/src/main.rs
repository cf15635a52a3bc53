//! `cargo xtask`: every command that a developer types.
//!
//! Nothing global is changed: tools go to a cache folder by name and version, and are found there by the next clone.
//! After the first time nothing is fetched from the network.

mod arguments;
mod assemble;
mod bench;
mod browser_runner;
mod build;
mod compare;
mod deny;
mod dev;
mod faults;
mod files;
mod fuzz;
mod process;
mod project;
mod screens;
mod script;
mod script_compare;
mod serve;
mod setup;
mod shrink;
mod site;
mod size;
mod split;
mod step;
mod test;
mod tidy;
mod tools;
mod wasm;

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
    // What needs nothing of the project can be called by another program from anywhere.
    let project = Project::find;
    match Command::parse(std::env::args().skip(1))? {
        Command::Help => print!("{}", arguments::HELP),
        Command::Compare(question) => return compare::run(&question),
        Command::Packages(options) => return compare::packages(&options),
        Command::Setup => setup::run(&project()?, setup::ALL)?,
        Command::Build => build::run(&project()?)?,
        Command::Serve(options) => serve::run(&project()?, &options)?,
        Command::Dev(options) => dev::run(&project()?, &options)?,
        Command::Test(options) => test::run(&project()?, &options)?,
        Command::Size(form) => return size::run(&project()?, form),
        Command::Script(target) => script::run(&project()?, target)?,
        Command::CompareScripts => script_compare::fetch_and_run(&project()?)?,
        Command::BenchRules => bench::rules(&project()?)?,
        Command::BenchGateway => bench::gateway(&project()?)?,
        Command::Fuzz(options) => fuzz::run(&project()?, &options)?,
        Command::Faults(options) => faults::run(&project()?, &options)?,
        Command::Tidy => tidy::run(&project()?)?,
        Command::Deny => deny::run(&project()?)?,
        Command::Screens => screens::run(&project()?)?,
        Command::Assemble => assemble::run(&project()?)?,
    }
    Ok(ExitCode::SUCCESS)
}
