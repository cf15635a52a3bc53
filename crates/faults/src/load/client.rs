//! A minimal HTTP client, so that the client takes little of the machine's computing time.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub struct Connection {
    stream: TcpStream,
    arrived: Vec<u8>,
}

/// The number of successful requests and their durations.
pub struct Measured {
    time: Duration,
    /// The durations in microseconds, the shortest first.
    took: Vec<u64>,
    failed: usize,
    /// The computing time of the server per request in microseconds, including that of the kernel.
    cost: u64,
}

pub fn request(method: &str, path: &str, secret: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut bytes = format!(
        "{method} {path} HTTP/1.1\r\nhost: load\r\nauthorization: Bearer {secret}\r\n{headers}content-length: {length}\r\n\r\n"
    )
    .into_bytes();
    bytes.extend(body);
    bytes
}

pub fn body_of(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, arrived: Vec::new() }
    }

    pub async fn send(&mut self, request: &[u8]) {
        self.stream.write_all(request).await.unwrap();
    }

    /// Sends a request and returns the whole response, which must have a `Content-Length`.
    pub async fn ask(&mut self, request: &[u8]) -> String {
        self.send(request).await;
        loop {
            if let Some(length) = whole(&self.arrived) {
                let rest = self.arrived.split_off(length);
                let answer = std::mem::replace(&mut self.arrived, rest);
                return String::from_utf8(answer).unwrap();
            }
            self.more().await;
        }
    }

    /// Reads until this text has arrived.
    pub async fn wait_for(&mut self, text: &str) {
        loop {
            let found = self.arrived.windows(text.len()).position(|window| window == text.as_bytes());
            if let Some(at) = found {
                self.arrived.drain(..at + text.len());
                return;
            }
            self.more().await;
        }
    }

    async fn more(&mut self) {
        assert_ne!(self.stream.read_buf(&mut self.arrived).await.unwrap(), 0, "the connection was closed");
    }
}

/// Returns the length of the first response, if it has arrived completely.
fn whole(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head]).unwrap();
    let length = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().unwrap());
    (bytes.len() >= head + length).then_some(head + length)
}

/// Sends requests over this number of connections for this time. Each connection sends the next request as soon as the
/// last one is answered. `ask` makes a request from its number.
pub async fn for_a_while(
    address: SocketAddr,
    connections: usize,
    time: Duration,
    ask: impl Fn(usize) -> Vec<u8>,
) -> Measured {
    let (count, failed) = (Cell::new(0), Cell::new(0));
    let took = RefCell::new(Vec::new());
    let start = Instant::now();
    let one = async || {
        let mut connection = Connection::open(address).await;
        while start.elapsed() < time {
            let place = count.replace(count.get() + 1);
            let request = ask(place);
            let asked = Instant::now();
            let answer = connection.ask(&request).await;
            if answer.starts_with("HTTP/1.1 20") {
                took.borrow_mut().push(u64::try_from(asked.elapsed().as_micros()).unwrap());
            } else {
                failed.set(failed.get() + 1);
            }
        }
    };
    futures_util::future::join_all((0..connections).map(|_| one())).await;
    let mut took = took.into_inner();
    took.sort_unstable();
    Measured { time: start.elapsed(), took, failed: failed.get(), cost: 0 }
}

impl Measured {
    #[allow(clippy::cast_precision_loss, reason = "the rate is only shown")]
    pub fn rate(&self) -> f64 {
        self.took.len() as f64 / self.time.as_secs_f64()
    }

    /// Records the computing time of the server during the measurement, in hundredths of a second.
    pub fn computed(&mut self, hundredths: u64) {
        self.cost = hundredths * 10_000 / (self.took.len() as u64).max(1);
    }

    fn milliseconds(&self, hundredth: usize) -> String {
        let at = (self.took.len() * hundredth / 100).min(self.took.len().saturating_sub(1));
        let took = self.took.get(at).copied().unwrap_or_default();
        format!("{}.{:01}", took / 1_000, took % 1_000 / 100)
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rate, half, most) = (self.rate(), self.milliseconds(50), self.milliseconds(99));
        write!(
            out,
            "{rate:>8.0}/s  median {half} ms  p99 {most} ms  failed {}  computing {} µs each",
            self.failed, self.cost
        )
    }
}
