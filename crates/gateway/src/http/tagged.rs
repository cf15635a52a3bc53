//! Answers that need not be sent again: tagged by what they say, and left out where the sender has them.

use crate::error::{Error, Result};
use crate::http::conditions::{self, Condition};
use crate::http::json;
use crate::identity::hex;
use axum::http::header::ETAG;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The answer with its tag, or 304 where the request names that tag. `timeless` is the same answer without the time at
/// which it was given: that changes with every answer, so that the tag is a weak one.
pub fn tagged<T: Serialize>(headers: &HeaderMap, answer: &T, timeless: &T) -> Result<Response> {
    let tag = format!("W/\"{}\"", digest(timeless)?);
    let mut response = match conditions::check(headers, &tag.parse().map_err(Error::internal)?)? {
        Condition::NotModified => StatusCode::NOT_MODIFIED.into_response(),
        Condition::Holds => json(StatusCode::OK, answer),
    };
    response.headers_mut().insert(ETAG, HeaderValue::try_from(tag).map_err(Error::internal)?);
    Ok(response)
}

/// What stands between the quotation marks of a tag.
pub fn digest<T: Serialize>(timeless: &T) -> Result<String> {
    let bytes = serde_json::to_vec(timeless).map_err(Error::internal)?;
    let digest = hex(&Sha256::digest(bytes));
    Ok(digest.get(..32).unwrap_or_default().to_owned())
}
