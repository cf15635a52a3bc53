//! The data folder: its files, and how it is created and opened.
//!
//! ```text
//! applications.db   rows (with -wal and -shm while in use)
//! files/            the bytes of uploads
//! files.key         the key of the file names
//! authority.key     the service token of the authority's system
//! metrics.key       the token for /metrics from other machines
//! service.kind      the kind of the service: authority, forwarding or trial
//! lock              locked by the gateway that serves this folder
//! ```
//!
//! Only [`DataFolder::init`] creates a folder and its keys. Everything else opens an existing one: if a disk is not mounted, a new
//! register must not be started in its place.
//!
//! The encryption keys are not in this folder: see [`crate::keys`].

use crate::blobs::disk::DiskBlobStore;
use crate::error::{Error, Result};
use crate::fs::{create_private_folder, private_file, sync_folder};
use crate::identity::random_bytes;
use crate::keys::{KeyPaths, Keys};
use crate::store::sqlite::{SqliteStore, check_current, check_supported};
use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wire::answer::ServiceKind;

/// A data folder.
pub struct DataFolder(PathBuf);

/// The open database, blob store and key table of a data folder.
#[derive(Clone)]
pub struct Storage {
    pub store: Arc<SqliteStore>,
    pub files: Arc<DiskBlobStore>,
    pub keys: Arc<Keys>,
}

/// The exclusive lock of the gateway that serves a data folder, released when it is dropped.
pub struct FolderLock(#[allow(dead_code, reason = "dropping it releases the lock")] File);

impl DataFolder {
    /// Creates a data folder and its keys, or completes an `init` that was interrupted.
    pub fn init(path: &Path, keys: &KeyPaths, kind: ServiceKind) -> Result<Self> {
        if !Self::is_unfinished(path)? {
            if path.try_exists()? && !is_empty(path)? {
                return Err(Error::internal(format!(
                    "{} is not empty: a data folder can be created only at an empty or non-existent path",
                    path.display()
                )));
            }
            Keys::check_unused(keys)?;
        }
        create_private_folder(path)?;
        let folder = Self(path.to_owned());
        let unfinished = path.join(UNFINISHED_INIT);
        private_file().create(true).truncate(false).write(true).open(&unfinished)?;
        let lock = folder.lock()?;
        create_private_folder(&path.join(FILES))?;
        folder.create_key(FILES_KEY)?;
        folder.create_tokens(&lock)?;
        folder.set_service_kind(kind, &lock)?;
        Keys::init(keys)?;
        SqliteStore::create(&folder.database())?;
        sync_folder(path)?;
        std::fs::remove_file(unfinished)?;
        folder.sync()?;
        Ok(folder)
    }

    /// Opens an existing data folder. Creates nothing.
    pub fn open(path: &Path) -> Result<Self> {
        let place = path.display();
        let refusal = if !path.try_exists()? {
            format!(
                "the data folder {place} does not exist: is the disk mounted? `qandas-gateway init` creates a new one"
            )
        } else if is_empty(path)? {
            format!(
                "the data folder {place} is empty: is the disk mounted? `qandas-gateway init` creates a new one"
            )
        } else if Self::is_unfinished(path)? {
            format!("the data folder {place} is incomplete: run `qandas-gateway init` again")
        } else if path.join(UNFINISHED_RESTORE).try_exists()? {
            format!("the restore into {place} was interrupted: delete that folder and restore again")
        } else if !path.join(DATABASE).try_exists()? {
            format!("there is no {DATABASE} in {place}: this is not a data folder, or an incomplete one")
        } else {
            return Ok(Self(path.to_owned()));
        };
        Err(Error::internal(refusal))
    }

    /// Returns whether an `init` of this folder was interrupted.
    pub fn is_unfinished(path: &Path) -> Result<bool> {
        Ok(path.join(UNFINISHED_INIT).try_exists()?)
    }

    /// Creates a folder for a backup to be restored into. It cannot be opened before [`Self::finish_restore`].
    pub fn begin_restore(path: &Path) -> Result<Self> {
        create_empty(path)?;
        private_file().create_new(true).write(true).open(path.join(UNFINISHED_RESTORE))?;
        create_private_folder(&path.join(FILES))?;
        Ok(Self(path.to_owned()))
    }

    /// Marks the restore as complete, so that the folder can be opened.
    pub fn finish_restore(&self) -> Result<()> {
        std::fs::remove_file(self.0.join(UNFINISHED_RESTORE))?;
        self.sync()
    }

    fn sync(&self) -> Result<()> {
        sync_folder(&self.0)?;
        match self.0.parent().filter(|above| !above.as_os_str().is_empty()) {
            Some(above) => Ok(sync_folder(above)?),
            None => Ok(()),
        }
    }

    /// Returns the default data folder, which is in the user's own folder for data.
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

    /// Takes the lock that prevents a second gateway from serving the same data. The system releases it when the process ends,
    /// however it ends.
    pub fn lock(&self) -> Result<FolderLock> {
        let file = private_file().create(true).truncate(false).write(true).open(self.0.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(FolderLock(file)),
            Err(TryLockError::WouldBlock) => {
                Err(Error::internal("another gateway is using this data folder"))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Creates the tokens that are missing: all tokens of a new folder, and those that a later version added.
    pub fn create_tokens(&self, _lock: &FolderLock) -> Result<()> {
        self.create_key(AUTHORITY_KEY)?;
        self.create_key(METRICS_KEY)
    }

    /// Returns the kind of the service that this folder belongs to; `None` in a folder of an earlier version.
    pub fn service_kind(&self) -> Result<Option<ServiceKind>> {
        let word = match std::fs::read_to_string(self.0.join(SERVICE_KIND)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        parse_kind(word.trim()).map(Some).map_err(|allowed| {
            Error::internal(format!("{SERVICE_KIND} in the data folder is not one of {allowed}"))
        })
    }

    pub fn set_service_kind(&self, kind: ServiceKind, _lock: &FolderLock) -> Result<()> {
        let aside = self.0.join(format!("{SERVICE_KIND}.new"));
        let mut file = private_file().create(true).truncate(true).write(true).open(&aside)?;
        file.write_all(format!("{}\n", kind_word(kind)).as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&aside, self.0.join(SERVICE_KIND))?;
        Ok(sync_folder(&self.0)?)
    }

    /// Opens the data with the keys at `key_paths`. Creates nothing, and rejects data of another version.
    pub fn storage(&self, key_paths: &KeyPaths) -> Result<Storage> {
        let path = self.database();
        check_current(&path)?;
        let keys = Arc::new(Keys::open(key_paths)?);
        let files = Arc::new(self.files()?);
        let store = Arc::new(SqliteStore::open(&path, Arc::clone(&keys))?);
        Ok(Storage { store, files, keys })
    }

    /// Opens the data for the program that holds the lock. Migrates a database of an earlier version first.
    pub fn storage_of_server(&self, key_paths: &KeyPaths, _lock: &FolderLock) -> Result<Storage> {
        let path = self.database();
        check_supported(&path)?;
        Keys::settle_rotation(key_paths)?;
        let keys = Arc::new(Keys::open(key_paths)?);
        let files = Arc::new(self.files()?);
        let store = Arc::new(SqliteStore::open_to_serve(&path, Arc::clone(&keys))?);
        sync_folder(&self.0)?;
        Ok(Storage { store, files, keys })
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    pub fn files(&self) -> Result<DiskBlobStore> {
        let key = const_hex::decode_to_array(self.key(FILES_KEY)?).map_err(|_| broken(FILES_KEY))?;
        Ok(DiskBlobStore::new(self.0.join(FILES), key))
    }

    /// The service token of the authority's system: 64 hexadecimal digits.
    pub fn authority_token(&self) -> Result<String> {
        self.key(AUTHORITY_KEY)
    }

    /// The token for `/metrics` from other machines: 64 hexadecimal digits.
    pub fn metrics_token(&self) -> Result<String> {
        self.key(METRICS_KEY)
    }

    fn key(&self, name: &str) -> Result<String> {
        let mut digits = String::new();
        File::open(self.0.join(name))?.read_to_string(&mut digits)?;
        let digits = digits.trim();
        let is_valid = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_valid { Ok(digits.to_owned()) } else { Err(broken(name)) }
    }

    /// Creates a key if it does not exist. The key is written to a temporary file and linked to its name, so that it exists
    /// completely or not at all and never replaces another one.
    fn create_key(&self, name: &str) -> Result<()> {
        let path = self.0.join(name);
        if path.exists() {
            return Ok(());
        }
        let aside = self.0.join(format!("{name}.{}", const_hex::encode(random_bytes::<8>()?)));
        let mut file = private_file().create_new(true).write(true).open(&aside)?;
        file.write_all(format!("{}\n", const_hex::encode(random_bytes::<32>()?)).as_bytes())?;
        file.sync_all()?;
        match std::fs::hard_link(&aside, &path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // Some file systems have no hard links.
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
pub const SERVICE_KIND: &str = "service.kind";
const UNFINISHED_INIT: &str = "init.unfinished";
const UNFINISHED_RESTORE: &str = "restore.unfinished";
const AUTHORITY_KEY: &str = "authority.key";
const METRICS_KEY: &str = "metrics.key";

fn is_empty(folder: &Path) -> Result<bool> {
    Ok(std::fs::read_dir(folder)?.next().is_none())
}

/// Creates a folder; an empty folder may exist already.
pub fn create_empty(folder: &Path) -> Result<()> {
    if folder.try_exists()? && !is_empty(folder)? {
        return Err(Error::internal(format!("{} is not empty", folder.display())));
    }
    Ok(create_private_folder(folder)?)
}

fn broken(name: &str) -> Error {
    Error::internal(format!("{name} in the data folder is not 64 hexadecimal digits"))
}

/// Parses the name of a kind. The error is the list of names.
pub fn parse_kind(word: &str) -> std::result::Result<ServiceKind, &'static str> {
    let kinds = [ServiceKind::Authority, ServiceKind::Forwarding, ServiceKind::Trial];
    kinds.into_iter().find(|kind| kind_word(*kind) == word).ok_or("authority, forwarding, trial")
}

pub fn kind_word(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Authority => "authority",
        ServiceKind::Forwarding => "forwarding",
        ServiceKind::Trial => "trial",
    }
}
