//! Authenticated encryption ("sealing"): XChaCha20-Poly1305 with a random nonce in front. The associated data name the
//! place where the ciphertext is stored.

use crate::error::{Error, Result};
use crate::identity::random_bytes;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

const NONCE: usize = 24;
const TAG: usize = 16;

/// The number of bytes by which a ciphertext is longer than its plaintext.
pub const OVERHEAD: usize = NONCE + TAG;

/// A key of 256 random bits, wiped from memory when it is dropped.
#[derive(Clone)]
pub struct SealingKey(Zeroizing<[u8; 32]>);

/// The associated data of a ciphertext: a name of the place where it is stored. A ciphertext that was moved to
/// another place cannot be decrypted.
pub struct AssociatedData(Vec<u8>);

impl AssociatedData {
    pub fn new(kind: &str) -> Self {
        Self(kind.as_bytes().to_vec()).with(b"")
    }

    /// Appends a field. Each field is preceded by its length, so that no two lists of fields give the same bytes.
    #[must_use]
    pub fn with(mut self, field: &[u8]) -> Self {
        self.0.extend((field.len() as u64).to_le_bytes());
        self.0.extend(field);
        self
    }
}

impl SealingKey {
    pub fn random() -> Result<Self> {
        Ok(Self(Zeroizing::new(random_bytes()?)))
    }

    /// Makes a key of these bytes; `None` unless there are 32.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Encrypts `plain` and binds it to `aad`.
    pub fn seal(&self, aad: &AssociatedData, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce = random_bytes::<NONCE>()?;
        let payload = Payload { msg: plain, aad: &aad.0 };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::internal("the plaintext is too long to be encrypted"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts what [`Self::seal`] returned; `None` if the key or `aad` is a different one, or the bytes were changed.
    pub fn open(&self, aad: &AssociatedData, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: &aad.0 };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).ok()
    }

    /// Returns a keyed hash of `aad` (HMAC-SHA-256): a name that only this key gives.
    pub fn name(&self, aad: &AssociatedData) -> Result<[u8; 32]> {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(self.bytes()).map_err(Error::internal)?;
        mac.update(b"qandas name\0");
        mac.update(&aad.0);
        Ok(mac.finalize().into_bytes().into())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.bytes().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aad() -> AssociatedData {
        AssociatedData::new("made-up").with(b"a").with(b"bc")
    }

    #[test]
    fn a_ciphertext_is_decrypted_only_with_its_key_and_its_associated_data() {
        let key = SealingKey::random().unwrap();
        let sealed = key.seal(&aad(), "Үлгі".as_bytes()).unwrap();
        assert_eq!(sealed.len(), "Үлгі".len() + OVERHEAD);
        assert_eq!(key.open(&aad(), &sealed).unwrap(), "Үлгі".as_bytes());
        assert!(key.open(&AssociatedData::new("made-up").with(b"ab").with(b"c"), &sealed).is_none());
        assert!(SealingKey::random().unwrap().open(&aad(), &sealed).is_none());
        for changed in 0..sealed.len() {
            let mut other = sealed.clone();
            other[changed] ^= 1;
            assert!(key.open(&aad(), &other).is_none(), "{changed}");
        }
        for length in 0..sealed.len() {
            assert!(key.open(&aad(), &sealed[..length]).is_none(), "{length}");
        }
        assert_ne!(key.seal(&aad(), "Үлгі".as_bytes()).unwrap(), sealed);
    }

    #[test]
    fn a_name_equals_one_computed_in_python() {
        // python3: hmac.digest(bytes(32), b"qandas name\0made-up" + bytes(8) + b"\1" + bytes(7) + b"x", "sha256").hex()
        let key = SealingKey::from_bytes(&[0; 32]).unwrap();
        let name = key.name(&AssociatedData::new("made-up").with(b"x")).unwrap();
        assert_eq!(
            const_hex::encode(name),
            "6559f115818f1c972d4d915b1bf1997a8f086dc1aeca445fd86f2997f7887dad"
        );
        assert!(SealingKey::from_bytes(&[0; 31]).is_none());
    }
}
