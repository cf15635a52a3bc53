//! Deletion of applications: their rows are removed, and their keys are queued to be destroyed.

use crate::error::Result;
use crate::identity::FileId;
use crate::keys::{Keys, Slot, SlotState};
use crate::store::sqlite::applications::has_revision;
use crate::store::sqlite::rows::{all, column, damaged, execute, failed, file_id, number, one, slot};
use rules::time::Instant;
use rusqlite::{Connection, OpenFlags, params};
use std::path::Path;
use wire::code::ApplicationNumber;

/// The maximum number of keys that are destroyed in one step.
const MAX_KEYS: i64 = 1_000;

/// Deletes an application. Returns `false`, and deletes nothing, if the application has another revision; `true` also if it was
/// deleted before.
pub fn delete(
    connection: &Connection,
    number: ApplicationNumber,
    revision: usize,
    now: Instant,
) -> Result<bool> {
    let alive = "SELECT 1 FROM applications WHERE number = ? AND deleted_at IS NULL";
    if one(connection, alive, [number.to_text()], |_| Ok(()))?.is_none() {
        return Ok(true);
    }
    if !has_revision(connection, number, revision)? {
        return Ok(false);
    }
    remove(connection, number, now)?;
    Ok(true)
}

fn remove(connection: &Connection, number: ApplicationNumber, now: Instant) -> Result<()> {
    let written = number.to_text();
    // Another application of the same owner may use the same file.
    let own = "SELECT upload FROM submission_files JOIN submissions ON submissions.id = submission WHERE application = ?1 \
               EXCEPT SELECT upload FROM submission_files JOIN submissions ON submissions.id = submission WHERE application <> ?1";
    for statement in [
        format!("INSERT OR IGNORE INTO keys_to_destroy (slot) SELECT key FROM uploads WHERE id IN ({own})")
            .as_str(),
        format!("UPDATE uploads SET state = 'gone', gone_at = ?2, sha256 = NULL, metadata = NULL WHERE id IN ({own})")
            .as_str(),
        "INSERT OR IGNORE INTO keys_to_destroy (slot) SELECT key FROM applications WHERE number = ?1",
        "DELETE FROM submission_files WHERE submission IN (SELECT id FROM submissions WHERE application = ?1)",
        "DELETE FROM contacts WHERE submission IN (SELECT id FROM submissions WHERE application = ?1)",
        "DELETE FROM events WHERE application = ?1",
        "UPDATE shares SET name = NULL, revoked_at = coalesce(revoked_at, ?2) WHERE application = ?1",
        "UPDATE submissions SET summary = NULL, body = NULL WHERE application = ?1",
        "UPDATE applications SET deleted_at = ?2 WHERE number = ?1",
    ] {
        if statement.contains("?2") {
            execute(connection, statement, params![written, now.0])?;
        } else {
            execute(connection, statement, params![written])?;
        }
    }
    Ok(())
}

/// Returns the files that a copy of a database refers to.
pub fn files_of_copy(database: &Path) -> Result<Vec<FileId>> {
    let connection =
        Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(failed)?;
    all(&connection, "SELECT id FROM uploads WHERE state <> 'gone'", [], |row| file_id(row, "id"))
}

/// Deletes all applications and files whose keys are destroyed; returns the number of each.
pub fn forget_destroyed(connection: &Connection, keys: &Keys, now: Instant) -> Result<(usize, usize)> {
    let applications =
        all(connection, "SELECT number, key FROM applications WHERE deleted_at IS NULL", [], |row| {
            Ok((number(row, "number")?, slot(row)?))
        })?;
    let mut forgotten = (0, 0);
    for (number, slot) in applications {
        if is_destroyed(keys, slot)? {
            remove(connection, number, now)?;
            forgotten.0 += 1;
        }
    }
    let uploads = all(connection, "SELECT id, key FROM uploads WHERE state <> 'gone'", [], |row| {
        Ok((file_id(row, "id")?, slot(row)?))
    })?;
    for (id, slot) in uploads {
        if is_destroyed(keys, slot)? {
            execute(
                connection,
                "UPDATE uploads SET state = 'gone', gone_at = ?, sha256 = NULL, metadata = NULL WHERE id = ?",
                params![now.0, id.as_str()],
            )?;
            forgotten.1 += 1;
        }
    }
    Ok(forgotten)
}

/// Returns whether a key is destroyed; an error if the table is older than the database.
fn is_destroyed(keys: &Keys, slot: Slot) -> Result<bool> {
    match keys.find(slot)? {
        SlotState::Key(_) => Ok(false),
        SlotState::Destroyed => Ok(true),
        SlotState::BeyondEnd => keys.get(slot).map(|_| false),
    }
}

/// Returns queued keys, at most [`MAX_KEYS`].
pub fn keys_to_destroy(connection: &Connection) -> Result<Vec<Slot>> {
    all(connection, "SELECT slot FROM keys_to_destroy LIMIT ?", [MAX_KEYS], |row| {
        Slot::from_number(column(row, "slot")?).ok_or_else(|| damaged("slot"))
    })
}

/// Removes destroyed keys from the queue.
pub fn destroyed(connection: &Connection, slots: &[Slot]) -> Result<()> {
    for slot in slots {
        execute(connection, "DELETE FROM keys_to_destroy WHERE slot = ?", [slot.number()])?;
    }
    Ok(())
}
