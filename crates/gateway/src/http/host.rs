//! Validation of the header `Host`. The gateway does not use it, but servers have to reject an invalid one (RFC 9112, 3.2).

use crate::error::Error;
use axum::extract::Request;
use axum::http::Version;
use axum::http::header::HOST;
use axum::http::uri::Authority;

/// Rejects an HTTP/1.1 request without `Host`, and any request with two of them or with an invalid one.
pub fn check(request: &Request) -> Result<(), Error> {
    let mut values = request.headers().get_all(HOST).iter();
    let is_right = match (values.next(), values.next()) {
        (None, _) => request.version() < Version::HTTP_11,
        (Some(value), None) => value.to_str().is_ok_and(is_host),
        (Some(_), Some(_)) => false,
    };
    if is_right {
        Ok(())
    } else {
        Err(Error::bad_request("the header Host must be present once and name a host"))
    }
}

/// Returns whether the text is a host with an optional port: `qandas.example`, `192.0.2.1:8080`, `[2001:db8::1]:443`.
fn is_host(text: &str) -> bool {
    let Ok(authority) = text.parse::<Authority>() else { return false };
    let port = text.strip_prefix(authority.host()).and_then(|rest| match rest {
        "" => Some(""),
        rest => rest.strip_prefix(':'),
    });
    !authority.host().is_empty() && port.is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_with_or_without_a_port() {
        for host in [
            "test",
            "qandas.example",
            "qandas.example:443",
            "192.0.2.1:8080",
            "[2001:db8::1]",
            "[::1]:80",
            "a:",
        ] {
            assert!(is_host(host), "{host}");
        }
        for wrong in [
            "", ":80", "a b", "a b/c", "a/c", "user@a", "a:b", "a:80:80", "[::1", "http://a", "a?b", "a#b",
            "a,\tb",
        ] {
            assert!(!is_host(wrong), "{wrong}");
        }
    }
}
