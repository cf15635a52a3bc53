//! AES-256-GCM with a key derived from a passphrase by PBKDF2-SHA-256, both done by the browser.

use super::js_reflect;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;

/// The key of one file.
pub struct FileKey {
    subtle: JsValue,
    key: JsValue,
}

/// Returns whether this browser and this connection offer the cryptography that a file needs.
pub fn is_there() -> bool {
    subtle().is_some()
}

impl FileKey {
    /// Derives the key; `None` if the browser offers no cryptography, for example on an insecure connection.
    pub async fn derive(passphrase: &str, salt: &[u8], rounds: u32) -> Option<Self> {
        let subtle = subtle()?;
        // Keyboards encode the same letter in different ways.
        let composed = JsValue::from(js_sys::JsString::from(passphrase).normalize("NFKC"));
        let text = composed.as_string()?;
        let usages = |names: &[&str]| {
            JsValue::from(names.iter().map(|name| JsValue::from_str(name)).collect::<Array>())
        };
        let raw = Uint8Array::from(text.as_bytes());
        let material = [
            JsValue::from_str("raw"),
            raw.into(),
            JsValue::from_str("PBKDF2"),
            JsValue::FALSE,
            usages(&["deriveKey"]),
        ];
        let material = js_reflect::call_later(&subtle, "importKey", &material).await?;
        let how = js_reflect::record(&[
            ("name", JsValue::from_str("PBKDF2")),
            ("hash", JsValue::from_str("SHA-256")),
            ("salt", Uint8Array::from(salt).into()),
            ("iterations", JsValue::from(rounds)),
        ]);
        let what =
            js_reflect::record(&[("name", JsValue::from_str("AES-GCM")), ("length", JsValue::from(256))]);
        let arguments = [how.into(), material, what.into(), JsValue::FALSE, usages(&["encrypt", "decrypt"])];
        let key = js_reflect::call_later(&subtle, "deriveKey", &arguments).await?;
        Some(Self { subtle, key })
    }

    /// Encrypts the content; the tag is appended.
    pub async fn seal(&self, nonce: &[u8], bound: &[u8], content: &[u8]) -> Option<Vec<u8>> {
        self.run("encrypt", nonce, bound, content).await
    }

    /// Decrypts the content; `None` if the key is wrong or anything was changed.
    pub async fn open(&self, nonce: &[u8], bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        self.run("decrypt", nonce, bound, sealed).await
    }

    async fn run(&self, method: &str, nonce: &[u8], bound: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        // Copies everything: a view of this program's memory must not live across an await.
        let how = js_reflect::record(&[
            ("name", JsValue::from_str("AES-GCM")),
            ("iv", Uint8Array::from(nonce).into()),
            ("additionalData", Uint8Array::from(bound).into()),
        ]);
        let arguments = [how.into(), self.key.clone(), Uint8Array::from(bytes).into()];
        let done = js_reflect::call_later(&self.subtle, method, &arguments).await?;
        Some(Uint8Array::new(&done).to_vec())
    }
}

fn subtle() -> Option<JsValue> {
    js_reflect::property(&js_reflect::of_window("crypto")?, "subtle")
}

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, clippy::wildcard_imports, reason = "the lints recognise only #[test] as a test")]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn what_was_sealed_opens_under_the_same_key_nonce_and_bound_bytes_only() {
        let key = FileKey::derive("made up", &[1; 16], 1000).await.unwrap();
        let sealed = key.seal(&[2; 12], b"bound", b"content").await.unwrap();
        assert_eq!(sealed.len(), 7 + 16);
        assert_eq!(key.open(&[2; 12], b"bound", &sealed).await.as_deref(), Some(b"content".as_slice()));
        assert_eq!(key.open(&[3; 12], b"bound", &sealed).await, None);
        assert_eq!(key.open(&[2; 12], b"other", &sealed).await, None);
        let other = FileKey::derive("made Up", &[1; 16], 1000).await.unwrap();
        assert_eq!(other.open(&[2; 12], b"bound", &sealed).await, None);
    }
}
