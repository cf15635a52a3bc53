//! Sharing with another person: the phone's share sheet, and addresses that work on another phone.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Returns the beginning of every address of this app, such as `https://qandas.example`.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Returns whether the browser has a share sheet; many on desktops have none, and none has it over an insecure connection.
pub fn has_sheet() -> bool {
    let Some(window) = web_sys::window() else { return false };
    js_sys::Reflect::get(&window.navigator(), &JsValue::from_str("share"))
        .is_ok_and(|share| share.is_function())
}

/// Opens the share sheet with an address. The result is not known here.
pub async fn share(title: &str, address: &str) {
    let Some(window) = web_sys::window() else { return };
    let data = web_sys::ShareData::new();
    data.set_title(title);
    data.set_url(address);
    // The person may close the dialog, and then nothing was shared.
    let _ = JsFuture::from(window.navigator().share_with_data(&data)).await;
}
