//! Migrations to the schema of this version. The rows of an unsealed database are sealed in one transaction, then its files
//! one by one. After an interruption the next start continues.

use crate::blobs::disk::DiskBlobStore;
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::sealing::SealingKey;
use crate::store::sqlite::applications::insert_event;
use crate::store::sqlite::connection::{broken, open_existing};
use crate::store::sqlite::rows::{
    all, column, damaged, execute, failed, file_id, number, one, read_json, slot,
};
use crate::store::sqlite::sealed::{ApplicationCipher, SubmissionSummary, seal_hash};
use rusqlite::{Connection, params};
use std::path::Path;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;

/// The unsealed schemas in order.
const UNSEALED: [&str; 3] = [
    include_str!("../../../migrations/0001_applications.sql"),
    include_str!("../../../migrations/0002_shares.sql"),
    include_str!("../../../migrations/0003_contacts.sql"),
];
const SEALED: &str = include_str!("../../../migrations/0004_sealed.sql");
const MAKE_ROOM: &str = include_str!("../../../migrations/0004_former.sql");
const DONE: &str = include_str!("../../../migrations/0004_done.sql");
/// The schema version of this program, stored as `PRAGMA user_version`.
const VERSION: i64 = 6;
/// The migrations after the sealed schema: the version before each, and its statements.
const LATER: [(i64, &str); 2] = [
    (4, include_str!("../../../migrations/0005_latest.sql")),
    (5, include_str!("../../../migrations/0006_upload_metadata.sql")),
];

/// The schema of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// The database has no tables of this program.
    Missing,
    /// The database was written by an earlier version that sealed nothing.
    Unsealed,
    Version(i64),
}

/// Reads the schema of a database without changing it.
pub fn schema_of(path: &Path) -> Result<Schema> {
    let connection = open_existing(path)?;
    Ok(match version(&connection)? {
        0 if unsealed(&connection)?.is_some() => Schema::Unsealed,
        0 => Schema::Missing,
        version => Schema::Version(version),
    })
}

impl Schema {
    /// Rejects every schema but the current one.
    pub fn check_current(self) -> Result<()> {
        if self == Self::Version(VERSION) { Ok(()) } else { Err(self.refusal()) }
    }

    /// Returns the error for a database that cannot be opened with this schema.
    pub fn refusal(self) -> Error {
        Error::internal(match self {
            Self::Missing => {
                "the database has no tables of this program: restore the last backup into another folder"
                    .into()
            }
            Self::Unsealed => {
                "the data are of an earlier version: start the gateway, which migrates them".into()
            }
            Self::Version(later) if later > VERSION => {
                format!("the data are of a later version ({later}) than this program")
            }
            Self::Version(former) => format!(
                "the data are of version {former}, and this program needs version {VERSION}: start the gateway, which migrates them"
            ),
        })
    }
}

/// Creates the tables of a new database.
pub fn create(connection: &mut Connection) -> Result<()> {
    if version(connection)? == 0 { create_tables(connection, None) } else { Ok(()) }
}

/// Migrates a database and its files to the current schema.
pub fn migrate(connection: &mut Connection, keys: &Keys, files: &DiskBlobStore) -> Result<()> {
    match version(connection)? {
        version @ 1..=VERSION => later(connection, version)?,
        0 => {
            let done = unsealed(connection)?.ok_or_else(|| Schema::Missing.refusal())?;
            connection.pragma_update(None, "foreign_keys", false).map_err(failed)?;
            create_tables(connection, Some((done, keys)))?;
            connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
            tracing::info!("the unsealed data of an earlier version are sealed");
            // Rewrites the file without the pages that held the unsealed data.
            connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").map_err(failed)?;
        }
        later => return Err(Schema::Version(later).refusal()),
    }
    seal_files(connection, keys, files)
}

fn version(connection: &Connection) -> Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(broken)
}

/// Returns the number of unsealed schemas that were applied; `None` if there are no tables.
fn unsealed(connection: &Connection) -> Result<Option<usize>> {
    let there = "SELECT 1 FROM sqlite_schema WHERE name = '_sqlx_migrations'";
    if one(connection, there, [], |_| Ok(()))?.is_none() {
        return Ok(None);
    }
    let count = "SELECT count(*) AS done FROM _sqlx_migrations WHERE success";
    let done: Option<i64> = one(connection, count, [], |row| column(row, "done"))?;
    Ok(done.and_then(|done| usize::try_from(done).ok()))
}

/// Creates the current tables. `former` has the number of unsealed schemas that were applied, and the keys that seal their
/// rows.
fn create_tables(connection: &mut Connection, former: Option<(usize, &Keys)>) -> Result<()> {
    let transaction = connection.transaction().map_err(failed)?;
    let run = |statements: &str| transaction.execute_batch(statements).map_err(failed);
    if let Some((done, _)) = former {
        for statements in UNSEALED.iter().skip(done) {
            run(statements)?;
        }
        run(MAKE_ROOM)?;
    }
    run(SEALED)?;
    LATER.iter().try_for_each(|(_, statements)| run(statements))?;
    if let Some((_, keys)) = former {
        seal_uploads(&transaction, keys)?;
        seal_applications(&transaction, keys)?;
        run("INSERT INTO submission_files SELECT * FROM former_submission_files; \
             INSERT INTO shares SELECT * FROM former_shares;")?;
        run(DONE)?;
    }
    run(&format!("PRAGMA user_version = {VERSION}"))?;
    transaction.commit().map_err(failed)
}

fn later(connection: &mut Connection, version: i64) -> Result<()> {
    for (before, statements) in LATER.iter().filter(|(before, _)| *before >= version) {
        let transaction = connection.transaction().map_err(failed)?;
        transaction.execute_batch(statements).map_err(failed)?;
        transaction.pragma_update(None, "user_version", before + 1).map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
    Ok(())
}

fn seal_uploads(connection: &Connection, keys: &Keys) -> Result<()> {
    let uploads = all(connection, "SELECT id, sha256 FROM former_uploads ORDER BY rowid", [], |row| {
        Ok((file_id(row, "id")?, column::<Option<String>>(row, "sha256")?))
    })?;
    for (id, sha256) in uploads {
        let (slot, key) = keys.take()?;
        let sha256 = sha256.map(|sha256| seal_hash(&key, &id, &sha256)).transpose()?;
        execute(
            connection,
            "INSERT INTO uploads (id, owner, length, key, state, sha256, media, expires_at, gone_at, cleared, plain) \
             SELECT id, owner, length, ?2, state, ?3, media, expires_at, gone_at, cleared, state <> 'gone' \
             FROM former_uploads WHERE id = ?1",
            params![id.as_str(), slot.number(), sha256],
        )?;
    }
    Ok(())
}

fn seal_applications(connection: &Connection, keys: &Keys) -> Result<()> {
    let numbers = all(connection, "SELECT number FROM former_applications ORDER BY rowid", [], |row| {
        number(row, "number")
    })?;
    for number in numbers {
        let (slot, key) = keys.take()?;
        execute(
            connection,
            "INSERT INTO applications (number, owner, key) SELECT number, owner, ?2 FROM former_applications WHERE number = ?1",
            params![number.to_text(), slot.number()],
        )?;
        seal_application(connection, number, key)?;
    }
    Ok(())
}

fn seal_application(connection: &Connection, number: ApplicationNumber, key: SealingKey) -> Result<()> {
    let cipher = ApplicationCipher::new(number, key);
    let written = number.to_text();
    let submissions = all(
        connection,
        "SELECT id, idempotency_key, request, body, answer, service, basis, edition FROM former_submissions \
         WHERE application = ? ORDER BY id",
        [&written],
        |row| {
            let name = |column| serde_json::Value::String(column);
            let basis: Option<String> = column(row, "basis")?;
            let summary = SubmissionSummary {
                request: column(row, "request")?,
                answer: column(row, "answer")?,
                service: serde_json::from_value(name(column(row, "service")?))
                    .map_err(|_| damaged("service"))?,
                basis: basis
                    .map(|basis| serde_json::from_value(name(basis)))
                    .transpose()
                    .map_err(|_| damaged("basis"))?,
                edition: column(row, "edition")?,
            };
            let key: String = column(row, "idempotency_key")?;
            Ok((column::<i64>(row, "id")?, key, summary, column::<Vec<u8>>(row, "body")?))
        },
    )?;
    for (id, idempotency_key, summary, body) in submissions {
        execute(
            connection,
            "INSERT INTO submissions (id, application, owner, idempotency_key, summary, body) \
             SELECT id, application, owner, idempotency_key, ?2, ?3 FROM former_submissions WHERE id = ?1",
            params![id, cipher.summary(&idempotency_key, &summary)?, cipher.body(&idempotency_key, &body)?],
        )?;
        let contact = one(
            connection,
            "SELECT details, given_at FROM former_contacts WHERE submission = ?",
            [id],
            |row| Ok((column::<String>(row, "details")?, column::<i64>(row, "given_at")?)),
        )?;
        if let Some((details, given_at)) = contact {
            let details: ContactDetails = read_json(details.as_bytes())?;
            execute(
                connection,
                "INSERT INTO contacts (submission, details, given_at) VALUES (?, ?, ?)",
                params![id, cipher.contact(id, &details)?, given_at],
            )?;
        }
    }
    let events = all(
        connection,
        "SELECT record FROM former_events WHERE application = ? ORDER BY id",
        [&written],
        |row| read_json::<EventRecord>(column::<String>(row, "record")?.as_bytes()),
    )?;
    events.iter().try_for_each(|record| insert_event(connection, &cipher, number, record))
}

/// Seals the files one by one: each is sealed into a temporary file, renamed over the plain one, and then marked as sealed.
fn seal_files(connection: &Connection, keys: &Keys, files: &DiskBlobStore) -> Result<()> {
    let plain =
        all(connection, "SELECT id, key FROM uploads WHERE plain = 1 AND state <> 'gone'", [], |row| {
            Ok((file_id(row, "id")?, slot(row)?))
        })?;
    for (id, slot) in plain {
        files.seal_plain(&id, &keys.get(slot)?)?;
        execute(connection, "UPDATE uploads SET plain = 0 WHERE id = ?", [id.as_str()])?;
    }
    Ok(())
}
