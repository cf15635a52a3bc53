//! Rows of applications: who owns them, what was sent, what happened, how the applicant is reached.

use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::keys::Keys;
use crate::store::sqlite::rows::{column, damaged, failed, number, owner, read_json};
use crate::store::sqlite::sealed::{Seal, Summary};
use crate::store::sqlite::uploads;
use crate::store::{Answered, Application, Figures, Kept, Owned, Submitted};
use rules::time::Instant;
use rusqlite::{Connection, OptionalExtension, Row, params};
use wire::answer::Receipt;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;

pub fn figures(connection: &Connection) -> Result<Figures> {
    let count = |statement: &str| -> Result<u64> {
        let count: i64 = connection.query_row(statement, [], |row| row.get(0)).map_err(failed)?;
        u64::try_from(count).map_err(Error::internal)
    };
    Ok(Figures {
        applications: count("SELECT count(*) FROM applications WHERE deleted_at IS NULL")?,
        database_bytes: count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
    })
}

pub fn latest(connection: &Connection) -> Result<Option<Instant>> {
    one(connection, "SELECT at FROM latest", [], |row| column(row, "at").map(Instant))
}

pub fn owner_of(connection: &Connection, number: ApplicationNumber) -> Result<Option<Owned>> {
    one(connection, "SELECT owner, deleted_at FROM applications WHERE number = ?", [number.write()], |row| {
        let deleted_at: Option<i64> = column(row, "deleted_at")?;
        Ok(Owned { owner: owner(row)?, deleted: deleted_at.is_some() })
    })
}

pub fn numbers(connection: &Connection, owner: &Owner) -> Result<Vec<ApplicationNumber>> {
    all(
        connection,
        "SELECT number FROM applications WHERE owner = ? AND deleted_at IS NULL ORDER BY serial",
        [owner.hash()],
        |row| number(row, "number"),
    )
}

pub fn has_deleted(connection: &Connection, owner: &Owner) -> Result<bool> {
    let deleted = "SELECT 1 FROM applications WHERE owner = ? AND deleted_at IS NOT NULL LIMIT 1";
    Ok(one(connection, deleted, [owner.hash()], |_| Ok(()))?.is_some())
}

pub fn numbers_after(
    connection: &Connection,
    after: Option<ApplicationNumber>,
    count: usize,
) -> Result<Vec<ApplicationNumber>> {
    all(
        connection,
        "SELECT number FROM applications WHERE deleted_at IS NULL \
         AND serial > coalesce((SELECT serial FROM applications WHERE number = ?), 0) ORDER BY serial LIMIT ?",
        params![after.map(ApplicationNumber::write), i64::try_from(count).map_err(Error::internal)?],
        |row| number(row, "number"),
    )
}

pub fn application(
    connection: &mut Connection,
    keys: &Keys,
    number: ApplicationNumber,
) -> Result<Option<Application>> {
    // One transaction, so that events and submission are of one moment.
    let snapshot = connection.transaction().map_err(failed)?;
    let Some(seal) = Seal::find(&snapshot, keys, number)? else { return Ok(None) };
    let latest = one(
        &snapshot,
        "SELECT idempotency_key, summary FROM submissions WHERE application = ? ORDER BY id DESC LIMIT 1",
        [number.write()],
        |row| {
            seal.open_summary(&column::<String>(row, "idempotency_key")?, &column::<Vec<u8>>(row, "summary")?)
        },
    )?;
    let Some(Summary { answer, service, basis, edition, .. }) = latest else { return Ok(None) };
    let receipt: Receipt = read_json(answer.as_bytes())?;
    let events = all(
        &snapshot,
        "SELECT event_id, record FROM events WHERE application = ? ORDER BY id",
        [number.write()],
        |row| seal.open_event(&column(row, "event_id")?, &column::<Vec<u8>>(row, "record")?),
    )?;
    Ok(Some(Application { number, receipt, service, basis, edition, events }))
}

pub fn latest_body(
    connection: &mut Connection,
    keys: &Keys,
    number: ApplicationNumber,
) -> Result<Option<Vec<u8>>> {
    let snapshot = connection.transaction().map_err(failed)?;
    let Some(seal) = Seal::find(&snapshot, keys, number)? else { return Ok(None) };
    one(
        &snapshot,
        "SELECT idempotency_key, body FROM submissions WHERE application = ? ORDER BY id DESC LIMIT 1",
        [number.write()],
        |row| seal.open_body(&column::<String>(row, "idempotency_key")?, &column::<Vec<u8>>(row, "body")?),
    )
}

/// [`Error::Gone`] for the key of a submission whose application is deleted.
pub fn answered(
    connection: &Connection,
    keys: &Keys,
    owner: &Owner,
    idempotency_key: &str,
) -> Result<Option<Answered>> {
    let found = one(
        connection,
        "SELECT application, summary FROM submissions WHERE owner = ? AND idempotency_key = ?",
        params![owner.hash(), idempotency_key],
        |row| Ok((number(row, "application")?, column::<Option<Vec<u8>>>(row, "summary")?)),
    )?;
    let Some((number, summary)) = found else { return Ok(None) };
    let seal = Seal::find(connection, keys, number)?.ok_or_else(|| damaged("application"))?;
    let summary = seal.open_summary(idempotency_key, &summary.ok_or(Error::Gone)?)?;
    Ok(Some(Answered { request: summary.request, answer: summary.answer }))
}

pub fn keep(connection: &Connection, keys: &Keys, submitted: &Submitted) -> Result<Kept> {
    let number = submitted.number;
    if let Some(before) = answered(connection, keys, &submitted.owner, &submitted.key)? {
        return Ok(Kept::Before(before));
    }
    let seal = match submitted.revision {
        None => {
            let taken = "SELECT 1 FROM applications WHERE number = ?";
            if one(connection, taken, [number.write()], |_| Ok(()))?.is_some() {
                return Ok(Kept::NumberTaken);
            }
            let (slot, key) = keys.take()?;
            execute(
                connection,
                "INSERT INTO applications (number, owner, key) VALUES (?, ?, ?)",
                params![number.write(), submitted.owner.hash(), slot.number()],
            )?;
            Seal::of(number, key)
        }
        Some(revision) => {
            let Some(seal) = Seal::find(connection, keys, number)? else { return Ok(Kept::Changed) };
            if !has_revision(connection, number, revision)? {
                return Ok(Kept::Changed);
            }
            seal
        }
    };
    let Answered { request, answer } = submitted.answered.clone();
    let Submitted { service, basis, edition, .. } = submitted;
    let summary = Summary { request, answer, service: *service, basis: *basis, edition: edition.clone() };
    execute(
        connection,
        "INSERT INTO submissions (application, owner, idempotency_key, summary, body) VALUES (?, ?, ?, ?, ?)",
        params![
            number.write(),
            submitted.owner.hash(),
            submitted.key,
            seal.summary(&submitted.key, &summary)?,
            seal.body(&submitted.key, &submitted.body)?,
        ],
    )?;
    let submission = connection.last_insert_rowid();
    for (page, file) in &submitted.files {
        if !uploads::claim(connection, &submitted.owner, submission, *page, file)? {
            return Ok(Kept::FileMissing(*page));
        }
    }
    insert_event(connection, &seal, number, &submitted.registered)?;
    Ok(Kept::Now)
}

/// Whether it was added.
pub fn add_event(
    connection: &Connection,
    keys: &Keys,
    number: ApplicationNumber,
    revision: usize,
    record: &EventRecord,
) -> Result<bool> {
    let Some(seal) = Seal::find(connection, keys, number)? else { return Ok(false) };
    if !has_revision(connection, number, revision)? {
        return Ok(false);
    }
    insert_event(connection, &seal, number, record)?;
    Ok(true)
}

pub fn events_since(connection: &Connection, seen: i64) -> Result<(i64, Vec<ApplicationNumber>)> {
    let found = all(
        connection,
        "SELECT application, max(id) AS last FROM events WHERE id > ? GROUP BY application",
        [seen],
        |row| Ok((number(row, "application")?, column::<i64>(row, "last")?)),
    )?;
    let last = found.iter().map(|(_, last)| *last).max().unwrap_or(seen);
    Ok((last, found.into_iter().map(|(number, _)| number).collect()))
}

pub fn correct_contact(
    connection: &Connection,
    keys: &Keys,
    number: ApplicationNumber,
    details: &ContactDetails,
    now: Instant,
) -> Result<()> {
    let seal = Seal::find(connection, keys, number)?.ok_or(Error::NotFound)?;
    let submission = latest_submission(connection, number)?.ok_or(Error::NotFound)?;
    execute(
        connection,
        "INSERT OR REPLACE INTO contacts (submission, details, given_at) VALUES (?, ?, ?)",
        params![submission, seal.contact(submission, details)?, now.0],
    )
}

/// `None` where nothing was corrected since the latest submission.
pub fn corrected_contact(
    connection: &mut Connection,
    keys: &Keys,
    number: ApplicationNumber,
) -> Result<Option<ContactDetails>> {
    let snapshot = connection.transaction().map_err(failed)?;
    let Some(seal) = Seal::find(&snapshot, keys, number)? else { return Ok(None) };
    let Some(submission) = latest_submission(&snapshot, number)? else { return Ok(None) };
    one(&snapshot, "SELECT details FROM contacts WHERE submission = ?", [submission], |row| {
        seal.open_contact(submission, &column::<Vec<u8>>(row, "details")?)
    })
}

pub fn has_revision(connection: &Connection, number: ApplicationNumber, revision: usize) -> Result<bool> {
    let count = "SELECT count(*) AS events FROM events WHERE application = ?";
    let events: Option<i64> = one(connection, count, [number.write()], |row| column(row, "events"))?;
    Ok(events.and_then(|events| usize::try_from(events).ok()) == Some(revision))
}

pub fn insert_event(
    connection: &Connection,
    seal: &Seal,
    number: ApplicationNumber,
    record: &EventRecord,
) -> Result<()> {
    let name = seal.event_name(&record.event.event_id)?;
    execute(
        connection,
        "INSERT INTO events (application, event_id, record) VALUES (?, ?, ?)",
        params![number.write(), name, seal.event(&name, record)?],
    )?;
    execute(connection, "INSERT OR REPLACE INTO latest (one, at) VALUES (1, ?)", [record.at.0])
}

fn latest_submission(connection: &Connection, number: ApplicationNumber) -> Result<Option<i64>> {
    let latest = "SELECT id FROM submissions WHERE application = ? ORDER BY id DESC LIMIT 1";
    one(connection, latest, [number.write()], |row| column(row, "id"))
}

/// The first row, read.
pub fn one<T>(
    connection: &Connection,
    statement: &str,
    parameters: impl rusqlite::Params,
    read: impl FnOnce(&Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached(statement).map_err(failed)?;
    statement.query_row(parameters, |row| Ok(read(row))).optional().map_err(failed)?.transpose()
}

/// All rows, read.
pub fn all<T>(
    connection: &Connection,
    statement: &str,
    parameters: impl rusqlite::Params,
    mut read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(statement).map_err(failed)?;
    let mut rows = statement.query(parameters).map_err(failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        found.push(read(row)?);
    }
    Ok(found)
}

pub fn execute(connection: &Connection, statement: &str, parameters: impl rusqlite::Params) -> Result<()> {
    changed(connection, statement, parameters).map(|_| ())
}

/// How many rows it changed.
pub fn changed(connection: &Connection, statement: &str, parameters: impl rusqlite::Params) -> Result<usize> {
    connection
        .prepare_cached(statement)
        .and_then(|mut statement| statement.execute(parameters))
        .map_err(failed)
}
