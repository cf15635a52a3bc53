//! Untrusted input of the gateway: headers of uploads, bodies of requests, and the first bytes of files.

use gateway::http::{idempotency_key, owner, part};
use http::{HeaderMap, HeaderName, HeaderValue};
use rules::document::Media;
use wire::contact::ContactDetails;
use wire::event::EventReport;
use wire::share::{NewShare, TypedCode};
use wire::submission::Submission;

/// Interprets the bytes as header lines up to an empty line, then a body.
///
/// # Panics
/// If the parsed value of a header differs from its text, or a parsed body differs after writing and reading.
pub fn requests(bytes: &[u8]) {
    let (head, body) = match bytes.windows(2).position(|pair| pair == b"\n\n") {
        Some(at) => (bytes.get(..at).unwrap_or_default(), bytes.get(at + 2..).unwrap_or_default()),
        None => (bytes, &[][..]),
    };
    heads(&headers(head));
    bodies(body);
    // The type of a file depends on its first bytes only.
    assert_eq!(Media::sniff(body), Media::sniff(body.get(..gateway::blobs::HEAD).unwrap_or(body)));
}

fn headers(head: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in head.split(|byte| *byte == b'\n') {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) =
            (line.get(..colon).unwrap_or_default(), line.get(colon + 1..).unwrap_or_default());
        let read = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value.trim_ascii()));
        if let (Ok(name), Ok(value)) = read {
            headers.append(name, value);
        }
    }
    headers
}

fn heads(headers: &HeaderMap) {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if let Ok(part) = part(headers) {
        let digits = text("upload-offset").trim_start_matches('0');
        assert_eq!(if digits.is_empty() { "0" } else { digits }, part.offset.to_string());
        assert_eq!(part.checksum.is_some(), headers.contains_key("upload-checksum"));
    }
    if let Ok(key) = idempotency_key(headers) {
        assert_eq!(key, text("idempotency-key"));
        assert!((16..=64).contains(&key.len()));
    }
    assert!(owner(headers).is_err() || text("authorization").len() > 28);
}

fn bodies(body: &[u8]) {
    same_again::<Submission>(body);
    same_again::<EventReport>(body);
    same_again::<NewShare>(body);
    same_again::<TypedCode>(body);
    same_again::<ContactDetails>(body);
}

fn same_again<T: serde::de::DeserializeOwned + serde::Serialize>(body: &[u8]) {
    let Ok(read) = serde_json::from_slice::<T>(body) else { return };
    let written = serde_json::to_value(&read).ok();
    let again = written.clone().and_then(|written| serde_json::from_value::<T>(written).ok());
    assert_eq!(again.and_then(|again| serde_json::to_value(again).ok()), written);
}
