//! Requests to the gateway. All go through one wrapper, and no other server is ever asked.

use super::events::{self, ClientEvent};
use gloo_net::http::{Method, RequestBuilder, Response};
pub use outbox::phone::Body;
use outbox::phone::{HttpResponse, Unreachable};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wire::answer::{Refusal, RefusalCode};
use wire::json::{self, Json};
use wire::path::Address;

/// Returns whether data cost money or time here. Not all browsers tell; for those the answer is no.
pub fn is_metered_or_slow() -> bool {
    let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &JsValue::from_str(name)).ok();
    let connection = || get(&get(&js_sys::global(), "navigator")?, "connection").filter(JsValue::is_object);
    let Some(connection) = connection() else { return false };
    let says = |name: &str, words: &[&str]| {
        get(&connection, name)
            .and_then(|value| value.as_string())
            .is_some_and(|value| words.contains(&value.as_str()))
    };
    get(&connection, "saveData").is_some_and(|value| value.is_truthy())
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
    let mut builder = RequestBuilder::new(address.as_str()).method(method).abort_signal(signal);
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
    let note = |status| events::record(ClientEvent::Request(address.pattern(), status));
    let Ok(response) = request.send().await else {
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
    let mut builder = RequestBuilder::new(request.path).method(method).abort_signal(limit.signal().as_ref());
    for (name, value) in request.headers {
        builder = builder.header(name, value);
    }
    if let Some(key) = request.key {
        builder = builder.header("Authorization", &bearer(key));
    }
    let built = match request.body {
        Body::None => builder.build(),
        Body::Json(json) => builder.header("Content-Type", "application/json").body(json),
        Body::Piece(bytes) => builder
            .header("Content-Type", "application/offset+octet-stream")
            .body(js_sys::Uint8Array::from(bytes)),
    };
    let response = built.map_err(|_| Unreachable)?.send().await.map_err(|_| Unreachable)?;
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

/// Aborts a request that takes too long; dropping this value cancels the limit.
struct TimeLimit {
    controller: Option<web_sys::AbortController>,
    timer: Option<i32>,
}

impl TimeLimit {
    fn new(milliseconds: i32) -> Self {
        let controller = web_sys::AbortController::new().ok();
        let timer = controller.clone().and_then(|controller| {
            let abort = Closure::once_into_js(move || controller.abort());
            let window = web_sys::window()?;
            let timer = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(abort.unchecked_ref(), milliseconds);
            timer.ok()
        });
        Self { controller, timer }
    }

    fn signal(&self) -> Option<web_sys::AbortSignal> {
        self.controller.as_ref().map(web_sys::AbortController::signal)
    }
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        if let (Some(timer), Some(window)) = (self.timer, web_sys::window()) {
            window.clear_timeout_with_handle(timer);
        }
    }
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

/// A file of the build that is being fetched. Unlike a future, the request runs from the start.
pub struct Asset(Option<js_sys::Promise>);

impl Asset {
    pub fn request(path: &str) -> Self {
        Self(web_sys::window().map(|window| window.fetch_with_str(path)))
    }

    pub async fn text(self) -> Result<String, NetError> {
        let promise = self.0.ok_or(NetError::Unreachable)?;
        let response = JsFuture::from(promise).await.map_err(|_| NetError::Unreachable)?;
        let response = Response::from(response.unchecked_into::<web_sys::Response>());
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
