//! Reading requests: who asks, what is named, what is sent.

use crate::error::Error;
use crate::identity::Owner;
use crate::sharing::Token as ShareToken;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use wire::code::OwnerKey;

/// The largest JSON body in bytes.
pub const MAX_BODY: usize = 2_000_000;
/// How much of a body that is too large is read and dropped all the same: a sender that is cut off in the middle of
/// writing never sees the answer.
const MAX_DROPPED: u64 = 64_000_000;

/// The one variable part of a path.
pub struct Segment(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Path(segment) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        Ok(Self(segment))
    }
}

/// The two variable parts of a path.
pub struct Segments(pub String, pub String);

impl<S: Send + Sync> FromRequestParts<S> for Segments {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Path((first, second)) =
            Path::<(String, String)>::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        Ok(Self(first, second))
    }
}

/// A service token, by its hash.
pub struct Token([u8; 32]);

impl Token {
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token).into())
    }

    /// Compares in constant time.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), Error> {
        let given = Self::of(bearer(headers)?);
        if self.0.ct_eq(&given.0).into() { Ok(()) } else { Err(Error::Unauthorized) }
    }
}

/// Whose key the request carries. Any well-formed key is somebody's.
pub fn owner(headers: &HeaderMap) -> Result<Owner, Error> {
    owner_key(headers).map(|key| Owner::of(&key))
}

/// The key itself, where something is made from it that the gateway does not keep.
pub fn owner_key(headers: &HeaderMap) -> Result<OwnerKey, Error> {
    OwnerKey::parse(bearer(headers)?).map_err(|_| Error::Unauthorized)
}

/// The token of a family link.
pub fn share_token(headers: &HeaderMap) -> Result<ShareToken, Error> {
    ShareToken::parse(bearer(headers)?).ok_or(Error::Unauthorized)
}

fn bearer(headers: &HeaderMap) -> Result<&str, Error> {
    let value =
        headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or(Error::Unauthorized)?;
    let (scheme, token) = value.split_once(' ').ok_or(Error::Unauthorized)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(Error::Unauthorized) }
}

/// The header `Idempotency-Key`.
pub fn idempotency_key(headers: &HeaderMap) -> Result<String, Error> {
    let key = headers.get("idempotency-key").map(axum::http::HeaderValue::as_bytes).unwrap_or_default();
    let stands = (16..=64).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic);
    match str::from_utf8(key) {
        Ok(key) if stands => Ok(key.to_owned()),
        _ => Err(Error::bad_request("the header Idempotency-Key is 16 to 64 visible ASCII characters")),
    }
}

/// A header that is a whole number.
pub fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Error> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let digits = value.to_str().ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let number = digits.and_then(|digits| digits.parse().ok());
    number.map(Some).ok_or_else(|| Error::bad_request(format!("the header {name} is a whole number")))
}

/// The whole body, if it is no longer than [`MAX_BODY`].
pub async fn body(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Error> {
    let announced = number(headers, &CONTENT_LENGTH)?.unwrap_or_default();
    let mut bytes = Vec::new();
    let mut dropped = 0;
    let mut too_large = announced > MAX_BODY as u64;
    if announced > MAX_DROPPED {
        return Err(Error::TooLarge);
    }
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Error::bad_request("the body broke off"))?;
        too_large |= bytes.len() + piece.len() > MAX_BODY;
        if too_large {
            bytes = Vec::new();
            dropped += piece.len() as u64;
            if dropped > MAX_DROPPED {
                break;
            }
        } else {
            bytes.extend_from_slice(&piece);
        }
    }
    if too_large { Err(Error::TooLarge) } else { Ok(bytes) }
}

/// Reads a body that is JSON, also where it came from a file that begins with a byte order mark.
pub fn read_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let body = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(body);
    serde_json::from_slice(body).map_err(|error| Error::bad_request(error.to_string()))
}
