//! Access by name to browser APIs for which `web_sys` has no stable bindings, or no small ones.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Returns a property of the window; `None` if this browser or this context does not have it.
pub fn of_window(name: &str) -> Option<JsValue> {
    property(&web_sys::window()?.into(), name)
}

/// Returns a property of `window.navigator`.
pub fn of_navigator(name: &str) -> Option<JsValue> {
    property(&of_window("navigator")?, name)
}

pub fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(of, &JsValue::from_str(name)).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

/// Calls a method; `None` if it does not exist or throws.
pub fn call(of: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = property(of, method)?.dyn_into().ok()?;
    method.apply(of, &arguments.iter().collect::<Array>()).ok()
}

/// Calls a method and waits for the promise that it returns.
pub async fn call_later(of: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let promise: Promise = call(of, method, arguments)?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Returns an options object for a method.
pub fn record(fields: &[(&str, JsValue)]) -> Object {
    let record = Object::new();
    for (name, value) in fields {
        // A plain object accepts any property.
        let _ = Reflect::set(&record, &JsValue::from_str(name), value);
    }
    record
}
