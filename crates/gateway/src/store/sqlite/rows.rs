//! Reading rows, and telling why the database failed.

use crate::error::{Error, Result};
use crate::identity::{FileId, Owner};
use crate::store::{Answered, Upload, UploadState};
use rules::time::Instant;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

pub fn answered_of(row: &SqliteRow) -> Result<Answered> {
    let request: Vec<u8> = row.try_get("request").map_err(failed)?;
    let request = request.try_into().map_err(|_| damaged("request"))?;
    Ok(Answered { request, answer: text(row, "answer")? })
}

pub fn upload_of(row: &SqliteRow) -> Result<Upload> {
    let length: i64 = row.try_get("length").map_err(failed)?;
    let expires_at: Option<i64> = row.try_get("expires_at").map_err(failed)?;
    let state = match text(row, "state")?.as_str() {
        "open" => UploadState::Open,
        "complete" => {
            UploadState::Complete { sha256: text(row, "sha256")?, media: read_name(&text(row, "media")?)? }
        }
        _ => UploadState::Gone,
    };
    Ok(Upload {
        id: FileId::parse(&text(row, "id")?).ok_or_else(|| damaged("id"))?,
        owner: owner(row)?,
        length: u64::try_from(length).map_err(Error::internal)?,
        expires_at: expires_at.map(Instant),
        state,
    })
}

pub fn owner(row: &SqliteRow) -> Result<Owner> {
    let hash: Vec<u8> = row.try_get("owner").map_err(failed)?;
    Ok(Owner::from_hash(hash.try_into().map_err(|_| damaged("owner"))?))
}

pub fn text(row: &SqliteRow, column: &str) -> Result<String> {
    row.try_get(column).map_err(failed)
}

pub fn read_json<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|_| damaged("json"))
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
pub fn failed(error: sqlx::Error) -> Error {
    // SQLITE_FULL; SQLITE_IOERR on write, fsync, truncate and on growing the shared memory.
    const FULL: [&str; 6] = ["13", "778", "1034", "1546", "4874", "5386"];
    let code = error.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
    if code.is_some_and(|code| FULL.contains(&code.as_str())) {
        Error::StorageFull
    } else {
        Error::internal(error)
    }
}
