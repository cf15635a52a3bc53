//! A running gateway.

use super::client::{Answer, Request};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wire::answer::ServiceInfo;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_qandas-gateway");

/// A trial, which accepts applications without further settings.
const SERVE: [&str; 6] = ["serve", "--service-kind", "trial", "--listen", "127.0.0.1:0", "--data-dir"];

/// A Thursday; the calendar knows it as a working day.
pub const THURSDAY: &str = "2026-03-19T10:00:00+05:00";

/// A running gateway and its data folder. Both are removed when it is dropped.
pub struct Running {
    process: Option<Child>,
    pub address: SocketAddr,
    place: TempDir,
    data: PathBuf,
    arguments: Vec<String>,
    /// Shell commands that run before the program, such as limits.
    wrapper: Option<String>,
}

impl Running {
    /// Starts the gateway with the clock at [`THURSDAY`].
    pub fn start() -> Self {
        Self::start_with(&[], None, None)
    }

    pub fn start_with(arguments: &[&str], data: Option<&Path>, wrapper: Option<&str>) -> Self {
        let place = tempfile::tempdir().unwrap();
        let clock = place.path().join("clock");
        std::fs::write(&clock, THURSDAY).unwrap();
        let clock = clock.display().to_string();
        Self::start_in(place, &[&["--test-clock", &clock], arguments].concat(), data, wrapper)
    }

    pub fn start_by_the_machines_clock(
        arguments: &[&str],
        data: Option<&Path>,
        wrapper: Option<&str>,
    ) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), arguments, data, wrapper)
    }

    fn start_in(place: TempDir, arguments: &[&str], data: Option<&Path>, wrapper: Option<&str>) -> Self {
        let data = data.map_or_else(|| place.path().join("data"), Path::to_owned);
        let mut running = Self {
            process: None,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            place,
            data,
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            wrapper: wrapper.map(str::to_owned),
        };
        running.start_again();
        running
    }

    /// Starts the program on the same data.
    pub fn start_again(&mut self) {
        assert!(self.process.is_none());
        let log = File::options().create(true).append(true).open(self.place.path().join("log")).unwrap();
        let mut command = match &self.wrapper {
            None => Command::new(PROGRAM),
            Some(words) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("{words}; exec \"$0\" \"$@\""), PROGRAM]);
                shell
            }
        };
        let mut process = command
            .args(SERVE)
            .arg(&self.data)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.process = Some(process);
        let address = line.trim().strip_prefix("listening on http://");
        self.address = address.unwrap_or_else(|| panic!("{line}{}", self.log())).parse().unwrap();
    }

    /// Starts the program, which must fail, and returns its error message.
    pub fn refused_to_start(&self) -> String {
        assert!(self.process.is_none());
        let mut command = Command::new(PROGRAM);
        command.args(SERVE).arg(&self.data).args(&self.arguments);
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    }

    /// Returns the log of the program.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.place.path().join("log")).unwrap()
    }

    /// Waits until the log contains this text: a separate thread writes it.
    #[track_caller]
    pub fn await_log(&self, text: &str) {
        let began = Instant::now();
        while !self.log().contains(text) {
            assert!(began.elapsed() < Duration::from_secs(10), "not in the log: {text}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Returns the memory use of the program in bytes.
    #[cfg(target_os = "linux")]
    pub fn memory(&self) -> usize {
        let id = self.process.as_ref().unwrap().id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }

    pub fn place(&self) -> &Path {
        self.place.path()
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Returns the default folder of the keys.
    pub fn keys(&self) -> PathBuf {
        let mut name = self.data.file_name().unwrap().to_owned();
        name.push("-keys");
        self.data.with_file_name(name)
    }

    pub fn set_clock(&self, instant: &str) {
        let aside = self.place.path().join("clock.new");
        std::fs::write(&aside, instant).unwrap();
        std::fs::rename(aside, self.place.path().join("clock")).unwrap();
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Kills the program while others still send requests.
    pub fn kill_now(&self) {
        let id = self.process.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args(["-KILL", &id]).status().unwrap().success());
    }

    /// Sends the stop signal and returns the exit code.
    pub fn stop(&mut self) -> Option<i32> {
        let mut process = self.process.take().unwrap();
        Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap();
        process.wait().unwrap().code()
    }

    pub fn send(&self, request: &Request) -> Answer {
        request.send(self.address)
    }

    pub fn info(&self) -> ServiceInfo {
        self.send(&Request::get("/api/v1/service")).is(200).json()
    }

    pub fn token(&self) -> String {
        std::fs::read_to_string(self.data.join("authority.key")).unwrap().trim().to_owned()
    }

    /// Runs another command on the same data and clock.
    pub fn command(&self, arguments: &[&str]) -> Output {
        Command::new(PROGRAM)
            .args(arguments)
            .arg("--data-dir")
            .arg(&self.data)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("{}", self.log());
        }
    }
}
