//! The writer thread (group commit): it runs all queued jobs in one transaction, and reports success only after the commit is
//! on disk.
//!
//! A commit costs one sync of the disk, however much it contains. Jobs that arrive during a commit share the next one.

use crate::error::{Error, Result};
use crate::store::sqlite::rows::failed;
use rusqlite::Connection;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// The maximum number of jobs in one transaction.
const MAX_JOBS: usize = 512;

/// The result of a job, and whether its changes are to be committed.
pub enum TxOutcome<T> {
    Commit(T),
    Rollback(T),
}

/// The handle of the writer thread. Dropping it runs the queued jobs and waits for the thread to end.
pub struct Writer {
    /// `None` after the writer was closed.
    queue: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

/// The last step of the writer, after its last job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnClose {
    /// Leaves the write-ahead log, because a gateway that may be running must not wait for this process.
    LeaveWal,
    /// Checkpoints the write-ahead log, so that the database is one file.
    Checkpoint,
}

impl Writer {
    pub fn start(connection: Connection, on_close: OnClose) -> Result<Self> {
        let (queue, jobs) = channel();
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || {
                write(&connection, &jobs);
                if on_close == OnClose::Checkpoint {
                    checkpoint(&connection);
                }
            })
            .map_err(Error::from)?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Runs a job and returns its result after the transaction is on disk.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<TxOutcome<T>> + Send + 'static,
    ) -> Result<T> {
        let (send, receive) = oneshot::channel();
        let job = QueuedJob { work: Some(work), done: None, send };
        let queue = self.queue.as_ref().ok_or_else(closed)?;
        queue.send(Box::new(job)).map_err(|_| closed())?;
        receive.await.map_err(|_| closed())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been logged by the panic hook.
            let _ = thread.join();
        }
    }
}

trait Job: Send {
    /// Runs the job; returns whether its changes are to be committed.
    fn carry_out(&mut self, connection: &Connection) -> bool;
    /// Returns the error of the job, if it failed.
    fn failure(&self) -> Option<TransactionError>;
    /// Sends the result to the caller. `committed` is the result of the transaction.
    fn answer(self: Box<Self>, committed: std::result::Result<(), TransactionError>);
}

struct QueuedJob<W, T> {
    work: Option<W>,
    done: Option<Result<T>>,
    send: oneshot::Sender<Result<T>>,
}

impl<T: Send, W: FnOnce(&Connection) -> Result<TxOutcome<T>> + Send> Job for QueuedJob<W, T> {
    fn carry_out(&mut self, connection: &Connection) -> bool {
        let Some(work) = self.work.take() else { return false };
        let (stays, done) = match work(connection) {
            Ok(TxOutcome::Commit(value)) => (true, Ok(value)),
            Ok(TxOutcome::Rollback(value)) => (false, Ok(value)),
            Err(error) => (false, Err(error)),
        };
        self.done = Some(done);
        stays
    }

    fn failure(&self) -> Option<TransactionError> {
        self.done.as_ref()?.as_ref().err().map(TransactionError::of)
    }

    fn answer(self: Box<Self>, committed: std::result::Result<(), TransactionError>) {
        let answer = match (self.done, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(failure)) => Err(failure.error()),
            (None, Ok(())) => Err(closed()),
        };
        // The caller may have been cancelled.
        let _ = self.send.send(answer);
    }
}

/// The error of a transaction, which is reported to each job in it.
#[derive(Clone)]
enum TransactionError {
    Full,
    Other(String),
}

impl TransactionError {
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
        let committed = transaction(connection, first, jobs, &mut carried_out)
            .map_err(|error| TransactionError::of(&error));
        if committed.is_err() && !connection.is_autocommit() {
            // If this fails too, the next transaction cannot begin and reports an error.
            let _ = connection.execute_batch("ROLLBACK");
        }
        for job in carried_out {
            job.answer(committed.clone());
        }
    }
}

/// Checkpoints the write-ahead log. Does not wait for readers in other processes: what remains in the log is not lost.
fn checkpoint(connection: &Connection) {
    let done = connection
        .busy_timeout(Duration::ZERO)
        .and_then(|()| connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"));
    if let Err(error) = done {
        tracing::warn!(%error, "the write-ahead log of the database cannot be checkpointed");
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
                // On a full disk SQLite rolls the whole transaction back, including the jobs before this one.
                return Err(failure.map_or_else(closed, TransactionError::error));
            }
            if !stays {
                execute("ROLLBACK TO one")?;
            }
            execute("RELEASE one")?;
            wrote |= stays;
        } else {
            carried_out.push(job);
        }
        if carried_out.len() < MAX_JOBS {
            next = jobs.try_recv().ok();
        }
    }
    begun?;
    execute(if wrote { "COMMIT" } else { "ROLLBACK" })
}

fn closed() -> Error {
    Error::internal("the database is closed")
}
