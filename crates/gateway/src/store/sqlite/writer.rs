//! The one writer: a thread that carries out whatever waits in one transaction, and answers only when that is on disk.
//!
//! A commit costs a sync of the disk, however much it holds. While one runs, others wait; the next one holds them all.

use crate::error::{Error, Result};
use crate::store::sqlite::rows::failed;
use rusqlite::Connection;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// So many are carried out in one transaction, at most.
const MOST: usize = 512;

/// What something that was to be written came to.
pub enum Written<T> {
    Kept(T),
    /// Nothing of it is to stay.
    Left(T),
}

pub struct Writer {
    /// `None` once it was closed.
    queue: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

/// What the writer does after its last job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtEnd {
    /// Nothing: the gateway that may run at the same time must not wait for this process.
    Leave,
    /// Writes the write-ahead log back, so that one file is the whole.
    WriteBack,
}

impl Writer {
    pub fn start(connection: Connection, at_end: AtEnd) -> Result<Self> {
        let (queue, jobs) = channel();
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || {
                write(&connection, &jobs);
                if at_end == AtEnd::WriteBack {
                    write_back(&connection);
                }
            })
            .map_err(Error::from)?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Returns when the transaction that holds it is on disk.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<Written<T>> + Send + 'static,
    ) -> Result<T> {
        let (send, receive) = oneshot::channel();
        let job = Waiting { work: Some(work), done: None, send };
        let queue = self.queue.as_ref().ok_or_else(closed)?;
        queue.send(Box::new(job)).map_err(|_| closed())?;
        receive.await.map_err(|_| closed())?
    }
}

/// Carries out what still waits.
impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A panic in it was logged; nothing is left to be done about it here.
            let _ = thread.join();
        }
    }
}

trait Job: Send {
    /// Whether what it wrote is to stay.
    fn carry_out(&mut self, connection: &Connection) -> bool;
    /// Why it failed, if it did.
    fn failure(&self) -> Option<Failure>;
    /// Tells who waits. The transaction came to its end, or failed in this way.
    fn answer(self: Box<Self>, committed: std::result::Result<(), Failure>);
}

struct Waiting<W, T> {
    work: Option<W>,
    done: Option<Result<T>>,
    send: oneshot::Sender<Result<T>>,
}

impl<T: Send, W: FnOnce(&Connection) -> Result<Written<T>> + Send> Job for Waiting<W, T> {
    fn carry_out(&mut self, connection: &Connection) -> bool {
        let Some(work) = self.work.take() else { return false };
        let (stays, done) = match work(connection) {
            Ok(Written::Kept(value)) => (true, Ok(value)),
            Ok(Written::Left(value)) => (false, Ok(value)),
            Err(error) => (false, Err(error)),
        };
        self.done = Some(done);
        stays
    }

    fn failure(&self) -> Option<Failure> {
        self.done.as_ref()?.as_ref().err().map(Failure::of)
    }

    fn answer(self: Box<Self>, committed: std::result::Result<(), Failure>) {
        let answer = match (self.done, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(failure)) => Err(failure.error()),
            (None, Ok(())) => Err(closed()),
        };
        // Who waited may have gone.
        let _ = self.send.send(answer);
    }
}

/// Why a transaction failed, for each of those that were in it.
#[derive(Clone)]
enum Failure {
    Full,
    Other(String),
}

impl Failure {
    fn of(error: &Error) -> Self {
        match error {
            Error::StorageFull => Self::Full,
            Error::Internal(cause) => Self::Other(cause.to_string()),
            other => Self::Other(other.to_string()),
        }
    }

    fn error(self) -> Error {
        match self {
            Self::Full => Error::StorageFull,
            Self::Other(cause) => Error::internal(cause),
        }
    }
}

fn write(connection: &Connection, jobs: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = jobs.recv() {
        let mut carried_out = Vec::new();
        let committed =
            transaction(connection, first, jobs, &mut carried_out).map_err(|error| Failure::of(&error));
        if committed.is_err() && !connection.is_autocommit() {
            // Where even this fails, the next transaction cannot begin and says so.
            let _ = connection.execute_batch("ROLLBACK");
        }
        for job in carried_out {
            job.answer(committed.clone());
        }
    }
}

/// Does not wait for a reader in another process: what stays in the write-ahead log is whole there too.
fn write_back(connection: &Connection) {
    let done = connection
        .busy_timeout(Duration::ZERO)
        .and_then(|()| connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"));
    if let Err(error) = done {
        tracing::warn!(%error, "the write-ahead log of the database is not written back");
    }
}

fn transaction(
    connection: &Connection,
    first: Box<dyn Job>,
    jobs: &Receiver<Box<dyn Job>>,
    carried_out: &mut Vec<Box<dyn Job>>,
) -> Result<()> {
    let execute = |statement| -> Result<()> {
        connection
            .prepare_cached(statement)
            .and_then(|mut statement| statement.execute([]))
            .map_err(failed)?;
        Ok(())
    };
    let begun = execute("BEGIN IMMEDIATE");
    let mut next = Some(first);
    let mut wrote = false;
    while let Some(mut job) = next.take() {
        if begun.is_ok() {
            execute("SAVEPOINT one")?;
            let stays = job.carry_out(connection);
            let failure = job.failure();
            carried_out.push(job);
            if connection.is_autocommit() {
                // A full disk ends a transaction inside SQLite: nothing of it is left, of those before neither.
                return Err(failure.map_or_else(closed, Failure::error));
            }
            if !stays {
                execute("ROLLBACK TO one")?;
            }
            execute("RELEASE one")?;
            wrote |= stays;
        } else {
            carried_out.push(job);
        }
        if carried_out.len() < MOST {
            next = jobs.try_recv().ok();
        }
    }
    begun?;
    execute(if wrote { "COMMIT" } else { "ROLLBACK" })
}

fn closed() -> Error {
    Error::internal("the database is closed")
}
