//! Mutual exclusion among the tabs of this browser, by Web Locks. A tab that dies releases its lock.
//!
//! Results of the functions that settle a promise are dropped in this module: they do not throw.

use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, call: &Function) -> Result<Promise, JsValue>;
}

/// The lock, held until this value is dropped.
pub struct WebLockGuard(Option<Function>);

impl Drop for WebLockGuard {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Waits for the lock of this name. If the browser has no locks, every tab gets it.
pub async fn acquire(name: &str) -> WebLockGuard {
    let locks = web_sys::window().and_then(|window| Reflect::get(&window.navigator(), &"locks".into()).ok());
    let Some(locks) = locks.filter(|locks| !locks.is_undefined()) else { return WebLockGuard(None) };
    let locks: LockManager = locks.unchecked_into();
    let release: Rc<RefCell<Option<Function>>> = Rc::default();
    let granted = Promise::new(&mut |granted, _| {
        let kept = Rc::clone(&release);
        let refused = granted.clone();
        let hold = move |_: JsValue| {
            // The lock is held until this promise is resolved.
            let held = Promise::new(&mut |done, _| *kept.borrow_mut() = Some(done));
            let _ = granted.call0(&JsValue::NULL);
            JsValue::from(held)
        };
        let hold = Closure::once_into_js(hold);
        match locks.request(name, hold.unchecked_ref()) {
            Ok(asked) => {
                let failed = Closure::once(move |_: JsValue| {
                    let _ = refused.call0(&JsValue::NULL);
                });
                let _ = asked.catch(&failed);
                failed.forget();
            }
            Err(_) => {
                let _ = refused.call0(&JsValue::NULL);
            }
        }
    });
    let _ = JsFuture::from(granted).await;
    WebLockGuard(release.take())
}
