//! Streamed responses: read chunk by chunk as they arrive, until their end or until they are aborted.
//!
//! Results of event listeners and of the functions that settle a promise are dropped in this module: they do not throw.

use super::abort::Abort;
use super::net::{self, Body, NetError};
use gloo_net::http::Method;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;
use wire::path::Address;

/// The body of a response as it arrives.
pub struct BodyChunks(ReadableStreamDefaultReader);

/// Sends a request with a streamed response.
pub async fn open(
    address: &Address,
    headers: &[(&str, &str)],
    ending: &Abort,
) -> Result<BodyChunks, NetError> {
    let signal = ending.signal();
    let response = net::send_until(Method::GET, address, headers, Body::None, signal.as_ref()).await?;
    let body = response.body().ok_or(NetError::Unreachable)?;
    body.get_reader().dyn_into().map(BodyChunks).map_err(|_| NetError::Unreachable)
}

impl BodyChunks {
    /// Returns the next chunk; `None` at the end, when the connection broke, and after an abort.
    pub async fn next(&self) -> Option<Vec<u8>> {
        let read = JsFuture::from(self.0.read()).await.ok()?;
        let value = js_sys::Reflect::get(&read, &"value".into()).ok()?;
        value.dyn_into::<js_sys::Uint8Array>().ok().map(|piece| piece.to_vec())
    }
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Returns whether the page is hidden: another tab is in front, or the phone is locked.
pub fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// Returns when the page is visible.
pub async fn until_seen() {
    while is_hidden() {
        let mut changed = None;
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            changed = Some(OnVisibility::call(move || {
                let _ = resolve.call0(&JsValue::NULL);
            }));
        });
        let _ = JsFuture::from(promise).await;
    }
}

/// Calls back whenever the page becomes visible or hidden, as long as this value exists.
pub struct OnVisibility(Closure<dyn FnMut()>);

impl OnVisibility {
    pub fn call(call: impl FnMut() + 'static) -> Self {
        let closure = Closure::<dyn FnMut()>::new(call);
        if let Some(document) = document() {
            let listener = closure.as_ref().unchecked_ref();
            let _ = document.add_event_listener_with_callback("visibilitychange", listener);
        }
        Self(closure)
    }
}

impl Drop for OnVisibility {
    fn drop(&mut self) {
        if let Some(document) = document() {
            let listener = self.0.as_ref().unchecked_ref();
            let _ = document.remove_event_listener_with_callback("visibilitychange", listener);
        }
    }
}
