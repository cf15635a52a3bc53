//! Rows in SQLite: one file, one writer, durable at each commit. What is of a person is sealed before it gets there.

use crate::error::{Error, Result};
use crate::files::disk::DiskFiles;
use crate::folder::private_file;
use crate::identity::{FileId, Owner};
use crate::keys::{Keys, Slot};
use crate::sharing::ShareId;
use crate::store::{
    Answered, Application, Figures, FoundShare, Kept, KeptShare, NewUpload, Owned, SealedShare, SentFile,
    ShareKept, Store, Submitted, Upload,
};
use async_trait::async_trait;
use rows::failed;
use rules::document::Media;
use rules::id::PageId;
use rules::time::Instant;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;
use writer::{AtEnd, Writer, Written};

mod applications;
mod deleting;
mod examine;
mod migrate;
mod rows;
mod sealed;
mod shares;
mod uploads;
mod views;
mod writer;

pub use deleting::files_of_copy;
pub use examine::{Examined, ExaminedFile, Stands, cause};
pub use migrate::{Form, form_of};

/// How many may read at once; reading waits for nobody.
const READERS: usize = 4;
/// How long one process waits for another one that writes.
const BUSY: Duration = Duration::from_secs(10);
/// To how many bytes the write-ahead log is cut back once a reader that held it up has ended.
const LONGEST_LOG: u32 = 16 << 20;
/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 64;

pub struct SqliteStore {
    keys: Arc<Keys>,
    /// SQLite has one writer at a time: waiting for it here is fair, waiting inside SQLite is not.
    writer: Writer,
    readers: Arc<Readers>,
    views: views::Views,
}

/// Connections that read, opened when they are needed first.
struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    places: Semaphore,
}

impl SqliteStore {
    /// Makes a new database, or what is missing of one.
    pub fn make(path: &Path) -> Result<()> {
        // Made here, so that it is private from its first moment.
        private_file().create(true).truncate(false).write(true).open(path)?;
        migrate::make(&mut connect(path)?)
    }

    /// Opens a database of this version. A damaged one is refused.
    pub fn open(path: &Path, keys: Arc<Keys>) -> Result<Self> {
        let connection = connect(path)?;
        check(&connection)?;
        Self::over(connection, path, keys, AtEnd::Leave)
    }

    /// Brings the database, and the files that former versions kept, up to date, and opens it for the one program that serves
    /// from it. A damaged one is refused.
    pub fn open_to_serve(path: &Path, keys: Arc<Keys>, files: &DiskFiles) -> Result<Self> {
        let mut connection = connect(path)?;
        check(&connection)?;
        migrate::migrate(&mut connection, &keys, files)?;
        Self::over(connection, path, keys, AtEnd::WriteBack)
    }

    fn over(connection: Connection, path: &Path, keys: Arc<Keys>, at_end: AtEnd) -> Result<Self> {
        let places = Semaphore::new(READERS);
        let readers = Readers { path: path.to_owned(), idle: Mutex::default(), places };
        Ok(Self {
            keys,
            writer: Writer::start(connection, at_end)?,
            readers: Arc::new(readers),
            views: views::Views::default(),
        })
    }

    /// Writes a copy of the whole database as of one moment, which may be taken while others write.
    pub async fn copy_to(&self, path: &Path) -> Result<()> {
        let name = path.to_str().ok_or_else(|| Error::internal("the path is no text"))?.to_owned();
        self.read(move |connection, _| {
            connection.execute("VACUUM INTO ?", [name]).map_err(failed)?;
            Ok(())
        })
        .await
    }

    /// Looks at every row that speaks of something sealed, and calls back with what must be found where.
    pub async fn examine(&self) -> Result<Examined> {
        self.read(examine::examine).await
    }

    /// Deletes all applications and files whose keys are destroyed; how many of each. For a database that is older than its
    /// key table.
    pub async fn forget_destroyed(&self, now: Instant) -> Result<(usize, usize)> {
        self.write(move |connection, keys| {
            deleting::forget_destroyed(connection, keys, now).map(Written::Kept)
        })
        .await
    }

    /// Reads on a thread that may wait for the disk.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection, &Keys) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let readers = Arc::clone(&self.readers);
        let keys = Arc::clone(&self.keys);
        let _place = self.readers.places.acquire().await.map_err(Error::internal)?;
        let reading = tokio::task::spawn_blocking(move || {
            let mut connection = readers.take()?;
            let read = work(&mut connection, &keys);
            readers.give_back(connection);
            read
        });
        reading.await.map_err(Error::internal)?
    }

    /// Reads a few rows here and now: that takes some microseconds, and going to another thread takes longer.
    fn look<T>(&self, work: impl FnOnce(&mut Connection, &Keys) -> Result<T>) -> Result<T> {
        let mut connection = self.readers.take()?;
        let read = work(&mut connection, &self.keys);
        self.readers.give_back(connection);
        read
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection, &Keys) -> Result<Written<T>> + Send + 'static,
    ) -> Result<T> {
        let keys = Arc::clone(&self.keys);
        self.writer.write(move |connection| work(connection, &keys)).await
    }
}

impl Readers {
    fn take(&self) -> Result<Connection> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => connect(&self.path),
        }
    }

    fn give_back(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

/// A database that is missing is not made.
fn open_existing(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(broken)
}

fn connect(path: &Path) -> Result<Connection> {
    let connection = open_existing(path)?;
    connection.busy_timeout(BUSY).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection
        .execute_batch(
            // With less than FULL, a commit may be undone by a loss of power.
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
             PRAGMA secure_delete = ON;",
        )
        .map_err(broken)?;
    connection.pragma_update(None, "journal_size_limit", LONGEST_LOG).map_err(failed)?;
    Ok(connection)
}

/// Nothing is served from a damaged database.
fn check(connection: &Connection) -> Result<()> {
    let found: String =
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(broken)?;
    if found == "ok" { Ok(()) } else { Err(damaged(&found)) }
}

/// The same for what SQLite notices before it is asked.
fn broken(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            damaged(&error.to_string())
        }
        _ => failed(error),
    }
}

fn damaged(what: &str) -> Error {
    Error::internal(format!(
        "the database is damaged ({what}). Leave the data folder as it is, and restore the last backup into another \
         one: qandas-gateway restore BACKUP --data NEW; see docs/OPERATING.md"
    ))
}

#[async_trait]
impl Store for SqliteStore {
    async fn ready(&self) -> Result<()> {
        self.read(|connection, _| {
            connection
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
                .map_err(failed)?;
            Ok(())
        })
        .await
    }

    async fn figures(&self) -> Result<Figures> {
        self.read(|connection, _| applications::figures(connection)).await
    }

    async fn latest(&self) -> Result<Option<Instant>> {
        self.read(|connection, _| applications::latest(connection)).await
    }

    async fn owner_of(&self, number: ApplicationNumber) -> Result<Option<Owned>> {
        self.look(|connection, _| applications::owner_of(connection, number))
    }

    async fn numbers(&self, owner: &Owner) -> Result<Vec<ApplicationNumber>> {
        let owner = *owner;
        self.read(move |connection, _| applications::numbers(connection, &owner)).await
    }

    async fn has_deleted(&self, owner: &Owner) -> Result<bool> {
        let owner = *owner;
        self.read(move |connection, _| applications::has_deleted(connection, &owner)).await
    }

    async fn application(&self, number: ApplicationNumber) -> Result<Option<Application>> {
        self.look(|connection, keys| self.views.find(connection, keys, number))
    }

    async fn latest_body(&self, number: ApplicationNumber) -> Result<Option<Vec<u8>>> {
        self.look(|connection, keys| applications::latest_body(connection, keys, number))
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
        self.look(|connection, keys| uploads::sent_page(connection, keys, number, page))
    }

    async fn correct_contact(
        &self,
        number: ApplicationNumber,
        details: &ContactDetails,
        now: Instant,
    ) -> Result<()> {
        let details = details.clone();
        self.write(move |connection, keys| {
            applications::correct_contact(connection, keys, number, &details, now).map(Written::Kept)
        })
        .await
    }

    async fn corrected_contact(&self, number: ApplicationNumber) -> Result<Option<ContactDetails>> {
        self.look(|connection, keys| applications::corrected_contact(connection, keys, number))
    }

    async fn answered(&self, owner: &Owner, key: &str) -> Result<Option<Answered>> {
        self.look(|connection, keys| applications::answered(connection, keys, owner, key))
    }

    async fn keep(&self, submitted: Submitted) -> Result<Kept> {
        self.write(move |connection, keys| {
            Ok(match applications::keep(connection, keys, &submitted)? {
                Kept::Now => Written::Kept(Kept::Now),
                other => Written::Left(other),
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
            applications::add_event(connection, keys, number, revision, &record).map(Written::Kept)
        })
        .await
    }

    async fn events_since(&self, seen: i64) -> Result<(i64, Vec<ApplicationNumber>)> {
        self.read(move |connection, _| applications::events_since(connection, seen)).await
    }

    async fn keep_share(&self, number: ApplicationNumber, share: &SealedShare) -> Result<ShareKept> {
        let share = share.clone();
        self.write(move |connection, _| shares::keep(connection, number, &share).map(Written::Kept)).await
    }

    async fn shares(&self, number: ApplicationNumber) -> Result<Vec<KeptShare>> {
        self.read(move |connection, _| shares::alive(connection, number)).await
    }

    async fn revoke_share(&self, number: ApplicationNumber, id: &ShareId, now: Instant) -> Result<bool> {
        let id = id.clone();
        self.write(move |connection, _| shares::revoke(connection, number, &id, now).map(Written::Kept)).await
    }

    async fn share(&self, token: &[u8; 32]) -> Result<Option<FoundShare>> {
        self.look(|connection, _| shares::find(connection, token))
    }

    async fn delete(&self, number: ApplicationNumber, revision: usize, now: Instant) -> Result<bool> {
        self.write(move |connection, _| {
            deleting::delete(connection, number, revision, now).map(Written::Kept)
        })
        .await
    }

    async fn destroy_keys(&self) -> Result<()> {
        // Read apart from the writer: what it has not committed yet may still be undone.
        loop {
            let slots: Vec<Slot> = self
                .read(|connection, keys| {
                    let slots = deleting::keys_to_destroy(connection)?;
                    keys.destroy(&slots)?;
                    Ok(slots)
                })
                .await?;
            if slots.is_empty() {
                return Ok(());
            }
            self.write(move |connection, _| deleting::destroyed(connection, &slots).map(Written::Kept))
                .await?;
        }
    }

    async fn create_upload(&self, owner: Owner, new: NewUpload, expires_at: Instant) -> Result<Upload> {
        self.write(move |connection, keys| {
            uploads::create(connection, keys, owner, &new, expires_at).map(Written::Kept)
        })
        .await
    }

    async fn upload(&self, id: &FileId) -> Result<Option<Upload>> {
        self.look(|connection, keys| uploads::find(connection, keys, id))
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
            uploads::complete(connection, keys, &id, &sha256, media, expires_at).map(Written::Kept)
        })
        .await
    }

    async fn discard_upload(&self, id: &FileId, now: Instant) -> Result<bool> {
        let id = id.clone();
        self.write(move |connection, _| uploads::discard(connection, &id, now).map(Written::Kept)).await
    }

    async fn expire_uploads(&self, now: Instant) -> Result<Vec<FileId>> {
        self.write(move |connection, _| uploads::expire(connection, now).map(Written::Kept)).await
    }

    async fn cleared_uploads(&self, ids: &[FileId], now: Instant) -> Result<()> {
        let ids = ids.to_vec();
        self.write(move |connection, _| uploads::cleared(connection, &ids, now).map(Written::Kept)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sqlite_that_is_built_in_does_not_lose_what_is_committed_beside_a_checkpoint() {
        // Up to 3.51.2 a checkpoint of another process could: sqlite.org/wal.html, "The WAL-Reset Bug".
        assert!(rusqlite::version_number() >= 3_054_001, "{}", rusqlite::version());
    }

    #[test]
    fn a_write_ahead_log_that_a_reader_let_grow_is_cut_back() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("database");
        private_file().create(true).truncate(false).write(true).open(&path).unwrap();
        let (writer, reader) = (connect(&path).unwrap(), connect(&path).unwrap());
        writer.execute_batch("CREATE TABLE made_up (bytes)").unwrap();
        reader.execute_batch("BEGIN").unwrap();
        reader.query_row("SELECT count(*) FROM made_up", [], |row| row.get::<_, i64>(0)).unwrap();
        let length = || std::fs::metadata(place.path().join("database-wal")).unwrap().len();
        for _ in 0..24 {
            writer.execute_batch("INSERT INTO made_up VALUES (zeroblob(1 << 20))").unwrap();
        }
        assert!(length() > 24 << 20);
        reader.execute_batch("COMMIT").unwrap();
        // The first goes to the end of the log, which is then written back whole; the next begins it again.
        for _ in 0..2 {
            writer.execute_batch("INSERT INTO made_up VALUES (1)").unwrap();
        }
        assert!(length() <= u64::from(LONGEST_LOG), "{}", length());
    }
}
