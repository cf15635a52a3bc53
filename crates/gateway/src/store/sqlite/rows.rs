//! Reading rows, and telling why the database failed.

use crate::error::{Error, Result};
use crate::identity::{FileId, Owner};
use crate::keys::Slot;
use rusqlite::types::FromSql;
use rusqlite::{ErrorCode, Row};
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
    Slot::of(column(row, "key")?).ok_or_else(|| damaged("key"))
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

/// The name that serde gives a variant.
pub fn write_name<T: Serialize>(value: T) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        _ => Err(damaged("name")),
    }
}

pub fn read_name<T: DeserializeOwned>(name: &str) -> Result<T> {
    serde_json::from_value(name.into()).map_err(|_| damaged("name"))
}

/// A value that this code cannot have written. The value itself is not named: it may be somebody's.
pub fn damaged(column: &str) -> Error {
    Error::internal(format!("the database holds an unreadable {column}"))
}

/// Tells a full disk from everything else.
pub fn failed(error: rusqlite::Error) -> Error {
    // SQLITE_IOERR on write, fsync, truncate and on growing the shared memory.
    const FULL: [i32; 5] = [778, 1034, 1546, 4874, 5386];
    let is_full = error
        .sqlite_error()
        .is_some_and(|error| error.code == ErrorCode::DiskFull || FULL.contains(&error.extended_code));
    if is_full { Error::StorageFull } else { Error::internal(error) }
}
