//! Identities: an owner is the hash of an owner key, a file is a random id. Also random bytes and hexadecimal digits.

use crate::error::Error;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use wire::code::OwnerKey;

/// The holder of an owner key, identified by the hash of the key. The key itself is not stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Owner([u8; 32]);

impl Owner {
    /// Hashes the key. It has 128 random bits, so a plain hash resists a brute-force search.
    pub fn from_key(key: &OwnerKey) -> Self {
        Self(Sha256::new().chain_update(b"qandas owner key\0").chain_update(key.0).finalize().into())
    }

    /// An owner who owns nothing. A request for an unknown number is compared with it, so that it takes the same time as
    /// a request for somebody else's number.
    pub const NOBODY: Self = Self([0; 32]);

    pub fn from_hash(hash: [u8; 32]) -> Self {
        Self(hash)
    }

    pub fn hash(&self) -> &[u8; 32] {
        &self.0
    }

    /// Compares the hashes in constant time.
    pub fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// The id of an uploaded file: 128 random bits, written as 32 lower-case hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct FileId(String);

impl FileId {
    pub fn random() -> Result<Self, Error> {
        Ok(Self(hex(&random_bytes::<16>()?)))
    }

    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 32 && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub fn random_bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// Formats bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Decodes 64 hexadecimal digits.
pub fn bytes_from_hex(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    (digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(bytes)
}

/// Returns the SHA-256 of bytes as hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
