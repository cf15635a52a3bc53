//! A small HTTP client that can also misbehave: interrupt a request, and send data that is not HTTP.

use serde::de::DeserializeOwned;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use wire::answer::{Refusal, RefusalCode};

#[derive(Clone, Debug)]
pub struct Request {
    pub head: String,
    pub body: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            head: format!("{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n"),
            body: Vec::new(),
        }
    }

    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        write!(self.head, "{name}: {value}\r\n").unwrap();
        self
    }

    pub fn owner(self, key: &str) -> Self {
        self.with("authorization", &format!("Bearer {key}"))
    }

    pub fn tus(self) -> Self {
        self.with("tus-resumable", "1.0.0")
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends the head with the length of the whole body, and only `bytes` bytes of the body.
    pub fn send_in_part(&self, to: SocketAddr, bytes: usize) -> TcpStream {
        let mut stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        let head = format!("{}content-length: {}\r\n\r\n", self.head, self.body.len());
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&self.body[..bytes]).unwrap();
        stream
    }

    pub fn try_send(&self, to: SocketAddr) -> std::io::Result<Answer> {
        self.send_over(&mut TcpStream::connect(to)?)
    }

    pub fn send_over(&self, stream: &mut TcpStream) -> std::io::Result<Answer> {
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        let mut whole = format!("{}content-length: {}\r\n\r\n", self.head, self.body.len()).into_bytes();
        whole.extend(&self.body);
        stream.write_all(&whole)?;
        read_answer(stream)
    }

    pub fn send(&self, to: SocketAddr) -> Answer {
        self.try_send(to).unwrap()
    }
}

pub fn read_answer(stream: &mut TcpStream) -> std::io::Result<Answer> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let broken = || std::io::Error::other("no answer came");
    let end = end.ok_or_else(broken)?;
    let head = String::from_utf8(bytes[..end].to_vec()).map_err(std::io::Error::other)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(broken)?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Ok(Answer { status, headers, body: bytes[end + 4..].to_vec() })
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Decodes a chunked body.
    pub fn whole_body(&self) -> Vec<u8> {
        assert_eq!(self.header("transfer-encoding"), Some("chunked"));
        let (mut whole, mut rest) = (Vec::new(), self.body.as_slice());
        loop {
            let end = rest.windows(2).position(|window| window == b"\r\n").unwrap();
            let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
            whole.extend(&rest[end + 2..][..length]);
            rest = &rest[end + 2 + length + 2..];
            if length == 0 {
                return whole;
            }
        }
    }

    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error} in {} {}", self.status, String::from_utf8_lossy(&self.body))
        })
    }

    /// Checks that this is a refusal with this code and its status, and returns it.
    #[track_caller]
    pub fn refused(&self, code: RefusalCode) -> Refusal {
        let refusal: Refusal = self.json();
        assert_eq!(refusal.code, code, "{}", refusal.detail);
        assert_eq!(self.status, code.status());
        assert_eq!(self.header("content-type"), Some("application/json"));
        refusal
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}
