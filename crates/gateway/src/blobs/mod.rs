//! The blob store: the bytes of uploads, sealed with one key for each file. A trait, so that other stores can be added.

use crate::error::Result;
use crate::identity::FileId;
use crate::sealing::SealingKey;
use async_trait::async_trait;

pub mod disk;

/// The length, hash and first bytes of a whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlobInfo {
    pub length: u64,
    /// 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Its first bytes, at most [`HEAD`].
    pub head: Vec<u8>,
}

/// The number of bytes that are enough to detect the media type.
pub const HEAD: usize = 8;

#[async_trait]
pub trait BlobStore: Send + Sync {
    /// Returns the number of stored plaintext bytes; zero if the file does not exist.
    async fn length(&self, id: &FileId) -> Result<u64>;
    /// Returns the first bytes, at most [`HEAD`].
    async fn head(&self, id: &FileId, key: &SealingKey) -> Result<Vec<u8>>;
    /// Opens the file for appending; creates it if it does not exist.
    async fn append(&self, id: &FileId, key: &SealingKey) -> Result<Box<dyn BlobAppender>>;
    /// Syncs the file and its folders, then reads it whole.
    async fn settle(&self, id: &FileId, key: &SealingKey) -> Result<BlobInfo>;
    /// Opens the file for reading from the start.
    async fn open(&self, id: &FileId, key: &SealingKey) -> Result<Box<dyn BlobReader>>;
    /// Removes the file if it exists.
    async fn remove(&self, id: &FileId) -> Result<()>;
}

#[async_trait]
pub trait BlobAppender: Send {
    /// Buffers the bytes and writes whole chunks. [`Self::sync`] writes the rest.
    async fn write(&mut self, bytes: &[u8]) -> Result<()>;
    /// Writes and syncs everything, so that it survives a loss of power.
    async fn sync(&mut self) -> Result<()>;
    /// Removes everything that was written since the file was opened, and syncs.
    async fn undo(&mut self) -> Result<()>;
}

#[async_trait]
pub trait BlobReader: Send {
    /// Returns the next chunk; empty at the end.
    async fn read(&mut self) -> Result<Vec<u8>>;
}
