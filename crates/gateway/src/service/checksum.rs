//! Checksums of upload parts.

use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Digest, Sha256};

/// The digest that the client states for a part. SHA-1 is supported because tus 1.0.0 requires it; it detects damage in
/// transit, not forgery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    Sha1([u8; 20]),
    Sha256([u8; 32]),
}

impl Checksum {
    /// The names of the algorithms, as tus lists them.
    pub const ALGORITHMS: &str = "sha1,sha256";

    /// Makes a checksum; `None` for an unknown algorithm or a digest of the wrong length.
    pub fn new(algorithm: &str, digest: Vec<u8>) -> Option<Self> {
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
