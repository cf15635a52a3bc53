//! `qandas-gateway`: see docs/OPERATING.md.

mod commands;

use gateway::log::Log;
use gateway::settings::{self, Command, LogForm};
use std::io::Write as _;
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
    let mut log = match Log::start(std::io::stderr()) {
        Ok(log) => log,
        Err(error) => {
            eprintln!("the thread that writes the log does not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let lines = log.clone();
    let format = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || lines.clone())
        .with_ansi(false)
        // Where the log cannot be written, on a full disk for one, complaining of that in its place would end the program.
        .log_internal_errors(false);
    match &command {
        Command::Serve(serve) if serve.log == LogForm::Json => format.json().flatten_event(true).init(),
        _ => format.init(),
    }
    // The text of a panic may hold what somebody sent; its place in the code is enough to find it.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    let code = match run(command, &log) {
        Ok(()) => ExitCode::SUCCESS,
        // By the same way as the log: where nobody reads it, the program ends all the same.
        Err(error) => match log.write_all(format!("{error:#}\n").as_bytes()) {
            Ok(()) | Err(_) => ExitCode::FAILURE,
        },
    };
    log.finish();
    code
}

fn run(command: settings::Command, log: &Log) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(commands::run(command, log))
}
