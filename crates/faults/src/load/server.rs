//! A running server.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub struct NodeServer {
    process: Child,
    pub address: SocketAddr,
    folder: PathBuf,
}

impl NodeServer {
    /// Starts the gateway with its defaults, but without the rate limits of a sender: all requests here come from one
    /// address.
    pub fn gateway(program: &Path, folder: &Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let log = File::create(folder.join("log")).unwrap();
        let mut command = Command::new(program);
        command.args([
            "serve",
            "--service-kind",
            "trial",
            "--listen",
            "127.0.0.1:0",
            "--rate-limit-creations",
            "0",
            "--rate-limit-upload-bytes",
            "0",
            "--data-dir",
        ]);
        command.arg(folder.join("data")).stderr(log);
        Self::start(command, folder)
    }

    pub fn node(script: &Path, modules: &Path, database: &Path) -> Self {
        let mut command = Command::new("node");
        command.arg(script).arg(modules).arg(database);
        Self::start(command, database)
    }

    fn start(mut command: Command, folder: &Path) -> Self {
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").expect("the server did not start");
        Self { process, address: address.parse().unwrap(), folder: folder.to_owned() }
    }

    /// Returns the service token of the authority's system.
    pub fn token(&self) -> String {
        std::fs::read_to_string(self.folder.join("data/authority.key")).unwrap().trim().to_owned()
    }

    /// Returns the computing time of the process in hundredths of a second, as Linux counts it; zero if the system does
    /// not provide it.
    pub fn computed(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap_or_default();
        // The name is in parentheses and may contain spaces.
        let after = stat.rsplit(')').next().unwrap_or_default();
        after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
    }

    /// Returns the memory of the process in bytes; zero if the system does not provide it.
    pub fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok()).unwrap_or(0) * 1024
    }
}

impl Drop for NodeServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
