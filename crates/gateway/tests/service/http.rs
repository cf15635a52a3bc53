//! Requirements of HTTP (RFC 9110 and 9112).

use crate::serving::serving;
use crate::support::client::{Answer, Request};
use crate::support::running::Running;
use wire::answer::RefusalCode;

/// Sends a request with this head and `connection: close`.
fn raw(gateway: &Running, head: &str) -> Answer {
    gateway.send(&Request { head: format!("{head}connection: close\r\n"), body: Vec::new() })
}

#[test]
fn a_request_has_exactly_one_host() {
    let gateway = Running::start();
    for hosts in [
        "",
        "host: \r\n",
        "host: a\r\nhost: b\r\n",
        "host: a\r\nhost: a\r\n",
        "host: a b/c\r\n",
        "host: a/c\r\n",
        "host: user@a\r\n",
        "host: a:b\r\n",
        "host: :80\r\n",
        "host: http://a\r\n",
        "host: [::1\r\n",
        "host: \u{445}\r\n",
    ] {
        let answer = raw(&gateway, &format!("GET /healthz HTTP/1.1\r\n{hosts}"));
        assert_eq!(
            answer.refused(RefusalCode::BadRequest).detail,
            "the header Host must be present once and name a host",
            "{hosts}"
        );
    }
    for host in ["a", "qandas.example", "qandas.example:443", "192.0.2.1:8080", "[2001:db8::1]:80"] {
        raw(&gateway, &format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n")).is(204);
        raw(&gateway, &format!("GET http://another.example/healthz HTTP/1.1\r\nhost: {host}\r\n")).is(204);
    }
    raw(&gateway, "GET /healthz HTTP/1.0\r\n").is(204);
    raw(&gateway, "GET /healthz HTTP/1.0\r\nhost: a\r\nhost: b\r\n").refused(RefusalCode::BadRequest);
    raw(&gateway, "GET /healthz HTTP/1.0\r\nhost: a b\r\n").refused(RefusalCode::BadRequest);
}

#[test]
fn a_wrong_method_is_refused_with_the_allowed_ones() {
    let (gateway, _app) = serving(&[]);
    for path in [
        "/",
        "/app",
        "/app/follow",
        "/assets/app.0a1b2c3d4e5f6071.wasm",
        "/kk/",
        "/kk",
        "/robots.txt",
        "/nothing",
    ] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"] {
            let answer = gateway.send(&Request::new(method, path));
            answer.refused(RefusalCode::WrongMethod);
            let allowed: Vec<&str> = answer.header("allow").unwrap().split(',').map(str::trim).collect();
            assert_eq!(allowed, ["GET", "HEAD", "OPTIONS"], "{method} {path}");
        }
        let answer = gateway.send(&Request::new("OPTIONS", path)).is(204);
        let allowed: Vec<&str> = answer.header("allow").unwrap().split(',').map(str::trim).collect();
        assert_eq!(allowed, ["GET", "HEAD", "OPTIONS"], "{path}");
    }
    for (path, allowed) in [
        ("/healthz", "GET,HEAD"),
        ("/api/v1/applications", "GET,HEAD,POST"),
        ("/api/v1/files", "POST,OPTIONS"),
        ("/authority/v1/applications/0000-0000/events", "POST"),
    ] {
        let answer = gateway.send(&Request::new("DELETE", path));
        answer.refused(RefusalCode::WrongMethod);
        assert_eq!(answer.header("allow"), Some(allowed), "{path}");
    }
    let all = gateway.send(&Request::new("OPTIONS", "*")).is(204);
    assert_eq!(all.header("allow"), Some("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
}

#[test]
fn data_that_is_not_http_gets_a_status_and_the_connection_is_closed() {
    let gateway = Running::start();
    let long = format!("GET /healthz HTTP/1.1\r\nhost: a\r\nx: {}\r\n", "x".repeat(33_000));
    for (head, status) in [
        ("nonsense\r\n", 400),
        ("GET /healthz HTTP/1.1\r\nhost: a\r\nname with space: b\r\n", 400),
        ("GET /healthz HTTP/1.1\r\nhost: a\r\n folded\r\n", 400),
        (long.as_str(), 431),
    ] {
        let answer = raw(&gateway, head).is(status);
        assert!(answer.body.is_empty(), "{head:.40}");
    }
    gateway.send(&Request::get("/healthz")).is(204);
}
