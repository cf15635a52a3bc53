//! Verification of the whole database: its integrity, and that its keys decrypt every row.

use crate::error::{Error, Result};
use crate::identity::FileId;
use crate::keys::{Keys, Slot, SlotState};
use crate::store::sqlite::rows::{all, column, failed, file_id, number, one, slot};
use crate::store::sqlite::sealed::{ApplicationCipher, open_hash, open_metadata};
use rusqlite::Connection;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;
use wire::submission::Submission;

/// The result of a verification.
#[derive(Default)]
pub struct Verification {
    pub applications: usize,
    /// One sentence for each problem.
    pub problems: Vec<String>,
    /// The files that the blob store has or may have.
    pub files: Vec<FileRecord>,
}

/// A file that the database refers to.
pub struct FileRecord {
    pub id: FileId,
    pub slot: Slot,
    pub length: u64,
    pub state: BlobState,
}

/// The state of a file according to the database.
pub enum BlobState {
    /// The upload is not complete.
    Open,
    /// The upload is complete and has this hash.
    Complete(String),
    /// The file is being removed.
    Gone,
}

pub fn verify(connection: &mut Connection, keys: &Keys) -> Result<Verification> {
    let snapshot = connection.transaction().map_err(failed)?;
    let mut verification = Verification::default();
    let found = all(&snapshot, "PRAGMA integrity_check", [], |row| column::<String>(row, "integrity_check"))?;
    verification.problems.extend(found.into_iter().filter(|found| found != "ok"));
    let found = all(&snapshot, "PRAGMA foreign_key_check", [], |row| column::<String>(row, "table"))?;
    verification
        .problems
        .extend(found.into_iter().map(|table| format!("a row of {table} has a dangling reference")));
    let alive = "SELECT number FROM applications WHERE deleted_at IS NULL ORDER BY serial";
    for number in all(&snapshot, alive, [], |row| number(row, "number"))? {
        verification.applications += 1;
        if let Err(error) = application(&snapshot, keys, number) {
            verification.problems.push(format!("application {}: {}", number.to_text(), cause(&error)));
        }
    }
    files(&snapshot, keys, &mut verification)?;
    Ok(verification)
}

/// Returns the message of the cause of an error.
pub fn cause(error: &Error) -> String {
    match error {
        Error::Internal(cause) => cause.to_string(),
        Error::Gone => "its key is destroyed".to_owned(),
        other => other.to_string(),
    }
}

fn application(connection: &Connection, keys: &Keys, number: ApplicationNumber) -> Result<()> {
    let cipher = ApplicationCipher::find(connection, keys, number)?.ok_or(Error::NotFound)?;
    let written = number.to_text();
    let submissions = "SELECT id, idempotency_key, summary, body FROM submissions WHERE application = ?";
    let ids = all(connection, submissions, [&written], |row| {
        let key: String = column(row, "idempotency_key")?;
        cipher.open_summary(&key, &column::<Vec<u8>>(row, "summary")?)?;
        let body = cipher.open_body(&key, &column::<Vec<u8>>(row, "body")?)?;
        serde_json::from_slice::<Submission>(&body).map_err(Error::internal)?;
        column::<i64>(row, "id")
    })?;
    let events = "SELECT event_id, record FROM events WHERE application = ?";
    let events = all(connection, events, [&written], |row| {
        cipher.open_event::<EventRecord>(&column(row, "event_id")?, &column::<Vec<u8>>(row, "record")?)
    })?;
    if ids.is_empty() || events.is_empty() {
        return Err(Error::internal("its submission is missing"));
    }
    for id in ids {
        one(connection, "SELECT details FROM contacts WHERE submission = ?", [id], |row| {
            cipher.open_contact::<ContactDetails>(id, &column::<Vec<u8>>(row, "details")?)
        })?;
    }
    Ok(())
}

fn files(connection: &Connection, keys: &Keys, verification: &mut Verification) -> Result<()> {
    let uploads = "SELECT id, key, length, metadata, state, sha256 FROM uploads WHERE cleared = 0";
    let rows = all(connection, uploads, [], |row| {
        let length = u64::try_from(column::<i64>(row, "length")?).map_err(Error::internal)?;
        let state: String = column(row, "state")?;
        let [metadata, sha256] = ["metadata", "sha256"].map(|name| column::<Option<Vec<u8>>>(row, name));
        Ok((file_id(row, "id")?, slot(row)?, length, state, metadata?, sha256?))
    })?;
    for (id, slot, length, state, metadata, sealed) in rows {
        let state = match (state.as_str(), keys.find(slot)) {
            ("gone", _) => BlobState::Gone,
            (_, Err(error)) => {
                verification.problems.push(format!("file {}: {}", id.as_str(), cause(&error)));
                continue;
            }
            (_, Ok(SlotState::Destroyed | SlotState::BeyondEnd)) => {
                verification.problems.push(format!("file {}: it has no key", id.as_str()));
                continue;
            }
            (_, Ok(SlotState::Key(key)))
                if metadata.is_some_and(|sealed| open_metadata(&key, &id, &sealed).is_err()) =>
            {
                verification.problems.push(format!("file {}: its metadata cannot be read", id.as_str()));
                continue;
            }
            ("open", _) => BlobState::Open,
            (_, Ok(SlotState::Key(key))) => match open_hash(&key, &id, &sealed.unwrap_or_default()) {
                Ok(hash) => BlobState::Complete(hash),
                Err(error) => {
                    verification.problems.push(format!("file {}: {}", id.as_str(), cause(&error)));
                    continue;
                }
            },
        };
        verification.files.push(FileRecord { id, slot, length, state });
    }
    Ok(())
}
