//! Maintenance commands: backup, restore and check.
//!
//! A backup is a consistent copy of the database, the sealed files that it refers to, and a manifest with the hash of each file.
//! The manifest is written last: a folder without one is not a complete backup. A backup contains no encryption key. The key
//! table is copied separately and replaces its previous copy, so that no copy of a destroyed key remains.

use crate::blobs::disk::DiskBlobStore;
use crate::data_folder::{DATABASE, DataFolder, FILES, FILES_KEY, SERVICE_KIND, Storage, create_empty};
use crate::error::{Error, Result};
use crate::fs::{create_private_folder, private_file, sync_folder};
use crate::keys::{KeyPaths, Keys};
use crate::store::sqlite::{BlobState, FileRecord, cause, files_of_copy};
use rules::time::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

const MANIFEST: &str = "backup.json";
const VERSION: u16 = 1;
const BUFFER: usize = 1 << 16;

#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u16,
    made_at: Instant,
    files: Vec<ManifestEntry>,
}

#[derive(Serialize, Deserialize)]
struct ManifestEntry {
    /// The path relative to the backup, with `/` as separator.
    path: String,
    bytes: u64,
    sha256: String,
}

/// The number of files and bytes that were copied.
#[derive(Clone, Copy, Debug, Default)]
pub struct CopyTotals {
    pub files: usize,
    pub bytes: u64,
}

/// The number of applications and files that a restore deleted because their keys were destroyed after the backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForgottenCounts {
    pub applications: usize,
    pub files: usize,
}

/// The result of [`check`].
#[derive(Debug)]
pub struct CheckReport {
    pub applications: usize,
    pub files: usize,
    /// One sentence for each problem.
    pub problems: Vec<String>,
}

/// Writes a backup into a new folder; a gateway may be running meanwhile. The key table is copied to `key_copy`.
pub async fn back_up(
    folder: &DataFolder,
    storage: &Storage,
    to: &Path,
    key_copy: Option<&Path>,
    now: Instant,
) -> Result<CopyTotals> {
    if let Some(path) = key_copy {
        storage.keys.check_copy(path)?;
    }
    create_empty(to)?;
    let database = to.join(DATABASE);
    // Created here with private permissions, before SQLite opens it.
    private_file().create_new(true).write(true).open(&database)?;
    storage.store.copy_to(&database).await?;
    // CopyTotals after the rows, so that the table has every key that these rows need.
    if let Some(path) = key_copy {
        storage.keys.copy_to(path)?;
    }
    create_private_folder(&to.join(FILES))?;
    let mut manifest = vec![manifest_entry(to, DATABASE)?];
    for name in [FILES_KEY, SERVICE_KIND] {
        manifest.extend(copy(&folder.path().join(name), to, name)?);
    }
    for id in files_of_copy(&database)? {
        let from = storage.files.path(&id)?;
        let below = below(&storage.files, &from)?;
        // A file that does not exist has no bytes yet, or was deleted since.
        manifest.extend(copy(&from, to, &below)?);
    }
    File::open(&database)?.sync_all()?;
    sync_folders(to)?;
    let copied = CopyTotals { files: manifest.len(), bytes: manifest.iter().map(|one| one.bytes).sum() };
    let manifest = Manifest { version: VERSION, made_at: now, files: manifest };
    let mut file = private_file().create_new(true).write(true).open(to.join(MANIFEST))?;
    file.write_all(&serde_json::to_vec_pretty(&manifest).map_err(Error::internal)?)?;
    file.sync_all()?;
    sync_folder(to)?;
    Ok(copied)
}

/// Restores a backup into a new data folder. `key_copy` is the copy of the key table, in case the table itself is lost.
pub async fn restore(
    from: &Path,
    data: &Path,
    key_paths: &KeyPaths,
    key_copy: Option<&Path>,
    now: Instant,
) -> Result<(CopyTotals, ForgottenCounts)> {
    let manifest = std::fs::read(from.join(MANIFEST)).map_err(|_| {
        Error::internal(format!("{} is not a complete backup: it has no {MANIFEST}", from.display()))
    })?;
    let manifest: Manifest = serde_json::from_slice(&manifest).map_err(Error::internal)?;
    if manifest.version != VERSION {
        return Err(Error::internal("the backup was made by a different version of this program"));
    }
    if let (Some(copy), false) = (key_copy, key_paths.table().try_exists()?) {
        Keys::restore_table(key_paths, copy)?;
    }
    // Checked before anything is copied: without the keys the copy would be useless.
    Keys::settle_rotation(key_paths)?;
    drop(Keys::open(key_paths)?);
    let folder = DataFolder::begin_restore(data)?;
    for one in &manifest.files {
        let wrong = || Error::internal(format!("{} in the backup does not match its hash", one.path));
        if one.path.split('/').any(|part| part.is_empty() || part == ".." || part == ".") {
            return Err(wrong());
        }
        let copied = copy(&from.join(&one.path), data, &one.path)?.ok_or_else(wrong)?;
        if copied.sha256 != one.sha256 {
            return Err(wrong());
        }
    }
    sync_folders(data)?;
    let lock = folder.lock()?;
    folder.create_tokens(&lock)?;
    let storage = folder.storage_of_server(key_paths, &lock)?;
    let (applications, files) = storage.store.forget_destroyed(now).await?;
    folder.finish_restore()?;
    let copied =
        CopyTotals { files: manifest.files.len(), bytes: manifest.files.iter().map(|one| one.bytes).sum() };
    Ok((copied, ForgottenCounts { applications, files }))
}

/// Verifies that every row and file can be decrypted and has its hash, and finds files that no row refers to.
pub async fn check(storage: &Storage) -> Result<CheckReport> {
    // ManifestEntry before the rows are read: a file that comes later than this has a row already.
    let on_disk = files_below(storage.files.folder())?;
    let verification = storage.store.verify().await?;
    let mut problems = verification.problems;
    let mut known = HashSet::new();
    for file in &verification.files {
        known.insert(storage.files.path(&file.id)?);
        if let Err(error) = check_file(storage, file) {
            problems.push(format!("file {}: {}", file.id.as_str(), cause(&error)));
        }
    }
    for path in on_disk {
        if !known.contains(&path) && path.exists() {
            problems.push(format!("nothing refers to {}", path.display()));
        }
    }
    Ok(CheckReport { applications: verification.applications, files: verification.files.len(), problems })
}

fn check_file(storage: &Storage, file: &FileRecord) -> Result<()> {
    if let BlobState::Gone = file.state {
        return Ok(());
    }
    let contents = storage.files.contents(&file.id, &storage.keys.get(file.slot)?)?;
    match (&file.state, contents) {
        (BlobState::Complete(_), None) => Err(Error::internal("it is missing")),
        (BlobState::Complete(sha256), Some(contents))
            if contents.sha256 != *sha256 || contents.length != file.length =>
        {
            Err(Error::internal("it does not match its hash or length"))
        }
        _ => Ok(()),
    }
}

/// Copies one file; `None` if it does not exist.
fn copy(from: &Path, to: &Path, below: &str) -> Result<Option<ManifestEntry>> {
    let mut source = match File::open(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        source => source?,
    };
    let path = to.join(below);
    if let Some(folder) = path.parent() {
        create_private_folder(folder)?;
    }
    let mut target = private_file().create_new(true).write(true).open(&path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut bytes = 0;
    loop {
        let count = source.read(&mut buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        if read.is_empty() {
            break;
        }
        hash.update(read);
        target.write_all(read)?;
        bytes += count as u64;
    }
    target.sync_all()?;
    Ok(Some(ManifestEntry { path: below.to_owned(), bytes, sha256: const_hex::encode(hash.finalize()) }))
}

fn manifest_entry(folder: &Path, below: &str) -> Result<ManifestEntry> {
    let mut hash = Sha256::new();
    let bytes = io::copy(&mut File::open(folder.join(below))?, &mut hash)?;
    Ok(ManifestEntry { path: below.to_owned(), bytes, sha256: const_hex::encode(hash.finalize()) })
}

/// Returns the path of a file relative to the data folder, with `/` as separator.
fn below(files: &DiskBlobStore, path: &Path) -> Result<String> {
    let rest = path.strip_prefix(files.folder()).map_err(Error::internal)?;
    let parts: Vec<_> = rest.iter().map(|part| part.to_string_lossy()).collect();
    Ok(format!("{FILES}/{}", parts.join("/")))
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn sync_folders(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_folders(&path)?;
        }
    }
    Ok(sync_folder(folder)?)
}
