//! Identities: an owner is the hash of an owner key, a file is a random id. Also random bytes and SHA-256.

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
        Ok(Self(const_hex::encode(random_bytes::<16>()?)))
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

/// Returns the SHA-256 of bytes as hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    const_hex::encode(Sha256::digest(bytes))
}
