//! Rows of applications: owners, submissions, events and contact details.

use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::keys::Keys;
use crate::store::sqlite::rows::{all, column, damaged, execute, failed, number, one, owner, read_json};
use crate::store::sqlite::sealed::{ApplicationCipher, SubmissionSummary};
use crate::store::sqlite::uploads;
use crate::store::{
    ApplicationOwner, NewSubmission, Statistics, StoredApplication, StoredResponse, SubmissionInsert,
};
use rules::time::Instant;
use rusqlite::{Connection, params};
use wire::answer::Receipt;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;

pub fn statistics(connection: &Connection) -> Result<Statistics> {
    let count = |statement: &str| -> Result<u64> {
        let count: i64 = connection.query_row(statement, [], |row| row.get(0)).map_err(failed)?;
        u64::try_from(count).map_err(Error::internal)
    };
    Ok(Statistics {
        applications: count("SELECT count(*) FROM applications WHERE deleted_at IS NULL")?,
        database_bytes: count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
    })
}

pub fn latest(connection: &Connection) -> Result<Option<Instant>> {
    one(connection, "SELECT at FROM latest", [], |row| column(row, "at").map(Instant))
}

pub fn owner_of(connection: &Connection, number: ApplicationNumber) -> Result<Option<ApplicationOwner>> {
    one(
        connection,
        "SELECT owner, deleted_at FROM applications WHERE number = ?",
        [number.to_text()],
        |row| {
            let deleted_at: Option<i64> = column(row, "deleted_at")?;
            Ok(ApplicationOwner { owner: owner(row)?, deleted: deleted_at.is_some() })
        },
    )
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
        params![after.map(ApplicationNumber::to_text), i64::try_from(count).map_err(Error::internal)?],
        |row| number(row, "number"),
    )
}

pub fn application(
    connection: &mut Connection,
    keys: &Keys,
    number: ApplicationNumber,
) -> Result<Option<StoredApplication>> {
    // One transaction, so that the events and the submission are consistent.
    let snapshot = connection.transaction().map_err(failed)?;
    let Some(cipher) = ApplicationCipher::find(&snapshot, keys, number)? else { return Ok(None) };
    let latest = one(
        &snapshot,
        "SELECT idempotency_key, summary FROM submissions WHERE application = ? ORDER BY id DESC LIMIT 1",
        [number.to_text()],
        |row| {
            cipher
                .open_summary(&column::<String>(row, "idempotency_key")?, &column::<Vec<u8>>(row, "summary")?)
        },
    )?;
    let Some(SubmissionSummary { answer, service, basis, edition, .. }) = latest else { return Ok(None) };
    let receipt: Receipt = read_json(answer.as_bytes())?;
    let events = all(
        &snapshot,
        "SELECT event_id, record FROM events WHERE application = ? ORDER BY id",
        [number.to_text()],
        |row| cipher.open_event(&column(row, "event_id")?, &column::<Vec<u8>>(row, "record")?),
    )?;
    Ok(Some(StoredApplication { number, receipt, service, basis, edition, events }))
}

pub fn latest_body(
    connection: &mut Connection,
    keys: &Keys,
    number: ApplicationNumber,
) -> Result<Option<Vec<u8>>> {
    let snapshot = connection.transaction().map_err(failed)?;
    let Some(cipher) = ApplicationCipher::find(&snapshot, keys, number)? else { return Ok(None) };
    one(
        &snapshot,
        "SELECT idempotency_key, body FROM submissions WHERE application = ? ORDER BY id DESC LIMIT 1",
        [number.to_text()],
        |row| cipher.open_body(&column::<String>(row, "idempotency_key")?, &column::<Vec<u8>>(row, "body")?),
    )
}

/// Returns the response that is stored under an idempotency key; [`Error::Gone`] if the application is deleted.
pub fn stored_response(
    connection: &Connection,
    keys: &Keys,
    owner: &Owner,
    idempotency_key: &str,
) -> Result<Option<StoredResponse>> {
    let found = one(
        connection,
        "SELECT application, summary FROM submissions WHERE owner = ? AND idempotency_key = ?",
        params![owner.hash(), idempotency_key],
        |row| Ok((number(row, "application")?, column::<Option<Vec<u8>>>(row, "summary")?)),
    )?;
    let Some((number, summary)) = found else { return Ok(None) };
    let cipher = ApplicationCipher::find(connection, keys, number)?.ok_or_else(|| damaged("application"))?;
    let summary = cipher.open_summary(idempotency_key, &summary.ok_or(Error::Gone)?)?;
    Ok(Some(StoredResponse { request: summary.request, answer: summary.answer }))
}

pub fn insert_submission(
    connection: &Connection,
    keys: &Keys,
    submission: &NewSubmission,
) -> Result<SubmissionInsert> {
    let number = submission.number;
    if let Some(response) = stored_response(connection, keys, &submission.owner, &submission.idempotency_key)?
    {
        return Ok(SubmissionInsert::AlreadyExists(response));
    }
    let cipher = match submission.revision {
        None => {
            let taken = "SELECT 1 FROM applications WHERE number = ?";
            if one(connection, taken, [number.to_text()], |_| Ok(()))?.is_some() {
                return Ok(SubmissionInsert::NumberTaken);
            }
            let (slot, key) = keys.take()?;
            execute(
                connection,
                "INSERT INTO applications (number, owner, key) VALUES (?, ?, ?)",
                params![number.to_text(), submission.owner.hash(), slot.number()],
            )?;
            ApplicationCipher::new(number, key)
        }
        Some(revision) => {
            let Some(cipher) = ApplicationCipher::find(connection, keys, number)? else {
                return Ok(SubmissionInsert::RevisionChanged);
            };
            if !has_revision(connection, number, revision)? {
                return Ok(SubmissionInsert::RevisionChanged);
            }
            cipher
        }
    };
    let StoredResponse { request, answer } = submission.response.clone();
    let NewSubmission { service, basis, edition, .. } = submission;
    let summary =
        SubmissionSummary { request, answer, service: *service, basis: *basis, edition: edition.clone() };
    execute(
        connection,
        "INSERT INTO submissions (application, owner, idempotency_key, summary, body) VALUES (?, ?, ?, ?, ?)",
        params![
            number.to_text(),
            submission.owner.hash(),
            submission.idempotency_key,
            cipher.summary(&submission.idempotency_key, &summary)?,
            cipher.body(&submission.idempotency_key, &submission.body)?,
        ],
    )?;
    let submission_id = connection.last_insert_rowid();
    for (page, file) in &submission.files {
        if !uploads::claim(connection, &submission.owner, submission_id, *page, file)? {
            return Ok(SubmissionInsert::FileMissing(*page));
        }
    }
    insert_event(connection, &cipher, number, &submission.registered)?;
    Ok(SubmissionInsert::Inserted)
}

/// Adds an event. Returns `false`, and adds nothing, if the application has another revision.
pub fn add_event(
    connection: &Connection,
    keys: &Keys,
    number: ApplicationNumber,
    revision: usize,
    record: &EventRecord,
) -> Result<bool> {
    let Some(cipher) = ApplicationCipher::find(connection, keys, number)? else { return Ok(false) };
    if !has_revision(connection, number, revision)? {
        return Ok(false);
    }
    insert_event(connection, &cipher, number, record)?;
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
    let cipher = ApplicationCipher::find(connection, keys, number)?.ok_or(Error::NotFound)?;
    let submission = latest_submission(connection, number)?.ok_or(Error::NotFound)?;
    execute(
        connection,
        "INSERT OR REPLACE INTO contacts (submission, details, given_at) VALUES (?, ?, ?)",
        params![submission, cipher.contact(submission, details)?, now.0],
    )
}

/// Returns corrected contact details; `None` if they were not corrected since the latest submission.
pub fn corrected_contact(
    connection: &mut Connection,
    keys: &Keys,
    number: ApplicationNumber,
) -> Result<Option<ContactDetails>> {
    let snapshot = connection.transaction().map_err(failed)?;
    let Some(cipher) = ApplicationCipher::find(&snapshot, keys, number)? else { return Ok(None) };
    let Some(submission) = latest_submission(&snapshot, number)? else { return Ok(None) };
    one(&snapshot, "SELECT details FROM contacts WHERE submission = ?", [submission], |row| {
        cipher.open_contact(submission, &column::<Vec<u8>>(row, "details")?)
    })
}

pub fn has_revision(connection: &Connection, number: ApplicationNumber, revision: usize) -> Result<bool> {
    let count = "SELECT count(*) AS events FROM events WHERE application = ?";
    let events: Option<i64> = one(connection, count, [number.to_text()], |row| column(row, "events"))?;
    Ok(events.and_then(|events| usize::try_from(events).ok()) == Some(revision))
}

pub fn insert_event(
    connection: &Connection,
    cipher: &ApplicationCipher,
    number: ApplicationNumber,
    record: &EventRecord,
) -> Result<()> {
    let name = cipher.event_name(&record.event.event_id)?;
    execute(
        connection,
        "INSERT INTO events (application, event_id, record) VALUES (?, ?, ?)",
        params![number.to_text(), name, cipher.event(&name, record)?],
    )?;
    execute(connection, "INSERT OR REPLACE INTO latest (one, at) VALUES (1, ?)", [record.at.0])
}

fn latest_submission(connection: &Connection, number: ApplicationNumber) -> Result<Option<i64>> {
    let latest = "SELECT id FROM submissions WHERE application = ? ORDER BY id DESC LIMIT 1";
    one(connection, latest, [number.to_text()], |row| column(row, "id"))
}
