//! Checksums of the parts of an upload.

use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Digest, Sha256};

/// The digest that a part has, as its sender says. SHA-1 is here since tus 1.0.0 demands it: it tells what a network damaged, not
/// what somebody forged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    Sha1([u8; 20]),
    Sha256([u8; 32]),
}

impl Checksum {
    /// The names of the algorithms, as tus lists them.
    pub const ALGORITHMS: &str = "sha1,sha256";

    /// `None` for an unknown algorithm or a digest of another length.
    pub fn of(algorithm: &str, digest: Vec<u8>) -> Option<Self> {
        match algorithm {
            "sha1" => digest.try_into().ok().map(Self::Sha1),
            "sha256" => digest.try_into().ok().map(Self::Sha256),
            _ => None,
        }
    }

    pub fn digest(&self) -> &[u8] {
        match self {
            Self::Sha1(digest) => digest,
            Self::Sha256(digest) => digest,
        }
    }

    pub fn hasher(&self) -> Box<dyn DynDigest + Send> {
        match self {
            Self::Sha1(_) => Box::new(Sha1::new()),
            Self::Sha256(_) => Box::new(Sha256::new()),
        }
    }
}
