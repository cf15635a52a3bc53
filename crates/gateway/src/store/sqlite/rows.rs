//! Queries, reading of rows, and conversion of database errors.

use crate::error::{Error, Result};
use crate::identity::{FileId, Owner};
use crate::keys::Slot;
use rusqlite::types::FromSql;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::code::ApplicationNumber;

pub fn column<T: FromSql>(row: &Row<'_>, name: &str) -> Result<T> {
    row.get(name).map_err(failed)
}

pub fn owner(row: &Row<'_>) -> Result<Owner> {
    Ok(Owner::from_hash(column(row, "owner")?))
}

pub fn slot(row: &Row<'_>) -> Result<Slot> {
    Slot::from_number(column(row, "key")?).ok_or_else(|| damaged("key"))
}

pub fn number(row: &Row<'_>, name: &str) -> Result<ApplicationNumber> {
    ApplicationNumber::parse(&column::<String>(row, name)?).map_err(|_| damaged("number"))
}

pub fn file_id(row: &Row<'_>, name: &str) -> Result<FileId> {
    FileId::parse(&column::<String>(row, name)?).ok_or_else(|| damaged("upload"))
}

pub fn read_json<T: DeserializeOwned>(json: &[u8]) -> Result<T> {
    serde_json::from_slice(json).map_err(|_| damaged("json"))
}

pub fn write_json<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(Error::internal)
}

/// Returns the name that serde gives a variant.
pub fn write_name<T: Serialize>(value: T) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        _ => Err(damaged("name")),
    }
}

pub fn read_name<T: DeserializeOwned>(name: &str) -> Result<T> {
    serde_json::from_value(name.into()).map_err(|_| damaged("name"))
}

/// Returns the error for a value that this program cannot have written. The value is not included: it may be personal.
pub fn damaged(column: &str) -> Error {
    Error::internal(format!("the database has an unreadable {column}"))
}

/// Converts a database error; distinguishes a full disk from other causes.
pub fn failed(error: rusqlite::Error) -> Error {
    // SQLITE_IOERR for write, fsync and truncate, and for growing the shared memory.
    const FULL: [i32; 5] = [778, 1034, 1546, 4874, 5386];
    let is_full = error
        .sqlite_error()
        .is_some_and(|error| error.code == ErrorCode::DiskFull || FULL.contains(&error.extended_code));
    if is_full { Error::StorageFull } else { Error::internal(error) }
}

/// Runs a query and reads its first row.
pub fn one<T>(
    connection: &Connection,
    statement: &str,
    parameters: impl rusqlite::Params,
    read: impl FnOnce(&Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached(statement).map_err(failed)?;
    statement.query_row(parameters, |row| Ok(read(row))).optional().map_err(failed)?.transpose()
}

/// Runs a query and reads all rows.
pub fn all<T>(
    connection: &Connection,
    statement: &str,
    parameters: impl rusqlite::Params,
    mut read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(statement).map_err(failed)?;
    let mut rows = statement.query(parameters).map_err(failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        found.push(read(row)?);
    }
    Ok(found)
}

pub fn execute(connection: &Connection, statement: &str, parameters: impl rusqlite::Params) -> Result<()> {
    changed(connection, statement, parameters).map(|_| ())
}

/// Executes a statement and returns the number of changed rows.
pub fn changed(connection: &Connection, statement: &str, parameters: impl rusqlite::Params) -> Result<usize> {
    connection
        .prepare_cached(statement)
        .and_then(|mut statement| statement.execute(parameters))
        .map_err(failed)
}
