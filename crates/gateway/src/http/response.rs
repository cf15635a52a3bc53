//! JSON responses and the result type of handlers.

use crate::error::Error;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The result of a handler.
pub type HandlerResult = Result<Response, Error>;

/// Returns a JSON response.
pub fn json(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_string(body) {
        Ok(body) => json_text(status, body),
        Err(error) => Error::internal(error).into_response(),
    }
}

/// Returns a response whose body is JSON text already.
pub fn json_text(status: StatusCode, body: impl Into<Body>) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.into()).into_response()
}
