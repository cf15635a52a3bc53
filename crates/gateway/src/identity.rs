//! Who asks, and what things are called: owners by the hash of their key, files by random ids.

use crate::error::Error;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use wire::code::OwnerKey;

/// Whoever has the owner key, by its hash. The key itself is forgotten as soon as it is read.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Owner([u8; 32]);

impl Owner {
    /// The key has 128 random bits, so that a plain hash cannot be searched for it.
    pub fn of(key: &OwnerKey) -> Self {
        Self(Sha256::new().chain_update(b"qandas owner key\0").chain_update(key.0).finalize().into())
    }

    /// The owner of nothing, compared against where there is no other, so that the comparison costs the same.
    pub const NOBODY: Self = Self([0; 32]);

    pub fn from_hash(hash: [u8; 32]) -> Self {
        Self(hash)
    }

    pub fn hash(&self) -> &[u8; 32] {
        &self.0
    }

    /// Compares in constant time.
    pub fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// An upload: 128 random bits, written as 32 lower-case hexadecimal digits.
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

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
