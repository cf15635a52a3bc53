//! A cache of decrypted and parsed applications. An entry is valid while the application has no newer event, which is
//! checked in the database on each read: every change of an application is an event.

use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::lock::lock;
use crate::store::StoredApplication;
use crate::store::sqlite::applications::application;
use crate::store::sqlite::rows::{column, one};
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use wire::code::ApplicationNumber;

/// The maximum number of entries, of a few kilobytes each.
const MAX_ENTRIES: usize = 2_048;

/// The cached applications by number.
#[derive(Default)]
pub struct ApplicationCache(Mutex<HashMap<ApplicationNumber, CacheEntry>>);

struct CacheEntry {
    last_event: i64,
    application: StoredApplication,
}

impl ApplicationCache {
    /// Returns an application from the cache or the database; `None` for an unknown number, [`Error::Gone`] if it is deleted.
    pub fn find(
        &self,
        connection: &mut Connection,
        keys: &Keys,
        number: ApplicationNumber,
    ) -> Result<Option<StoredApplication>> {
        let state = "SELECT deleted_at, (SELECT max(id) FROM events WHERE application = number) AS last \
                     FROM applications WHERE number = ?";
        let found = one(connection, state, [number.to_text()], |row| {
            Ok((column::<Option<i64>>(row, "deleted_at")?, column::<Option<i64>>(row, "last")?))
        })?;
        let (deleted_at, last_event) = match found {
            None => return Ok(None),
            Some((deleted_at, last)) => (deleted_at, last.unwrap_or_default()),
        };
        if deleted_at.is_some() {
            self.entries().remove(&number);
            return Err(Error::Gone);
        }
        if let Some(entry) = self.entries().get(&number).filter(|entry| entry.last_event == last_event) {
            return Ok(Some(entry.application.clone()));
        }
        let read = application(connection, keys, number)?;
        if let Some(application) = &read {
            let mut entries = self.entries();
            if entries.len() >= MAX_ENTRIES {
                entries.clear();
            }
            // If an event was added in the meantime, the entry is outdated and the next read replaces it.
            entries.insert(number, CacheEntry { last_event, application: application.clone() });
        }
        Ok(read)
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<ApplicationNumber, CacheEntry>> {
        lock(&self.0)
    }
}
