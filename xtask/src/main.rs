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
use arguments::{Benchmark, Command, SizeForm};
use project::Project;

fn main() -> ExitCode {
    let command = match Command::read(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(error) => {
            // If nobody reads it, the exit code still tells help from a wrong command line.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    match run(command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    // What needs nothing of the project can be called by another program from anywhere.
    let project = Project::find;
    match command {
        Command::Compare(question) => return compare::run(&question),
        Command::Packages(options) => return compare::packages(&options),
        Command::Setup => setup::run(&project()?, setup::ALL)?,
        Command::Build => build::run(&project()?)?,
        Command::Serve(options) => serve::run(&project()?, &options)?,
        Command::Dev(options) => dev::run(&project()?, &options)?,
        Command::Test(options) => test::run(&project()?, &options)?,
        Command::Size { json } => {
            return size::run(&project()?, if json { SizeForm::Json } else { SizeForm::Table });
        }
        Command::Script { to, .. } => script::run(&project()?, to)?,
        Command::CompareScripts => script_compare::fetch_and_run(&project()?)?,
        Command::Bench { part: Benchmark::Rules } => bench::rules(&project()?)?,
        Command::Bench { part: Benchmark::Gateway } => bench::gateway(&project()?)?,
        Command::Fuzz(options) => fuzz::run(&project()?, &options)?,
        Command::Faults(options) => faults::run(&project()?, &options)?,
        Command::Tidy => tidy::run(&project()?)?,
        Command::Deny => deny::run(&project()?)?,
        Command::Screens => screens::run(&project()?)?,
        Command::Assemble => assemble::run(&project()?)?,
    }
    Ok(ExitCode::SUCCESS)
}
