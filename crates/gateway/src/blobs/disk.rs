//! A blob store in a folder. The name of a file is a keyed hash of its id, so that the folder reveals no id.
//!
//! A file is a sequence of chunks. Each chunk is sealed separately and bound to its file and its offset, so that an upload can
//! resume at any byte:
//!
//! ```text
//! length of the plaintext (4 bytes, little-endian), nonce, ciphertext, tag
//! ```
//!
//! The length and the hash of the whole file are in its database row. An incomplete chunk at the end, left by an interrupted
//! write, is ignored and overwritten by the next one.

use crate::blobs::{BlobAppender, BlobInfo, BlobReader, BlobStore, HEAD};
use crate::error::{Error, Result};
use crate::fs::{create_private_subfolder, private_file, sync_folder};
use crate::identity::FileId;
use crate::sealing::{AssociatedData, OVERHEAD, SealingKey};
use async_trait::async_trait;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

#[derive(Clone)]
pub struct DiskBlobStore {
    folder: PathBuf,
    key: [u8; 32],
}

/// The maximum plaintext length of a chunk in bytes.
const CHUNK: usize = 1 << 16;
const LENGTH: usize = 4;

impl DiskBlobStore {
    /// Uses an existing folder.
    pub fn new(folder: PathBuf, key: [u8; 32]) -> Self {
        Self { folder, key }
    }

    /// Returns the path of a file. There are 256 folders, so that none has too many entries.
    pub fn path(&self, id: &FileId) -> Result<PathBuf> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(Error::internal)?;
        mac.update(id.as_str().as_bytes());
        let name = const_hex::encode(mac.finalize().into_bytes());
        let (folder, rest) = name.split_at(2);
        Ok(self.folder.join(folder).join(rest))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads a whole file; `None` if it does not exist, an error if a chunk is damaged.
    pub fn contents(&self, id: &FileId, key: &SealingKey) -> Result<Option<BlobInfo>> {
        let mut chunks = match File::open(self.path(id)?) {
            Ok(file) => ChunkReader::new(file, id, key),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        chunks.contents().map(Some)
    }
}

#[async_trait]
impl BlobStore for DiskBlobStore {
    async fn length(&self, id: &FileId) -> Result<u64> {
        let path = self.path(id)?;
        blocking(move || match File::open(path) {
            Ok(file) => Ok(extent(&file)?.plain),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        })
        .await
    }

    async fn head(&self, id: &FileId, key: &SealingKey) -> Result<Vec<u8>> {
        let mut chunks = ChunkReader::new(File::open(self.path(id)?)?, id, key);
        blocking(move || {
            let mut head = Vec::with_capacity(HEAD);
            while head.len() < HEAD {
                let chunk = chunks.next()?;
                if chunk.is_empty() {
                    break;
                }
                head.extend(chunk.iter().take(HEAD - head.len()));
            }
            Ok(head)
        })
        .await
    }

    async fn append(&self, id: &FileId, key: &SealingKey) -> Result<Box<dyn BlobAppender>> {
        let (path, id, key) = (self.path(id)?, id.clone(), key.clone());
        blocking(move || {
            if let Some(folder) = path.parent() {
                create_private_subfolder(folder)?;
            }
            let mut file = private_file().create(true).truncate(false).read(true).write(true).open(path)?;
            let Extent { plain, sealed } = extent(&file)?;
            // Removes an incomplete chunk.
            file.set_len(sealed)?;
            file.seek(SeekFrom::Start(sealed))?;
            let writing =
                AppendState { file, id, key, start: sealed, sealed, offset: plain, buffer: Vec::new() };
            Ok(Box::new(DiskAppender(Some(writing))) as Box<dyn BlobAppender>)
        })
        .await
    }

    async fn settle(&self, id: &FileId, key: &SealingKey) -> Result<BlobInfo> {
        let (path, id, key) = (self.path(id)?, id.clone(), key.clone());
        blocking(move || {
            let file = File::open(&path)?;
            file.sync_all()?;
            // The file is an entry of its folder, and that folder is an entry of the one above.
            for folder in path.ancestors().skip(1).take(2) {
                sync_folder(folder)?;
            }
            ChunkReader::new(file, &id, &key).contents()
        })
        .await
    }

    async fn open(&self, id: &FileId, key: &SealingKey) -> Result<Box<dyn BlobReader>> {
        Ok(Box::new(DiskReader(Some(ChunkReader::new(File::open(self.path(id)?)?, id, key)))))
    }

    async fn remove(&self, id: &FileId) -> Result<()> {
        let path = self.path(id)?;
        blocking(move || match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        })
        .await
    }
}

/// Runs blocking work on a thread that may wait for the disk.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// A file that is open for appending. The state is `None` only while a blocking thread has it.
struct DiskAppender(Option<AppendState>);

struct AppendState {
    file: File,
    id: FileId,
    key: SealingKey,
    /// The length of the file when it was opened.
    start: u64,
    /// The length of the file now.
    sealed: u64,
    /// The number of plaintext bytes before that.
    offset: u64,
    buffer: Vec<u8>,
}

impl DiskAppender {
    async fn on_disk(
        &mut self,
        work: impl FnOnce(&mut AppendState) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let mut writing =
            self.0.take().ok_or_else(|| Error::internal("an earlier operation on this file failed"))?;
        let (writing, done) = tokio::task::spawn_blocking(move || {
            let done = work(&mut writing);
            (writing, done)
        })
        .await
        .map_err(Error::internal)?;
        self.0 = Some(writing);
        done
    }
}

#[async_trait]
impl BlobAppender for DiskAppender {
    async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(writing) = &mut self.0 else {
            return Err(Error::internal("an earlier operation on this file failed"));
        };
        writing.buffer.extend_from_slice(bytes);
        if writing.buffer.len() < CHUNK {
            return Ok(());
        }
        self.on_disk(|writing| writing.write_chunks(CHUNK)).await
    }

    async fn sync(&mut self) -> Result<()> {
        self.on_disk(|writing| {
            writing.write_chunks(1)?;
            Ok(writing.file.sync_data()?)
        })
        .await
    }

    async fn undo(&mut self) -> Result<()> {
        self.on_disk(|writing| {
            writing.buffer.clear();
            writing.file.set_len(writing.start)?;
            Ok(writing.file.sync_data()?)
        })
        .await
    }
}

impl AppendState {
    /// Writes buffered bytes in chunks while at least `least` bytes are buffered.
    fn write_chunks(&mut self, least: usize) -> Result<()> {
        while self.buffer.len() >= least {
            let count = self.buffer.len().min(CHUNK);
            let chunk = self.buffer.get(..count).unwrap_or_default();
            let bytes = record(&self.id, &self.key, self.offset, chunk)?;
            if let Err(error) = self.file.write_all(&bytes) {
                // Best effort: an incomplete chunk is ignored when the file is read.
                let _ = self.file.set_len(self.sealed);
                return Err(error.into());
            }
            self.sealed += bytes.len() as u64;
            self.offset += count as u64;
            self.buffer.drain(..count);
        }
        Ok(())
    }
}

struct DiskReader(Option<ChunkReader>);

#[async_trait]
impl BlobReader for DiskReader {
    async fn read(&mut self) -> Result<Vec<u8>> {
        let mut chunks =
            self.0.take().ok_or_else(|| Error::internal("an earlier operation on this file failed"))?;
        let (chunks, chunk) = blocking(move || {
            let chunk = chunks.next()?;
            Ok((chunks, chunk))
        })
        .await?;
        self.0 = Some(chunks);
        Ok(chunk)
    }
}

/// Reads a file chunk by chunk.
struct ChunkReader {
    file: File,
    id: FileId,
    key: SealingKey,
    offset: u64,
}

impl ChunkReader {
    fn new(file: File, id: &FileId, key: &SealingKey) -> Self {
        Self { file, id: id.clone(), key: key.clone(), offset: 0 }
    }

    /// Returns the next chunk; empty at the end and at an incomplete chunk.
    fn next(&mut self) -> Result<Vec<u8>> {
        let damaged = || Error::internal("a stored file is damaged");
        let mut head = [0; LENGTH];
        if let Err(error) = self.file.read_exact(&mut head) {
            return at_end(error);
        }
        let length = u32::from_le_bytes(head) as usize;
        if length == 0 || length > CHUNK {
            return Err(damaged());
        }
        let mut sealed = vec![0; length + OVERHEAD];
        if let Err(error) = self.file.read_exact(&mut sealed) {
            return at_end(error);
        }
        let chunk = self.key.open(&chunk_aad(&self.id, self.offset), &sealed).ok_or_else(damaged)?;
        self.offset += chunk.len() as u64;
        Ok(chunk)
    }

    fn contents(&mut self) -> Result<BlobInfo> {
        let mut hash = Sha256::new();
        let mut contents = BlobInfo { length: 0, sha256: String::new(), head: Vec::new() };
        loop {
            let chunk = self.next()?;
            if chunk.is_empty() {
                break;
            }
            let missing = HEAD.saturating_sub(contents.head.len());
            contents.head.extend(chunk.iter().take(missing));
            contents.length += chunk.len() as u64;
            hash.update(&chunk);
        }
        contents.sha256 = const_hex::encode(hash.finalize());
        Ok(contents)
    }
}

fn at_end(error: io::Error) -> Result<Vec<u8>> {
    if error.kind() == io::ErrorKind::UnexpectedEof { Ok(Vec::new()) } else { Err(error.into()) }
}

fn record(id: &FileId, key: &SealingKey, offset: u64, chunk: &[u8]) -> Result<Vec<u8>> {
    let length = u32::try_from(chunk.len()).map_err(Error::internal)?;
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend(key.seal(&chunk_aad(id, offset), chunk)?);
    Ok(bytes)
}

fn chunk_aad(id: &FileId, offset: u64) -> AssociatedData {
    AssociatedData::new("qandas file").with(id.as_str().as_bytes()).with(&offset.to_le_bytes())
}

/// The length of the complete chunks of a file.
struct Extent {
    /// In plaintext bytes.
    plain: u64,
    /// In bytes on disk.
    sealed: u64,
}

/// Measures the complete chunks by their length fields, without decrypting them.
fn extent(mut file: &File) -> Result<Extent> {
    let end = file.metadata()?.len();
    let mut extent = Extent { plain: 0, sealed: 0 };
    let mut head = [0; LENGTH];
    while extent.sealed + (LENGTH as u64) < end {
        file.seek(SeekFrom::Start(extent.sealed))?;
        file.read_exact(&mut head)?;
        let length = u64::from(u32::from_le_bytes(head));
        let after = extent.sealed + (LENGTH + OVERHEAD) as u64 + length;
        if length == 0 || length > CHUNK as u64 || after > end {
            break;
        }
        extent.plain += length;
        extent.sealed = after;
    }
    Ok(extent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> (tempfile::TempDir, DiskBlobStore, FileId, SealingKey) {
        let place = tempfile::tempdir().unwrap();
        let files = DiskBlobStore::new(place.path().to_owned(), [7; 32]);
        (place, files, FileId::random().unwrap(), SealingKey::random().unwrap())
    }

    fn bytes(count: usize) -> Vec<u8> {
        (0..count).map(|place| u8::try_from(place * 31 % 251).unwrap()).collect()
    }

    async fn append(files: &DiskBlobStore, id: &FileId, key: &SealingKey, bytes: &[u8]) {
        let mut file = files.append(id, key).await.unwrap();
        file.write(bytes).await.unwrap();
        file.sync().await.unwrap();
    }

    async fn read(files: &DiskBlobStore, id: &FileId, key: &SealingKey) -> Result<Vec<u8>> {
        let mut reading = files.open(id, key).await?;
        let mut whole = Vec::new();
        loop {
            let chunk = reading.read().await?;
            if chunk.is_empty() {
                return Ok(whole);
            }
            whole.extend(chunk);
        }
    }

    #[tokio::test]
    async fn a_file_can_be_appended_to_at_any_byte_and_is_read_back_whole() {
        let (_place, files, id, key) = files();
        let all = bytes(300_000);
        let mut from = 0;
        for to in [1, 2, 9, CHUNK, CHUNK + 1, 200_000, 300_000] {
            assert_eq!(files.length(&id).await.unwrap(), from as u64);
            append(&files, &id, &key, &all[from..to]).await;
            from = to;
        }
        assert_eq!(read(&files, &id, &key).await.unwrap(), all);
        let settled = files.settle(&id, &key).await.unwrap();
        assert_eq!(settled.sha256, crate::identity::sha256_hex(&all));
        assert_eq!(files.head(&id, &key).await.unwrap(), all[..HEAD]);
        let on_disk = std::fs::read(files.path(&id).unwrap()).unwrap();
        assert!(!on_disk.windows(16).any(|window| window == &all[..16]));
    }

    #[tokio::test]
    async fn after_a_cut_at_any_byte_appending_resumes_after_the_last_complete_chunk() {
        let (_place, files, id, key) = files();
        append(&files, &id, &key, &bytes(10)).await;
        let first = std::fs::read(files.path(&id).unwrap()).unwrap().len();
        append(&files, &id, &key, &bytes(20)).await;
        let whole = std::fs::read(files.path(&id).unwrap()).unwrap();
        for cut in first..whole.len() {
            std::fs::write(files.path(&id).unwrap(), &whole[..cut]).unwrap();
            assert_eq!(files.length(&id).await.unwrap(), 10, "{cut}");
            append(&files, &id, &key, &bytes(30)).await;
            let expected = [bytes(10), bytes(30)].concat();
            assert_eq!(read(&files, &id, &key).await.unwrap(), expected, "{cut}");
        }
    }

    #[tokio::test]
    async fn undo_removes_what_was_written_since_the_file_was_opened() {
        let (_place, files, id, key) = files();
        append(&files, &id, &key, &bytes(10)).await;
        let mut file = files.append(&id, &key).await.unwrap();
        file.write(&bytes(200_000)).await.unwrap();
        file.undo().await.unwrap();
        drop(file);
        assert_eq!(read(&files, &id, &key).await.unwrap(), bytes(10));
    }

    #[tokio::test]
    async fn changed_or_moved_bytes_are_not_read() {
        let (_place, files, id, key) = files();
        append(&files, &id, &key, &bytes(50)).await;
        append(&files, &id, &key, &bytes(50)).await;
        let path = files.path(&id).unwrap();
        let whole = std::fs::read(&path).unwrap();
        let (one, other) = whole.split_at(whole.len() / 2);
        let mut changed = whole.clone();
        changed[60] ^= 1;
        for bytes in [changed, [other, one].concat(), other.to_vec()] {
            std::fs::write(&path, bytes).unwrap();
            assert!(read(&files, &id, &key).await.is_err());
        }
        let other_id = FileId::random().unwrap();
        append(&files, &other_id, &key, b"made-up").await;
        std::fs::write(files.path(&other_id).unwrap(), &whole).unwrap();
        assert!(read(&files, &other_id, &key).await.is_err());
        std::fs::write(&path, &whole).unwrap();
        assert!(read(&files, &id, &SealingKey::random().unwrap()).await.is_err());
        assert!(read(&files, &id, &key).await.is_ok());
    }
}
