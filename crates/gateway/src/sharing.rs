//! What family links are made of: their ids, their tokens, and their names, which the owner key alone opens.

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

/// Names a link among those of its application: 32 lower-case hexadecimal digits, made on the phone.
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

/// What opens a link. [`wire::share`] says how it is made.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    pub fn of(key: &OwnerKey, id: &ShareId) -> Result<Self> {
        Ok(Self(derived(key, TOKEN_CONTEXT, id)?))
    }

    /// `None` for what cannot be a token.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    pub fn write(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// All that is kept of it. It has 256 random-looking bits, so that a plain hash cannot be searched for it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// Seals a name so that whoever has the owner key can read it and nobody else.
pub fn seal_name(key: &OwnerKey, id: &ShareId, name: &str) -> Result<Vec<u8>> {
    let nonce = random_bytes::<NONCE>()?;
    let sealed = cipher(key, id)?.encrypt(&XNonce::from(nonce), name.as_bytes());
    let sealed = sealed.map_err(|_| Error::internal("a name cannot be sealed"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

pub fn open_name(key: &OwnerKey, id: &ShareId, sealed: &[u8]) -> Result<String> {
    let damaged = || Error::internal("the sealed name of a family link cannot be opened");
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
    fn the_token_is_the_one_that_anybody_else_computes() {
        // python3: base64.urlsafe_b64encode(hmac.digest(bytes(range(16)), b"qandas share token\0" + ID, "sha256"))
        let key = OwnerKey([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        let token = Token::of(&key, &ShareId::parse(ID).unwrap()).unwrap();
        assert_eq!(token.write(), "9kR4zC5iyaEqs4ybND8y-BOmhdrAg7eKt76fpTcLh-Q");
        assert_eq!(Token::parse(&token.write()).unwrap().hash(), token.hash());
        assert!(Token::parse("").is_none());
        assert!(Token::parse(&format!("{}A", token.write())).is_none());
    }

    #[test]
    fn a_name_is_read_with_its_key_alone() {
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
