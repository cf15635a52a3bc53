//! Bytes as files of a folder, named by a keyed hash, so that the folder alone tells nothing.

use crate::error::{Error, Result};
use crate::files::{Appending, Contents, Files, HEAD, Reading};
use crate::identity::{FileId, hex};
use async_trait::async_trait;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

pub struct DiskFiles {
    folder: PathBuf,
    key: [u8; 32],
}

/// How much of a file is read at once.
const PIECE: usize = 1 << 16;

impl DiskFiles {
    /// The folder must be there.
    pub fn new(folder: PathBuf, key: [u8; 32]) -> Self {
        Self { folder, key }
    }

    /// 256 folders, so that none grows too long.
    fn path(&self, id: &FileId) -> Result<PathBuf> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(Error::internal)?;
        mac.update(id.as_str().as_bytes());
        let name = hex(&mac.finalize().into_bytes());
        let (folder, rest) = name.split_at(2);
        Ok(self.folder.join(folder).join(rest))
    }
}

#[async_trait]
impl Files for DiskFiles {
    async fn length(&self, id: &FileId) -> Result<u64> {
        match tokio::fs::metadata(self.path(id)?).await {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    async fn head(&self, id: &FileId) -> Result<Vec<u8>> {
        let mut head = Vec::with_capacity(HEAD);
        File::open(self.path(id)?).await?.take(HEAD as u64).read_to_end(&mut head).await?;
        Ok(head)
    }

    async fn append(&self, id: &FileId) -> Result<Box<dyn Appending>> {
        let path = self.path(id)?;
        if let Some(folder) = path.parent() {
            make_private_folder(folder).await?;
        }
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        options.mode(0o600);
        Ok(Box::new(DiskFile(options.open(path).await?)))
    }

    async fn settle(&self, id: &FileId) -> Result<Contents> {
        let path = self.path(id)?;
        let settled = tokio::task::spawn_blocking(move || settle(&path)).await;
        Ok(settled.map_err(Error::internal)??)
    }

    async fn open(&self, id: &FileId) -> Result<Box<dyn Reading>> {
        Ok(Box::new(DiskFile(File::open(self.path(id)?).await?)))
    }

    async fn remove(&self, id: &FileId) -> Result<()> {
        match tokio::fs::remove_file(self.path(id)?).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

struct DiskFile(File);

#[async_trait]
impl Appending for DiskFile {
    async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.write_all(bytes).await?;
        // tokio writes behind; only after this is an error of the disk known.
        Ok(self.0.flush().await?)
    }

    async fn cut(&mut self, length: u64) -> Result<()> {
        Ok(self.0.set_len(length).await?)
    }

    async fn sync(&mut self) -> Result<()> {
        Ok(self.0.sync_data().await?)
    }
}

#[async_trait]
impl Reading for DiskFile {
    async fn read(&mut self) -> Result<Vec<u8>> {
        let mut piece = Vec::with_capacity(PIECE);
        (&mut self.0).take(PIECE as u64).read_to_end(&mut piece).await?;
        Ok(piece)
    }
}

fn settle(path: &Path) -> io::Result<Contents> {
    let mut file = std::fs::File::open(path)?;
    file.sync_all()?;
    // The name lies in its folder, and the folder's name in the one above.
    for folder in path.ancestors().skip(1).take(2) {
        sync_folder(folder)?;
    }
    let mut hash = Sha256::new();
    let mut contents = Contents { length: 0, sha256: String::new(), head: Vec::new() };
    let mut piece = vec![0; PIECE];
    loop {
        let count = file.read(&mut piece)?;
        let read = piece.get(..count).unwrap_or_default();
        if read.is_empty() {
            break;
        }
        let missing = HEAD.saturating_sub(contents.head.len());
        contents.head.extend(read.iter().take(missing));
        contents.length += read.len() as u64;
        hash.update(read);
    }
    contents.sha256 = hex(&hash.finalize());
    Ok(contents)
}

async fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = tokio::fs::DirBuilder::new();
    #[cfg(unix)]
    builder.mode(0o700);
    match builder.create(folder).await {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Makes the names in a folder outlast a loss of power. Only Unix knows how, and only there it is needed.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
}
