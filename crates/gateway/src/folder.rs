//! The data folder: what is where in it, and who makes it.
//!
//! ```text
//! applications.db   rows (beside it -wal and -shm while in use)
//! files/            the bytes of uploads
//! files.key         names the files
//! authority.key     the service token of the authority's system
//! metrics.key       what opens /metrics from elsewhere
//! service.kind      whether the authority runs it, it forwards, or it is a trial
//! lock              held by the gateway that serves from here
//! ```
//!
//! [`Folder::init`] alone makes a folder with its keys. Everything else opens one that is there: where a disk is not mounted, a
//! new register must not begin in its place.
//!
//! What opens the rows and the bytes does not lie here: [`crate::keys`].

use crate::error::{Error, Result};
use crate::files::disk::{DiskFiles, sync_folder};
use crate::identity::{hex, random_bytes};
use crate::keys::{KeyPlace, Keys};
use crate::store::sqlite::{Form, SqliteStore, form_of};
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wire::answer::ServiceKind;

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
    /// Makes a new folder with its keys, or brings to its end what was begun before and cut off.
    pub fn init(path: &Path, keys: &KeyPlace, kind: ServiceKind) -> Result<Self> {
        if !Self::is_unfinished(path)? {
            if path.try_exists()? && !is_empty(path)? {
                return Err(Error::internal(format!(
                    "{} is not empty: a new data folder is made where there is none, or an empty one",
                    path.display()
                )));
            }
            Keys::check_unused(keys)?;
        }
        make_private_folder(path)?;
        let folder = Self(path.to_owned());
        let unfinished = path.join(UNFINISHED_INIT);
        private_file().create(true).truncate(false).write(true).open(&unfinished)?;
        let lock = folder.lock()?;
        make_private_folder(&path.join(FILES))?;
        folder.make_key(FILES_KEY)?;
        folder.make_tokens(&lock)?;
        folder.set_service_kind(kind, &lock)?;
        Keys::init(keys)?;
        SqliteStore::make(&folder.database())?;
        sync_folder(path)?;
        std::fs::remove_file(unfinished)?;
        folder.sync()?;
        Ok(folder)
    }

    /// Opens a folder that is there. Makes nothing.
    pub fn open(path: &Path) -> Result<Self> {
        let place = path.display();
        let refusal = if !path.try_exists()? {
            format!(
                "there is no data folder {place}: is the disk mounted? `qandas-gateway init` makes a new one"
            )
        } else if is_empty(path)? {
            format!(
                "the data folder {place} is empty: is the disk mounted? `qandas-gateway init` makes a new one"
            )
        } else if Self::is_unfinished(path)? {
            format!("the data folder {place} is not finished: run `qandas-gateway init` again")
        } else if path.join(UNFINISHED_RESTORE).try_exists()? {
            format!("the restore into {place} was cut off: delete that folder, and restore again")
        } else if !path.join(DATABASE).try_exists()? {
            format!("there is no {DATABASE} in {place}: this is no data folder, or only a part of one")
        } else {
            return Ok(Self(path.to_owned()));
        };
        Err(Error::internal(refusal))
    }

    /// Whether a folder was begun there whose making was cut off.
    pub fn is_unfinished(path: &Path) -> Result<bool> {
        Ok(path.join(UNFINISHED_INIT).try_exists()?)
    }

    /// Makes a folder into which a backup is restored. Nothing opens it before [`Self::restored`].
    pub fn begin_restore(path: &Path) -> Result<Self> {
        make_empty(path)?;
        private_file().create_new(true).write(true).open(path.join(UNFINISHED_RESTORE))?;
        make_private_folder(&path.join(FILES))?;
        Ok(Self(path.to_owned()))
    }

    /// From now on the folder can be opened.
    pub fn restored(&self) -> Result<()> {
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

    /// Makes the tokens that are missing: those of a new folder, and those that came with a later version.
    pub fn make_tokens(&self, _lock: &Lock) -> Result<()> {
        self.make_key(AUTHORITY_KEY)?;
        self.make_key(METRICS_KEY)
    }

    /// The kind of the service whose applications are kept here; `None` in a folder of a former version.
    pub fn service_kind(&self) -> Result<Option<ServiceKind>> {
        let word = match std::fs::read_to_string(self.0.join(SERVICE_KIND)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        parse_kind(word.trim()).map(Some).map_err(|allowed| {
            Error::internal(format!("{SERVICE_KIND} in the data folder is none of {allowed}"))
        })
    }

    pub fn set_service_kind(&self, kind: ServiceKind, _lock: &Lock) -> Result<()> {
        let aside = self.0.join(format!("{SERVICE_KIND}.new"));
        let mut file = private_file().create(true).truncate(true).write(true).open(&aside)?;
        file.write_all(format!("{}\n", kind_word(kind)).as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&aside, self.0.join(SERVICE_KIND))?;
        Ok(sync_folder(&self.0)?)
    }

    /// Opens what is kept here by the keys at `place`. Makes nothing, and refuses data of another version.
    pub fn storage(&self, place: &KeyPlace) -> Result<Storage> {
        let path = self.database();
        form_of(&path)?.check_current()?;
        let keys = Arc::new(Keys::open(place)?);
        let files = Arc::new(self.files()?);
        let store = Arc::new(SqliteStore::open(&path, Arc::clone(&keys))?);
        Ok(Storage { store, files, keys })
    }

    /// The same for the one program that holds the lock: brings what former versions kept up to date first.
    pub fn storage_of_server(&self, place: &KeyPlace, _lock: &Lock) -> Result<Storage> {
        let path = self.database();
        match form_of(&path)? {
            // Former versions had no keys; those that seal what they kept are made.
            Form::Unsealed if !place.table().try_exists()? => Keys::init(place)?,
            Form::Nothing => return Err(Form::Nothing.refusal()),
            Form::Unsealed | Form::Version(_) => Keys::settle_renewal(place)?,
        }
        let keys = Arc::new(Keys::open(place)?);
        let files = Arc::new(self.files()?);
        let store = Arc::new(SqliteStore::open_to_serve(&path, Arc::clone(&keys), &files)?);
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
pub const SERVICE_KIND: &str = "service.kind";
const UNFINISHED_INIT: &str = "init.unfinished";
const UNFINISHED_RESTORE: &str = "restore.unfinished";
const AUTHORITY_KEY: &str = "authority.key";
const METRICS_KEY: &str = "metrics.key";

fn is_empty(folder: &Path) -> Result<bool> {
    Ok(std::fs::read_dir(folder)?.next().is_none())
}

/// Makes a folder that is not there yet, or is empty.
pub fn make_empty(folder: &Path) -> Result<()> {
    if folder.try_exists()? && !is_empty(folder)? {
        return Err(Error::internal(format!("{} is not empty", folder.display())));
    }
    Ok(make_private_folder(folder)?)
}

fn broken(name: &str) -> Error {
    Error::internal(format!("{name} in the data folder is not 64 hexadecimal digits"))
}

/// Reads the word for a kind; else the words that there are.
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
