//! A log whose reader stops reading.

use crate::support::client::{Answer, Request};
use crate::support::running::PROGRAM;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// More requests than the pipe and the queue have room for.
const REQUESTS: usize = 2_000;
const SOON: Duration = Duration::from_secs(10);

struct Piped {
    process: Child,
    address: SocketAddr,
    _place: tempfile::TempDir,
}

impl Piped {
    fn start() -> Self {
        let place = tempfile::tempdir().unwrap();
        let mut process = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(place.path().join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().parse().unwrap();
        Self { process, address, _place: place }
    }

    fn ask(&self) -> Answer {
        Request::get("/healthz").send(self.address)
    }

    fn lost(&self) -> u64 {
        let text = String::from_utf8(Request::get("/metrics").send(self.address).is(200).body).unwrap();
        let found = text.lines().find_map(|line| line.strip_prefix("qandas_log_lines_lost_total "));
        found.unwrap_or_else(|| panic!("{text}")).parse().unwrap()
    }

    /// Sends the stop signal; returns the exit code if the program ends soon.
    fn stop(&mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let asked = Instant::now();
        while asked.elapsed() < SOON {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn if_nobody_reads_the_log_all_requests_are_answered_and_lost_lines_are_counted() {
    let mut gateway = Piped::start();
    for _ in 0..REQUESTS {
        gateway.ask().is(204);
    }
    assert!(gateway.lost() > 0);
    assert_eq!(gateway.stop(), Some(0));
}

#[test]
fn if_the_log_is_read_it_is_complete_to_the_last_line() {
    let mut gateway = Piped::start();
    let mut log = gateway.process.stderr.take().unwrap();
    let reading = std::thread::spawn(move || {
        let mut text = String::new();
        log.read_to_string(&mut text).unwrap();
        text
    });
    for _ in 0..REQUESTS {
        gateway.ask().is(204);
    }
    assert_eq!(gateway.lost(), 0);
    assert_eq!(gateway.stop(), Some(0));
    let text = reading.join().unwrap();
    assert_eq!(text.lines().filter(|line| line.contains("/healthz")).count(), REQUESTS);
    assert!(text.lines().last().unwrap().contains("stopping"), "{text}");
}
