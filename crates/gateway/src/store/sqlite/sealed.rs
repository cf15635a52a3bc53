//! What of an application is sealed, and where: each value is bound to its row, so that none opens in another's place.

use crate::error::{Error, Result};
use crate::identity::FileId;
use crate::keys::Keys;
use crate::sealing::{Key, Place};
use crate::store::sqlite::rows::{column, damaged, read_json, slot, write_json};
use rules::service::{Basis, Service};
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wire::code::ApplicationNumber;

/// What is known of a submission beside its body.
#[derive(Serialize, Deserialize)]
pub struct Summary {
    /// SHA-256 of what was asked.
    pub request: [u8; 32],
    /// The body of the answer, byte for byte.
    pub answer: String,
    pub service: Service,
    pub basis: Option<Basis>,
    pub edition: String,
}

/// An application's key, with which its rows are sealed.
pub struct Seal {
    number: String,
    key: Key,
}

impl Seal {
    pub fn of(number: ApplicationNumber, key: Key) -> Self {
        Self { number: number.write(), key }
    }

    /// Of an application that is there. `None` for an unknown number, [`Error::Gone`] for one that is deleted.
    pub fn find(connection: &Connection, keys: &Keys, number: ApplicationNumber) -> Result<Option<Self>> {
        let mut statement = connection
            .prepare_cached("SELECT key, deleted_at FROM applications WHERE number = ?")
            .map_err(super::rows::failed)?;
        let found = statement
            .query_row([number.write()], |row| Ok((slot(row), column::<Option<i64>>(row, "deleted_at"))))
            .optional()
            .map_err(super::rows::failed)?;
        let Some((slot, deleted_at)) = found else { return Ok(None) };
        if deleted_at?.is_some() {
            return Err(Error::Gone);
        }
        Ok(Some(Self::of(number, keys.get(slot?)?)))
    }

    pub fn summary(&self, idempotency_key: &str, summary: &Summary) -> Result<Vec<u8>> {
        self.key.seal(&self.place("summary", idempotency_key.as_bytes()), &write_json(summary)?)
    }

    pub fn open_summary(&self, idempotency_key: &str, sealed: &[u8]) -> Result<Summary> {
        self.open("summary", idempotency_key.as_bytes(), sealed)
    }

    pub fn body(&self, idempotency_key: &str, body: &[u8]) -> Result<Vec<u8>> {
        self.key.seal(&self.place("body", idempotency_key.as_bytes()), body)
    }

    pub fn open_body(&self, idempotency_key: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        self.key.open(&self.place("body", idempotency_key.as_bytes()), sealed).ok_or_else(|| damaged("body"))
    }

    /// Under what name an event is known.
    pub fn event_name(&self, event_id: &str) -> Result<[u8; 32]> {
        self.key.name(&self.place("event", event_id.as_bytes()))
    }

    pub fn event<T: Serialize>(&self, name: &[u8; 32], record: &T) -> Result<Vec<u8>> {
        self.key.seal(&self.place("event", name), &write_json(record)?)
    }

    pub fn open_event<T: DeserializeOwned>(&self, name: &[u8; 32], sealed: &[u8]) -> Result<T> {
        self.open("event", name, sealed)
    }

    pub fn contact<T: Serialize>(&self, submission: i64, details: &T) -> Result<Vec<u8>> {
        self.key.seal(&self.place("contact", &submission.to_le_bytes()), &write_json(details)?)
    }

    pub fn open_contact<T: DeserializeOwned>(&self, submission: i64, sealed: &[u8]) -> Result<T> {
        self.open("contact", &submission.to_le_bytes(), sealed)
    }

    fn open<T: DeserializeOwned>(&self, kind: &str, row: &[u8], sealed: &[u8]) -> Result<T> {
        read_json(&self.key.open(&self.place(kind, row), sealed).ok_or_else(|| damaged(kind))?)
    }

    fn place(&self, kind: &str, row: &[u8]) -> Place {
        Place::of("qandas application").and(self.number.as_bytes()).and(kind.as_bytes()).and(row)
    }
}

pub fn seal_hash(key: &Key, file: &FileId, sha256: &str) -> Result<Vec<u8>> {
    key.seal(&hash_place(file), sha256.as_bytes())
}

pub fn open_hash(key: &Key, file: &FileId, sealed: &[u8]) -> Result<String> {
    open_text(key, &hash_place(file), "sha256", sealed)
}

pub fn seal_metadata(key: &Key, file: &FileId, metadata: &str) -> Result<Vec<u8>> {
    key.seal(&metadata_place(file), metadata.as_bytes())
}

pub fn open_metadata(key: &Key, file: &FileId, sealed: &[u8]) -> Result<String> {
    open_text(key, &metadata_place(file), "metadata", sealed)
}

fn open_text(key: &Key, place: &Place, kind: &str, sealed: &[u8]) -> Result<String> {
    let opened = key.open(place, sealed).ok_or_else(|| damaged(kind))?;
    String::from_utf8(opened).map_err(|_| damaged(kind))
}

fn hash_place(file: &FileId) -> Place {
    Place::of("qandas upload").and(file.as_str().as_bytes())
}

fn metadata_place(file: &FileId) -> Place {
    hash_place(file).and(b"metadata")
}
