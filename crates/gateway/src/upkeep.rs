//! What an operator does with the data beside serving them: backup, restore, check.
//!
//! A backup is the rows as of one moment, the sealed files they speak of, and a list of both with their hashes, written last:
//! what has no list is no whole backup. It holds no key that opens anything. The key table is copied apart, over the copy
//! before, so that a key that was destroyed is nowhere.

use crate::error::{Error, Result};
use crate::files::disk::{DiskFiles, sync_folder};
use crate::folder::{
    DATABASE, FILES, FILES_KEY, Folder, SERVICE_KIND, Storage, make_empty, make_private_folder, private_file,
};
use crate::identity::hex;
use crate::keys::{KeyPlace, Keys};
use crate::store::sqlite::{ExaminedFile, Stands, cause, files_of_copy};
use rules::time::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

const LIST: &str = "backup.json";
const VERSION: u16 = 1;
const PIECE: usize = 1 << 16;

#[derive(Serialize, Deserialize)]
struct List {
    version: u16,
    made_at: Instant,
    files: Vec<Listed>,
}

#[derive(Serialize, Deserialize)]
struct Listed {
    /// Below the folder of the backup, with `/`.
    path: String,
    bytes: u64,
    sha256: String,
}

/// How much was copied.
#[derive(Clone, Copy, Debug, Default)]
pub struct Copied {
    pub files: usize,
    pub bytes: u64,
}

/// What a restored folder has forgotten, because its key was destroyed after the backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    pub applications: usize,
    pub files: usize,
}

/// What was looked at.
#[derive(Debug)]
pub struct Report {
    pub applications: usize,
    pub files: usize,
    /// What must not be, each in a sentence.
    pub problems: Vec<String>,
}

/// Writes a backup into a new folder, also while a gateway serves. `key_copy` is where the key table is copied to.
pub async fn back_up(
    folder: &Folder,
    storage: &Storage,
    to: &Path,
    key_copy: Option<&Path>,
    now: Instant,
) -> Result<Copied> {
    if let Some(path) = key_copy {
        storage.keys.check_copy(path)?;
    }
    make_empty(to)?;
    let database = to.join(DATABASE);
    // Made here, so that it is private from its first moment.
    private_file().create_new(true).write(true).open(&database)?;
    storage.store.copy_to(&database).await?;
    // Every key of these rows is in the table by now, and none that is destroyed comes back.
    if let Some(path) = key_copy {
        storage.keys.copy_to(path)?;
    }
    make_private_folder(&to.join(FILES))?;
    let mut list = vec![listed(to, DATABASE)?];
    for name in [FILES_KEY, SERVICE_KIND] {
        list.extend(copy(&folder.path().join(name), to, name)?);
    }
    for id in files_of_copy(&database)? {
        let from = storage.files.path(&id)?;
        let below = below(&storage.files, &from)?;
        // What is not there has not come yet, or is deleted since.
        list.extend(copy(&from, to, &below)?);
    }
    File::open(&database)?.sync_all()?;
    sync_folders(to)?;
    let copied = Copied { files: list.len(), bytes: list.iter().map(|one| one.bytes).sum() };
    let list = List { version: VERSION, made_at: now, files: list };
    let mut file = private_file().create_new(true).write(true).open(to.join(LIST))?;
    file.write_all(&serde_json::to_vec_pretty(&list).map_err(Error::internal)?)?;
    file.sync_all()?;
    sync_folder(to)?;
    Ok(copied)
}

/// Lays a backup into a new data folder, where the keys open it. `key_copy` is the copy of the key table, should the table itself
/// be lost.
pub async fn restore(
    from: &Path,
    data: &Path,
    place: &KeyPlace,
    key_copy: Option<&Path>,
    now: Instant,
) -> Result<(Copied, Forgotten)> {
    let list = std::fs::read(from.join(LIST))
        .map_err(|_| Error::internal(format!("{} is no whole backup: it has no {LIST}", from.display())))?;
    let list: List = serde_json::from_slice(&list).map_err(Error::internal)?;
    if list.version != VERSION {
        return Err(Error::internal("the backup was made by another version of this program"));
    }
    if let (Some(copy), false) = (key_copy, place.table().try_exists()?) {
        Keys::bring_back(place, copy)?;
    }
    // Before anything is copied: without them it would be in vain.
    Keys::settle_renewal(place)?;
    drop(Keys::open(place)?);
    let folder = Folder::begin_restore(data)?;
    for one in &list.files {
        let wrong = || Error::internal(format!("{} in the backup is not what was written", one.path));
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
    folder.make_tokens(&lock)?;
    let storage = folder.storage_of_server(place, &lock)?;
    let (applications, files) = storage.store.forget_destroyed(now).await?;
    folder.restored()?;
    let copied = Copied { files: list.files.len(), bytes: list.files.iter().map(|one| one.bytes).sum() };
    Ok((copied, Forgotten { applications, files }))
}

/// Looks whether everything is whole, opens, and has its hash, and whether anything lies there that nothing speaks of.
pub async fn check(storage: &Storage) -> Result<Report> {
    // Listed first: what comes later is spoken of by the rows.
    let lying = files_below(storage.files.folder())?;
    let examined = storage.store.examine().await?;
    let mut problems = examined.problems;
    let mut known = HashSet::new();
    for file in &examined.files {
        known.insert(storage.files.path(&file.id)?);
        if let Err(error) = look_at(storage, file) {
            problems.push(format!("file {}: {}", file.id.as_str(), cause(&error)));
        }
    }
    for path in lying {
        if !known.contains(&path) && path.exists() {
            problems.push(format!("nothing speaks of {}", path.display()));
        }
    }
    Ok(Report { applications: examined.applications, files: examined.files.len(), problems })
}

fn look_at(storage: &Storage, file: &ExaminedFile) -> Result<()> {
    if let Stands::Gone = file.stands {
        return Ok(());
    }
    let contents = storage.files.contents(&file.id, &storage.keys.get(file.slot)?)?;
    match (&file.stands, contents) {
        (Stands::Complete(_), None) => Err(Error::internal("it is missing")),
        (Stands::Complete(sha256), Some(contents))
            if contents.sha256 != *sha256 || contents.length != file.length =>
        {
            Err(Error::internal("it is not what came in"))
        }
        _ => Ok(()),
    }
}

/// `None` where there is no such file.
fn copy(from: &Path, to: &Path, below: &str) -> Result<Option<Listed>> {
    let mut source = match File::open(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        source => source?,
    };
    let path = to.join(below);
    if let Some(folder) = path.parent() {
        make_private_folder(folder)?;
    }
    let mut target = private_file().create_new(true).write(true).open(&path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    let mut bytes = 0;
    loop {
        let count = source.read(&mut piece)?;
        let read = piece.get(..count).unwrap_or_default();
        if read.is_empty() {
            break;
        }
        hash.update(read);
        target.write_all(read)?;
        bytes += count as u64;
    }
    target.sync_all()?;
    Ok(Some(Listed { path: below.to_owned(), bytes, sha256: hex(&hash.finalize()) }))
}

fn listed(folder: &Path, below: &str) -> Result<Listed> {
    let mut hash = Sha256::new();
    let bytes = io::copy(&mut File::open(folder.join(below))?, &mut hash)?;
    Ok(Listed { path: below.to_owned(), bytes, sha256: hex(&hash.finalize()) })
}

/// How a file is called below the folder of the data.
fn below(files: &DiskFiles, path: &Path) -> Result<String> {
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
