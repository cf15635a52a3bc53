//! Rows of what was sent with an application: its pages, and the contact details corrected since.

use crate::error::{Error, Result};
use crate::identity::FileId;
use crate::store::SentFile;
use crate::store::sqlite::rows::{damaged, failed, read_json, read_name, text};
use rules::id::PageId;
use rules::time::Instant;
use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;

/// The page as the latest submission that has it sent it.
pub async fn file(pool: &SqlitePool, number: ApplicationNumber, page: PageId) -> Result<Option<SentFile>> {
    let row = sqlx::query(
        "SELECT page, upload, length, sha256, media FROM submission_files \
         JOIN submissions ON submissions.id = submission JOIN uploads ON uploads.id = upload \
         WHERE application = ? AND page = ? AND state = 'complete' ORDER BY submission DESC LIMIT 1",
    )
    .bind(number.write())
    .bind(page.write())
    .fetch_optional(pool)
    .await
    .map_err(failed)?;
    row.as_ref().map(sent_file).transpose()
}

pub async fn files(pool: &SqlitePool, number: ApplicationNumber) -> Result<Vec<SentFile>> {
    let rows = sqlx::query(
        "SELECT page, upload, length, sha256, media FROM submission_files JOIN uploads ON uploads.id = upload \
         WHERE submission = (SELECT max(id) FROM submissions WHERE application = ?) AND state = 'complete' ORDER BY page",
    )
    .bind(number.write())
    .fetch_all(pool)
    .await
    .map_err(failed)?;
    rows.iter().map(sent_file).collect()
}

/// Numbers are drawn at random; the order of the rows is that in which they came in.
pub async fn numbers_after(
    pool: &SqlitePool,
    after: Option<ApplicationNumber>,
    count: usize,
) -> Result<Vec<ApplicationNumber>> {
    let rows = sqlx::query(
        "SELECT number FROM applications \
         WHERE rowid > coalesce((SELECT rowid FROM applications WHERE number = ?), 0) ORDER BY rowid LIMIT ?",
    )
    .bind(after.map(ApplicationNumber::write))
    .bind(i64::try_from(count).map_err(Error::internal)?)
    .fetch_all(pool)
    .await
    .map_err(failed)?;
    rows.iter()
        .map(|row| ApplicationNumber::parse(&text(row, "number")?).map_err(|_| damaged("number")))
        .collect()
}

pub async fn correct_contact(
    pool: &SqlitePool,
    number: ApplicationNumber,
    details: &ContactDetails,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO contacts (submission, details, given_at) \
         SELECT max(id), ?, ? FROM submissions WHERE application = ?",
    )
    .bind(serde_json::to_string(details).map_err(Error::internal)?)
    .bind(now.0)
    .bind(number.write())
    .execute(pool)
    .await
    .map_err(failed)?;
    Ok(())
}

/// `None` where nothing was corrected since the latest submission.
pub async fn corrected_contact(
    pool: &SqlitePool,
    number: ApplicationNumber,
) -> Result<Option<ContactDetails>> {
    let row = sqlx::query(
        "SELECT details FROM contacts WHERE submission = (SELECT max(id) FROM submissions WHERE application = ?)",
    )
    .bind(number.write())
    .fetch_optional(pool)
    .await
    .map_err(failed)?;
    row.map(|row| read_json(&text(&row, "details")?)).transpose()
}

fn sent_file(row: &SqliteRow) -> Result<SentFile> {
    let length: i64 = row.try_get("length").map_err(failed)?;
    Ok(SentFile {
        page: PageId::parse(&text(row, "page")?).ok_or_else(|| damaged("page"))?,
        upload: FileId::parse(&text(row, "upload")?).ok_or_else(|| damaged("upload"))?,
        length: u64::try_from(length).map_err(Error::internal)?,
        sha256: text(row, "sha256")?,
        media: read_name(&text(row, "media")?)?,
    })
}
