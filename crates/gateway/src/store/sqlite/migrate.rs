//! Brings a database to the form of this version. A former one is sealed row by row in one transaction, then its files one by
//! one; wherever that was cut off, the next start goes on.

use crate::error::{Error, Result};
use crate::files::disk::DiskFiles;
use crate::keys::Keys;
use crate::sealing::Key;
use crate::store::sqlite::applications::{all, execute, insert_event, one};
use crate::store::sqlite::rows::{column, damaged, failed, file_id, number, read_json, slot};
use crate::store::sqlite::sealed::{Seal, Summary, seal_hash};
use rusqlite::{Connection, params};
use std::path::Path;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;

/// The forms that were kept unsealed, in their order.
const FORMER: [&str; 3] = [
    include_str!("../../../migrations/0001_applications.sql"),
    include_str!("../../../migrations/0002_shares.sql"),
    include_str!("../../../migrations/0003_contacts.sql"),
];
const SEALED: &str = include_str!("../../../migrations/0004_sealed.sql");
const MAKE_ROOM: &str = include_str!("../../../migrations/0004_former.sql");
const DONE: &str = include_str!("../../../migrations/0004_done.sql");
/// As `PRAGMA user_version` says it.
const VERSION: i64 = 6;
/// What came after the sealed form: from which version on, and what it adds.
const LATER: [(i64, &str); 2] = [
    (4, include_str!("../../../migrations/0005_latest.sql")),
    (5, include_str!("../../../migrations/0006_upload_metadata.sql")),
];

/// The form in which a database keeps what it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// No version of this program wrote it.
    Nothing,
    /// A former version did, which sealed nothing yet.
    Unsealed,
    Version(i64),
}

/// Looks at a database without changing it.
pub fn form_of(path: &Path) -> Result<Form> {
    let connection = super::open_existing(path)?;
    Ok(match version(&connection)? {
        0 if former(&connection)?.is_some() => Form::Unsealed,
        0 => Form::Nothing,
        version => Form::Version(version),
    })
}

impl Form {
    /// Refuses every form but that of this version.
    pub fn check_current(self) -> Result<()> {
        if self == Self::Version(VERSION) { Ok(()) } else { Err(self.refusal()) }
    }

    /// Why it is not opened.
    pub fn refusal(self) -> Error {
        Error::internal(match self {
            Self::Nothing => {
                "the database holds nothing of this program: restore the last backup into another folder"
                    .into()
            }
            Self::Unsealed => {
                "the data are of a former version: start the gateway, which brings them up to date".into()
            }
            Self::Version(later) if later > VERSION => {
                format!("the data are of a later version ({later}) than this program")
            }
            Self::Version(former) => format!(
                "the data are of version {former}, this program's are of {VERSION}: start the gateway, which brings them up to date"
            ),
        })
    }
}

/// Makes the tables of a new database, where there are none yet.
pub fn make(connection: &mut Connection) -> Result<()> {
    if version(connection)? == 0 { begin(connection, None) } else { Ok(()) }
}

pub fn migrate(connection: &mut Connection, keys: &Keys, files: &DiskFiles) -> Result<()> {
    match version(connection)? {
        version @ 1..=VERSION => later(connection, version)?,
        0 => {
            let former = former(connection)?.ok_or_else(|| Form::Nothing.refusal())?;
            connection.pragma_update(None, "foreign_keys", false).map_err(failed)?;
            begin(connection, Some((former, keys)))?;
            connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
            tracing::info!("what a former version kept is sealed now");
            // The pages that held it unsealed go too.
            connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").map_err(failed)?;
        }
        later => return Err(Form::Version(later).refusal()),
    }
    seal_files(connection, keys, files)
}

fn version(connection: &Connection) -> Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(super::broken)
}

/// How many of the former forms it went through; `None` where nothing is there.
fn former(connection: &Connection) -> Result<Option<usize>> {
    let there = "SELECT 1 FROM sqlite_schema WHERE name = '_sqlx_migrations'";
    if one(connection, there, [], |_| Ok(()))?.is_none() {
        return Ok(None);
    }
    let count = "SELECT count(*) AS done FROM _sqlx_migrations WHERE success";
    let done: Option<i64> = one(connection, count, [], |row| column(row, "done"))?;
    Ok(done.and_then(|done| usize::try_from(done).ok()))
}

/// `former` is how many of the former forms it went through, and what seals what is there.
fn begin(connection: &mut Connection, former: Option<(usize, &Keys)>) -> Result<()> {
    let transaction = connection.transaction().map_err(failed)?;
    let run = |statements: &str| transaction.execute_batch(statements).map_err(failed);
    if let Some((done, _)) = former {
        for statements in FORMER.iter().skip(done) {
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
            params![number.write(), slot.number()],
        )?;
        seal_application(connection, number, key)?;
    }
    Ok(())
}

fn seal_application(connection: &Connection, number: ApplicationNumber, key: Key) -> Result<()> {
    let seal = Seal::of(number, key);
    let written = number.write();
    let submissions = all(
        connection,
        "SELECT id, idempotency_key, request, body, answer, service, basis, edition FROM former_submissions \
         WHERE application = ? ORDER BY id",
        [&written],
        |row| {
            let name = |column| serde_json::Value::String(column);
            let basis: Option<String> = column(row, "basis")?;
            let summary = Summary {
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
            params![id, seal.summary(&idempotency_key, &summary)?, seal.body(&idempotency_key, &body)?],
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
                params![id, seal.contact(id, &details)?, given_at],
            )?;
        }
    }
    let events = all(
        connection,
        "SELECT record FROM former_events WHERE application = ? ORDER BY id",
        [&written],
        |row| read_json::<EventRecord>(column::<String>(row, "record")?.as_bytes()),
    )?;
    events.iter().try_for_each(|record| insert_event(connection, &seal, number, record))
}

/// Each file by itself: it is sealed aside, put in the place of the plain one, and only then marked.
fn seal_files(connection: &Connection, keys: &Keys, files: &DiskFiles) -> Result<()> {
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
