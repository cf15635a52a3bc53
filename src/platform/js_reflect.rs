//! Parts of the browser for which `web_sys` has no stable or no small names: reached by their own.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property of the window; `None` where this browser or this context has none.
pub fn of_window(name: &str) -> Option<JsValue> {
    property(&web_sys::window()?.into(), name)
}

/// A property of `window.navigator`.
pub fn of_navigator(name: &str) -> Option<JsValue> {
    property(&of_window("navigator")?, name)
}

pub fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(of, &JsValue::from_str(name)).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

/// Calls a method; `None` where there is none or it throws.
pub fn call(of: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = property(of, method)?.dyn_into().ok()?;
    method.apply(of, &arguments.iter().collect::<Array>()).ok()
}

/// Calls a method and waits for the promise that it gives.
pub async fn call_later(of: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let promise: Promise = call(of, method, arguments)?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// A record for a method that wants one.
pub fn record(fields: &[(&str, JsValue)]) -> Object {
    let record = Object::new();
    for (name, value) in fields {
        // A plain object takes any property.
        let _ = Reflect::set(&record, &JsValue::from_str(name), value);
    }
    record
}
