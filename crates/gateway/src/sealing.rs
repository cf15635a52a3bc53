//! Sealing: XChaCha20-Poly1305 with a random nonce in front, bound to the place where the sealed bytes lie.

use crate::error::{Error, Result};
use crate::identity::random_bytes;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

const NONCE: usize = 24;
const TAG: usize = 16;

/// By so many bytes the sealed is longer than the plain.
pub const OVERHEAD: usize = NONCE + TAG;

/// 256 random bits, wiped from memory when they are dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; 32]>);

/// Where sealed bytes lie. Moved to another place they do not open any more.
pub struct Place(Vec<u8>);

impl Place {
    pub fn of(kind: &str) -> Self {
        Self(kind.as_bytes().to_vec()).and(b"")
    }

    /// Names a part of the place. Each part is written with its length, so that no two places are written alike.
    #[must_use]
    pub fn and(mut self, part: &[u8]) -> Self {
        self.0.extend((part.len() as u64).to_le_bytes());
        self.0.extend(part);
        self
    }
}

impl Key {
    pub fn random() -> Result<Self> {
        Ok(Self(Zeroizing::new(random_bytes()?)))
    }

    /// `None` where these are not 32 bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub fn seal(&self, place: &Place, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce = random_bytes::<NONCE>()?;
        let payload = Payload { msg: plain, aad: &place.0 };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::internal("too long to be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// `None` for what was sealed by another key or for another place, and for what has changed since.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: &place.0 };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).ok()
    }

    /// A name that only this key gives; equal ones get equal names.
    pub fn name(&self, place: &Place) -> Result<[u8; 32]> {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(self.bytes()).map_err(Error::internal)?;
        mac.update(b"qandas name\0");
        mac.update(&place.0);
        Ok(mac.finalize().into_bytes().into())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.bytes().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place::of("made-up").and(b"a").and(b"bc")
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_at_its_place_alone() {
        let key = Key::random().unwrap();
        let sealed = key.seal(&place(), "Үлгі".as_bytes()).unwrap();
        assert_eq!(sealed.len(), "Үлгі".len() + OVERHEAD);
        assert_eq!(key.open(&place(), &sealed).unwrap(), "Үлгі".as_bytes());
        assert!(key.open(&Place::of("made-up").and(b"ab").and(b"c"), &sealed).is_none());
        assert!(Key::random().unwrap().open(&place(), &sealed).is_none());
        for changed in 0..sealed.len() {
            let mut other = sealed.clone();
            other[changed] ^= 1;
            assert!(key.open(&place(), &other).is_none(), "{changed}");
        }
        for length in 0..sealed.len() {
            assert!(key.open(&place(), &sealed[..length]).is_none(), "{length}");
        }
        assert_ne!(key.seal(&place(), "Үлгі".as_bytes()).unwrap(), sealed);
    }

    #[test]
    fn a_name_is_the_one_that_anybody_else_computes() {
        // python3: hmac.digest(bytes(32), b"qandas name\0made-up" + bytes(8) + b"\1" + bytes(7) + b"x", "sha256").hex()
        let key = Key::of(&[0; 32]).unwrap();
        let name = key.name(&Place::of("made-up").and(b"x")).unwrap();
        assert_eq!(
            crate::identity::hex(&name),
            "6559f115818f1c972d4d915b1bf1997a8f086dc1aeca445fd86f2997f7887dad"
        );
        assert!(Key::of(&[0; 31]).is_none());
    }
}
