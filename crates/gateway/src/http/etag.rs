//! JSON responses with an `ETag`, and 304 if the client has the current version.

use crate::error::{Error, Result};
use crate::http::conditions::{self, Precondition};
use crate::http::response::json;
use crate::identity::sha256_hex;
use axum::http::header::ETAG;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Returns a JSON response with its tag, or 304 if the request names that tag. `timeless` is the body without the time of the
/// response; the tag does not cover that time and is therefore weak.
pub fn with_etag<T: Serialize>(headers: &HeaderMap, body: &T, timeless: &T) -> Result<Response> {
    let tag = format!("W/\"{}\"", digest(timeless)?);
    let mut response = match conditions::check(headers, &tag.parse().map_err(Error::internal)?)? {
        Precondition::NotModified => StatusCode::NOT_MODIFIED.into_response(),
        Precondition::Holds => json(StatusCode::OK, body),
    };
    response.headers_mut().insert(ETAG, HeaderValue::try_from(tag).map_err(Error::internal)?);
    Ok(response)
}

/// Returns the opaque part of a tag, without its quotation marks.
pub fn digest<T: Serialize>(timeless: &T) -> Result<String> {
    let bytes = serde_json::to_vec(timeless).map_err(Error::internal)?;
    let digest = sha256_hex(&bytes);
    Ok(digest.get(..32).unwrap_or_default().to_owned())
}
