//! The key table: one random key for each application and each file, sealed with the master key.
//!
//! The table is stored separately from the data, and no backup of the data contains it. A key is destroyed by overwriting
//! its slot; after that the data it encrypted cannot be read in any copy, however old (crypto-erasure). The table is a file of
//! fixed-length slots and not a database, so that the overwritten bytes are exactly those that held the key.
//!
//! ```text
//! slot 0          "qandas keys 1\n", then an empty text sealed with the master key, which identifies that key
//! slot 1, 2, …    the sealed key; zeros if it is destroyed
//! ```

use crate::error::{Error, Result};
use crate::fs::{create_private_folder, private_file, sync_folder, sync_parent};
use crate::lock::lock;
use crate::sealing::{AssociatedData, OVERHEAD, SealingKey};
use std::collections::VecDeque;
use std::fs::{File, TryLockError};
use std::io::{self, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use zeroize::Zeroizing;

/// The length of a slot in bytes. A power of two, so that no slot spans two disk sectors.
const SLOT: usize = 128;
const SEALED: usize = 32 + OVERHEAD;
const MAGIC: &[u8] = b"qandas keys 1\n";
/// The sizes of the first and of the largest batch of spare keys. Keys are created in batches because they must be on disk
/// before they are used, and one sync is enough for a whole batch.
const FIRST_BATCH: usize = 16;
const MAX_BATCH: usize = 1_024;

pub const MASTER: &str = "master.key";
pub const TABLE: &str = "keys";

/// The paths of the key table and of the master key.
#[derive(Clone, Debug)]
pub struct KeyPaths {
    /// The folder of the table.
    pub folder: PathBuf,
    /// The file of the master key: 64 hexadecimal digits.
    pub master: PathBuf,
}

impl KeyPaths {
    /// Returns the default folder of the keys: next to the data folder, not inside it.
    pub fn default_folder(data: &Path) -> PathBuf {
        let mut name = data.file_name().unwrap_or_default().to_owned();
        name.push("-keys");
        data.with_file_name(name)
    }

    pub fn in_folder(folder: PathBuf) -> Self {
        Self { master: folder.join(MASTER), folder }
    }

    pub fn table(&self) -> PathBuf {
        self.folder.join(TABLE)
    }
}

/// The number of a key in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(u64);

impl Slot {
    /// Returns the number as the database stores it.
    pub fn number(self) -> i64 {
        self.0.cast_signed()
    }

    /// Makes a slot of this number; `None` if no key can have it.
    pub fn from_number(number: i64) -> Option<Self> {
        u64::try_from(number).ok().filter(|number| *number > 0).map(Self)
    }
}

/// The content of a slot.
pub enum SlotState {
    Key(SealingKey),
    Destroyed,
    /// The table ends before this slot, so it is older than the row that refers to the slot.
    BeyondEnd,
}

/// An open key table.
pub struct Keys {
    master: SealingKey,
    table: File,
    path: PathBuf,
    spare: Mutex<SpareKeys>,
    /// The file of the master key, locked, so that the master key is not rotated while the table is in use.
    _in_use: File,
}

/// Keys that are on disk and not used yet.
#[derive(Default)]
struct SpareKeys {
    ready: VecDeque<(Slot, SealingKey)>,
    next_batch: usize,
}

impl Keys {
    /// Creates an empty table, and the master key if it does not exist.
    pub fn init(paths: &KeyPaths) -> Result<()> {
        Self::check_unused(paths)?;
        create_private_folder(&paths.folder)?;
        if paths.table().try_exists()? {
            // Left by an interrupted `init`; opened to check that the master key matches.
            return Self::open(paths).map(drop);
        }
        let master = if paths.master.try_exists()? {
            read_key(&paths.master)?
        } else {
            let key = SealingKey::random()?;
            write_key(&paths.master, &key)?;
            key
        };
        make_table(&paths.folder, &paths.table(), &master)
    }

    /// Rejects a table that has keys: they belong to other data.
    pub fn check_unused(paths: &KeyPaths) -> Result<()> {
        let table = paths.table();
        match std::fs::metadata(&table) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error.into()),
            Ok(metadata) if metadata.len() <= SLOT as u64 => Ok(()),
            Ok(_) => Err(Error::internal(format!(
                "the key table {} has keys of other data: is the disk with the data mounted? A new data folder needs \
                 another key folder: name it with --key-dir",
                table.display()
            ))),
        }
    }

    /// Opens the table. Creates and changes nothing.
    pub fn open(paths: &KeyPaths) -> Result<Self> {
        Self::open_locked(
            paths,
            File::try_lock_shared,
            "the master key is being rotated: try again when that has finished",
        )
    }

    /// Opens the table and locks the file of the master key. `refusal` is the message if the file is locked already.
    fn open_locked(
        paths: &KeyPaths,
        lock: fn(&File) -> std::result::Result<(), TryLockError>,
        refusal: &'static str,
    ) -> Result<Self> {
        let path = paths.table();
        if !path.try_exists()? {
            return Err(missing("key table", &path));
        }
        let in_use = match File::open(&paths.master) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(missing("master key", &paths.master));
            }
            opened => opened?,
        };
        match lock(&in_use) {
            Err(TryLockError::WouldBlock) => return Err(Error::internal(refusal)),
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Ok(()) => {}
        }
        let keys = Self {
            master: read_key(&paths.master)?,
            table: File::options().read(true).write(true).open(&path)?,
            path,
            spare: Mutex::new(SpareKeys { ready: VecDeque::new(), next_batch: FIRST_BATCH }),
            _in_use: in_use,
        };
        keys.check_master(paths)?;
        Ok(keys)
    }

    /// Completes an interrupted rotation of the master key, or undoes it if the table was not replaced yet.
    pub fn settle_rotation(paths: &KeyPaths) -> Result<()> {
        if !rotated(&paths.master).try_exists()? || !paths.table().try_exists()? {
            return Ok(());
        }
        let former = match File::open(&paths.master) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            opened => Some(opened?),
        };
        match former.as_ref().map_or(Ok(()), File::try_lock) {
            Err(TryLockError::WouldBlock) => Err(Error::internal(IN_USE)),
            Err(TryLockError::Error(error)) => Err(error.into()),
            Ok(()) => settle(paths),
        }
    }

    /// Restores the table from a copy.
    pub fn restore_table(paths: &KeyPaths, copy: &Path) -> Result<()> {
        create_private_folder(&paths.folder)?;
        let aside = paths.folder.join("keys.new");
        let mut table = private_file().create(true).truncate(true).write(true).open(&aside)?;
        io::copy(&mut File::open(copy)?, &mut table)?;
        table.sync_all()?;
        std::fs::rename(&aside, paths.table())?;
        Ok(sync_parent(&paths.table())?)
    }

    /// Returns an unused key, which is on disk already.
    pub fn take(&self) -> Result<(Slot, SealingKey)> {
        let mut spare = self.spare();
        if spare.ready.is_empty() {
            let count = spare.next_batch;
            spare.ready = self.append(count)?;
            spare.next_batch = (count * 2).min(MAX_BATCH);
        }
        spare.ready.pop_front().ok_or_else(|| Error::internal("no key was created"))
    }

    /// Reads a slot.
    pub fn find(&self, slot: Slot) -> Result<SlotState> {
        let mut sealed = [0; SLOT];
        match read_at(&self.table, &mut sealed, slot.0) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(SlotState::BeyondEnd),
            read => read?,
        }
        if sealed.iter().all(|byte| *byte == 0) {
            return Ok(SlotState::Destroyed);
        }
        let sealed = sealed.get(..SEALED).unwrap_or_default();
        let opened = self.master.open(&slot_aad(slot), sealed).map(zeroize::Zeroizing::new);
        let key = opened.as_ref().and_then(|bytes| SealingKey::from_bytes(bytes));
        Ok(SlotState::Key(key.ok_or_else(|| {
            Error::internal(format!("key {} in {} is damaged", slot.0, self.path.display()))
        })?))
    }

    /// Returns the key of a slot; [`Error::Gone`] if it is destroyed.
    pub fn get(&self, slot: Slot) -> Result<SealingKey> {
        match self.find(slot)? {
            SlotState::Key(key) => Ok(key),
            SlotState::Destroyed => Err(Error::Gone),
            SlotState::BeyondEnd => Err(Error::internal(format!(
                "the key table {} is older than the data: it has no key {}",
                self.path.display(),
                slot.0
            ))),
        }
    }

    /// Overwrites these keys and syncs. Nothing that they encrypted can be read after that.
    pub fn destroy(&self, slots: &[Slot]) -> Result<()> {
        let mut changed = false;
        for slot in slots {
            if !matches!(self.find(*slot), Ok(SlotState::Destroyed | SlotState::BeyondEnd)) {
                write_at(&self.table, &[0; SLOT], slot.0)?;
                changed = true;
            }
        }
        if changed { Ok(self.table.sync_all()?) } else { Ok(()) }
    }

    /// Checks that the file at `path` may be replaced by a copy of this table: it does not exist, or it is a copy of this table
    /// with no key that the table lacks.
    pub fn check_copy(&self, path: &Path) -> Result<()> {
        if !path.try_exists()? {
            return Ok(());
        }
        let refuse = |why: &str| {
            Err(Error::internal(format!("the key copy {} is not replaced: {why}", path.display())))
        };
        if path.canonicalize()? == self.path.canonicalize()? {
            return refuse("it is the key table itself");
        }
        if !is_master_of(&self.master, path)? {
            return refuse(
                "it was sealed with another master key. If the master key was rotated since, delete this copy or name another file",
            );
        }
        let (mut of_copy, mut of_table) = (SlotReader::open(path)?, SlotReader::open(&self.path)?);
        let (mut copied, mut held, mut lacking) = (0, 0, 0);
        loop {
            let (former, current) = (of_copy.next()?, of_table.next()?);
            let has_key = |slot: &[u8; SLOT]| slot.iter().any(|byte| *byte != 0);
            copied += usize::from(former.as_ref().is_some_and(has_key));
            held += usize::from(current.as_ref().is_some_and(has_key));
            lacking += usize::from(match (&former, &current) {
                (None, None) => break,
                (None, Some(_)) => false,
                (Some(_), None) => true,
                (Some(former), Some(current)) => has_key(former) && has_key(current) && former != current,
            });
        }
        if lacking == 0 {
            return Ok(());
        }
        refuse(&format!(
            "the copy has {copied} keys, the table has {held}, and {lacking} keys of the copy are missing in it: the copy was \
             made from another table"
        ))
    }

    /// Copies the table to a new file and renames it over the previous copy. The copy is of no use without the master key.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        self.check_copy(path)?;
        // TableLock, so that no batch of keys is being written.
        let _locked = self.lock()?;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let aside = path.with_file_name(name);
        let mut copy = private_file().create(true).truncate(true).write(true).open(&aside)?;
        io::copy(&mut File::open(&self.path)?, &mut copy)?;
        // An incomplete slot at the end is left out.
        let length = copy.stream_position()? / SLOT as u64 * SLOT as u64;
        copy.set_len(length)?;
        copy.sync_all()?;
        std::fs::rename(&aside, path)?;
        Ok(sync_parent(path)?)
    }

    /// Rotates the master key: seals all keys with a new one and overwrites the old one. Older copies of the table, which still
    /// have the keys that were destroyed since, can be decrypted with the old master key only. Returns the number of keys.
    pub fn rotate_master(paths: &KeyPaths) -> Result<usize> {
        Self::settle_rotation(paths)?;
        let keys = Self::open_locked(paths, File::try_lock, IN_USE)?;
        let _locked = keys.lock()?;
        let new = SealingKey::random()?;
        let aside = paths.folder.join("keys.renewed");
        let mut table = private_file().create(true).truncate(true).write(true).open(&aside)?;
        table.write_all(&head(&new)?)?;
        let mut count = 0;
        for number in 1.. {
            let slot = Slot(number);
            match keys.find(slot)? {
                SlotState::Key(key) => {
                    table.write_all(&sealed(&new, slot, &key)?)?;
                    count += 1;
                }
                SlotState::Destroyed => table.write_all(&[0; SLOT])?,
                SlotState::BeyondEnd => break,
            }
        }
        table.sync_all()?;
        write_key(&rotated(&paths.master), &new)?;
        std::fs::rename(&aside, paths.table())?;
        sync_folder(&paths.folder)?;
        // If the program is interrupted after this, `settle_rotation` completes the rotation.
        settle(paths)?;
        Ok(count)
    }

    fn check_master(&self, paths: &KeyPaths) -> Result<()> {
        if is_master_of(&self.master, &self.path)? {
            return Ok(());
        }
        let interrupted = if rotated(&paths.master).try_exists()? {
            ": its rotation was interrupted; the next start of the gateway completes it"
        } else {
            ""
        };
        Err(Error::internal(format!(
            "the master key is not the one that {} was created with{interrupted}",
            self.path.display()
        )))
    }

    /// Appends new keys to the table, under a lock, because several processes may do so at the same time.
    fn append(&self, count: usize) -> Result<VecDeque<(Slot, SealingKey)>> {
        let _locked = self.lock()?;
        // An incomplete slot at the end, left by a process that was killed, is overwritten.
        let first = self.table.metadata()?.len() / SLOT as u64;
        let mut made = VecDeque::with_capacity(count);
        let mut bytes = Vec::with_capacity(count * SLOT);
        for number in (first.max(1)..).take(count) {
            let (slot, key) = (Slot(number), SealingKey::random()?);
            bytes.extend(sealed(&self.master, slot, &key)?);
            made.push_back((slot, key));
        }
        if let Err(error) = write_at(&self.table, &bytes, first.max(1)).and_then(|()| self.table.sync_all()) {
            // Best effort: these keys were not used, and the next batch overwrites them.
            let _ = self.table.set_len(first * SLOT as u64);
            return Err(error.into());
        }
        Ok(made)
    }

    fn lock(&self) -> Result<TableLock> {
        let file = File::options().read(true).open(&self.path)?;
        file.lock()?;
        Ok(TableLock { _file: file })
    }

    fn spare(&self) -> MutexGuard<'_, SpareKeys> {
        lock(&self.spare)
    }
}

/// The lock under which keys are appended. The system releases it when the process ends, however it ends.
struct TableLock {
    _file: File,
}

/// Reads the slots of a table, without the first, one by one.
struct SlotReader(BufReader<File>);

impl SlotReader {
    fn open(path: &Path) -> io::Result<Self> {
        let mut table = BufReader::new(File::open(path)?);
        io::copy(&mut table.by_ref().take(SLOT as u64), &mut io::sink())?;
        Ok(Self(table))
    }

    /// Returns the next slot; `None` at the end and at an incomplete slot.
    fn next(&mut self) -> io::Result<Option<[u8; SLOT]>> {
        let mut slot = [0; SLOT];
        match self.0.read_exact(&mut slot) {
            Ok(()) => Ok(Some(slot)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}

const IN_USE: &str = "another process is using the keys: try again when it has ended";

fn missing(what: &str, path: &Path) -> Error {
    Error::internal(format!(
        "the {what} {} is missing, and the data cannot be read without it: restore it from its copy",
        path.display()
    ))
}

fn slot_aad(slot: Slot) -> AssociatedData {
    AssociatedData::new("qandas key").with(&slot.0.to_le_bytes())
}

fn sealed(master: &SealingKey, slot: Slot, key: &SealingKey) -> Result<[u8; SLOT]> {
    let mut bytes = [0; SLOT];
    let sealed = master.seal(&slot_aad(slot), key.bytes())?;
    bytes.iter_mut().zip(sealed).for_each(|(to, from)| *to = from);
    Ok(bytes)
}

fn head(master: &SealingKey) -> Result<[u8; SLOT]> {
    let mut bytes = [0; SLOT];
    let sealed = master.seal(&AssociatedData::new("qandas keys"), b"")?;
    bytes.iter_mut().zip(MAGIC.iter().copied().chain(sealed)).for_each(|(to, from)| *to = from);
    Ok(bytes)
}

fn make_table(folder: &Path, path: &Path, master: &SealingKey) -> Result<()> {
    let aside = folder.join("keys.new");
    let mut table = private_file().create(true).truncate(true).write(true).open(&aside)?;
    table.write_all(&head(master)?)?;
    table.sync_all()?;
    std::fs::rename(&aside, path)?;
    Ok(sync_parent(path)?)
}

/// Returns whether the table was sealed with this key.
fn is_master_of(master: &SealingKey, table: &Path) -> Result<bool> {
    let no_table = || Error::internal(format!("{} is not a key table", table.display()));
    let mut head = [0; SLOT];
    File::open(table)?.read_exact(&mut head).map_err(|_| no_table())?;
    let sealed = head.strip_prefix(MAGIC).and_then(|rest| rest.get(..OVERHEAD)).ok_or_else(no_table)?;
    Ok(master.open(&AssociatedData::new("qandas keys"), sealed).is_some())
}

fn rotated(master: &Path) -> PathBuf {
    master.with_extension("renewed")
}

/// Completes or undoes a rotation. The caller holds the lock of the master key.
fn settle(paths: &KeyPaths) -> Result<()> {
    let next = rotated(&paths.master);
    if is_master_of(&read_key(&next)?, &paths.table())? {
        if paths.master.exists() {
            let former = File::options().write(true).open(&paths.master)?;
            (&former).write_all(&[b'0'; 64])?;
            former.sync_all()?;
        }
        std::fs::rename(&next, &paths.master)?;
    } else {
        std::fs::remove_file(&next)?;
    }
    Ok(sync_parent(&paths.master)?)
}

/// Writes a key to a temporary file and renames it, so that the key exists completely or not at all.
fn write_key(path: &Path, key: &SealingKey) -> Result<()> {
    let aside = path.with_extension("aside");
    let mut file = private_file().create(true).truncate(true).write(true).open(&aside)?;
    let mut line = Zeroizing::new([b'\n'; 65]);
    const_hex::encode_to_slice(key.bytes(), &mut line[..64]).map_err(Error::internal)?;
    file.write_all(line.as_slice())?;
    file.sync_all()?;
    std::fs::rename(&aside, path)?;
    Ok(sync_parent(path)?)
}

fn read_key(path: &Path) -> Result<SealingKey> {
    let mut digits = String::new();
    File::open(path)?.read_to_string(&mut digits)?;
    let digits = Zeroizing::new(digits);
    // An editor may have added a byte order mark to a key that was copied by hand.
    let digits = digits.trim_start_matches('\u{FEFF}').trim();
    let mut bytes = Zeroizing::new([0; 32]);
    // `decode_to_slice` accepts the prefix `0x`, and a key has none.
    let decoded = digits.len() == 64 && const_hex::decode_to_slice(digits, bytes.as_mut_slice()).is_ok();
    let key = if decoded { SealingKey::from_bytes(bytes.as_slice()) } else { None };
    key.ok_or_else(|| Error::internal(format!("{} is not 64 hexadecimal digits", path.display())))
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], slot: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, slot * SLOT as u64)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], slot: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, slot * SLOT as u64)
}

#[cfg(not(unix))]
fn read_at(file: &File, bytes: &mut [u8], slot: u64) -> io::Result<()> {
    let mut file = file.try_clone()?;
    file.seek(io::SeekFrom::Start(slot * SLOT as u64))?;
    file.read_exact(bytes)
}

#[cfg(not(unix))]
fn write_at(file: &File, bytes: &[u8], slot: u64) -> io::Result<()> {
    let mut file = file.try_clone()?;
    file.seek(io::SeekFrom::Start(slot * SLOT as u64))?;
    file.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> (tempfile::TempDir, KeyPaths) {
        let folder = tempfile::tempdir().unwrap();
        let paths = KeyPaths::in_folder(folder.path().join("keys"));
        (folder, paths)
    }

    fn made(paths: &KeyPaths) -> Keys {
        Keys::init(paths).unwrap();
        Keys::open(paths).unwrap()
    }

    fn why<T>(refused: Result<T>) -> String {
        refused.err().map(|error| format!("{error:?}")).unwrap()
    }

    fn is_key(found: &SlotState, key: &SealingKey) -> bool {
        matches!(found, SlotState::Key(found) if found.bytes() == key.bytes())
    }

    #[test]
    fn a_master_key_with_a_byte_order_mark_and_a_line_ending_is_read() {
        let (_folder, paths) = paths();
        drop(made(&paths));
        let digits = std::fs::read_to_string(&paths.master).unwrap();
        std::fs::write(&paths.master, format!("\u{FEFF}{}\r\n", digits.trim())).unwrap();
        Keys::open(&paths).unwrap();
    }

    #[test]
    fn keys_are_found_after_reopening_and_destroyed_keys_are_not() {
        let (_folder, paths) = paths();
        let keys = made(&paths);
        let made: Vec<_> = (0..100).map(|_| keys.take().unwrap()).collect();
        let copy = paths.folder.join("copy");
        keys.copy_to(&copy).unwrap();
        keys.destroy(&[made[5].0, made[70].0]).unwrap();
        drop(keys);
        let keys = Keys::open(&paths).unwrap();
        for (index, (slot, key)) in made.iter().enumerate() {
            let found = keys.find(*slot).unwrap();
            if index == 5 || index == 70 {
                assert!(matches!(found, SlotState::Destroyed));
                assert!(matches!(keys.get(*slot), Err(Error::Gone)));
            } else {
                assert!(is_key(&found, key), "{index}");
            }
        }
        let next = keys.take().unwrap().0;
        assert!(made.iter().all(|(slot, _)| *slot != next));
        let table = std::fs::read(paths.table()).unwrap();
        let bytes = std::fs::read(copy).unwrap();
        let of = |bytes: &[u8], index: usize| bytes[(index + 1) * SLOT..][..SEALED].to_vec();
        assert_eq!(of(&table, 5), [0; SEALED]);
        assert!(!table.windows(32).any(|window| window == &of(&bytes, 5)[24..56]));
    }

    #[test]
    fn two_processes_never_take_the_same_key() {
        let (_folder, paths) = paths();
        let (one, other) = (made(&paths), Keys::open(&paths).unwrap());
        let mut slots: Vec<_> =
            (0..200).flat_map(|_| [one.take().unwrap().0, other.take().unwrap().0]).collect();
        slots.sort();
        slots.dedup();
        assert_eq!(slots.len(), 400);
    }

    #[test]
    fn a_missing_or_wrong_key_is_an_error_and_no_new_key_is_created() {
        let (_folder, paths) = paths();
        let refused = || why(Keys::open(&paths));
        assert!(refused().contains("key table"), "{}", refused());
        assert!(!paths.folder.exists());
        drop(made(&paths));
        let key = std::fs::read(&paths.master).unwrap();
        std::fs::remove_file(&paths.master).unwrap();
        assert!(refused().contains("the master key"), "{}", refused());
        assert!(!paths.master.exists());
        write_key(&paths.master, &SealingKey::random().unwrap()).unwrap();
        assert!(refused().contains("is not the one"), "{}", refused());
        std::fs::write(&paths.master, key).unwrap();
        drop(Keys::open(&paths).unwrap());
        std::fs::write(paths.table(), "made-up").unwrap();
        assert!(refused().contains("not a key table"), "{}", refused());
    }

    #[test]
    fn init_does_not_replace_a_table_that_has_keys() {
        let (_folder, paths) = paths();
        drop(made(&paths));
        Keys::init(&paths).unwrap();
        let (slot, key) = Keys::open(&paths).unwrap().take().unwrap();
        assert!(why(Keys::init(&paths)).contains("keys of other data"));
        assert!(is_key(&Keys::open(&paths).unwrap().find(slot).unwrap(), &key));
    }

    #[test]
    fn a_copy_is_replaced_only_by_a_table_that_has_all_its_keys() {
        let (_folder, paths) = paths();
        let keys = made(&paths);
        let copy = paths.folder.join("copy");
        let taken: Vec<_> = (0..17).map(|_| keys.take().unwrap().0).collect();
        keys.copy_to(&copy).unwrap();
        let not_replaced = |keys: &Keys, reason: &str| {
            let before = std::fs::read(&copy).unwrap();
            let refused = why(keys.copy_to(&copy));
            assert!(refused.contains("is not replaced") && refused.contains(reason), "{refused}");
            assert!(std::fs::read(&copy).unwrap() == before);
        };
        // Keys that were destroyed or added since do not prevent the copy.
        keys.destroy(&taken[..3]).unwrap();
        (0..100).for_each(|_| drop(keys.take().unwrap()));
        keys.copy_to(&copy).unwrap();
        assert!(std::fs::read(&copy).unwrap() == std::fs::read(paths.table()).unwrap());
        // The table of another folder with the same master key, first shorter and then longer than the copy.
        let other = KeyPaths { folder: paths.folder.join("other"), master: paths.master.clone() };
        let of_other = made(&other);
        not_replaced(&of_other, "the table has 0");
        of_other.take().unwrap();
        not_replaced(&of_other, "the table has 16");
        (0..1_000).for_each(|_| drop(of_other.take().unwrap()));
        not_replaced(&of_other, "made from another table");
        let strange = KeyPaths::in_folder(paths.folder.join("strange"));
        not_replaced(&made(&strange), "another master key");
        assert!(why(keys.copy_to(&paths.table())).contains("the key table itself"));
        // A file that is not a copy is not overwritten.
        std::fs::write(&copy, "made-up").unwrap();
        assert!(why(keys.copy_to(&copy)).contains("not a key table"));
        assert_eq!(std::fs::read(&copy).unwrap(), b"made-up");
    }

    #[test]
    fn the_master_key_is_not_rotated_while_the_keys_are_in_use_and_they_are_not_opened_meanwhile() {
        let (_folder, paths) = paths();
        let keys = made(&paths);
        let (slot, key) = keys.take().unwrap();
        assert!(why(Keys::rotate_master(&paths)).contains("another process is using the keys"));
        drop(keys);
        // The state in the middle of a rotation.
        let rotating = File::open(&paths.master).unwrap();
        rotating.try_lock().unwrap();
        write_key(&rotated(&paths.master), &SealingKey::random().unwrap()).unwrap();
        assert!(why(Keys::open(&paths)).contains("is being rotated"));
        assert!(why(Keys::settle_rotation(&paths)).contains("another process is using the keys"));
        drop(rotating);
        // Opening does not change an interrupted rotation.
        assert!(is_key(&Keys::open(&paths).unwrap().find(slot).unwrap(), &key));
        assert!(rotated(&paths.master).exists());
    }

    #[test]
    fn after_a_rotation_all_keys_are_the_same_and_older_copies_cannot_be_opened() {
        let (_folder, paths) = paths();
        let keys = made(&paths);
        let (slot, key) = keys.take().unwrap();
        let (gone, _) = keys.take().unwrap();
        let copy = paths.folder.join("copy");
        keys.copy_to(&copy).unwrap();
        keys.destroy(&[gone]).unwrap();
        drop(keys);
        assert!(Keys::rotate_master(&paths).unwrap() > 0);
        let keys = Keys::open(&paths).unwrap();
        assert!(is_key(&keys.find(slot).unwrap(), &key));
        assert!(matches!(keys.find(gone).unwrap(), SlotState::Destroyed));
        drop(keys);
        std::fs::rename(copy, paths.table()).unwrap();
        assert!(Keys::open(&paths).is_err());
    }

    #[test]
    fn an_interrupted_rotation_is_completed_or_undone() {
        let (_folder, paths) = paths();
        let (slot, key) = made(&paths).take().unwrap();
        let former = std::fs::read(&paths.master).unwrap();
        // Interrupted before the table was replaced,
        write_key(&rotated(&paths.master), &SealingKey::random().unwrap()).unwrap();
        Keys::settle_rotation(&paths).unwrap();
        assert!(is_key(&Keys::open(&paths).unwrap().find(slot).unwrap(), &key));
        assert!(!rotated(&paths.master).exists());
        // and after it.
        Keys::rotate_master(&paths).unwrap();
        std::fs::rename(&paths.master, rotated(&paths.master)).unwrap();
        std::fs::write(&paths.master, &former).unwrap();
        assert!(why(Keys::open(&paths)).contains("its rotation was interrupted"));
        Keys::settle_rotation(&paths).unwrap();
        assert!(is_key(&Keys::open(&paths).unwrap().find(slot).unwrap(), &key));
        assert_ne!(std::fs::read(&paths.master).unwrap(), former);
    }
}
