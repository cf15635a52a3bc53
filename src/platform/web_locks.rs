//! Mutual exclusion among the tabs of this browser, by Web Locks. A tab that dies releases its lock.
//!
//! Results of the functions that settle a promise are dropped in this module: they do not throw.

use super::js_reflect;
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A lock that this tab holds until the value is dropped or the tab is gone.
pub struct WebLockGuard(Function);

impl Drop for WebLockGuard {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// The result of requesting a lock.
pub enum WebLock {
    Held(WebLockGuard),
    /// Another tab holds it.
    Taken,
    /// This browser has no locks, or does not grant any here.
    NoLocks,
}

/// The mode in which a lock is requested.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LockMode {
    /// Wait until no tab holds it.
    Wait,
    /// Only if no tab holds it.
    IfAvailable,
    /// Take it from a tab that no longer responds.
    Steal,
}

/// Requests the lock of this name. `lost` is called if another tab steals it later.
pub async fn request(name: &str, mode: LockMode, lost: impl FnOnce() + 'static) -> WebLock {
    let Some(locks) = js_reflect::of_navigator("locks") else { return WebLock::NoLocks };
    let options: &[(&str, JsValue)] = match mode {
        LockMode::Wait => &[],
        LockMode::IfAvailable => &[("ifAvailable", JsValue::TRUE)],
        LockMode::Steal => &[("steal", JsValue::TRUE)],
    };
    let options = js_reflect::record(options);
    let held: Rc<RefCell<Option<Promise>>> = Rc::default();
    let whole_time = held.clone();
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
        let arguments = [JsValue::from_str(name), options.clone().into(), granted];
        match js_reflect::call(&locks, "request", &arguments).map(JsCast::dyn_into::<Promise>) {
            Some(Ok(promise)) => {
                // A request that fails before it was granted ends the waiting; afterwards this does nothing.
                let failed = Closure::once_into_js(move |_: JsValue| {
                    let _ = refuse.call0(&JsValue::UNDEFINED);
                });
                let _ = js_reflect::call(&promise, "catch", &[failed]);
                whole_time.replace(Some(promise));
            }
            _ => {
                let _ = refuse.call0(&JsValue::UNDEFINED);
            }
        }
    });
    match JsFuture::from(answer).await.map(JsCast::dyn_into::<Function>) {
        Ok(Ok(release)) => {
            if let Some(whole_time) = held.take() {
                leptos::task::spawn_local(async move {
                    // The request fails when the lock is stolen.
                    if JsFuture::from(whole_time).await.is_err() {
                        lost();
                    }
                });
            }
            WebLock::Held(WebLockGuard(release))
        }
        Ok(Err(_)) => WebLock::Taken,
        Err(_) => WebLock::NoLocks,
    }
}
