//! The current time, from the system clock or, in tests, from a file.

use crate::error::Error;
use rules::time::Instant;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A source of the current time.
#[derive(Clone, Debug)]
pub enum TimeSource {
    System,
    /// A file with an instant in RFC 3339, read on every call.
    File(PathBuf),
}

impl From<OsString> for TimeSource {
    /// Returns the clock that a path names; the system clock if the path is empty.
    fn from(path: OsString) -> Self {
        if path.is_empty() { Self::System } else { Self::File(path.into()) }
    }
}

/// The number of attempts to read a clock file, which a test may be writing at that moment.
const ATTEMPTS: u32 = 10;

impl TimeSource {
    pub async fn now(&self) -> Result<Instant, Error> {
        let Self::File(path) = self else { return Ok(system_now()) };
        for _ in 1..ATTEMPTS {
            if let Some(now) = tokio::fs::read_to_string(path).await.ok().and_then(|text| parse(&text)) {
                return Ok(now);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let text = tokio::fs::read_to_string(path).await.map_err(Error::internal)?;
        parse(&text).ok_or_else(|| Error::internal("the clock file does not contain an instant in RFC 3339"))
    }

    pub fn is_for_tests(&self) -> bool {
        matches!(self, Self::File(_))
    }
}

/// Parses an instant, which may follow a byte order mark.
fn parse(text: &str) -> Option<Instant> {
    Instant::parse(text.trim_start_matches('\u{FEFF}').trim())
}

fn system_now() -> Instant {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Instant(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// Formats an instant as an HTTP date; `None` for years after 9999 and before 1970.
pub fn http_date(now: Instant) -> Option<String> {
    let seconds = u64::try_from(now.0).ok().filter(|seconds| *seconds < 253_402_300_800)?;
    Some(httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds)))
}
