//! The database in SQLite: one file, one writer, durable at each commit. Personal data are sealed before they are written.

use crate::error::{Error, Result};
use crate::fs::private_file;
use crate::identity::{FileId, Owner};
use crate::keys::{Keys, Slot};
use crate::lock::lock;
use crate::sharing::ShareId;
use crate::store::{
    ApplicationOwner, ApplicationStore, NewSubmission, NewUpload, SealedShare, SentFile, ShareAccess,
    ShareInsert, Statistics, StoredApplication, StoredResponse, StoredShare, SubmissionInsert, Upload,
};
use async_trait::async_trait;
use cache::ApplicationCache;
use connection::{check_intact, connect};
use rows::failed;
use rules::document::Media;
use rules::id::PageId;
use rules::time::Instant;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;
use writer::{OnClose, TxOutcome, Writer};

mod applications;
mod cache;
mod connection;
mod deletion;
mod migrate;
mod rows;
mod sealed;
mod shares;
mod uploads;
mod verify;
mod writer;

pub use deletion::files_of_copy;
pub use migrate::{check_current, check_supported};
pub use verify::{BlobState, FileRecord, Verification, cause};

/// The maximum number of concurrent readers. Readers do not wait for the writer.
const READERS: usize = 4;

/// A store in a SQLite database.
pub struct SqliteStore {
    keys: Arc<Keys>,
    /// The only writer of this process. Waiting for it is fair; waiting inside SQLite is not.
    writer: Writer,
    readers: Arc<ReadPool>,
    cache: ApplicationCache,
}

/// A pool of read connections, which are opened on demand.
struct ReadPool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Semaphore,
}

impl SqliteStore {
    /// Creates a database if it does not exist, and its tables if it has none.
    pub fn create(path: &Path) -> Result<()> {
        // Created here with private permissions, before SQLite opens it.
        private_file().create(true).truncate(false).write(true).open(path)?;
        migrate::create(&mut connect(path)?)
    }

    /// Opens a database with the current schema. Rejects a damaged one.
    pub fn open(path: &Path, keys: Arc<Keys>) -> Result<Self> {
        let connection = connect(path)?;
        check_intact(&connection)?;
        Self::over(connection, path, keys, OnClose::LeaveWal)
    }

    /// Migrates the database of an earlier version, and opens it for the process that serves from it. Rejects a damaged one.
    pub fn open_to_serve(path: &Path, keys: Arc<Keys>) -> Result<Self> {
        let mut connection = connect(path)?;
        check_intact(&connection)?;
        migrate::migrate(&mut connection)?;
        Self::over(connection, path, keys, OnClose::Checkpoint)
    }

    fn over(connection: Connection, path: &Path, keys: Arc<Keys>, on_close: OnClose) -> Result<Self> {
        let permits = Semaphore::new(READERS);
        let readers = ReadPool { path: path.to_owned(), idle: Mutex::default(), permits };
        Ok(Self {
            keys,
            writer: Writer::start(connection, on_close)?,
            readers: Arc::new(readers),
            cache: ApplicationCache::default(),
        })
    }

    /// Writes a consistent copy of the whole database. Others may write meanwhile.
    pub async fn copy_to(&self, path: &Path) -> Result<()> {
        let name = path.to_str().ok_or_else(|| Error::internal("the path is not valid UTF-8"))?.to_owned();
        self.read(move |connection, _| {
            connection.execute("VACUUM INTO ?", [name]).map_err(failed)?;
            Ok(())
        })
        .await
    }

    /// Verifies every row, and returns the files that the database refers to.
    pub async fn verify(&self) -> Result<Verification> {
        self.read(verify::verify).await
    }

    /// Deletes all applications and files whose keys are destroyed; returns the number of each. Used for a database that is
    /// older than its key table.
    pub async fn forget_destroyed(&self, now: Instant) -> Result<(usize, usize)> {
        self.write(move |connection, keys| {
            deletion::forget_destroyed(connection, keys, now).map(TxOutcome::Commit)
        })
        .await
    }

    /// Reads on a thread that may block on the disk.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection, &Keys) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let readers = Arc::clone(&self.readers);
        let keys = Arc::clone(&self.keys);
        let _permit = self.readers.permits.acquire().await.map_err(Error::internal)?;
        let reading = tokio::task::spawn_blocking(move || {
            let mut connection = readers.take()?;
            let read = work(&mut connection, &keys);
            readers.give_back(connection);
            read
        });
        reading.await.map_err(Error::internal)?
    }

    /// Reads a few rows on the current thread: this takes microseconds, and switching to another thread takes longer.
    fn read_inline<T>(&self, work: impl FnOnce(&mut Connection, &Keys) -> Result<T>) -> Result<T> {
        let mut connection = self.readers.take()?;
        let read = work(&mut connection, &self.keys);
        self.readers.give_back(connection);
        read
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection, &Keys) -> Result<TxOutcome<T>> + Send + 'static,
    ) -> Result<T> {
        let keys = Arc::clone(&self.keys);
        self.writer.write(move |connection| work(connection, &keys)).await
    }
}

impl ReadPool {
    fn take(&self) -> Result<Connection> {
        let idle = lock(&self.idle).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => connect(&self.path),
        }
    }

    fn give_back(&self, connection: Connection) {
        lock(&self.idle).push(connection);
    }
}

#[async_trait]
impl ApplicationStore for SqliteStore {
    async fn ready(&self) -> Result<()> {
        self.read(|connection, _| {
            connection
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
                .map_err(failed)?;
            Ok(())
        })
        .await
    }

    async fn statistics(&self) -> Result<Statistics> {
        self.read(|connection, _| applications::statistics(connection)).await
    }

    async fn latest(&self) -> Result<Option<Instant>> {
        self.read(|connection, _| applications::latest(connection)).await
    }

    async fn owner_of(&self, number: ApplicationNumber) -> Result<Option<ApplicationOwner>> {
        self.read_inline(|connection, _| applications::owner_of(connection, number))
    }

    async fn numbers(&self, owner: &Owner) -> Result<Vec<ApplicationNumber>> {
        let owner = *owner;
        self.read(move |connection, _| applications::numbers(connection, &owner)).await
    }

    async fn has_deleted(&self, owner: &Owner) -> Result<bool> {
        let owner = *owner;
        self.read(move |connection, _| applications::has_deleted(connection, &owner)).await
    }

    async fn application(&self, number: ApplicationNumber) -> Result<Option<StoredApplication>> {
        self.read_inline(|connection, keys| self.cache.find(connection, keys, number))
    }

    async fn latest_body(&self, number: ApplicationNumber) -> Result<Option<Vec<u8>>> {
        self.read_inline(|connection, keys| applications::latest_body(connection, keys, number))
    }

    async fn numbers_after(
        &self,
        after: Option<ApplicationNumber>,
        count: usize,
    ) -> Result<Vec<ApplicationNumber>> {
        self.read(move |connection, _| applications::numbers_after(connection, after, count)).await
    }

    async fn sent_files(&self, number: ApplicationNumber) -> Result<Vec<SentFile>> {
        self.read(move |connection, keys| uploads::sent(connection, keys, number)).await
    }

    async fn sent_file(&self, number: ApplicationNumber, page: PageId) -> Result<Option<SentFile>> {
        self.read_inline(|connection, keys| uploads::sent_page(connection, keys, number, page))
    }

    async fn correct_contact(
        &self,
        number: ApplicationNumber,
        details: &ContactDetails,
        now: Instant,
    ) -> Result<()> {
        let details = details.clone();
        self.write(move |connection, keys| {
            applications::correct_contact(connection, keys, number, &details, now).map(TxOutcome::Commit)
        })
        .await
    }

    async fn corrected_contact(&self, number: ApplicationNumber) -> Result<Option<ContactDetails>> {
        self.read_inline(|connection, keys| applications::corrected_contact(connection, keys, number))
    }

    async fn stored_response(&self, owner: &Owner, key: &str) -> Result<Option<StoredResponse>> {
        self.read_inline(|connection, keys| applications::stored_response(connection, keys, owner, key))
    }

    async fn insert_submission(&self, submission: NewSubmission) -> Result<SubmissionInsert> {
        self.write(move |connection, keys| {
            Ok(match applications::insert_submission(connection, keys, &submission)? {
                SubmissionInsert::Inserted => TxOutcome::Commit(SubmissionInsert::Inserted),
                other => TxOutcome::Rollback(other),
            })
        })
        .await
    }

    async fn add_event(
        &self,
        number: ApplicationNumber,
        revision: usize,
        record: &EventRecord,
    ) -> Result<bool> {
        let record = record.clone();
        self.write(move |connection, keys| {
            applications::add_event(connection, keys, number, revision, &record).map(TxOutcome::Commit)
        })
        .await
    }

    async fn events_since(&self, seen: i64) -> Result<(i64, Vec<ApplicationNumber>)> {
        self.read(move |connection, _| applications::events_since(connection, seen)).await
    }

    async fn insert_share(&self, number: ApplicationNumber, share: &SealedShare) -> Result<ShareInsert> {
        let share = share.clone();
        self.write(move |connection, _| shares::insert(connection, number, &share).map(TxOutcome::Commit))
            .await
    }

    async fn shares(&self, number: ApplicationNumber) -> Result<Vec<StoredShare>> {
        self.read(move |connection, _| shares::active(connection, number)).await
    }

    async fn revoke_share(&self, number: ApplicationNumber, id: &ShareId, now: Instant) -> Result<bool> {
        let id = id.clone();
        self.write(move |connection, _| shares::revoke(connection, number, &id, now).map(TxOutcome::Commit))
            .await
    }

    async fn share(&self, token: &[u8; 32]) -> Result<Option<ShareAccess>> {
        self.read_inline(|connection, _| shares::find(connection, token))
    }

    async fn delete(&self, number: ApplicationNumber, revision: usize, now: Instant) -> Result<bool> {
        self.write(move |connection, _| {
            deletion::delete(connection, number, revision, now).map(TxOutcome::Commit)
        })
        .await
    }

    async fn destroy_keys(&self) -> Result<()> {
        // Read outside of the writer, because what it has not committed may still be rolled back.
        loop {
            let slots: Vec<Slot> = self
                .read(|connection, keys| {
                    let slots = deletion::keys_to_destroy(connection)?;
                    keys.destroy(&slots)?;
                    Ok(slots)
                })
                .await?;
            if slots.is_empty() {
                return Ok(());
            }
            self.write(move |connection, _| deletion::destroyed(connection, &slots).map(TxOutcome::Commit))
                .await?;
        }
    }

    async fn create_upload(&self, owner: Owner, new: NewUpload, expires_at: Instant) -> Result<Upload> {
        self.write(move |connection, keys| {
            uploads::create(connection, keys, owner, &new, expires_at).map(TxOutcome::Commit)
        })
        .await
    }

    async fn upload(&self, id: &FileId) -> Result<Option<Upload>> {
        self.read_inline(|connection, keys| uploads::find(connection, keys, id))
    }

    async fn complete_upload(
        &self,
        id: &FileId,
        sha256: &str,
        media: Media,
        expires_at: Instant,
    ) -> Result<()> {
        let (id, sha256) = (id.clone(), sha256.to_owned());
        self.write(move |connection, keys| {
            uploads::complete(connection, keys, &id, &sha256, media, expires_at).map(TxOutcome::Commit)
        })
        .await
    }

    async fn discard_upload(&self, id: &FileId, now: Instant) -> Result<bool> {
        let id = id.clone();
        self.write(move |connection, _| uploads::discard(connection, &id, now).map(TxOutcome::Commit)).await
    }

    async fn expire_uploads(&self, now: Instant) -> Result<Vec<FileId>> {
        self.write(move |connection, _| uploads::expire(connection, now).map(TxOutcome::Commit)).await
    }

    async fn cleared_uploads(&self, ids: &[FileId], now: Instant) -> Result<()> {
        let ids = ids.to_vec();
        self.write(move |connection, _| uploads::cleared(connection, &ids, now).map(TxOutcome::Commit)).await
    }
}
