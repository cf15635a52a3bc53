//! Applications as they were read last, so that what is asked for again and again is neither opened nor parsed again. Whether one is still
//! what it was is asked of the database each time: every change of an application is an event.

use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::store::Application;
use crate::store::sqlite::applications::{application, one};
use crate::store::sqlite::rows::column;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use wire::code::ApplicationNumber;

/// Each takes a few kilobytes.
const MOST: usize = 2_048;

#[derive(Default)]
pub struct Views(Mutex<HashMap<ApplicationNumber, View>>);

struct View {
    last_event: i64,
    application: Application,
}

impl Views {
    pub fn find(
        &self,
        connection: &mut Connection,
        keys: &Keys,
        number: ApplicationNumber,
    ) -> Result<Option<Application>> {
        let stands = "SELECT deleted_at, (SELECT max(id) FROM events WHERE application = number) AS last \
                      FROM applications WHERE number = ?";
        let found = one(connection, stands, [number.write()], |row| {
            Ok((column::<Option<i64>>(row, "deleted_at")?, column::<Option<i64>>(row, "last")?))
        })?;
        let (deleted_at, last_event) = match found {
            None => return Ok(None),
            Some((deleted_at, last)) => (deleted_at, last.unwrap_or_default()),
        };
        if deleted_at.is_some() {
            self.views().remove(&number);
            return Err(Error::Gone);
        }
        if let Some(view) = self.views().get(&number).filter(|view| view.last_event == last_event) {
            return Ok(Some(view.application.clone()));
        }
        let read = application(connection, keys, number)?;
        if let Some(application) = &read {
            let mut views = self.views();
            if views.len() >= MOST {
                views.clear();
            }
            // Should something have happened meanwhile, the next one to ask reads it anew.
            views.insert(number, View { last_event, application: application.clone() });
        }
        Ok(read)
    }

    fn views(&self) -> MutexGuard<'_, HashMap<ApplicationNumber, View>> {
        // Nothing is ever half done under this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
