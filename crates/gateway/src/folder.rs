//! The data folder: where what lies, and the keys that are made on the first run.
//!
//! ```text
//! applications.db   rows (beside it -wal and -shm while in use)
//! files/            the bytes of uploads
//! files.key         names the files
//! authority.key     the service token of the authority's system
//! metrics.key       what opens /metrics from elsewhere
//! lock              held by the gateway that serves from here
//! ```
//!
//! What opens the rows and the bytes does not lie here: [`crate::keys`].

use crate::error::{Error, Result};
use crate::files::disk::{DiskFiles, sync_folder};
use crate::identity::{hex, random_bytes};
use crate::keys::{KeyPlace, Keys};
use crate::store::sqlite::{SqliteStore, is_sealed};
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub struct Folder(PathBuf);

/// Everything that is kept, open.
#[derive(Clone)]
pub struct Storage {
    pub store: Arc<SqliteStore>,
    pub files: Arc<DiskFiles>,
    pub keys: Arc<Keys>,
}

/// Held for as long as a gateway serves from the folder.
pub struct Lock(#[allow(dead_code, reason = "dropping it lets go")] File);

impl Folder {
    /// Makes the folder and its keys where they are missing.
    pub fn open(path: &Path) -> Result<Self> {
        make_private_folder(path)?;
        make_private_folder(&path.join(FILES))?;
        let folder = Self(path.to_owned());
        for name in [FILES_KEY, AUTHORITY_KEY, METRICS_KEY] {
            folder.make_key(name)?;
        }
        sync_folder(path)?;
        if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
            sync_folder(above)?;
        }
        Ok(folder)
    }

    /// Where data lie if nobody says otherwise: the user's own folder for data.
    pub fn default_path() -> Option<PathBuf> {
        let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let base = if cfg!(windows) {
            of("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            of("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            of("XDG_DATA_HOME").or_else(|| of("HOME").map(|home| home.join(".local/share")))
        };
        base.map(|base| base.join("qandas-data"))
    }

    /// Keeps a second gateway from serving the same data. The system lets go when the process ends, however it ends.
    pub fn lock(&self) -> Result<Lock> {
        let file = private_file().create(true).truncate(false).write(true).open(self.0.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => {
                Err(Error::internal("another gateway serves from this data folder"))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Opens what is kept here by the keys that lie there; makes both where there is nothing yet.
    pub fn storage(&self, place: &KeyPlace) -> Result<Storage> {
        let path = self.database();
        let keys = Arc::new(Keys::open(place, !is_sealed(&path)?)?);
        if !path.exists() {
            // Made here, so that it is private from its first moment.
            private_file().create(true).truncate(false).write(true).open(&path)?;
        }
        let files = Arc::new(self.files()?);
        let store = Arc::new(SqliteStore::open(&path, Arc::clone(&keys), &files)?);
        sync_folder(&self.0)?;
        Ok(Storage { store, files, keys })
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    pub fn files(&self) -> Result<DiskFiles> {
        let key = bytes_of(&self.key(FILES_KEY)?).ok_or_else(|| broken(FILES_KEY))?;
        Ok(DiskFiles::new(self.0.join(FILES), key))
    }

    /// The service token of the authority's system: 64 hexadecimal digits.
    pub fn authority_token(&self) -> Result<String> {
        self.key(AUTHORITY_KEY)
    }

    /// What opens `/metrics` from elsewhere: 64 hexadecimal digits.
    pub fn metrics_token(&self) -> Result<String> {
        self.key(METRICS_KEY)
    }

    fn key(&self, name: &str) -> Result<String> {
        let mut digits = String::new();
        File::open(self.0.join(name))?.read_to_string(&mut digits)?;
        let digits = digits.trim();
        let stands = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if stands { Ok(digits.to_owned()) } else { Err(broken(name)) }
    }

    /// Written aside and then named, so that a key is there whole or not at all; and never over another one.
    fn make_key(&self, name: &str) -> Result<()> {
        let path = self.0.join(name);
        if path.exists() {
            return Ok(());
        }
        let aside = self.0.join(format!("{name}.{}", hex(&random_bytes::<8>()?)));
        let mut file = private_file().create_new(true).write(true).open(&aside)?;
        file.write_all(format!("{}\n", hex(&random_bytes::<32>()?)).as_bytes())?;
        file.sync_all()?;
        match std::fs::hard_link(&aside, &path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // Some disks know no second name for a file.
                std::fs::rename(&aside, &path)?;
            }
            _ => std::fs::remove_file(&aside)?,
        }
        Ok(())
    }
}

pub const DATABASE: &str = "applications.db";
pub const FILES: &str = "files";
pub const FILES_KEY: &str = "files.key";
const AUTHORITY_KEY: &str = "authority.key";
const METRICS_KEY: &str = "metrics.key";

fn broken(name: &str) -> Error {
    Error::internal(format!("{name} in the data folder is not 64 hexadecimal digits"))
}

/// What 64 hexadecimal digits stand for.
pub fn bytes_of(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    (digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(bytes)
}

pub fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        builder.mode(0o700).create(path)?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
    }
    #[cfg(not(unix))]
    builder.create(path)
}

pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
