//! Random bytes from the browser's generator.

/// Returns `N` random bytes; `None` if the browser has no generator, and then no secret may be made.
pub fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// Returns a random id.
pub fn id() -> Option<u64> {
    bytes::<8>().map(u64::from_le_bytes)
}

/// Returns the SHA-256 hash as 64 lower-case hexadecimal digits; `None` outside secure contexts, where browsers do not offer
/// it.
pub async fn sha256_hex(bytes: &[u8]) -> Option<String> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    let view = js_sys::Uint8Array::from(bytes);
    let promise = subtle.digest_with_str_and_buffer_source("SHA-256", &view).ok()?;
    let digest = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
    let digest = js_sys::Uint8Array::new(&digest).to_vec();
    let nibbles = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Some(nibbles.filter_map(|nibble| char::from_digit(u32::from(nibble), 16)).collect())
}

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, clippy::wildcard_imports, reason = "the lints recognise only #[test] as a test")]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn the_hash_is_sha_256() {
        // The example of FIPS 180-4.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_hex(b"abc").await.as_deref(), Some(expected));
    }

    #[wasm_bindgen_test]
    fn two_ids_differ() {
        assert_ne!(id().unwrap(), id().unwrap());
    }
}
