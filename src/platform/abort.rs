//! Aborting of requests.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AbortController, AbortSignal};

/// Aborts a request, whether its response has begun or not. In a browser without `AbortController` it does nothing.
#[derive(Clone)]
pub struct Abort(Option<AbortController>);

impl Abort {
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    pub fn end(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }

    pub fn is_ended(&self) -> bool {
        self.signal().is_some_and(|signal| signal.aborted())
    }

    /// Returns the signal for the request.
    pub fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

/// Aborts a request that takes too long; dropping this value cancels the limit.
pub struct TimeLimit {
    abort: Abort,
    timer: Option<i32>,
}

impl TimeLimit {
    pub fn new(milliseconds: i32) -> Self {
        let abort = Abort::new();
        let late = abort.clone();
        let end = Closure::once_into_js(move || late.end());
        let timer = web_sys::window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(end.unchecked_ref(), milliseconds)
                .ok()
        });
        Self { abort, timer }
    }

    pub fn signal(&self) -> Option<AbortSignal> {
        self.abort.signal()
    }
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        if let (Some(timer), Some(window)) = (self.timer, web_sys::window()) {
            window.clear_timeout_with_handle(timer);
        }
    }
}
