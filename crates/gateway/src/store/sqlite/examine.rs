//! Looks at everything that the database holds: whether it is whole, and whether its keys open it.

use crate::error::{Error, Result};
use crate::identity::FileId;
use crate::keys::{Found, Keys, Slot};
use crate::store::sqlite::applications::{all, one};
use crate::store::sqlite::rows::{column, failed, file_id, number, slot};
use crate::store::sqlite::sealed::{Seal, open_hash, open_metadata};
use rusqlite::Connection;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;
use wire::submission::Submission;

#[derive(Default)]
pub struct Examined {
    pub applications: usize,
    /// What must not be, each in a sentence.
    pub problems: Vec<String>,
    /// What lies in the folder of files, or may lie there.
    pub files: Vec<ExaminedFile>,
}

pub struct ExaminedFile {
    pub id: FileId,
    pub slot: Slot,
    pub length: u64,
    pub stands: Stands,
}

pub enum Stands {
    /// Not all of it came yet.
    Open,
    /// All of it is there and has this hash.
    Complete(String),
    /// It is being removed.
    Gone,
}

pub fn examine(connection: &mut Connection, keys: &Keys) -> Result<Examined> {
    let snapshot = connection.transaction().map_err(failed)?;
    let mut examined = Examined::default();
    let found = all(&snapshot, "PRAGMA integrity_check", [], |row| column::<String>(row, "integrity_check"))?;
    examined.problems.extend(found.into_iter().filter(|found| found != "ok"));
    let found = all(&snapshot, "PRAGMA foreign_key_check", [], |row| column::<String>(row, "table"))?;
    examined.problems.extend(found.into_iter().map(|table| format!("a row of {table} refers to none")));
    let alive = "SELECT number FROM applications WHERE deleted_at IS NULL ORDER BY serial";
    for number in all(&snapshot, alive, [], |row| number(row, "number"))? {
        examined.applications += 1;
        if let Err(error) = application(&snapshot, keys, number) {
            examined.problems.push(format!("application {}: {}", number.write(), cause(&error)));
        }
    }
    files(&snapshot, keys, &mut examined)?;
    Ok(examined)
}

/// The sentence behind an error.
pub fn cause(error: &Error) -> String {
    match error {
        Error::Internal(cause) => cause.to_string(),
        Error::Gone => "its key is destroyed".to_owned(),
        other => other.to_string(),
    }
}

fn application(connection: &Connection, keys: &Keys, number: ApplicationNumber) -> Result<()> {
    let seal = Seal::find(connection, keys, number)?.ok_or(Error::NotFound)?;
    let written = number.write();
    let submissions = "SELECT id, idempotency_key, summary, body FROM submissions WHERE application = ?";
    let ids = all(connection, submissions, [&written], |row| {
        let key: String = column(row, "idempotency_key")?;
        seal.open_summary(&key, &column::<Vec<u8>>(row, "summary")?)?;
        let body = seal.open_body(&key, &column::<Vec<u8>>(row, "body")?)?;
        serde_json::from_slice::<Submission>(&body).map_err(Error::internal)?;
        column::<i64>(row, "id")
    })?;
    let events = "SELECT event_id, record FROM events WHERE application = ?";
    let events = all(connection, events, [&written], |row| {
        seal.open_event::<EventRecord>(&column(row, "event_id")?, &column::<Vec<u8>>(row, "record")?)
    })?;
    if ids.is_empty() || events.is_empty() {
        return Err(Error::internal("its submission is missing"));
    }
    for id in ids {
        one(connection, "SELECT details FROM contacts WHERE submission = ?", [id], |row| {
            seal.open_contact::<ContactDetails>(id, &column::<Vec<u8>>(row, "details")?)
        })?;
    }
    Ok(())
}

fn files(connection: &Connection, keys: &Keys, examined: &mut Examined) -> Result<()> {
    let uploads = "SELECT id, key, length, metadata, state, sha256 FROM uploads WHERE cleared = 0";
    let rows = all(connection, uploads, [], |row| {
        let length = u64::try_from(column::<i64>(row, "length")?).map_err(Error::internal)?;
        let state: String = column(row, "state")?;
        let [metadata, sha256] = ["metadata", "sha256"].map(|name| column::<Option<Vec<u8>>>(row, name));
        Ok((file_id(row, "id")?, slot(row)?, length, state, metadata?, sha256?))
    })?;
    for (id, slot, length, state, metadata, sealed) in rows {
        let stands = match (state.as_str(), keys.find(slot)) {
            ("gone", _) => Stands::Gone,
            (_, Err(error)) => {
                examined.problems.push(format!("file {}: {}", id.as_str(), cause(&error)));
                continue;
            }
            (_, Ok(Found::Destroyed | Found::Beyond)) => {
                examined.problems.push(format!("file {}: it has no key", id.as_str()));
                continue;
            }
            (_, Ok(Found::Key(key)))
                if metadata.is_some_and(|sealed| open_metadata(&key, &id, &sealed).is_err()) =>
            {
                examined.problems.push(format!("file {}: its metadata cannot be read", id.as_str()));
                continue;
            }
            ("open", _) => Stands::Open,
            (_, Ok(Found::Key(key))) => match open_hash(&key, &id, &sealed.unwrap_or_default()) {
                Ok(hash) => Stands::Complete(hash),
                Err(error) => {
                    examined.problems.push(format!("file {}: {}", id.as_str(), cause(&error)));
                    continue;
                }
            },
        };
        examined.files.push(ExaminedFile { id, slot, length, stands });
    }
    Ok(())
}
