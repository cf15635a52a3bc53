//! The framing of the file that moves a draft from one phone to another. `docs/DRAFT_FILE.md` describes it byte by
//! byte.
//!
//! Nothing here encrypts. The caller has the cipher, and seals and opens each frame with the nonce and the associated
//! data that this module returns. So a file of any length needs only the memory of one frame and one page.

use rules::id::PageId;
use std::ops::Range;

/// The version of the format that this build writes.
pub const VERSION: u16 = 1;
/// Number of PBKDF2-SHA-256 iterations of files that this build writes.
pub const ITERATIONS: u32 = 600_000;
/// Number of bytes of content in every frame except the last.
pub const FRAME_CONTENT: usize = 256 * 1024;
/// Number of bytes that AES-GCM adds to each frame.
pub const TAG: usize = 16;
/// Number of bytes before the first frame.
pub const HEADER: usize = 61;

const MAGIC: &[u8; 8] = b"QANDASDR";
/// Number of bytes before the check of the passphrase, which are its associated data.
const BEFORE_CHECK: usize = 41;
const BEFORE_SUM: usize = BEFORE_CHECK + TAG;
/// The accepted numbers of iterations. Fewer would protect nothing; more would keep a phone busy for minutes, as a
/// forged file might want.
const SANE_ITERATIONS: std::ops::RangeInclusive<u32> = 100_000..=10_000_000;
/// The largest length of a part in bytes. No page and no draft is longer.
const MAX_PART: usize = 32 * 1024 * 1024;
const PART_HEAD: usize = 5;

/// Reasons why a file is rejected. Nothing of it is kept then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortableError {
    /// The file does not start with the magic bytes.
    NotOurs,
    /// A newer build wrote the file; contains its version.
    Newer(u16),
    /// The file is incomplete: it was not copied completely.
    Truncated,
    /// A byte of the file has changed since it was written.
    Damaged,
}

/// The unencrypted header before the frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Number of PBKDF2-SHA-256 iterations.
    pub iterations: u32,
    /// The salt of the key derivation. It is random for each file, so each file has its own key.
    pub salt: [u8; 16],
    /// The first bytes of every nonce of the file.
    pub nonce_prefix: [u8; 7],
}

/// A unit that is sealed on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// An empty plaintext: its tag distinguishes a wrong passphrase from a damaged file.
    Check,
    /// A frame.
    Frame {
        /// The index of the frame, counted from 0.
        place: u32,
        /// True for the last frame.
        is_last: bool,
    },
}

impl Header {
    /// Returns the associated data of the check of the passphrase.
    pub fn bound_by_check(&self) -> [u8; BEFORE_CHECK] {
        let mut bytes = [0; BEFORE_CHECK];
        let frame = u32::try_from(FRAME_CONTENT).unwrap_or(u32::MAX);
        let fields: [&[u8]; 6] = [
            MAGIC,
            &VERSION.to_be_bytes(),
            &self.iterations.to_be_bytes(),
            &frame.to_be_bytes(),
            &self.salt,
            &self.nonce_prefix,
        ];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        bytes
    }

    /// Returns the bytes of the header, with the tag of [`Sealed::Check`]. All of them are associated data of each
    /// frame.
    pub fn encode(&self, check: &[u8; TAG]) -> Vec<u8> {
        let mut bytes = self.bound_by_check().to_vec();
        bytes.extend_from_slice(check);
        bytes.extend_from_slice(&checksum(&bytes).to_be_bytes());
        bytes
    }

    /// Parses the first [`HEADER`] bytes of a file to the header and the tag of [`Sealed::Check`].
    pub fn read(bytes: &[u8]) -> Result<(Self, [u8; TAG]), PortableError> {
        if !bytes.starts_with(MAGIC) {
            return Err(PortableError::NotOurs);
        }
        let version = u16::from_be_bytes(at(bytes, 8)?);
        if version > VERSION {
            return Err(PortableError::Newer(version));
        }
        let sum = u32::from_be_bytes(at(bytes, BEFORE_SUM)?);
        if bytes.get(..BEFORE_SUM).map(checksum) != Some(sum) {
            return Err(PortableError::Damaged);
        }
        let header = Self {
            iterations: u32::from_be_bytes(at(bytes, 10)?),
            salt: at(bytes, 18)?,
            nonce_prefix: at(bytes, 34)?,
        };
        let is_ours = header.bound_by_check() == at::<BEFORE_CHECK>(bytes, 0)?;
        if !is_ours || !SANE_ITERATIONS.contains(&header.iterations) {
            return Err(PortableError::Damaged);
        }
        Ok((header, at(bytes, BEFORE_CHECK)?))
    }

    /// Returns the nonce for a unit. No nonce is used twice with one key.
    pub fn nonce(&self, sealed: Sealed) -> [u8; 12] {
        let (place, kind) = match sealed {
            Sealed::Check => (0, 2),
            Sealed::Frame { place, is_last } => (place, u8::from(is_last)),
        };
        let mut nonce = [kind; 12];
        let fields = self.nonce_prefix.into_iter().chain(place.to_be_bytes());
        for (to, from) in nonce.iter_mut().zip(fields) {
            *to = from;
        }
        nonce
    }
}

/// Returns the frames of a file of this length with their byte ranges, in order.
pub fn frames(file_length: usize) -> Result<Vec<(Sealed, Range<usize>)>, PortableError> {
    let length = FRAME_CONTENT + TAG;
    let mut frames = Vec::new();
    let mut start = HEADER;
    loop {
        let left = file_length.checked_sub(start).ok_or(PortableError::Truncated)?;
        if left < TAG {
            return Err(PortableError::Truncated);
        }
        let is_last = left <= length;
        let end = start + left.min(length);
        let place = u32::try_from(frames.len()).map_err(|_| PortableError::Damaged)?;
        frames.push((Sealed::Frame { place, is_last }, start..end));
        if is_last {
            return Ok(frames);
        }
        start = end;
    }
}

/// A part of the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentPart {
    /// The draft in the format of [`crate::stored`].
    Draft(String),
    /// The state of the sent application as the app stores it.
    Tracked(String),
    /// The bytes of a page.
    Page(PageId, Vec<u8>),
    /// The end of the content. Nothing follows.
    End,
}

/// Packs parts into the contents of frames.
#[derive(Default)]
pub struct Packer {
    content: Vec<u8>,
}

impl Packer {
    /// Adds a part and returns the frames that are full now. `None` if the part is longer than a reader accepts.
    pub fn put(&mut self, part: &ContentPart) -> Option<Vec<Vec<u8>>> {
        let (kind, id, bytes): (u8, &[u8], &[u8]) = match part {
            ContentPart::Draft(text) => (b'D', &[], text.as_bytes()),
            ContentPart::Tracked(text) => (b'T', &[], text.as_bytes()),
            ContentPart::Page(id, bytes) => (b'P', &id.0.to_be_bytes(), bytes),
            ContentPart::End => (b'E', &[], &[]),
        };
        let length = u32::try_from(id.len() + bytes.len()).ok()?;
        if usize::try_from(length).ok()? > MAX_PART {
            return None;
        }
        let mut full = Vec::new();
        for mut piece in [&[kind], length.to_be_bytes().as_slice(), id, bytes] {
            while !piece.is_empty() {
                // A full frame is kept until more bytes follow, because the last frame must be marked as the last.
                if self.content.len() == FRAME_CONTENT {
                    full.push(std::mem::take(&mut self.content));
                }
                let (now, later) = piece.split_at(piece.len().min(FRAME_CONTENT - self.content.len()));
                self.content.extend_from_slice(now);
                piece = later;
            }
        }
        Some(full)
    }

    /// Returns the content of the last frame.
    pub fn finish(self) -> Vec<u8> {
        self.content
    }
}

/// Assembles parts from the contents of frames.
#[derive(Default)]
pub struct Unpacker {
    content: Vec<u8>,
    has_ended: bool,
}

impl Unpacker {
    /// Adds the content of the next frame.
    pub fn add(&mut self, content: &[u8]) {
        self.content.extend_from_slice(content);
    }

    /// Returns the next complete part; `None` if more content is needed.
    pub fn next_part(&mut self) -> Result<Option<ContentPart>, PortableError> {
        let Some(head) = self.content.first_chunk::<PART_HEAD>() else { return Ok(None) };
        if self.has_ended {
            return Err(PortableError::Damaged);
        }
        let [kind, length @ ..] = *head;
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| PortableError::Damaged)?;
        if length > MAX_PART {
            return Err(PortableError::Damaged);
        }
        let Some(bytes) = self.content.get(PART_HEAD..PART_HEAD + length) else { return Ok(None) };
        let text = || String::from_utf8(bytes.to_vec()).map_err(|_| PortableError::Damaged);
        let part = match kind {
            b'D' => ContentPart::Draft(text()?),
            b'T' => ContentPart::Tracked(text()?),
            b'P' => {
                let (id, page) = bytes.split_first_chunk().ok_or(PortableError::Damaged)?;
                ContentPart::Page(PageId(u64::from_be_bytes(*id)), page.to_vec())
            }
            b'E' if bytes.is_empty() => ContentPart::End,
            _ => return Err(PortableError::Damaged),
        };
        self.has_ended = part == ContentPart::End;
        self.content.drain(..PART_HEAD + length);
        Ok(Some(part))
    }

    /// Checks that the content is complete: [`ContentPart::End`] was read, and nothing follows it.
    pub fn finish(self) -> Result<(), PortableError> {
        match (self.has_ended, self.content.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(PortableError::Damaged),
            (false, _) => Err(PortableError::Truncated),
        }
    }
}

/// Returns a passphrase for a file, made of 80 random bits: four groups of four characters without look-alikes.
pub fn passphrase(bits: [u8; 10]) -> String {
    crate::code::write_bits(&bits)
}

/// Normalizes a typed passphrase for the key derivation. A passphrase in the format of [`passphrase`] may be typed in
/// small letters and without its hyphens; of any other, only the spaces around it are removed.
pub fn meant_passphrase(typed: &str) -> String {
    crate::code::read_bits(typed, 16).unwrap_or_else(|| typed.trim().to_owned())
}

fn at<const N: usize>(bytes: &[u8], place: usize) -> Result<[u8; N], PortableError> {
    bytes.get(place..).and_then(|rest| rest.first_chunk()).copied().ok_or(PortableError::Truncated)
}

/// CRC-32 of ISO 3309. It detects accidental changes of the header before a key is derived.
fn checksum(bytes: &[u8]) -> u32 {
    let rest = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    });
    !rest
}

#[cfg(test)]
mod tests;
