use crate::support::client::Request;
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, photo, submit};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use wire::answer::RefusalCode;

const PATH: &str = "/api/v1/applications";

#[test]
fn a_body_that_is_not_an_application_is_a_bad_request() {
    let gateway = Running::start();
    let deep = "[".repeat(100_000);
    let nested = format!("{{\"version\":1,\"draft\":{}}}", "{\"people\":[".repeat(50_000));
    for body in [
        &b""[..],
        b"not json",
        b"null",
        b"[]",
        b"\"text\"",
        b"{",
        b"{\"version\":1",
        b"\xFF\xFE\x00",
        b"{\"version\":1e999}",
        b"{\"version\":1,\"version\":1}",
        deep.as_bytes(),
        nested.as_bytes(),
    ] {
        let answer = gateway.send(&submit(PATH, &owner(1), &key(1), body.to_vec()));
        answer.refused(RefusalCode::BadRequest);
    }
}

#[test]
fn a_wrong_type_anywhere_is_a_bad_request() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let good = serde_json::to_value(gateway.submission(draft(&photo), &file)).unwrap();
    let mut places = Vec::new();
    gather(&good, &mut String::new(), &mut places);
    assert!(places.len() > 50);
    let mut keys = 0..;
    let mut refused = 0;
    for place in places {
        for wrong in [json!({ "wrong": [] }), json!([[]]), json!(-1.5)] {
            let mut body = good.clone();
            *body.pointer_mut(&place).unwrap() = wrong;
            let key = key(keys.next().unwrap());
            let answer = gateway.send(&submit(PATH, &owner(1), &key, body.to_string().into_bytes()));
            // Where every field has a default, a foreign object or an empty list reads as these defaults.
            assert!(matches!(answer.status, 400 | 422 | 201), "{place}: {}", answer.status);
            refused += u32::from(answer.status == 400);
        }
    }
    assert!(refused > 150, "{refused}");
}

/// Collects the JSON pointers to everything in a value.
fn gather(value: &Value, at: &mut String, places: &mut Vec<String>) {
    let length = at.len();
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(values) => {
            values.iter().enumerate().map(|(place, value)| (place.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    if length > 0 {
        places.push(at.clone());
    }
    for (name, value) in inner {
        *at += "/";
        *at += &name;
        gather(value, at, places);
        at.truncate(length);
    }
}

#[test]
fn a_body_over_the_limit_is_refused_and_the_client_gets_the_response() {
    let gateway = Running::start();
    for length in [2_000_001, 5_000_000, 30_000_000] {
        let answer = gateway.send(&submit(PATH, &owner(1), &key(1), vec![b' '; length]));
        answer.refused(RefusalCode::TooLarge);
    }
    // The largest body that is accepted.
    gateway.send(&submit(PATH, &owner(1), &key(1), vec![b' '; 2_000_000])).refused(RefusalCode::BadRequest);
    let token = gateway.token();
    let events = format!("/authority/v1{}/0000-0000/events", PATH.trim_start_matches("/api/v1"));
    gateway
        .send(&Request::post(&events).owner(&token).body(vec![b' '; 2_000_001]))
        .refused(RefusalCode::TooLarge);
}

#[test]
fn an_idempotency_key_is_16_to_64_visible_characters() {
    let gateway = Running::start();
    let send = |key: &str| gateway.send(&submit(PATH, &owner(1), key, b"{}".to_vec()));
    for wrong in ["", "short-key-15-ch", &"x".repeat(65), "with a space in it", "зат-зат-зат-зат"]
    {
        let refusal = send(wrong).refused(RefusalCode::BadRequest);
        assert!(refusal.detail.contains("Idempotency-Key"), "{wrong}");
    }
    let without = Request::post(PATH).owner(&owner(1)).body("{}");
    assert!(gateway.send(&without).refused(RefusalCode::BadRequest).detail.contains("Idempotency-Key"));
    for right in [&"x".repeat(16), &"~".repeat(64)] {
        assert!(!send(right).refused(RefusalCode::BadRequest).detail.contains("Idempotency-Key"));
    }
}

#[test]
fn a_family_without_end_is_refused_quickly() {
    let gateway = Running::start();
    // Each person is a child of the next one, in a circle.
    let people: Vec<Value> = (0..20_000)
        .map(|place| json!({ "id": format!("{place:016x}"), "kinship": { "child_of": format!("{:016x}", place + 1) } }))
        .collect();
    let mut submission = serde_json::to_value(gateway.submission(draft(&photo(10)), "0")).unwrap();
    submission["draft"]["people"] = Value::Array(people);
    let start = std::time::Instant::now();
    let answer = gateway.send(&submit(PATH, &owner(1), &key(1), submission.to_string().into_bytes()));
    answer.refused(RefusalCode::Problems);
    assert!(start.elapsed().as_secs() < 5);
    gateway.info();
}

#[test]
fn an_unknown_path_and_a_wrong_method_have_a_refusal_too() {
    let gateway = Running::start();
    for path in [
        "/api",
        "/api/",
        "/api/v2/service",
        "/api/v1/nothing",
        "/authority/v1/x",
        "/api/v1/applications/a/b/c",
    ] {
        gateway.send(&Request::get(path)).refused(RefusalCode::NotFound);
    }
    for (method, path) in [
        ("DELETE", "/api/v1/service"),
        ("PUT", PATH),
        ("POST", "/api/v1/applications/0000-0000"),
        ("GET", "/authority/v1/applications/0000-0000/events"),
        ("POST", "/"),
        ("POST", "/robots.txt"),
        ("BREW", "/api/v1/service"),
    ] {
        gateway.send(&Request::new(method, path)).refused(RefusalCode::WrongMethod);
    }
    for path in ["/api/v1/applications/%FF", "/api/v1/files/%C3%28"] {
        let request = Request::new(if path.contains("files") { "DELETE" } else { "GET" }, path).tus();
        gateway.send(&request.owner(&owner(1))).refused(RefusalCode::NotFound);
    }
}

#[test]
fn data_that_is_not_http_is_survived() {
    let gateway = Running::start();
    for nonsense in [
        &b"nonsense\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x00\xFF",
        b"GET /%00\x01 HTTP/1.1\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(gateway.address).unwrap();
        stream.write_all(nonsense).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
    gateway.info();
}

#[test]
fn an_unreadable_clock_fails_the_request_and_nothing_else() {
    let gateway = Running::start();
    gateway.set_clock("noon");
    gateway.send(&Request::get("/api/v1/service")).refused(RefusalCode::Internal);
    // Outside of the calendar it is not known which days are working days.
    gateway.set_clock("2060-01-01T00:00:00Z");
    gateway.send(&Request::get("/api/v1/service")).refused(RefusalCode::Internal);
    gateway.set_clock("2026-03-19T10:00:00+05:00");
    gateway.info();
}
