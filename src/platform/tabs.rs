//! The other tabs of this phone: a lock that one of them holds, and short messages between all of them.
//!
//! Results of the functions that settle a promise are dropped in this module: they do not throw, and a closed channel has no
//! receiver.

use super::js_reflect;
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A lock that this tab holds until it is dropped or the tab is gone.
pub struct Held {
    release: Function,
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// The result of requesting a lock.
pub enum Lock {
    Held(Held),
    /// Another tab holds it.
    Taken,
    /// This browser has no locks.
    NoLocks,
}

/// The mode in which a lock is requested.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LockMode {
    /// Only if no tab holds it.
    IfAvailable,
    /// Take it from a tab that no longer responds.
    Steal,
}

/// Requests a lock. `lost` is called if another tab steals it later.
pub async fn lock(name: &str, manner: LockMode, lost: impl FnOnce() + 'static) -> Lock {
    let Some(locks) = js_reflect::of_navigator("locks") else { return Lock::NoLocks };
    let option = match manner {
        LockMode::IfAvailable => "ifAvailable",
        LockMode::Steal => "steal",
    };
    let options = js_reflect::record(&[(option, JsValue::TRUE)]);
    let request: Rc<RefCell<Option<JsValue>>> = Rc::default();
    let asked = request.clone();
    let answer = Promise::new(&mut |answer, refuse| {
        let granted = Closure::once_into_js(move |lock: JsValue| {
            if lock.is_null() {
                let _ = answer.call1(&JsValue::UNDEFINED, &JsValue::NULL);
                return JsValue::UNDEFINED;
            }
            // The lock is held until this promise is settled.
            Promise::new(&mut |release, _| {
                let _ = answer.call1(&JsValue::UNDEFINED, &release);
            })
            .into()
        });
        let made =
            js_reflect::call(&locks, "request", &[JsValue::from_str(name), options.clone().into(), granted]);
        if made.is_none() {
            let _ = refuse.call0(&JsValue::UNDEFINED);
        }
        asked.replace(made);
    });
    let answer = JsFuture::from(answer).await;
    if let Some(Ok(request)) = request.take().map(JsCast::dyn_into::<Promise>) {
        leptos::task::spawn_local(async move {
            // The request fails when the lock is stolen.
            if JsFuture::from(request).await.is_err() {
                lost();
            }
        });
    }
    match answer.map(JsCast::dyn_into::<Function>) {
        Ok(Ok(release)) => Lock::Held(Held { release }),
        Ok(Err(_)) => Lock::Taken,
        Err(_) => Lock::NoLocks,
    }
}

const CHANNEL: &str = "qandas";

thread_local! {
    static OPEN: RefCell<Option<web_sys::BroadcastChannel>> = const { RefCell::new(None) };
}

/// Calls back with every message of another tab, as long as this tab exists.
pub fn on_message(call: impl Fn(&str) + 'static) {
    let Ok(channel) = web_sys::BroadcastChannel::new(CHANNEL) else { return };
    let listener = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        if let Some(text) = event.data().as_string() {
            call(&text);
        }
    });
    channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    OPEN.set(Some(channel));
}

/// Sends a message to the other tabs.
pub fn tell(message: &str) {
    OPEN.with_borrow(|channel| {
        if let Some(channel) = channel {
            let _ = channel.post_message(&JsValue::from_str(message));
        }
    });
}
