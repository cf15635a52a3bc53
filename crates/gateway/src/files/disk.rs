//! Bytes as files of a folder, named by a keyed hash, so that the folder alone tells nothing.
//!
//! A file is a row of pieces, each sealed by itself and bound to its file and its place in it, so that an upload can go on at
//! any byte and nothing is ever sealed twice in the same place:
//!
//! ```text
//! length of the plain piece, 4 bytes, the lowest first; nonce, sealed piece and tag
//! ```
//!
//! How long the whole must be, and its hash, stand in the file's row. A piece that was cut off while it was written counts for
//! nothing and is overwritten by the next.

use crate::error::{Error, Result};
use crate::files::{Appending, Contents, Files, HEAD, Reading};
use crate::identity::{FileId, hex};
use crate::sealing::{Key, OVERHEAD, Place};
use async_trait::async_trait;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

#[derive(Clone)]
pub struct DiskFiles {
    folder: PathBuf,
    key: [u8; 32],
}

/// How many bytes are sealed at once, at most.
const PIECE: usize = 1 << 16;
const LENGTH: usize = 4;

impl DiskFiles {
    /// The folder must be there.
    pub fn new(folder: PathBuf, key: [u8; 32]) -> Self {
        Self { folder, key }
    }

    /// Where a file lies. 256 folders, so that none grows too long.
    pub fn path(&self, id: &FileId) -> Result<PathBuf> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(Error::internal)?;
        mac.update(id.as_str().as_bytes());
        let name = hex(&mac.finalize().into_bytes());
        let (folder, rest) = name.split_at(2);
        Ok(self.folder.join(folder).join(rest))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads a whole file. `None` where there is none; an error where a piece is not what was written.
    pub fn contents(&self, id: &FileId, key: &Key) -> Result<Option<Contents>> {
        let mut pieces = match File::open(self.path(id)?) {
            Ok(file) => Pieces::new(file, id, key),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        pieces.contents().map(Some)
    }

    /// Seals a file that lies there as it came, as former versions kept it. Where it is sealed already nothing happens.
    pub fn seal_plain(&self, id: &FileId, key: &Key) -> Result<()> {
        let path = self.path(id)?;
        let mut plain = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if Pieces::new(plain.try_clone()?, id, key).next().is_ok_and(|piece| !piece.is_empty()) {
            return Ok(());
        }
        plain.seek(SeekFrom::Start(0))?;
        let aside = path.with_extension("sealed");
        let mut sealed = private_file().create(true).truncate(true).write(true).open(&aside)?;
        let (mut offset, mut piece) = (0, Vec::with_capacity(PIECE));
        loop {
            piece.clear();
            (&mut plain).take(PIECE as u64).read_to_end(&mut piece)?;
            if piece.is_empty() {
                break;
            }
            sealed.write_all(&record(id, key, offset, &piece)?)?;
            offset += piece.len() as u64;
        }
        sealed.sync_all()?;
        std::fs::rename(&aside, &path)?;
        Ok(path.parent().map_or(Ok(()), sync_folder)?)
    }
}

#[async_trait]
impl Files for DiskFiles {
    async fn length(&self, id: &FileId) -> Result<u64> {
        let path = self.path(id)?;
        aside(move || match File::open(path) {
            Ok(file) => Ok(extent(&file)?.plain),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        })
        .await
    }

    async fn head(&self, id: &FileId, key: &Key) -> Result<Vec<u8>> {
        let mut pieces = Pieces::new(File::open(self.path(id)?)?, id, key);
        aside(move || {
            let mut head = Vec::with_capacity(HEAD);
            while head.len() < HEAD {
                let piece = pieces.next()?;
                if piece.is_empty() {
                    break;
                }
                head.extend(piece.iter().take(HEAD - head.len()));
            }
            Ok(head)
        })
        .await
    }

    async fn append(&self, id: &FileId, key: &Key) -> Result<Box<dyn Appending>> {
        let (path, id, key) = (self.path(id)?, id.clone(), key.clone());
        aside(move || {
            if let Some(folder) = path.parent() {
                make_private_folder(folder)?;
            }
            let mut file = private_file().create(true).truncate(false).read(true).write(true).open(path)?;
            let Extent { plain, sealed } = extent(&file)?;
            // What was cut off while it was written.
            file.set_len(sealed)?;
            file.seek(SeekFrom::Start(sealed))?;
            let writing =
                Writing { file, id, key, begun: sealed, sealed, offset: plain, waiting: Vec::new() };
            Ok(Box::new(DiskFile(Some(writing))) as Box<dyn Appending>)
        })
        .await
    }

    async fn settle(&self, id: &FileId, key: &Key) -> Result<Contents> {
        let (path, id, key) = (self.path(id)?, id.clone(), key.clone());
        aside(move || {
            let file = File::open(&path)?;
            file.sync_all()?;
            // The name lies in its folder, and the folder's name in the one above.
            for folder in path.ancestors().skip(1).take(2) {
                sync_folder(folder)?;
            }
            Pieces::new(file, &id, &key).contents()
        })
        .await
    }

    async fn open(&self, id: &FileId, key: &Key) -> Result<Box<dyn Reading>> {
        Ok(Box::new(ReadFile(Some(Pieces::new(File::open(self.path(id)?)?, id, key)))))
    }

    async fn remove(&self, id: &FileId) -> Result<()> {
        let path = self.path(id)?;
        aside(move || match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        })
        .await
    }
}

/// On a thread that may wait for the disk.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// `None` only while a thread has it.
struct DiskFile(Option<Writing>);

struct Writing {
    file: File,
    id: FileId,
    key: Key,
    /// Where the file ended when it was opened.
    begun: u64,
    /// Where it ends now.
    sealed: u64,
    /// How many plain bytes lie before that.
    offset: u64,
    waiting: Vec<u8>,
}

impl DiskFile {
    async fn on_disk(
        &mut self,
        work: impl FnOnce(&mut Writing) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let mut writing = self.0.take().ok_or_else(|| Error::internal("a file failed before"))?;
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
impl Appending for DiskFile {
    async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(writing) = &mut self.0 else { return Err(Error::internal("a file failed before")) };
        writing.waiting.extend_from_slice(bytes);
        if writing.waiting.len() < PIECE {
            return Ok(());
        }
        self.on_disk(|writing| writing.write_pieces(PIECE)).await
    }

    async fn sync(&mut self) -> Result<()> {
        self.on_disk(|writing| {
            writing.write_pieces(1)?;
            Ok(writing.file.sync_data()?)
        })
        .await
    }

    async fn undo(&mut self) -> Result<()> {
        self.on_disk(|writing| {
            writing.waiting.clear();
            writing.file.set_len(writing.begun)?;
            Ok(writing.file.sync_data()?)
        })
        .await
    }
}

impl Writing {
    /// Writes what waits, as long as it is so many bytes.
    fn write_pieces(&mut self, least: usize) -> Result<()> {
        while self.waiting.len() >= least {
            let count = self.waiting.len().min(PIECE);
            let piece = self.waiting.get(..count).unwrap_or_default();
            let bytes = record(&self.id, &self.key, self.offset, piece)?;
            if let Err(error) = self.file.write_all(&bytes) {
                // What the disk took of it is of no use.
                let _ = self.file.set_len(self.sealed);
                return Err(error.into());
            }
            self.sealed += bytes.len() as u64;
            self.offset += count as u64;
            self.waiting.drain(..count);
        }
        Ok(())
    }
}

struct ReadFile(Option<Pieces>);

#[async_trait]
impl Reading for ReadFile {
    async fn read(&mut self) -> Result<Vec<u8>> {
        let mut pieces = self.0.take().ok_or_else(|| Error::internal("a file failed before"))?;
        let (pieces, piece) = aside(move || {
            let piece = pieces.next()?;
            Ok((pieces, piece))
        })
        .await?;
        self.0 = Some(pieces);
        Ok(piece)
    }
}

/// A file as it is read, piece by piece.
struct Pieces {
    file: File,
    id: FileId,
    key: Key,
    offset: u64,
}

impl Pieces {
    fn new(file: File, id: &FileId, key: &Key) -> Self {
        Self { file, id: id.clone(), key: key.clone(), offset: 0 }
    }

    /// Empty at the end, and where a piece was cut off while it was written.
    fn next(&mut self) -> Result<Vec<u8>> {
        let damaged = || Error::internal("a kept file is not what was written");
        let mut head = [0; LENGTH];
        if let Err(error) = self.file.read_exact(&mut head) {
            return at_end(error);
        }
        let length = u32::from_le_bytes(head) as usize;
        if length == 0 || length > PIECE {
            return Err(damaged());
        }
        let mut sealed = vec![0; length + OVERHEAD];
        if let Err(error) = self.file.read_exact(&mut sealed) {
            return at_end(error);
        }
        let piece = self.key.open(&place(&self.id, self.offset), &sealed).ok_or_else(damaged)?;
        self.offset += piece.len() as u64;
        Ok(piece)
    }

    fn contents(&mut self) -> Result<Contents> {
        let mut hash = Sha256::new();
        let mut contents = Contents { length: 0, sha256: String::new(), head: Vec::new() };
        loop {
            let piece = self.next()?;
            if piece.is_empty() {
                break;
            }
            let missing = HEAD.saturating_sub(contents.head.len());
            contents.head.extend(piece.iter().take(missing));
            contents.length += piece.len() as u64;
            hash.update(&piece);
        }
        contents.sha256 = hex(&hash.finalize());
        Ok(contents)
    }
}

fn at_end(error: io::Error) -> Result<Vec<u8>> {
    if error.kind() == io::ErrorKind::UnexpectedEof { Ok(Vec::new()) } else { Err(error.into()) }
}

fn record(id: &FileId, key: &Key, offset: u64, piece: &[u8]) -> Result<Vec<u8>> {
    let length = u32::try_from(piece.len()).map_err(Error::internal)?;
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend(key.seal(&place(id, offset), piece)?);
    Ok(bytes)
}

fn place(id: &FileId, offset: u64) -> Place {
    Place::of("qandas file").and(id.as_str().as_bytes()).and(&offset.to_le_bytes())
}

/// How far a file is whole.
struct Extent {
    /// In bytes as they came,
    plain: u64,
    /// and as they lie there.
    sealed: u64,
}

/// Goes from piece to piece by their lengths alone.
fn extent(mut file: &File) -> Result<Extent> {
    let end = file.metadata()?.len();
    let mut extent = Extent { plain: 0, sealed: 0 };
    let mut head = [0; LENGTH];
    while extent.sealed + (LENGTH as u64) < end {
        file.seek(SeekFrom::Start(extent.sealed))?;
        file.read_exact(&mut head)?;
        let length = u64::from(u32::from_le_bytes(head));
        let after = extent.sealed + (LENGTH + OVERHEAD) as u64 + length;
        if length == 0 || length > PIECE as u64 || after > end {
            break;
        }
        extent.plain += length;
        extent.sealed = after;
    }
    Ok(extent)
}

fn private_file() -> OpenOptions {
    crate::folder::private_file()
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Makes the names in a folder outlast a loss of power. Only Unix knows how, and only there it is needed.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> (tempfile::TempDir, DiskFiles, FileId, Key) {
        let place = tempfile::tempdir().unwrap();
        let files = DiskFiles::new(place.path().to_owned(), [7; 32]);
        (place, files, FileId::random().unwrap(), Key::random().unwrap())
    }

    fn bytes(count: usize) -> Vec<u8> {
        (0..count).map(|place| u8::try_from(place * 31 % 251).unwrap()).collect()
    }

    async fn append(files: &DiskFiles, id: &FileId, key: &Key, bytes: &[u8]) {
        let mut file = files.append(id, key).await.unwrap();
        file.write(bytes).await.unwrap();
        file.sync().await.unwrap();
    }

    async fn read(files: &DiskFiles, id: &FileId, key: &Key) -> Result<Vec<u8>> {
        let mut reading = files.open(id, key).await?;
        let mut whole = Vec::new();
        loop {
            let piece = reading.read().await?;
            if piece.is_empty() {
                return Ok(whole);
            }
            whole.extend(piece);
        }
    }

    #[tokio::test]
    async fn a_file_goes_on_at_any_byte_and_is_read_whole() {
        let (_place, files, id, key) = files();
        let all = bytes(300_000);
        let mut from = 0;
        for to in [1, 2, 9, PIECE, PIECE + 1, 200_000, 300_000] {
            assert_eq!(files.length(&id).await.unwrap(), from as u64);
            append(&files, &id, &key, &all[from..to]).await;
            from = to;
        }
        assert_eq!(read(&files, &id, &key).await.unwrap(), all);
        let settled = files.settle(&id, &key).await.unwrap();
        assert_eq!(settled.sha256, hex(&Sha256::digest(&all)));
        assert_eq!(files.head(&id, &key).await.unwrap(), all[..HEAD]);
        let on_disk = std::fs::read(files.path(&id).unwrap()).unwrap();
        assert!(!on_disk.windows(16).any(|window| window == &all[..16]));
    }

    #[tokio::test]
    async fn wherever_it_is_cut_off_it_goes_on_from_the_last_whole_piece() {
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
    async fn what_was_written_since_it_was_opened_can_be_taken_back() {
        let (_place, files, id, key) = files();
        append(&files, &id, &key, &bytes(10)).await;
        let mut file = files.append(&id, &key).await.unwrap();
        file.write(&bytes(200_000)).await.unwrap();
        file.undo().await.unwrap();
        drop(file);
        assert_eq!(read(&files, &id, &key).await.unwrap(), bytes(10));
    }

    #[tokio::test]
    async fn what_was_changed_or_moved_is_not_read() {
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
        let elsewhere = FileId::random().unwrap();
        append(&files, &elsewhere, &key, b"made-up").await;
        std::fs::write(files.path(&elsewhere).unwrap(), &whole).unwrap();
        assert!(read(&files, &elsewhere, &key).await.is_err());
        std::fs::write(&path, &whole).unwrap();
        assert!(read(&files, &id, &Key::random().unwrap()).await.is_err());
        assert!(read(&files, &id, &key).await.is_ok());
    }

    #[tokio::test]
    async fn a_plain_file_is_sealed_once() {
        let (_place, files, id, key) = files();
        let path = files.path(&id).unwrap();
        std::fs::create_dir(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes(150_000)).unwrap();
        for _ in 0..2 {
            files.seal_plain(&id, &key).unwrap();
            assert_eq!(read(&files, &id, &key).await.unwrap(), bytes(150_000));
        }
        files.seal_plain(&FileId::random().unwrap(), &key).unwrap();
    }
}
