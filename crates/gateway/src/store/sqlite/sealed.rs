//! Encryption of the rows of an application. Each value is bound to its row, so that it cannot be decrypted in another one.

use crate::error::{Error, Result};
use crate::identity::FileId;
use crate::keys::Keys;
use crate::sealing::{AssociatedData, SealingKey};
use crate::store::sqlite::rows::{column, damaged, failed, read_json, slot, write_json};
use rules::service::{Basis, Service};
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wire::code::ApplicationNumber;

/// The data of a submission other than its body.
#[derive(Serialize, Deserialize)]
pub struct SubmissionSummary {
    /// SHA-256 of the request.
    pub request: [u8; 32],
    /// The body of the response, byte for byte.
    pub answer: String,
    pub service: Service,
    pub basis: Option<Basis>,
    pub edition: String,
}

/// The key of an application, which seals its rows.
pub struct ApplicationCipher {
    number: String,
    key: SealingKey,
}

impl ApplicationCipher {
    pub fn new(number: ApplicationNumber, key: SealingKey) -> Self {
        Self { number: number.to_text(), key }
    }

    /// Finds the key of an application. Returns `None` for an unknown number and [`Error::Gone`] for a deleted application.
    pub fn find(connection: &Connection, keys: &Keys, number: ApplicationNumber) -> Result<Option<Self>> {
        let mut statement = connection
            .prepare_cached("SELECT key, deleted_at FROM applications WHERE number = ?")
            .map_err(failed)?;
        let found = statement
            .query_row([number.to_text()], |row| Ok((slot(row), column::<Option<i64>>(row, "deleted_at"))))
            .optional()
            .map_err(failed)?;
        let Some((slot, deleted_at)) = found else { return Ok(None) };
        if deleted_at?.is_some() {
            return Err(Error::Gone);
        }
        Ok(Some(Self::new(number, keys.get(slot?)?)))
    }

    pub fn summary(&self, idempotency_key: &str, summary: &SubmissionSummary) -> Result<Vec<u8>> {
        self.key.seal(&self.aad("summary", idempotency_key.as_bytes()), &write_json(summary)?)
    }

    pub fn open_summary(&self, idempotency_key: &str, sealed: &[u8]) -> Result<SubmissionSummary> {
        self.open("summary", idempotency_key.as_bytes(), sealed)
    }

    pub fn body(&self, idempotency_key: &str, body: &[u8]) -> Result<Vec<u8>> {
        self.key.seal(&self.aad("body", idempotency_key.as_bytes()), body)
    }

    pub fn open_body(&self, idempotency_key: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        self.key.open(&self.aad("body", idempotency_key.as_bytes()), sealed).ok_or_else(|| damaged("body"))
    }

    /// Returns the keyed hash under which an event is stored.
    pub fn event_name(&self, event_id: &str) -> Result<[u8; 32]> {
        self.key.name(&self.aad("event", event_id.as_bytes()))
    }

    pub fn event<T: Serialize>(&self, name: &[u8; 32], record: &T) -> Result<Vec<u8>> {
        self.key.seal(&self.aad("event", name), &write_json(record)?)
    }

    pub fn open_event<T: DeserializeOwned>(&self, name: &[u8; 32], sealed: &[u8]) -> Result<T> {
        self.open("event", name, sealed)
    }

    pub fn contact<T: Serialize>(&self, submission: i64, details: &T) -> Result<Vec<u8>> {
        self.key.seal(&self.aad("contact", &submission.to_le_bytes()), &write_json(details)?)
    }

    pub fn open_contact<T: DeserializeOwned>(&self, submission: i64, sealed: &[u8]) -> Result<T> {
        self.open("contact", &submission.to_le_bytes(), sealed)
    }

    fn open<T: DeserializeOwned>(&self, kind: &str, row: &[u8], sealed: &[u8]) -> Result<T> {
        read_json(&self.key.open(&self.aad(kind, row), sealed).ok_or_else(|| damaged(kind))?)
    }

    fn aad(&self, kind: &str, row: &[u8]) -> AssociatedData {
        AssociatedData::new("qandas application").with(self.number.as_bytes()).with(kind.as_bytes()).with(row)
    }
}

pub fn seal_hash(key: &SealingKey, file: &FileId, sha256: &str) -> Result<Vec<u8>> {
    key.seal(&hash_aad(file), sha256.as_bytes())
}

pub fn open_hash(key: &SealingKey, file: &FileId, sealed: &[u8]) -> Result<String> {
    open_text(key, &hash_aad(file), "sha256", sealed)
}

pub fn seal_metadata(key: &SealingKey, file: &FileId, metadata: &str) -> Result<Vec<u8>> {
    key.seal(&metadata_aad(file), metadata.as_bytes())
}

pub fn open_metadata(key: &SealingKey, file: &FileId, sealed: &[u8]) -> Result<String> {
    open_text(key, &metadata_aad(file), "metadata", sealed)
}

fn open_text(key: &SealingKey, aad: &AssociatedData, kind: &str, sealed: &[u8]) -> Result<String> {
    let opened = key.open(aad, sealed).ok_or_else(|| damaged(kind))?;
    String::from_utf8(opened).map_err(|_| damaged(kind))
}

fn hash_aad(file: &FileId) -> AssociatedData {
    AssociatedData::new("qandas upload").with(file.as_str().as_bytes())
}

fn metadata_aad(file: &FileId) -> AssociatedData {
    hash_aad(file).with(b"metadata")
}
