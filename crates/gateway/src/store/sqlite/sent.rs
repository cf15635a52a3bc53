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
