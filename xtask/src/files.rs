//! Walking, hashing and naming files.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// All files below `folder`, sorted. A folder that is not there has none.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        let entries = fs::read_dir(&folder).with_context(|| unreadable(&folder))?;
        for entry in entries {
            let path = entry.with_context(|| unreadable(&folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| unreadable(path))
}

/// A text without the byte order mark with which some editors of Windows begin a file.
pub fn read_text(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| unreadable(path))?;
    Ok(without_mark(&text).to_owned())
}

pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

/// Writes `content`, making the folders above it.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    let cure = || {
        format!("{} cannot be written; see whether the disk is full or the folder is yours", path.display())
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(cure)?;
    }
    fs::write(path, content).with_context(cure)
}

pub fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed; remove it by hand", path.display()))
        }
        _ => Ok(()),
    }
}

/// 64 bits of SHA-256 in hex: enough that two contents never share a name.
pub fn hash(content: &[u8]) -> String {
    const_hex::encode(&Sha256::digest(content)[..8])
}

/// One hash over the names and contents of files and folders below `root`.
pub fn hash_of_all(root: &Path, names: &[String]) -> Result<String> {
    let mut list = String::new();
    for name in names {
        let path = root.join(name);
        let files = if path.is_file() { vec![path] } else { below(&path)? };
        for file in files {
            let shown = file.strip_prefix(root).unwrap_or(&file).display();
            let _ = writeln!(list, "{shown} {}", hash(&read(&file)?));
        }
    }
    Ok(hash(list.as_bytes()))
}

fn unreadable(path: &Path) -> String {
    format!("{} cannot be read; see whether it is there and yours", path.display())
}
