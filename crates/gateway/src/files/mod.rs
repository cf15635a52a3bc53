//! Bytes of uploads, sealed by a key of each file. One trait, so that another place for them can follow.

use crate::error::Result;
use crate::identity::FileId;
use crate::sealing::Key;
use async_trait::async_trait;

pub mod disk;

/// What a whole file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    pub length: u64,
    /// 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Its first bytes, at most [`HEAD`].
    pub head: Vec<u8>,
}

/// As many bytes as show what a file is.
pub const HEAD: usize = 8;

#[async_trait]
pub trait Files: Send + Sync {
    /// How many bytes are there; zero where there is none.
    async fn length(&self, id: &FileId) -> Result<u64>;
    /// The first bytes, at most [`HEAD`].
    async fn head(&self, id: &FileId, key: &Key) -> Result<Vec<u8>>;
    /// Opens for writing after the bytes that are there; makes the file where there is none.
    async fn append(&self, id: &FileId, key: &Key) -> Result<Box<dyn Appending>>;
    /// Syncs the file and its name, then reads it whole.
    async fn settle(&self, id: &FileId, key: &Key) -> Result<Contents>;
    /// Opens for reading from the start.
    async fn open(&self, id: &FileId, key: &Key) -> Result<Box<dyn Reading>>;
    /// Removes the file if it is there.
    async fn remove(&self, id: &FileId) -> Result<()>;
}

#[async_trait]
pub trait Appending: Send {
    /// What is written lies in memory until there is a piece of it, or [`Self::sync`] is asked for.
    async fn write(&mut self, bytes: &[u8]) -> Result<()>;
    /// After this all that was written outlasts a loss of power.
    async fn sync(&mut self) -> Result<()>;
    /// Takes back all that was written since it was opened, durably.
    async fn undo(&mut self) -> Result<()>;
}

#[async_trait]
pub trait Reading: Send {
    /// The next bytes; none at the end.
    async fn read(&mut self) -> Result<Vec<u8>>;
}
