//! Parsing of requests: credentials, path parameters, headers and bodies.

use crate::error::Error;
use crate::identity::Owner;
use crate::sharing::LinkToken;
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

/// The maximum size of a JSON body in bytes.
pub const MAX_BODY: usize = 2_000_000;
/// The number of bytes of a body over the limit that are read and discarded: a client whose connection is closed while it is
/// writing does not see the response.
const MAX_DISCARDED: u64 = 64_000_000;

/// The only parameter of a path.
pub struct PathParam(pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathParam {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Path(segment) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        Ok(Self(segment))
    }
}

/// The two parameters of a path.
pub struct PathParams(pub String, pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathParams {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Path((first, second)) =
            Path::<(String, String)>::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        Ok(Self(first, second))
    }
}

/// A service token, stored as its hash.
pub struct ServiceToken([u8; 32]);

impl ServiceToken {
    pub fn new(token: &str) -> Self {
        Self(Sha256::digest(token).into())
    }

    /// Checks that the request has this token, in constant time.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), Error> {
        let given = Self::new(bearer(headers)?);
        if self.0.ct_eq(&given.0).into() { Ok(()) } else { Err(Error::Unauthorized) }
    }
}

/// Returns the owner whose key the request has. Every well-formed key belongs to an owner.
pub fn owner(headers: &HeaderMap) -> Result<Owner, Error> {
    owner_key(headers).map(|key| Owner::from_key(&key))
}

/// Returns the owner key itself, for values that are derived from it and not stored.
pub fn owner_key(headers: &HeaderMap) -> Result<OwnerKey, Error> {
    OwnerKey::parse(bearer(headers)?).map_err(|_| Error::Unauthorized)
}

/// Returns the token of a family link.
pub fn share_token(headers: &HeaderMap) -> Result<LinkToken, Error> {
    LinkToken::parse(bearer(headers)?).ok_or(Error::Unauthorized)
}

fn bearer(headers: &HeaderMap) -> Result<&str, Error> {
    let value =
        headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or(Error::Unauthorized)?;
    let (scheme, token) = value.split_once(' ').ok_or(Error::Unauthorized)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(Error::Unauthorized) }
}

/// Returns the header `Idempotency-Key`.
pub fn idempotency_key(headers: &HeaderMap) -> Result<String, Error> {
    let key = headers.get("idempotency-key").map(axum::http::HeaderValue::as_bytes).unwrap_or_default();
    let is_valid = (16..=64).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic);
    match str::from_utf8(key) {
        Ok(key) if is_valid => Ok(key.to_owned()),
        _ => Err(Error::bad_request("the header Idempotency-Key must be 16 to 64 visible ASCII characters")),
    }
}

/// Parses a header that is a whole number.
pub fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Error> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let digits = value.to_str().ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let number = digits.and_then(|digits| digits.parse().ok());
    number.map(Some).ok_or_else(|| Error::bad_request(format!("the header {name} must be a whole number")))
}

/// Reads the whole body; [`Error::TooLarge`] if it is longer than [`MAX_BODY`].
pub async fn body(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Error> {
    let announced = number(headers, &CONTENT_LENGTH)?.unwrap_or_default();
    let mut bytes = Vec::new();
    let mut discarded = 0;
    let mut too_large = announced > MAX_BODY as u64;
    if announced > MAX_DISCARDED {
        return Err(Error::TooLarge);
    }
    let mut frames = body.into_data_stream();
    while let Some(frame) = frames.next().await {
        let frame = frame.map_err(|_| Error::bad_request("the body is incomplete"))?;
        too_large |= bytes.len() + frame.len() > MAX_BODY;
        if too_large {
            bytes = Vec::new();
            discarded += frame.len() as u64;
            if discarded > MAX_DISCARDED {
                break;
            }
        } else {
            bytes.extend_from_slice(&frame);
        }
    }
    if too_large { Err(Error::TooLarge) } else { Ok(bytes) }
}

/// Parses a JSON body, which may start with a byte order mark.
pub fn read_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let body = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(body);
    serde_json::from_slice(body).map_err(|error| Error::bad_request(error.to_string()))
}
