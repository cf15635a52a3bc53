//! Requests to the gateway. One wrapper for all of them; nothing else is ever asked.

use gloo_net::http::{Method, RequestBuilder, Response};
use wire::answer::{Refusal, RefusalCode};
use wire::json::{self, Json};

/// Why there is no answer to go by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetError {
    /// Nothing came back: no network, or the gateway is away.
    Unreachable,
    /// The gateway refused and said why.
    Refused(Box<Refusal>),
    /// Something answered that is not our gateway, or is another version of it.
    Unintelligible(u16),
}

impl NetError {
    pub fn code(&self) -> Option<RefusalCode> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            Self::Unreachable | Self::Unintelligible(_) => None,
        }
    }
}

/// A body with its media type.
pub enum Body<'a> {
    None,
    Json(&'a str),
    /// A piece of an upload.
    Piece(&'a [u8]),
}

/// Sends a request and gives the answer back if its status is one of success.
pub async fn send(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Body<'_>,
) -> Result<Response, NetError> {
    send_until(method, path, headers, body, None).await
}

/// The same, for as long as `signal` lets it.
pub async fn send_until(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Body<'_>,
    signal: Option<&web_sys::AbortSignal>,
) -> Result<Response, NetError> {
    let mut builder = RequestBuilder::new(path).method(method).abort_signal(signal);
    for (name, value) in headers {
        builder = builder.header(name, value);
    }
    let request = match body {
        Body::None => builder.build(),
        Body::Json(json) => builder.header("Content-Type", "application/json").body(json),
        Body::Piece(bytes) => builder
            .header("Content-Type", "application/offset+octet-stream")
            .body(js_sys::Uint8Array::from(bytes)),
    };
    let Ok(request) = request else { return Err(NetError::Unreachable) };
    let response = request.send().await.map_err(|_| NetError::Unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    let Ok(text) = response.text().await else { return Err(NetError::Unreachable) };
    match json::read::<Refusal>(&text) {
        Some(refusal) => Err(NetError::Refused(Box::new(refusal))),
        None => Err(NetError::Unintelligible(status)),
    }
}

/// Reads a JSON answer.
pub async fn read_json<T: Json>(response: Response) -> Result<T, NetError> {
    let text = read_text(response).await?;
    json::read(&text).ok_or(NetError::Unintelligible(200))
}

pub async fn read_text(response: Response) -> Result<String, NetError> {
    response.text().await.map_err(|_| NetError::Unreachable)
}

/// A file of the build, such as a catalog.
pub async fn asset(path: &str) -> Result<String, NetError> {
    read_text(send(Method::GET, path, &[], Body::None).await?).await
}

/// The value of the header that carries the owner key.
pub fn bearer(key: &str) -> String {
    let mut value = String::from("Bearer ");
    value.push_str(key);
    value
}
