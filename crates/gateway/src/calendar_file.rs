//! The operator's calendar file: loaded at the start and again when it changes.

use crate::service::Gateway;
use std::path::PathBuf;
use std::time::Duration;
use wire::calendar::{BadCalendar, read};

/// The interval between two checks of the file.
const INTERVAL: Duration = Duration::from_secs(2);

/// A calendar file and its last known content.
pub struct CalendarFile {
    path: PathBuf,
    last: Option<Result<String, String>>,
}

impl CalendarFile {
    pub fn new(path: PathBuf) -> Self {
        Self { path, last: None }
    }

    /// Loads the file if it changed. An invalid file is rejected with a log line, and the calendar in use stays.
    pub async fn reload_if_changed(&mut self, gateway: &Gateway) {
        let found = tokio::fs::read_to_string(&self.path).await.map_err(|error| error.to_string());
        if self.last.as_ref() == Some(&found) {
            return;
        }
        let in_use = gateway.calendar();
        let refused = |reason: &str, detail: &dyn std::fmt::Debug| {
            let (file, in_use) = (self.path.display(), in_use.version());
            tracing::error!(%file, reason, ?detail, in_use, "the calendar file is rejected; the calendar in use stays");
        };
        match found.as_deref().map(read) {
            Ok(Ok(calendar)) => {
                tracing::info!(version = calendar.version(), "the calendar file is loaded");
                gateway.replace_calendar(calendar);
            }
            Ok(Err(BadCalendar::Refused(error))) => refused(error.reason(), &error),
            Ok(Err(BadCalendar::NotOfItsForm)) => {
                refused("it is not JSON in the format described in docs/OPERATING.md", &());
            }
            Err(error) => refused("it cannot be read", error),
        }
        self.last = Some(found);
    }

    /// Checks the file at a fixed interval, for ever.
    pub async fn watch(&mut self, gateway: &Gateway) {
        loop {
            tokio::time::sleep(INTERVAL).await;
            self.reload_if_changed(gateway).await;
        }
    }
}
