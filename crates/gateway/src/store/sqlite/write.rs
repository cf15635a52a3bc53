//! Writing: transactions, and what is written in one of them.

use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::store::sqlite::rows::{answered_of, failed, write_name};
use crate::store::{Kept, Submitted};
use sqlx::pool::PoolConnection;
use sqlx::{Row, Sqlite, SqliteConnection, SqlitePool};
use wire::event::EventRecord;

/// A transaction that writes. Unless it comes to its end, its connection is closed: a full disk ends a transaction inside
/// SQLite, which whoever counts transactions outside does not notice.
pub struct Writing {
    pub connection: PoolConnection<Sqlite>,
    ended: bool,
}

impl Writing {
    pub async fn begin(pool: &SqlitePool) -> Result<Self> {
        let mut writing = Self { connection: pool.acquire().await.map_err(failed)?, ended: false };
        writing.execute("BEGIN IMMEDIATE").await?;
        Ok(writing)
    }

    async fn execute(&mut self, statement: &'static str) -> Result<()> {
        sqlx::query(statement).execute(&mut *self.connection).await.map_err(failed)?;
        Ok(())
    }

    pub async fn commit(mut self) -> Result<()> {
        self.execute("COMMIT").await?;
        self.ended = true;
        Ok(())
    }

    /// Writes nothing.
    pub async fn leave(mut self) -> Result<()> {
        self.execute("ROLLBACK").await?;
        self.ended = true;
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.ended {
            self.connection.close_on_drop();
        }
    }
}

pub async fn write_submission(connection: &mut SqliteConnection, submitted: &Submitted) -> Result<Kept> {
    let number = submitted.number.write();
    let before = answered_query(&submitted.owner, &submitted.key)
        .fetch_optional(&mut *connection)
        .await
        .map_err(failed)?;
    if let Some(before) = before {
        return Ok(Kept::Before(answered_of(&before)?));
    }
    match submitted.revision {
        None => {
            let made =
                sqlx::query("INSERT INTO applications (number, owner) VALUES (?, ?) ON CONFLICT DO NOTHING")
                    .bind(&number)
                    .bind(submitted.owner.hash().as_slice())
                    .execute(&mut *connection)
                    .await
                    .map_err(failed)?;
            if made.rows_affected() == 0 {
                return Ok(Kept::NumberTaken);
            }
        }
        Some(revision) if !has_revision(connection, &number, revision).await? => return Ok(Kept::Changed),
        Some(_) => {}
    }
    let submission = sqlx::query(
        "INSERT INTO submissions (application, owner, idempotency_key, request, body, answer, service, basis, edition) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&number)
    .bind(submitted.owner.hash().as_slice())
    .bind(&submitted.key)
    .bind(submitted.answered.request.as_slice())
    .bind(&submitted.body)
    .bind(&submitted.answered.answer)
    .bind(write_name(submitted.service)?)
    .bind(submitted.basis.map(write_name).transpose()?)
    .bind(&submitted.edition)
    .execute(&mut *connection)
    .await
    .map_err(failed)?
    .last_insert_rowid();
    for (page, file) in &submitted.files {
        // What has been claimed no longer expires.
        let claimed = sqlx::query(
            "UPDATE uploads SET expires_at = NULL WHERE id = ? AND owner = ? AND state = 'complete'",
        )
        .bind(file.as_str())
        .bind(submitted.owner.hash().as_slice())
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
        if claimed.rows_affected() == 0 {
            return Ok(Kept::FileMissing(*page));
        }
        sqlx::query("INSERT INTO submission_files (submission, page, upload) VALUES (?, ?, ?)")
            .bind(submission)
            .bind(page.write())
            .bind(file.as_str())
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
    }
    insert_event(connection, &number, &submitted.registered).await?;
    Ok(Kept::Now)
}

pub async fn has_revision(connection: &mut SqliteConnection, number: &str, revision: usize) -> Result<bool> {
    let row = sqlx::query("SELECT count(*) AS events FROM events WHERE application = ?")
        .bind(number)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    let events: i64 = row.try_get("events").map_err(failed)?;
    Ok(usize::try_from(events) == Ok(revision))
}

pub async fn insert_event(
    connection: &mut SqliteConnection,
    number: &str,
    record: &EventRecord,
) -> Result<()> {
    sqlx::query("INSERT INTO events (application, event_id, record) VALUES (?, ?, ?)")
        .bind(number)
        .bind(&record.event.event_id)
        .bind(serde_json::to_string(record).map_err(Error::internal)?)
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    Ok(())
}

pub type Query = sqlx::query::Query<'static, Sqlite, sqlx::sqlite::SqliteArguments>;

pub fn answered_query(owner: &Owner, key: &str) -> Query {
    sqlx::query("SELECT request, answer FROM submissions WHERE owner = ? AND idempotency_key = ?")
        .bind(owner.hash().to_vec())
        .bind(key.to_owned())
}
