//! The program `qandas-gateway`; docs/OPERATING.md describes it.

mod commands;

use gateway::log::Log;
use gateway::settings::{self, Command, LogFormat};
use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = match settings::parse(std::env::args_os().skip(1), &std::env::vars_os().collect::<Vec<_>>())
    {
        Ok(command) => command,
        Err(error) => {
            // If nobody reads it, the exit code still tells help from a wrong command line.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut log = match Log::start(std::io::stderr()) {
        Ok(log) => log,
        Err(error) => {
            eprintln!("the log thread cannot be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    let lines = log.clone();
    let format = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || lines.clone())
        .with_ansi(false)
        // If the log cannot be written (a full disk, for example), reporting that to stderr would panic.
        .log_internal_errors(false);
    match &command {
        Command::Serve(serve) if serve.log == LogFormat::Json => format.json().flatten_event(true).init(),
        _ => format.init(),
    }
    // Only the location of a panic is logged: its message may contain what a client sent.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    let code = match run(command, &log) {
        Ok(()) => ExitCode::SUCCESS,
        // Written through the log thread, so that the program also ends if nobody reads stderr.
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
