//! Rows in SQLite: one file, one writer, durable at each commit.

use crate::error::{Error, Result};
use crate::identity::{FileId, Owner};
use crate::sharing::ShareId;
use crate::store::{
    Answered, Application, Figures, FoundShare, Kept, KeptShare, SealedShare, SentFile, ShareKept, Store,
    Submitted, Upload,
};
use async_trait::async_trait;
use rows::{answered_of, damaged, failed, owner, read_json, read_name, text, upload_of, write_name};
use rules::document::Media;
use rules::id::PageId;
use rules::time::Instant;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Row};
use std::path::Path;
use std::time::Duration;
use wire::answer::Receipt;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;
use write::{Writing, answered_query, has_revision, insert_event, write_submission};

mod rows;
mod sent;
mod shares;
mod write;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// How many may read at once; reading waits for nobody.
const READERS: u32 = 4;
/// How long one process waits for another one that writes.
const BUSY: Duration = Duration::from_secs(10);
/// What is gone is remembered for so long, so that a phone that comes back late is told so.
const TOMBSTONE_SECONDS: i64 = 30 * 86_400;

pub struct SqliteStore {
    /// SQLite has one writer at a time: waiting for it here is fair, waiting inside SQLite is not.
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    /// Opens the database, makes it where there is none, and brings it up to date.
    pub async fn open(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // With less, a commit may be undone by a loss of power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .disable_statement_logging();
        let pool =
            |connections| SqlitePoolOptions::new().max_connections(connections).test_before_acquire(false);
        let writer = pool(1).connect_with(options.clone()).await.map_err(failed)?;
        MIGRATIONS.run(&writer).await.map_err(|error| match error {
            sqlx::migrate::MigrateError::Execute(error) => failed(error),
            other => Error::internal(other),
        })?;
        let readers = pool(READERS).connect_with(options).await.map_err(failed)?;
        Ok(Self { writer, readers })
    }

    /// Writes what is still in the log into the database, so that one file is the whole.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn ready(&self) -> Result<()> {
        sqlx::query("SELECT count(*) FROM sqlite_schema").execute(&self.readers).await.map_err(failed)?;
        Ok(())
    }

    async fn figures(&self) -> Result<Figures> {
        let row = sqlx::query(
            "SELECT (SELECT count(*) FROM applications) AS applications, \
             page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size",
        )
        .fetch_one(&self.readers)
        .await
        .map_err(failed)?;
        let count = |column| -> Result<u64> {
            let count: i64 = row.try_get(column).map_err(failed)?;
            u64::try_from(count).map_err(Error::internal)
        };
        Ok(Figures { applications: count("applications")?, database_bytes: count("bytes")? })
    }

    async fn owner_of(&self, number: ApplicationNumber) -> Result<Option<Owner>> {
        let row = sqlx::query("SELECT owner FROM applications WHERE number = ?")
            .bind(number.write())
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)?;
        row.map(|row| owner(&row)).transpose()
    }

    async fn numbers(&self, owner: &Owner) -> Result<Vec<ApplicationNumber>> {
        let rows = sqlx::query("SELECT number FROM applications WHERE owner = ? ORDER BY rowid")
            .bind(owner.hash().as_slice())
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        rows.iter()
            .map(|row| ApplicationNumber::parse(&text(row, "number")?).map_err(|_| damaged("number")))
            .collect()
    }

    async fn application(&self, number: ApplicationNumber) -> Result<Option<Application>> {
        // One transaction, so that events and submission are of one moment.
        let mut snapshot = self.readers.begin().await.map_err(failed)?;
        let submission = sqlx::query(
            "SELECT answer, service, basis, edition FROM submissions WHERE application = ? ORDER BY id DESC LIMIT 1",
        )
        .bind(number.write())
        .fetch_optional(&mut *snapshot)
        .await
        .map_err(failed)?;
        let Some(submission) = submission else { return Ok(None) };
        let events = sqlx::query("SELECT record FROM events WHERE application = ? ORDER BY id")
            .bind(number.write())
            .fetch_all(&mut *snapshot)
            .await
            .map_err(failed)?;
        let receipt: Receipt = read_json(&text(&submission, "answer")?)?;
        let basis: Option<String> = submission.try_get("basis").map_err(failed)?;
        Ok(Some(Application {
            number,
            receipt,
            service: read_name(&text(&submission, "service")?)?,
            basis: basis.as_deref().map(read_name).transpose()?,
            edition: text(&submission, "edition")?,
            events: events.iter().map(|row| read_json(&text(row, "record")?)).collect::<Result<_>>()?,
        }))
    }

    async fn latest_body(&self, number: ApplicationNumber) -> Result<Option<Vec<u8>>> {
        let row = sqlx::query("SELECT body FROM submissions WHERE application = ? ORDER BY id DESC LIMIT 1")
            .bind(number.write())
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)?;
        row.map(|row| row.try_get("body").map_err(failed)).transpose()
    }

    async fn numbers_after(
        &self,
        after: Option<ApplicationNumber>,
        count: usize,
    ) -> Result<Vec<ApplicationNumber>> {
        sent::numbers_after(&self.readers, after, count).await
    }

    async fn sent_files(&self, number: ApplicationNumber) -> Result<Vec<SentFile>> {
        sent::files(&self.readers, number).await
    }

    async fn sent_file(&self, number: ApplicationNumber, page: PageId) -> Result<Option<SentFile>> {
        sent::file(&self.readers, number, page).await
    }

    async fn correct_contact(
        &self,
        number: ApplicationNumber,
        details: &ContactDetails,
        now: Instant,
    ) -> Result<()> {
        sent::correct_contact(&self.writer, number, details, now).await
    }

    async fn corrected_contact(&self, number: ApplicationNumber) -> Result<Option<ContactDetails>> {
        sent::corrected_contact(&self.readers, number).await
    }

    async fn answered(&self, owner: &Owner, key: &str) -> Result<Option<Answered>> {
        let row = answered_query(owner, key).fetch_optional(&self.readers).await.map_err(failed)?;
        row.as_ref().map(answered_of).transpose()
    }

    async fn keep(&self, submitted: &Submitted) -> Result<Kept> {
        let mut writing = Writing::begin(&self.writer).await?;
        let kept = write_submission(&mut writing.connection, submitted).await?;
        match kept {
            Kept::Now => writing.commit().await?,
            _ => writing.leave().await?,
        }
        Ok(kept)
    }

    async fn add_event(
        &self,
        number: ApplicationNumber,
        revision: usize,
        record: &EventRecord,
    ) -> Result<bool> {
        let number = number.write();
        let mut writing = Writing::begin(&self.writer).await?;
        if !has_revision(&mut writing.connection, &number, revision).await? {
            writing.leave().await?;
            return Ok(false);
        }
        insert_event(&mut writing.connection, &number, record).await?;
        writing.commit().await?;
        Ok(true)
    }

    async fn events_since(&self, seen: i64) -> Result<(i64, Vec<ApplicationNumber>)> {
        let rows =
            sqlx::query("SELECT application, max(id) AS last FROM events WHERE id > ? GROUP BY application")
                .bind(seen)
                .fetch_all(&self.readers)
                .await
                .map_err(failed)?;
        let mut last = seen;
        let mut numbers = Vec::with_capacity(rows.len());
        for row in &rows {
            last = last.max(row.try_get("last").map_err(failed)?);
            let number = ApplicationNumber::parse(&text(row, "application")?);
            numbers.push(number.map_err(|_| damaged("number"))?);
        }
        Ok((last, numbers))
    }

    async fn keep_share(&self, number: ApplicationNumber, share: &SealedShare) -> Result<ShareKept> {
        let mut writing = Writing::begin(&self.writer).await?;
        let kept = shares::keep(&mut writing.connection, number, share).await?;
        match kept {
            ShareKept::Now | ShareKept::Before(_) => writing.commit().await?,
            ShareKept::Revoked | ShareKept::Full | ShareKept::Taken => writing.leave().await?,
        }
        Ok(kept)
    }

    async fn shares(&self, number: ApplicationNumber) -> Result<Vec<KeptShare>> {
        shares::alive(&self.readers, number).await
    }

    async fn revoke_share(&self, number: ApplicationNumber, id: &ShareId, now: Instant) -> Result<bool> {
        shares::revoke(&self.writer, number, id, now).await
    }

    async fn share(&self, token: &[u8; 32]) -> Result<Option<FoundShare>> {
        shares::find(&self.readers, token).await
    }

    async fn create_upload(&self, upload: &Upload) -> Result<()> {
        sqlx::query("INSERT INTO uploads (id, owner, length, state, expires_at) VALUES (?, ?, ?, 'open', ?)")
            .bind(upload.id.as_str())
            .bind(upload.owner.hash().as_slice())
            .bind(i64::try_from(upload.length).map_err(Error::internal)?)
            .bind(upload.expires_at.map(|at| at.0))
            .execute(&self.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn upload(&self, id: &FileId) -> Result<Option<Upload>> {
        let row = sqlx::query(
            "SELECT id, owner, length, state, sha256, media, expires_at FROM uploads WHERE id = ?",
        )
        .bind(id.as_str())
        .fetch_optional(&self.readers)
        .await
        .map_err(failed)?;
        row.as_ref().map(upload_of).transpose()
    }

    async fn complete_upload(
        &self,
        id: &FileId,
        sha256: &str,
        media: Media,
        expires_at: Instant,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE uploads SET state = 'complete', sha256 = ?, media = ?, expires_at = ? WHERE id = ? AND state = 'open'",
        )
        .bind(sha256)
        .bind(write_name(media)?)
        .bind(expires_at.0)
        .bind(id.as_str())
        .execute(&self.writer)
        .await
        .map_err(failed)?;
        Ok(())
    }

    async fn discard_upload(&self, id: &FileId, now: Instant) -> Result<bool> {
        let discarded = sqlx::query(
            "UPDATE uploads SET state = 'gone', gone_at = ? WHERE id = ? AND expires_at IS NOT NULL",
        )
        .bind(now.0)
        .bind(id.as_str())
        .execute(&self.writer)
        .await
        .map_err(failed)?;
        Ok(discarded.rows_affected() > 0)
    }

    async fn expire_uploads(&self, now: Instant) -> Result<Vec<FileId>> {
        sqlx::query(
            "UPDATE uploads SET state = 'gone', gone_at = ?1 WHERE expires_at <= ?1 AND state <> 'gone'",
        )
        .bind(now.0)
        .execute(&self.writer)
        .await
        .map_err(failed)?;
        let rows = sqlx::query("SELECT id FROM uploads WHERE state = 'gone' AND cleared = 0")
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(|row| FileId::parse(&text(row, "id")?).ok_or_else(|| damaged("id"))).collect()
    }

    async fn cleared_uploads(&self, ids: &[FileId], now: Instant) -> Result<()> {
        let mut writing = Writing::begin(&self.writer).await?;
        for id in ids {
            sqlx::query("UPDATE uploads SET cleared = 1 WHERE id = ? AND state = 'gone'")
                .bind(id.as_str())
                .execute(&mut *writing.connection)
                .await
                .map_err(failed)?;
        }
        sqlx::query("DELETE FROM uploads WHERE state = 'gone' AND cleared = 1 AND gone_at <= ?")
            .bind(now.0 - TOMBSTONE_SECONDS)
            .execute(&mut *writing.connection)
            .await
            .map_err(failed)?;
        writing.commit().await
    }
}
