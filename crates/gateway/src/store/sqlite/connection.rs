//! Connections to the database: their settings, and the check for damage.

use crate::error::{Error, Result};
use crate::store::sqlite::rows::failed;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// The time that a process waits for another process that is writing.
const BUSY: Duration = Duration::from_secs(10);
/// The size in bytes to which the write-ahead log is truncated after a long read has let it grow.
const MAX_WAL_BYTES: u32 = 16 << 20;
/// The number of prepared statements that a connection caches.
const STATEMENTS: usize = 64;

/// Opens a database without creating it.
pub fn open_existing(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(broken)
}

pub fn connect(path: &Path) -> Result<Connection> {
    let connection = open_existing(path)?;
    connection.busy_timeout(BUSY).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection
        .execute_batch(
            // Without FULL, a loss of power may undo a commit.
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
             PRAGMA secure_delete = ON;",
        )
        .map_err(broken)?;
    connection.pragma_update(None, "journal_size_limit", MAX_WAL_BYTES).map_err(failed)?;
    Ok(connection)
}

/// Rejects a damaged database.
pub fn check_intact(connection: &Connection) -> Result<()> {
    let found: String =
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(broken)?;
    if found == "ok" { Ok(()) } else { Err(damaged(&found)) }
}

/// Converts an error that shows that the database is damaged.
pub fn broken(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            damaged(&error.to_string())
        }
        _ => failed(error),
    }
}

pub fn damaged(what: &str) -> Error {
    Error::internal(format!(
        "the database is damaged ({what}). Leave the data folder as it is, and restore the last backup into another \
         one: qandas-gateway restore BACKUP --data-dir NEW; see docs/OPERATING.md"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::private_file;

    #[test]
    fn the_bundled_sqlite_does_not_have_the_wal_reset_bug() {
        // Up to 3.51.2 a checkpoint of another process could lose a commit: sqlite.org/wal.html, "The WAL-Reset Bug".
        assert!(rusqlite::version_number() >= 3_054_001, "{}", rusqlite::version());
    }

    #[test]
    fn a_write_ahead_log_that_grew_during_a_long_read_is_truncated() {
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
        // The first write goes to the end of the log, which is then checkpointed; the second one restarts the log.
        for _ in 0..2 {
            writer.execute_batch("INSERT INTO made_up VALUES (1)").unwrap();
        }
        assert!(length() <= u64::from(MAX_WAL_BYTES), "{}", length());
    }
}
