//! The real gateway with its own data folder, a small HTTP client that can break off, and access to the files on the
//! gateway's disk.

use kept::data_folder::{DATABASE, DataFolder};
use kept::identity::FileId;
use kept::keys::{KeyPaths, Keys, Slot};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// The gateway program, running or killed.
pub struct GatewayProcess {
    program: PathBuf,
    place: TempDir,
    process: Option<Child>,
    address: SocketAddr,
}

/// A response as it was received.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }
}

impl GatewayProcess {
    pub fn start(program: &Path, clock: &str) -> Self {
        let place = tempfile::tempdir().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut gateway = Self { program: program.to_owned(), place, process: None, address };
        gateway.set_clock(clock);
        gateway.live();
        gateway
    }

    /// Starts the gateway on the same data, if it is not running.
    pub fn live(&mut self) {
        if self.process.is_some() {
            return;
        }
        let log = File::options().create(true).append(true).open(self.place.path().join("log")).unwrap();
        let mut process = Command::new(&self.program)
            .args(["serve", "--service-kind", "trial", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(self.data())
            .arg("--test-clock")
            .arg(self.place.path().join("clock"))
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

    /// Kills the process as `kill -9` does.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    pub fn set_clock(&self, instant: &str) {
        let aside = self.place.path().join("clock.new");
        std::fs::write(&aside, instant).unwrap();
        std::fs::rename(aside, self.place.path().join("clock")).unwrap();
    }

    pub fn token(&self) -> String {
        std::fs::read_to_string(self.data().join("authority.key")).unwrap().trim().to_owned()
    }

    /// Returns the last lines of the log.
    pub fn log(&self) -> String {
        let log = std::fs::read_to_string(self.place.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    fn data(&self) -> PathBuf {
        self.place.path().join("data")
    }

    /// Returns the length and SHA-256 of an upload as it is on disk, read without asking the gateway.
    pub fn file(&self, id: &str) -> Option<(u64, String)> {
        let data = self.data();
        let keys = KeyPaths::in_folder(KeyPaths::default_folder(&data));
        let database =
            Connection::open_with_flags(data.join(DATABASE), OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        let slot = database.query_row("SELECT key FROM uploads WHERE id = ?", [id], |row| row.get(0)).ok()?;
        let key = Keys::open(&keys).ok()?.get(Slot::from_number(slot)?).ok()?;
        let contents =
            DataFolder::open(&data).ok()?.files().ok()?.contents(&FileId::parse(id)?, &key).ok()??;
        Some((contents.length, contents.sha256))
    }

    /// Sends a complete request and waits for the response.
    pub fn ask(&self, head: &str, body: &[u8]) -> std::io::Result<Reply> {
        read(&mut self.begin(head, body, body.len())?)
    }

    /// Sends the head and the first `bytes` of the body of a request, and closes the connection.
    pub fn break_off(&self, head: &str, body: &[u8], bytes: usize) -> std::io::Result<()> {
        self.begin(head, body, bytes)?.shutdown(Shutdown::Both)
    }

    /// Sends a complete request and kills the gateway after `moment`. Returns the response if it still arrived.
    pub fn ask_and_kill(&mut self, head: &str, body: &[u8], moment: Duration) -> Option<Reply> {
        let stream = self.begin(head, body, body.len());
        std::thread::sleep(moment);
        self.kill();
        read(&mut stream.ok()?).ok()
    }

    fn begin(&self, head: &str, body: &[u8], bytes: usize) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.set_nodelay(true)?;
        let length = body.len();
        let mut sent =
            format!("{head}host: test\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n").into_bytes();
        sent.extend_from_slice(&body[..bytes]);
        stream.write_all(&sent)?;
        Ok(stream)
    }
}

impl Drop for GatewayProcess {
    fn drop(&mut self) {
        self.kill();
    }
}

fn read(stream: &mut TcpStream) -> std::io::Result<Reply> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let broken = || std::io::Error::other("no whole answer came");
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").ok_or_else(broken)?;
    let head = String::from_utf8(bytes[..end].to_vec()).map_err(std::io::Error::other)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(broken)?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Ok(Reply { status, headers, body: bytes[end + 4..].to_vec() })
}
