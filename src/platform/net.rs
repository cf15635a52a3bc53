//! Requests to the gateway. All go through one wrapper, and no other server is ever asked.

use super::abort::TimeLimit;
use super::events::{self, ClientEvent};
use super::js_reflect;
use gloo_net::http::{Method, RequestBuilder, Response};
pub use outbox::phone::Body;
use outbox::phone::{HttpResponse, Unreachable};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wire::answer::{Refusal, RefusalCode};
use wire::json::{self, Json};
use wire::path::Address;

/// Returns whether data cost money or time here. Not all browsers tell; for those the answer is no.
pub fn is_metered_or_slow() -> bool {
    let Some(connection) = js_reflect::of_navigator("connection") else { return false };
    let says = |name: &str, words: &[&str]| {
        js_reflect::property(&connection, name)
            .and_then(|value| value.as_string())
            .is_some_and(|value| words.contains(&value.as_str()))
    };
    js_reflect::property(&connection, "saveData").is_some_and(|value| value.is_truthy())
        || says("type", &["cellular"])
        || says("effectiveType", &["slow-2g", "2g", "3g"])
}

/// The error of a request that has no usable answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetError {
    /// No answer arrived: no network, or the gateway is away.
    Unreachable,
    /// The gateway refused the request and gave the reason.
    Refused(Box<Refusal>),
    /// The server that answered is not our gateway, or is another version of it.
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

/// Sends a request and returns the response if its status is successful.
pub async fn send(
    method: Method,
    address: &Address,
    headers: &[(&str, &str)],
    body: Body<'_>,
) -> Result<Response, NetError> {
    send_until(method, address, headers, body, None).await
}

/// Like [`send`], but ends when `signal` aborts it.
pub async fn send_until(
    method: Method,
    address: &Address,
    headers: &[(&str, &str)],
    body: Body<'_>,
    signal: Option<&web_sys::AbortSignal>,
) -> Result<Response, NetError> {
    let note = |status| events::record(ClientEvent::Request(address.pattern(), status));
    let pending = Pending::request(method, address.as_str(), headers, body, signal);
    let Ok(response) = pending.response().await else {
        if !signal.is_some_and(web_sys::AbortSignal::aborted) {
            note(0);
        }
        return Err(NetError::Unreachable);
    };
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    note(status);
    let Ok(text) = response.text().await else { return Err(NetError::Unreachable) };
    match json::read::<Refusal>(&text) {
        Some(refusal) => Err(NetError::Refused(Box::new(refusal))),
        None => Err(NetError::Unintelligible(status)),
    }
}

/// Maximum duration of one request, in milliseconds. An upload part takes two minutes at 2 KB/s.
const LONGEST: i32 = 120_000;

/// Sends one request for the outbox and reads the whole response.
pub async fn ask(request: outbox::phone::Request<'_>) -> Result<HttpResponse, Unreachable> {
    use outbox::phone::Method as M;
    let method = match request.method {
        M::Get => Method::GET,
        M::Head => Method::HEAD,
        M::Patch => Method::PATCH,
        M::Post => Method::POST,
    };
    let limit = TimeLimit::new(LONGEST);
    let key = request.key.map(bearer);
    let mut headers = request.headers.to_vec();
    headers.extend(key.as_deref().map(|key| ("Authorization", key)));
    let pending = Pending::request(method, request.path, &headers, request.body, limit.signal().as_ref());
    let response = pending.response().await.map_err(|_| Unreachable)?;
    let headers = response.headers();
    Ok(HttpResponse {
        status: response.status(),
        location: headers.get("Location"),
        offset: headers.get("Upload-Offset"),
        retry_after: headers.get("Retry-After"),
        date: headers.get("Date"),
        body: response.text().await.map_err(|_| Unreachable)?,
    })
}

/// Sends a request with a secret: an owner key or a share token.
pub async fn send_with(
    secret: &str,
    method: Method,
    address: &Address,
    body: Body<'_>,
) -> Result<Response, NetError> {
    send(method, address, &[("Authorization", &bearer(secret))], body).await
}

/// Sends a GET request with a secret and reads the JSON answer.
pub async fn get_with<T: Json>(secret: &str, address: &Address) -> Result<T, NetError> {
    read_json(send_with(secret, Method::GET, address, Body::None).await?).await
}

/// Reads a JSON answer.
pub async fn read_json<T: Json>(response: Response) -> Result<T, NetError> {
    let text = read_text(response).await?;
    json::read(&text).ok_or(NetError::Unintelligible(200))
}

pub async fn read_text(response: Response) -> Result<String, NetError> {
    response.text().await.map_err(|_| NetError::Unreachable)
}

/// A request that is under way. Unlike a future, it runs from the start.
pub struct Pending(Option<js_sys::Promise>);

impl Pending {
    fn request(
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body<'_>,
        signal: Option<&web_sys::AbortSignal>,
    ) -> Self {
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
        Self(match (request, web_sys::window()) {
            (Ok(request), Some(window)) => Some(window.fetch_with_request(&request.into())),
            _ => None,
        })
    }

    /// Requests a file of the build.
    pub fn asset(path: &str) -> Self {
        Self::request(Method::GET, path, &[], Body::None, None)
    }

    async fn response(self) -> Result<Response, NetError> {
        let promise = self.0.ok_or(NetError::Unreachable)?;
        let response = JsFuture::from(promise).await.map_err(|_| NetError::Unreachable)?;
        Ok(Response::from(response.unchecked_into::<web_sys::Response>()))
    }

    pub async fn text(self) -> Result<String, NetError> {
        let response = self.response().await?;
        if response.ok() {
            read_text(response).await
        } else {
            Err(NetError::Unintelligible(response.status()))
        }
    }
}

/// Returns the value of the header that carries the owner key.
pub fn bearer(key: &str) -> String {
    let mut value = String::from("Bearer ");
    value.push_str(key);
    value
}
