//! What time it is: the machine's, or for tests a file's.

use crate::error::Error;
use rules::time::Instant;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// An instant as RFC 3339 writes it, read anew each time.
    File(PathBuf),
}

/// How often a clock file is read again that somebody is just writing.
const ATTEMPTS: u32 = 10;

impl Clock {
    pub async fn now(&self) -> Result<Instant, Error> {
        let Self::File(path) = self else { return Ok(system_now()) };
        for _ in 1..ATTEMPTS {
            if let Some(now) = tokio::fs::read_to_string(path).await.ok().and_then(|text| read(&text)) {
                return Ok(now);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let text = tokio::fs::read_to_string(path).await.map_err(Error::internal)?;
        read(&text).ok_or_else(|| Error::internal("the clock file holds no instant as RFC 3339 writes it"))
    }

    pub fn is_for_tests(&self) -> bool {
        matches!(self, Self::File(_))
    }
}

/// An instant in a file, which may begin with a byte order mark.
fn read(text: &str) -> Option<Instant> {
    Instant::parse(text.trim_start_matches('\u{FEFF}').trim())
}

fn system_now() -> Instant {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Instant(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// As HTTP writes an instant; `None` for years that it cannot write.
pub fn http_date(now: Instant) -> Option<String> {
    let seconds = u64::try_from(now.0).ok().filter(|seconds| *seconds < 253_402_300_800)?;
    Some(httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds)))
}
