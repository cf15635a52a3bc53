//! Family links: their ids, their tokens, and their names, which only the owner key can decrypt.

use crate::error::{Error, Result};
use crate::identity::random_bytes;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use wire::code::OwnerKey;
use wire::share::TOKEN_CONTEXT;

const NAME_CONTEXT: &str = "qandas share name\0";
const NONCE: usize = 24;

/// The id of a link within its application: 32 lower-case hexadecimal digits, generated on the phone.
#[derive(Clone, PartialEq, Eq)]
pub struct ShareId(String);

impl ShareId {
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 32 && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The token that gives access to a family link. [`wire::share`] describes how it is derived.
#[derive(Clone)]
pub struct LinkToken([u8; 32]);

impl LinkToken {
    pub fn derive(key: &OwnerKey, id: &ShareId) -> Result<Self> {
        Ok(Self(derived(key, TOKEN_CONTEXT, id)?))
    }

    /// Parses a token; `None` if the text cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Returns the hash that is stored in place of the token. The token has 256 pseudorandom bits, so a plain hash resists a
    /// brute-force search.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// Encrypts the name of a link with a key derived from the owner key, so that only its holder can read it.
pub fn seal_name(key: &OwnerKey, id: &ShareId, name: &str) -> Result<Vec<u8>> {
    let nonce = random_bytes::<NONCE>()?;
    let sealed = cipher(key, id)?.encrypt(&XNonce::from(nonce), name.as_bytes());
    let sealed = sealed.map_err(|_| Error::internal("the name of a family link cannot be encrypted"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Decrypts a name that [`seal_name`] returned.
pub fn open_name(key: &OwnerKey, id: &ShareId, sealed: &[u8]) -> Result<String> {
    let damaged = || Error::internal("the name of a family link cannot be decrypted");
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
    let name = cipher(key, id)?.decrypt(&XNonce::from(*nonce), sealed).map_err(|_| damaged())?;
    String::from_utf8(name).map_err(|_| damaged())
}

fn cipher(key: &OwnerKey, id: &ShareId) -> Result<XChaCha20Poly1305> {
    Ok(XChaCha20Poly1305::new(&derived(key, NAME_CONTEXT, id)?.into()))
}

fn derived(key: &OwnerKey, context: &str, id: &ShareId) -> Result<[u8; 32]> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&key.0).map_err(Error::internal)?;
    mac.update(context.as_bytes());
    mac.update(id.as_str().as_bytes());
    Ok(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "000102030405060708090a0b0c0d0e0f";

    #[test]
    fn the_token_equals_one_computed_in_python() {
        // python3: base64.urlsafe_b64encode(hmac.digest(bytes(range(16)), b"qandas share token\0" + ID, "sha256"))
        let key = OwnerKey([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        let token = LinkToken::derive(&key, &ShareId::parse(ID).unwrap()).unwrap();
        assert_eq!(token.to_text(), "9kR4zC5iyaEqs4ybND8y-BOmhdrAg7eKt76fpTcLh-Q");
        assert_eq!(LinkToken::parse(&token.to_text()).unwrap().hash(), token.hash());
        assert!(LinkToken::parse("").is_none());
        assert!(LinkToken::parse(&format!("{}A", token.to_text())).is_none());
    }

    #[test]
    fn a_name_is_decrypted_only_with_its_own_key() {
        let (key, id) = (OwnerKey([7; 16]), ShareId::parse(ID).unwrap());
        let sealed = seal_name(&key, &id, "Үлгі").unwrap();
        assert_eq!(open_name(&key, &id, &sealed).unwrap(), "Үлгі");
        let other = ShareId::parse("00000000000000000000000000000000").unwrap();
        assert!(open_name(&OwnerKey([8; 16]), &id, &sealed).is_err());
        assert!(open_name(&key, &other, &sealed).is_err());
        assert!(open_name(&key, &id, &[]).is_err());
        let mut changed = sealed;
        changed[30] ^= 1;
        assert!(open_name(&key, &id, &changed).is_err());
    }
}
