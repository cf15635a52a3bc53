//! Calendar data that the operator puts beside the gateway: read at the start and again when they change.

use crate::service::Gateway;
use std::path::PathBuf;
use std::time::Duration;
use wire::calendar::{BadCalendar, read};

/// How often the file is looked at.
const INTERVAL: Duration = Duration::from_secs(2);

/// A calendar file and what was last seen in it.
pub struct CalendarFile {
    path: PathBuf,
    seen: Option<Result<String, String>>,
}

impl CalendarFile {
    pub fn new(path: PathBuf) -> Self {
        Self { path, seen: None }
    }

    /// Has the gateway count by the file if it is new and good. Otherwise the calendar in use stays, and the log says why.
    pub async fn look(&mut self, gateway: &Gateway) {
        let found = tokio::fs::read_to_string(&self.path).await.map_err(|error| error.to_string());
        if self.seen.as_ref() == Some(&found) {
            return;
        }
        let in_use = gateway.calendar();
        let refused = |reason: &str, detail: &dyn std::fmt::Debug| {
            let (file, in_use) = (self.path.display(), in_use.version());
            tracing::error!(%file, reason, ?detail, in_use, "the calendar file is refused; the calendar in use stays");
        };
        match found.as_deref().map(read) {
            Ok(Ok(calendar)) => {
                tracing::info!(version = calendar.version(), "days are counted by the calendar file");
                gateway.replace_calendar(calendar);
            }
            Ok(Err(BadCalendar::Refused(error))) => refused(error.reason(), &error),
            Ok(Err(BadCalendar::NotOfItsForm)) => {
                refused("it is no JSON of the form in docs/OPERATING.md", &());
            }
            Err(error) => refused("it cannot be read", error),
        }
        self.seen = Some(found);
    }

    /// Looks again and again.
    pub async fn watch(&mut self, gateway: &Gateway) {
        loop {
            tokio::time::sleep(INTERVAL).await;
            self.look(gateway).await;
        }
    }
}
