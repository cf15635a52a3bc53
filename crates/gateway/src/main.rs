//! `qandas-gateway`: see docs/OPERATING.md.

mod commands;

use gateway::settings::{self, Command, LogForm};
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = match settings::parse(std::env::args_os().skip(1), &std::env::vars_os().collect::<Vec<_>>())
    {
        Ok(command) => command,
        Err(error) => {
            eprintln!("{error}\n\n{}", settings::USAGE);
            return ExitCode::from(2);
        }
    };
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        // Where the log cannot be written, on a full disk for one, complaining of that in its place would end the program.
        .log_internal_errors(false);
    match &command {
        Command::Serve(serve) if serve.log == LogForm::Json => log.json().flatten_event(true).init(),
        _ => log.init(),
    }
    // The text of a panic may hold what somebody sent; its place in the code is enough to find it.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: settings::Command) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(commands::run(command))
}
