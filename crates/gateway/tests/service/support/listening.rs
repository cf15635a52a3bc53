//! A client for event streams, which reads line by line.

use super::client::Request;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

pub struct Listening {
    lines: Receiver<String>,
    stream: TcpStream,
}

/// The result of waiting for an event: an event, the end of the stream, or a timeout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Event {
        name: String,
        id: Option<String>,
        data: String,
    },
    /// A comment that keeps the stream alive.
    Heartbeat,
    End,
    Nothing,
}

impl Listening {
    /// Opens a stream and checks its headers.
    pub fn to(address: SocketAddr, path: &str, secret: &str, more: &[(&str, &str)]) -> Self {
        let request = more
            .iter()
            .fold(Request::get(path).owner(secret), |request, (name, value)| request.with(name, value));
        let stream = request.send_in_part(address, 0);
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(reader.read_line(&mut head).unwrap(), 0, "{head}");
        }
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains("content-type: text/event-stream"), "{head}");
        assert!(head.contains("cache-control: no-store"), "{head}");
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in reader.lines() {
                let Ok(line) = line else { return };
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        Self { lines, stream }
    }

    pub fn hear(&self, within: Duration) -> Heard {
        let until = Instant::now() + within;
        let (mut name, mut id) = (String::new(), None);
        loop {
            let line = match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) => return Heard::Nothing,
                Err(RecvTimeoutError::Disconnected) => return Heard::End,
            };
            // The other lines have the lengths of the chunks.
            match line.split_once(':') {
                Some(("id", value)) => id = Some(value.trim().to_owned()),
                Some(("event", value)) => value.trim().clone_into(&mut name),
                Some(("data", value)) => return Heard::Event { name, id, data: value.trim().to_owned() },
                Some(("", "")) => return Heard::Heartbeat,
                _ => {}
            }
        }
    }

    /// Returns the next event, which must arrive soon.
    #[track_caller]
    pub fn event(&self, expected: &str) -> (Option<String>, String) {
        match self.hear(Duration::from_secs(5)) {
            Heard::Event { name, id, data } if name == expected => (id, data),
            other => panic!("{expected} was awaited, {other:?} came"),
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
    }
}
