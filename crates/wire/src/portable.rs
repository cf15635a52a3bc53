//! The file in which a draft travels from phone to phone: its framing. `docs/DRAFT_FILE.md` describes it byte by byte.
//!
//! Nothing here encrypts: whoever has the cipher seals and opens each frame with the nonce and the bound bytes that stand
//! here, so that a file of any length needs the memory of one frame and of one page.

use rules::id::PageId;
use std::ops::Range;

/// The version written by this build.
pub const VERSION: u16 = 1;
/// Rounds of PBKDF2-SHA-256 that this build asks for.
pub const ITERATIONS: u32 = 600_000;
/// Bytes of content in each frame but the last.
pub const FRAME_CONTENT: usize = 256 * 1024;
/// Bytes by which AES-GCM makes each frame longer.
pub const TAG: usize = 16;
/// Bytes before the first frame.
pub const HEADER: usize = 61;

const MAGIC: &[u8; 8] = b"QANDASDR";
/// What the check of the passphrase binds: everything before it.
const BEFORE_CHECK: usize = 41;
const BEFORE_SUM: usize = BEFORE_CHECK + TAG;
/// Fewer rounds would protect nothing; more would keep a phone busy for minutes, as a made-up file might want.
const SANE_ITERATIONS: std::ops::RangeInclusive<u32> = 100_000..=10_000_000;
/// No page and no draft is longer.
const MAX_PART: usize = 32 * 1024 * 1024;
const PART_HEAD: usize = 5;

/// Why a file is not read. Nothing of it is kept then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortableError {
    /// It does not begin as such a file.
    NotOurs,
    /// A newer build wrote it.
    Newer(u16),
    /// It ends too early: it was not copied whole.
    Truncated,
    /// A byte of it is another than was written.
    Damaged,
}

/// What stands before the frames, unencrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Rounds of PBKDF2-SHA-256.
    pub iterations: u32,
    /// Goes into the key with the passphrase. Made anew for each file, and with it the key.
    pub salt: [u8; 16],
    /// How each nonce of the file begins.
    pub nonce_prefix: [u8; 7],
}

/// What is sealed by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// Nothing at all: its tag tells a wrong passphrase from a damaged file.
    Check,
    /// The frame at this place, counted from 0.
    Frame {
        /// Its place.
        place: u32,
        /// No other follows.
        is_last: bool,
    },
}

impl Header {
    /// What the check of the passphrase binds.
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

    /// The header as it stands in the file, with the tag of [`Sealed::Check`]. Each frame binds all of it.
    pub fn encode(&self, check: &[u8; TAG]) -> Vec<u8> {
        let mut bytes = self.bound_by_check().to_vec();
        bytes.extend_from_slice(check);
        bytes.extend_from_slice(&checksum(&bytes).to_be_bytes());
        bytes
    }

    /// Reads the first [`HEADER`] bytes of a file, and the tag of [`Sealed::Check`] with them.
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

    /// The nonce under which something is sealed. None comes twice under one key.
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

/// Where the frames of a file of this length lie, in their order.
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
    /// The draft as [`crate::stored`] has it.
    Draft(String),
    /// What the phone knows of the sent application, as the app keeps it.
    Tracked(String),
    /// The bytes of a page.
    Page(PageId, Vec<u8>),
    /// Everything was said. Nothing follows.
    End,
}

/// Cuts parts into the contents of frames.
#[derive(Default)]
pub struct Packer {
    content: Vec<u8>,
}

impl Packer {
    /// Adds a part and gives the frames that are full now. `None` for a part that is too long to be read again.
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
                // A full frame waits for a byte after it: the last frame must know that it is the last.
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

    /// The content of the last frame.
    pub fn finish(self) -> Vec<u8> {
        self.content
    }
}

/// Puts parts together from the contents of frames.
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

    /// The next part that is there whole.
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

    /// Whether all was read: [`ContentPart::End`] came, and nothing after it.
    pub fn finish(self) -> Result<(), PortableError> {
        match (self.has_ended, self.content.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(PortableError::Damaged),
            (false, _) => Err(PortableError::Truncated),
        }
    }
}

/// A passphrase for a file, made of 80 random bits: four groups of four characters without look-alikes.
pub fn passphrase(bits: [u8; 10]) -> String {
    crate::code::write_bits(&bits)
}

/// What of a typed passphrase goes into the key. One of the form of [`passphrase`] may be typed in small letters and without
/// its hyphens; any other counts as it was typed, but for spaces around it.
pub fn meant_passphrase(typed: &str) -> String {
    crate::code::read_bits(typed, 16).unwrap_or_else(|| typed.trim().to_owned())
}

fn at<const N: usize>(bytes: &[u8], place: usize) -> Result<[u8; N], PortableError> {
    bytes.get(place..).and_then(|rest| rest.first_chunk()).copied().ok_or(PortableError::Truncated)
}

/// CRC-32 of ISO 3309. It finds accidents in the header, before a key was made to find them.
fn checksum(bytes: &[u8]) -> u32 {
    let rest = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    });
    !rest
}

#[cfg(test)]
mod tests;
