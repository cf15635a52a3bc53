//! Migrations to the schema of this version. Until version 0.2.0 is tagged, a change of the schema replaces the first migration,
//! and data of an older schema are rejected.

use crate::error::{Error, Result};
use crate::store::sqlite::connection::{broken, open_existing};
use crate::store::sqlite::rows::failed;
use rusqlite::Connection;
use std::path::Path;

/// The oldest schema version that is migrated. It is stored as `PRAGMA user_version`.
const FIRST: i64 = 5;
/// The schema version of this program.
const VERSION: i64 = 6;
/// The migrations in order, each with the version of its result.
const MIGRATIONS: [(i64, &str); 2] = [
    (FIRST, include_str!("../../../migrations/0001_schema.sql")),
    (VERSION, include_str!("../../../migrations/0002_upload_metadata.sql")),
];

/// Rejects a database whose schema is neither the current one nor can be migrated to it. Changes nothing.
pub fn check_supported(path: &Path) -> Result<()> {
    supported_version(&open_existing(path)?).map(|_| ())
}

/// Rejects a database whose schema is not the current one. Changes nothing.
pub fn check_current(path: &Path) -> Result<()> {
    match supported_version(&open_existing(path)?)? {
        VERSION => Ok(()),
        former => Err(Error::internal(format!(
            "the data are of version {former}, and this program needs version {VERSION}: start the gateway, which migrates them"
        ))),
    }
}

/// Creates the tables of a new database, or completes a creation that was interrupted.
pub fn create(connection: &mut Connection) -> Result<()> {
    let version = version(connection)?;
    apply_after(connection, version)
}

/// Migrates a database to the current schema.
pub fn migrate(connection: &mut Connection) -> Result<()> {
    let version = supported_version(connection)?;
    apply_after(connection, version)
}

/// Applies the migrations after a version, each in a transaction.
fn apply_after(connection: &mut Connection, done: i64) -> Result<()> {
    for (version, statements) in MIGRATIONS.into_iter().filter(|(version, _)| *version > done) {
        let transaction = connection.transaction().map_err(failed)?;
        transaction.execute_batch(statements).map_err(failed)?;
        transaction.pragma_update(None, "user_version", version).map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(broken)
}

/// Returns the schema version of a database. Rejects one that cannot be migrated.
fn supported_version(connection: &Connection) -> Result<i64> {
    let refusal = match version(connection)? {
        supported @ FIRST..=VERSION => return Ok(supported),
        0 if has_no_tables(connection)? => {
            "the database has no tables of this program: restore the last backup into another folder".into()
        }
        later if later > VERSION => format!("the data are of a later version ({later}) than this program"),
        older => format!(
            "the data are of version {older}, and this program migrates data from version {FIRST} on: use the program that wrote \
             them, or create a new data folder with `qandas-gateway init`"
        ),
    };
    Err(Error::internal(refusal))
}

fn has_no_tables(connection: &Connection) -> Result<bool> {
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(broken)?;
    Ok(tables == 0)
}
