//! The key table: one random key for each application and each file, each in a slot of its own, sealed by the master key.
//!
//! It lies apart from what it opens, and no backup of the data holds it. To destroy a key is to overwrite its slot, after which
//! what it sealed is lost in every copy of the data, however old. A file of slots of one length, and not a database, so
//! that the overwritten bytes are the very bytes that held the key.
//!
//! ```text
//! slot 0          "qandas keys 1\n", then an empty text sealed by the master key, by which another master key is known
//! slot 1, 2, …    the sealed key; zeros where it is destroyed
//! ```

use crate::error::{Error, Result};
use crate::files::disk::sync_folder;
use crate::folder::{make_private_folder, private_file};
use crate::identity::hex;
use crate::sealing::{Key, OVERHEAD, Place};
use std::collections::VecDeque;
use std::fs::{File, TryLockError};
use std::io::{self, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A power of two, so that no slot lies across two sectors of a disk.
const SLOT: usize = 128;
const SEALED: usize = 32 + OVERHEAD;
const MAGIC: &[u8] = b"qandas keys 1\n";
/// How many keys are made ahead at first, and at most: they must be on disk before they seal anything, and one sync does for
/// all of them.
const FIRST_AHEAD: usize = 16;
const MOST_AHEAD: usize = 1_024;

pub const MASTER: &str = "master.key";
pub const TABLE: &str = "keys";

/// Where the keys lie.
#[derive(Clone, Debug)]
pub struct KeyPlace {
    /// The folder of the table.
    pub folder: PathBuf,
    /// The file of the master key: 64 hexadecimal digits.
    pub master: PathBuf,
}

impl KeyPlace {
    /// Where nothing else is said: beside the data folder, not in it.
    pub fn beside(data: &Path) -> PathBuf {
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

/// Which key of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(u64);

impl Slot {
    /// As a database keeps it.
    pub fn number(self) -> i64 {
        self.0.cast_signed()
    }

    /// `None` for what is no slot of keys.
    pub fn of(number: i64) -> Option<Self> {
        u64::try_from(number).ok().filter(|number| *number > 0).map(Self)
    }
}

/// What stands in a slot.
pub enum Found {
    Key(Key),
    Destroyed,
    /// The table ends before it: it is older than what speaks of this slot.
    Beyond,
}

pub struct Keys {
    master: Key,
    table: File,
    path: PathBuf,
    ahead: Mutex<Ahead>,
    /// The file of the master key, locked: it is not renewed while somebody uses the table by it.
    _in_use: File,
}

#[derive(Default)]
struct Ahead {
    made: VecDeque<(Slot, Key)>,
    next: usize,
}

impl Keys {
    /// Makes an empty table, and the master key where there is none yet.
    pub fn init(place: &KeyPlace) -> Result<()> {
        Self::check_unused(place)?;
        make_private_folder(&place.folder)?;
        if place.table().try_exists()? {
            // Left by a beginning that was cut off; opened to see that the master key fits.
            return Self::open(place).map(drop);
        }
        let master = if place.master.try_exists()? {
            read_key(&place.master)?
        } else {
            let key = Key::random()?;
            write_key(&place.master, &key)?;
            key
        };
        make_table(&place.folder, &place.table(), &master)
    }

    /// Refuses a table that has keys: they open other data than those that are about to be begun.
    pub fn check_unused(place: &KeyPlace) -> Result<()> {
        let table = place.table();
        match std::fs::metadata(&table) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error.into()),
            Ok(metadata) if metadata.len() <= SLOT as u64 => Ok(()),
            Ok(_) => Err(Error::internal(format!(
                "the key table {} has keys of other data: is the disk with the data mounted? A new data folder needs \
                 another folder of keys: --keys names it",
                table.display()
            ))),
        }
    }

    /// Opens the table. Makes nothing and changes nothing.
    pub fn open(place: &KeyPlace) -> Result<Self> {
        Self::open_locked(
            place,
            File::try_lock_shared,
            "the master key is being renewed: try again when that has ended",
        )
    }

    /// `refusal` says what it means that the file of the master key is locked already.
    fn open_locked(
        place: &KeyPlace,
        lock: fn(&File) -> std::result::Result<(), TryLockError>,
        refusal: &'static str,
    ) -> Result<Self> {
        let path = place.table();
        if !path.try_exists()? {
            return Err(missing("key table", &path));
        }
        let in_use = match File::open(&place.master) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(missing("master key", &place.master));
            }
            opened => opened?,
        };
        match lock(&in_use) {
            Err(TryLockError::WouldBlock) => return Err(Error::internal(refusal)),
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Ok(()) => {}
        }
        let keys = Self {
            master: read_key(&place.master)?,
            table: File::options().read(true).write(true).open(&path)?,
            path,
            ahead: Mutex::new(Ahead { made: VecDeque::new(), next: FIRST_AHEAD }),
            _in_use: in_use,
        };
        keys.check_master(place)?;
        Ok(keys)
    }

    /// Brings a renewal of the master key that was cut off to its end, or to nothing, whichever table it left.
    pub fn settle_renewal(place: &KeyPlace) -> Result<()> {
        if !renewed(&place.master).try_exists()? || !place.table().try_exists()? {
            return Ok(());
        }
        let former = match File::open(&place.master) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            opened => Some(opened?),
        };
        match former.as_ref().map_or(Ok(()), File::try_lock) {
            Err(TryLockError::WouldBlock) => Err(Error::internal(IN_USE)),
            Err(TryLockError::Error(error)) => Err(error.into()),
            Ok(()) => settle(place),
        }
    }

    /// Puts a copy of the table in its place.
    pub fn bring_back(place: &KeyPlace, copy: &Path) -> Result<()> {
        make_private_folder(&place.folder)?;
        let aside = place.folder.join("keys.new");
        let mut table = private_file().create(true).truncate(true).write(true).open(&aside)?;
        io::copy(&mut File::open(copy)?, &mut table)?;
        table.sync_all()?;
        std::fs::rename(&aside, place.table())?;
        sync_above(&place.table())
    }

    /// A key that seals nothing yet. It is on disk already.
    pub fn take(&self) -> Result<(Slot, Key)> {
        let mut ahead = self.ahead();
        if ahead.made.is_empty() {
            let count = ahead.next;
            ahead.made = self.append(count)?;
            ahead.next = (count * 2).min(MOST_AHEAD);
        }
        ahead.made.pop_front().ok_or_else(|| Error::internal("no key was made"))
    }

    pub fn find(&self, slot: Slot) -> Result<Found> {
        let mut sealed = [0; SLOT];
        match read_at(&self.table, &mut sealed, slot.0) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Found::Beyond),
            read => read?,
        }
        if sealed.iter().all(|byte| *byte == 0) {
            return Ok(Found::Destroyed);
        }
        let sealed = sealed.get(..SEALED).unwrap_or_default();
        let opened = self.master.open(&place_of(slot), sealed).map(zeroize::Zeroizing::new);
        let key = opened.as_ref().and_then(|bytes| Key::of(bytes));
        Ok(Found::Key(key.ok_or_else(|| {
            Error::internal(format!("key {} in {} is damaged", slot.0, self.path.display()))
        })?))
    }

    pub fn get(&self, slot: Slot) -> Result<Key> {
        match self.find(slot)? {
            Found::Key(key) => Ok(key),
            Found::Destroyed => Err(Error::Gone),
            Found::Beyond => Err(Error::internal(format!(
                "the key table {} is older than the data: it has no key {}",
                self.path.display(),
                slot.0
            ))),
        }
    }

    /// Overwrites these keys. After this nothing that they sealed can be read any more.
    pub fn destroy(&self, slots: &[Slot]) -> Result<()> {
        let mut changed = false;
        for slot in slots {
            if !matches!(self.find(*slot), Ok(Found::Destroyed | Found::Beyond)) {
                write_at(&self.table, &[0; SLOT], slot.0)?;
                changed = true;
            }
        }
        if changed { Ok(self.table.sync_all()?) } else { Ok(()) }
    }

    /// Refuses to write the copy at `path` where what is there is not a copy of this table, or has a key that the table lacks.
    pub fn check_copy(&self, path: &Path) -> Result<()> {
        if !path.try_exists()? {
            return Ok(());
        }
        let kept = |why: &str| {
            Err(Error::internal(format!("the key copy {} is left as it is: {why}", path.display())))
        };
        if path.canonicalize()? == self.path.canonicalize()? {
            return kept("it is the key table itself");
        }
        if !is_master_of(&self.master, path)? {
            return kept(
                "another master key sealed it. Where the master key was renewed since, delete this copy, or name another file",
            );
        }
        let (mut of_copy, mut of_table) = (Slots::of(path)?, Slots::of(&self.path)?);
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
        kept(&format!(
            "the copy has {copied} keys, the table {held}, and {lacking} of the copy are not in it: this is not the table it \
             was made from"
        ))
    }

    /// A copy of the table, written aside and put in the place of the one before. Without the master key it opens nothing.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        self.check_copy(path)?;
        // Keys that are being made count for nothing until they are on disk.
        let _locked = self.lock()?;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let aside = path.with_file_name(name);
        let mut copy = private_file().create(true).truncate(true).write(true).open(&aside)?;
        io::copy(&mut File::open(&self.path)?, &mut copy)?;
        // A slot that is just being written to the end of the table counts for nothing yet.
        let length = copy.stream_position()? / SLOT as u64 * SLOT as u64;
        copy.set_len(length)?;
        copy.sync_all()?;
        std::fs::rename(&aside, path)?;
        sync_above(path)
    }

    /// Seals all keys anew by a new master key. Copies of the table from before, with whatever was destroyed since, open with
    /// the former master key alone, which is overwritten.
    pub fn renew_master(place: &KeyPlace) -> Result<usize> {
        Self::settle_renewal(place)?;
        let keys = Self::open_locked(place, File::try_lock, IN_USE)?;
        let _locked = keys.lock()?;
        let new = Key::random()?;
        let aside = place.folder.join("keys.renewed");
        let mut table = private_file().create(true).truncate(true).write(true).open(&aside)?;
        table.write_all(&head(&new)?)?;
        let mut count = 0;
        for number in 1.. {
            let slot = Slot(number);
            match keys.find(slot)? {
                Found::Key(key) => {
                    table.write_all(&sealed(&new, slot, &key)?)?;
                    count += 1;
                }
                Found::Destroyed => table.write_all(&[0; SLOT])?,
                Found::Beyond => break,
            }
        }
        table.sync_all()?;
        write_key(&renewed(&place.master), &new)?;
        std::fs::rename(&aside, place.table())?;
        sync_folder(&place.folder)?;
        // From here on `settle_renewal` would bring it to its end.
        settle(place)?;
        Ok(count)
    }

    fn check_master(&self, place: &KeyPlace) -> Result<()> {
        if is_master_of(&self.master, &self.path)? {
            return Ok(());
        }
        let cut_off = if renewed(&place.master).try_exists()? {
            ": its renewal was cut off, which the start of the gateway brings to its end"
        } else {
            ""
        };
        Err(Error::internal(format!(
            "the master key is not the one that {} was made with{cut_off}",
            self.path.display()
        )))
    }

    /// Makes keys at the end of the table. Two programs may do so at once, each under the lock.
    fn append(&self, count: usize) -> Result<VecDeque<(Slot, Key)>> {
        let _locked = self.lock()?;
        // What a program wrote of a slot before it was ended is overwritten.
        let first = self.table.metadata()?.len() / SLOT as u64;
        let mut made = VecDeque::with_capacity(count);
        let mut bytes = Vec::with_capacity(count * SLOT);
        for number in (first.max(1)..).take(count) {
            let (slot, key) = (Slot(number), Key::random()?);
            bytes.extend(sealed(&self.master, slot, &key)?);
            made.push_back((slot, key));
        }
        if let Err(error) = write_at(&self.table, &bytes, first.max(1)).and_then(|()| self.table.sync_all()) {
            // Nothing was sealed by these; the next ones take their place.
            let _ = self.table.set_len(first * SLOT as u64);
            return Err(error.into());
        }
        Ok(made)
    }

    fn lock(&self) -> Result<Locked> {
        let file = File::options().read(true).open(&self.path)?;
        file.lock()?;
        Ok(Locked { _file: file })
    }

    fn ahead(&self) -> MutexGuard<'_, Ahead> {
        // Nothing is ever half done under this lock.
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Held while keys are made. The system lets go when the process ends, however it ends.
struct Locked {
    _file: File,
}

/// The slots of a table after the first, one by one.
struct Slots(BufReader<File>);

impl Slots {
    fn of(path: &Path) -> io::Result<Self> {
        let mut table = BufReader::new(File::open(path)?);
        io::copy(&mut table.by_ref().take(SLOT as u64), &mut io::sink())?;
        Ok(Self(table))
    }

    /// `None` at the end, where a slot that is not whole counts for nothing.
    fn next(&mut self) -> io::Result<Option<[u8; SLOT]>> {
        let mut slot = [0; SLOT];
        match self.0.read_exact(&mut slot) {
            Ok(()) => Ok(Some(slot)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}

const IN_USE: &str = "another program uses the keys: try again when it has ended";

fn missing(what: &str, path: &Path) -> Error {
    Error::internal(format!(
        "the {what} {} is missing, without which nothing kept here can be read: bring it back from its copy",
        path.display()
    ))
}

fn place_of(slot: Slot) -> Place {
    Place::of("qandas key").and(&slot.0.to_le_bytes())
}

fn sealed(master: &Key, slot: Slot, key: &Key) -> Result<[u8; SLOT]> {
    let mut bytes = [0; SLOT];
    let sealed = master.seal(&place_of(slot), key.bytes())?;
    bytes.iter_mut().zip(sealed).for_each(|(to, from)| *to = from);
    Ok(bytes)
}

fn head(master: &Key) -> Result<[u8; SLOT]> {
    let mut bytes = [0; SLOT];
    let sealed = master.seal(&Place::of("qandas keys"), b"")?;
    bytes.iter_mut().zip(MAGIC.iter().copied().chain(sealed)).for_each(|(to, from)| *to = from);
    Ok(bytes)
}

fn make_table(folder: &Path, path: &Path, master: &Key) -> Result<()> {
    let aside = folder.join("keys.new");
    let mut table = private_file().create(true).truncate(true).write(true).open(&aside)?;
    table.write_all(&head(master)?)?;
    table.sync_all()?;
    std::fs::rename(&aside, path)?;
    sync_above(path)
}

/// Whether this is the key that sealed the table.
fn is_master_of(master: &Key, table: &Path) -> Result<bool> {
    let no_table = || Error::internal(format!("{} is no key table", table.display()));
    let mut head = [0; SLOT];
    File::open(table)?.read_exact(&mut head).map_err(|_| no_table())?;
    let sealed = head.strip_prefix(MAGIC).and_then(|rest| rest.get(..OVERHEAD)).ok_or_else(no_table)?;
    Ok(master.open(&Place::of("qandas keys"), sealed).is_some())
}

fn renewed(master: &Path) -> PathBuf {
    master.with_extension("renewed")
}

/// Nobody else may use the keys meanwhile.
fn settle(place: &KeyPlace) -> Result<()> {
    let next = renewed(&place.master);
    if is_master_of(&read_key(&next)?, &place.table())? {
        if place.master.exists() {
            let former = File::options().write(true).open(&place.master)?;
            (&former).write_all(&[b'0'; 64])?;
            former.sync_all()?;
        }
        std::fs::rename(&next, &place.master)?;
    } else {
        std::fs::remove_file(&next)?;
    }
    sync_above(&place.master)
}

/// Written aside and then named, so that a key is there whole or not at all.
fn write_key(path: &Path, key: &Key) -> Result<()> {
    let aside = path.with_extension("aside");
    let mut file = private_file().create(true).truncate(true).write(true).open(&aside)?;
    file.write_all(zeroize::Zeroizing::new(format!("{}\n", hex(key.bytes()))).as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&aside, path)?;
    sync_above(path)
}

fn read_key(path: &Path) -> Result<Key> {
    let mut digits = String::new();
    File::open(path)?.read_to_string(&mut digits)?;
    let digits = zeroize::Zeroizing::new(digits);
    // An editor may have put a byte order mark before a key that was copied by hand.
    crate::folder::bytes_of(digits.trim_start_matches('\u{FEFF}').trim())
        .and_then(|bytes| Key::of(&bytes))
        .ok_or_else(|| Error::internal(format!("{} is not 64 hexadecimal digits", path.display())))
}

fn sync_above(path: &Path) -> Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => Ok(sync_folder(folder)?),
        _ => Ok(()),
    }
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

    fn place() -> (tempfile::TempDir, KeyPlace) {
        let folder = tempfile::tempdir().unwrap();
        let place = KeyPlace::in_folder(folder.path().join("keys"));
        (folder, place)
    }

    fn made(place: &KeyPlace) -> Keys {
        Keys::init(place).unwrap();
        Keys::open(place).unwrap()
    }

    fn why<T>(refused: Result<T>) -> String {
        refused.err().map(|error| format!("{error:?}")).unwrap()
    }

    fn is_key(found: &Found, key: &Key) -> bool {
        matches!(found, Found::Key(found) if found.bytes() == key.bytes())
    }

    #[test]
    fn a_master_key_that_went_through_an_editor_is_read() {
        let (_folder, place) = place();
        drop(made(&place));
        let digits = std::fs::read_to_string(&place.master).unwrap();
        std::fs::write(&place.master, format!("\u{FEFF}{}\r\n", digits.trim())).unwrap();
        Keys::open(&place).unwrap();
    }

    #[test]
    fn keys_are_there_again_and_what_is_destroyed_is_not() {
        let (_folder, place) = place();
        let keys = made(&place);
        let made: Vec<_> = (0..100).map(|_| keys.take().unwrap()).collect();
        let copy = place.folder.join("copy");
        keys.copy_to(&copy).unwrap();
        keys.destroy(&[made[5].0, made[70].0]).unwrap();
        drop(keys);
        let keys = Keys::open(&place).unwrap();
        for (index, (slot, key)) in made.iter().enumerate() {
            let found = keys.find(*slot).unwrap();
            if index == 5 || index == 70 {
                assert!(matches!(found, Found::Destroyed));
                assert!(matches!(keys.get(*slot), Err(Error::Gone)));
            } else {
                assert!(is_key(&found, key), "{index}");
            }
        }
        let next = keys.take().unwrap().0;
        assert!(made.iter().all(|(slot, _)| *slot != next));
        let table = std::fs::read(place.table()).unwrap();
        let bytes = std::fs::read(copy).unwrap();
        let of = |bytes: &[u8], index: usize| bytes[(index + 1) * SLOT..][..SEALED].to_vec();
        assert_eq!(of(&table, 5), [0; SEALED]);
        assert!(!table.windows(32).any(|window| window == &of(&bytes, 5)[24..56]));
    }

    #[test]
    fn two_programs_never_take_the_same_key() {
        let (_folder, place) = place();
        let (one, other) = (made(&place), Keys::open(&place).unwrap());
        let mut slots: Vec<_> =
            (0..200).flat_map(|_| [one.take().unwrap().0, other.take().unwrap().0]).collect();
        slots.sort();
        slots.dedup();
        assert_eq!(slots.len(), 400);
    }

    #[test]
    fn a_missing_or_wrong_key_is_said_and_none_is_made_in_its_place() {
        let (_folder, place) = place();
        let refused = || why(Keys::open(&place));
        assert!(refused().contains("key table"), "{}", refused());
        assert!(!place.folder.exists());
        drop(made(&place));
        let key = std::fs::read(&place.master).unwrap();
        std::fs::remove_file(&place.master).unwrap();
        assert!(refused().contains("the master key"), "{}", refused());
        assert!(!place.master.exists());
        write_key(&place.master, &Key::random().unwrap()).unwrap();
        assert!(refused().contains("is not the one"), "{}", refused());
        std::fs::write(&place.master, key).unwrap();
        drop(Keys::open(&place).unwrap());
        std::fs::write(place.table(), "made-up").unwrap();
        assert!(refused().contains("no key table"), "{}", refused());
    }

    #[test]
    fn a_table_with_keys_is_not_begun_again() {
        let (_folder, place) = place();
        drop(made(&place));
        Keys::init(&place).unwrap();
        let (slot, key) = Keys::open(&place).unwrap().take().unwrap();
        assert!(why(Keys::init(&place)).contains("keys of other data"));
        assert!(is_key(&Keys::open(&place).unwrap().find(slot).unwrap(), &key));
    }

    #[test]
    fn a_copy_is_replaced_only_by_a_table_that_has_all_of_its_keys() {
        let (_folder, place) = place();
        let keys = made(&place);
        let copy = place.folder.join("copy");
        let taken: Vec<_> = (0..17).map(|_| keys.take().unwrap().0).collect();
        keys.copy_to(&copy).unwrap();
        let kept = |keys: &Keys, said: &str| {
            let before = std::fs::read(&copy).unwrap();
            let refused = why(keys.copy_to(&copy));
            assert!(refused.contains("is left as it is") && refused.contains(said), "{refused}");
            assert!(std::fs::read(&copy).unwrap() == before);
        };
        // A key that was destroyed since is none that the table lacks; nor are more keys.
        keys.destroy(&taken[..3]).unwrap();
        (0..100).for_each(|_| drop(keys.take().unwrap()));
        keys.copy_to(&copy).unwrap();
        assert!(std::fs::read(&copy).unwrap() == std::fs::read(place.table()).unwrap());
        // The table of another folder that has the same master key, shorter and longer than the copy.
        let other = KeyPlace { folder: place.folder.join("other"), master: place.master.clone() };
        let of_other = made(&other);
        kept(&of_other, "the table 0");
        of_other.take().unwrap();
        kept(&of_other, "the table 16");
        (0..1_000).for_each(|_| drop(of_other.take().unwrap()));
        kept(&of_other, "is not the table it was made from");
        let strange = KeyPlace::in_folder(place.folder.join("strange"));
        kept(&made(&strange), "another master key");
        assert!(why(keys.copy_to(&place.table())).contains("the key table itself"));
        // What is no copy is not written over.
        std::fs::write(&copy, "made-up").unwrap();
        assert!(why(keys.copy_to(&copy)).contains("no key table"));
        assert_eq!(std::fs::read(&copy).unwrap(), b"made-up");
    }

    #[test]
    fn the_master_key_is_not_renewed_while_somebody_uses_the_keys_nor_are_they_opened_meanwhile() {
        let (_folder, place) = place();
        let keys = made(&place);
        let (slot, key) = keys.take().unwrap();
        assert!(why(Keys::renew_master(&place)).contains("another program uses the keys"));
        drop(keys);
        // As it is in the middle of a renewal.
        let renewing = File::open(&place.master).unwrap();
        renewing.try_lock().unwrap();
        write_key(&renewed(&place.master), &Key::random().unwrap()).unwrap();
        assert!(why(Keys::open(&place)).contains("is being renewed"));
        assert!(why(Keys::settle_renewal(&place)).contains("another program uses the keys"));
        drop(renewing);
        // Opening alone takes nothing of a renewal away.
        assert!(is_key(&Keys::open(&place).unwrap().find(slot).unwrap(), &key));
        assert!(renewed(&place.master).exists());
    }

    #[test]
    fn with_a_new_master_key_all_keys_are_the_same_and_older_copies_are_shut() {
        let (_folder, place) = place();
        let keys = made(&place);
        let (slot, key) = keys.take().unwrap();
        let (gone, _) = keys.take().unwrap();
        let copy = place.folder.join("copy");
        keys.copy_to(&copy).unwrap();
        keys.destroy(&[gone]).unwrap();
        drop(keys);
        assert!(Keys::renew_master(&place).unwrap() > 0);
        let keys = Keys::open(&place).unwrap();
        assert!(is_key(&keys.find(slot).unwrap(), &key));
        assert!(matches!(keys.find(gone).unwrap(), Found::Destroyed));
        drop(keys);
        std::fs::rename(copy, place.table()).unwrap();
        assert!(Keys::open(&place).is_err());
    }

    #[test]
    fn a_renewal_that_was_cut_off_is_brought_to_its_end_or_to_nothing() {
        let (_folder, place) = place();
        let (slot, key) = made(&place).take().unwrap();
        let former = std::fs::read(&place.master).unwrap();
        // Cut off before the table was put in place:
        write_key(&renewed(&place.master), &Key::random().unwrap()).unwrap();
        Keys::settle_renewal(&place).unwrap();
        assert!(is_key(&Keys::open(&place).unwrap().find(slot).unwrap(), &key));
        assert!(!renewed(&place.master).exists());
        // and after it.
        Keys::renew_master(&place).unwrap();
        std::fs::rename(&place.master, renewed(&place.master)).unwrap();
        std::fs::write(&place.master, &former).unwrap();
        assert!(why(Keys::open(&place)).contains("its renewal was cut off"));
        Keys::settle_renewal(&place).unwrap();
        assert!(is_key(&Keys::open(&place).unwrap().find(slot).unwrap(), &key));
        assert_ne!(std::fs::read(&place.master).unwrap(), former);
    }
}
