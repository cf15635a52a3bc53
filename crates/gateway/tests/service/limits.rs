use crate::support::client::{Answer, Request, read_answer};
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, part, photo, submit};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use wire::answer::RefusalCode;

/// Returns a wrong token, a different one for each number.
fn wrong_token(number: usize) -> String {
    format!("{number:064x}")
}

fn seconds_to_wait(answer: &Answer) -> u64 {
    answer.refused(RefusalCode::TooMany);
    answer.header("retry-after").unwrap().parse().unwrap()
}

#[test]
fn ten_thousand_wrong_tokens_are_slowed_down_while_a_right_one_is_answered_at_once() {
    const WRONG: usize = 10_000;
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let path = format!("/authority/v1/applications/{number}/events");
    let event = json!({ "event_id": "wrong", "kind": "granted", "on": "2026-03-19" }).to_string();
    let (next, let_in, slowed) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let attack = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= WRONG {
                break;
            }
            let request = match place % 3 {
                0 => Request::post(&path).owner(&wrong_token(place)).body(event.clone()),
                1 => Request::get("/api/v1/shared").owner(&wrong_token(place)[..43]),
                _ => Request::get(&format!("/api/v1/applications/{number}")).owner(&owner(2)),
            };
            match gateway.send(&request).status {
                429 => slowed.fetch_add(1, Ordering::Relaxed),
                401 | 404 => 0,
                _ => let_in.fetch_add(1, Ordering::Relaxed),
            };
        }
    };
    let right =
        || gateway.send(&Request::get(&format!("/api/v1/applications/{number}")).owner(&owner(1))).is(200);
    let start = Instant::now();
    let mut longest = Duration::ZERO;
    std::thread::scope(|scope| {
        for _ in 0..96 {
            scope.spawn(attack);
        }
        while next.load(Ordering::Relaxed) < WRONG {
            let asked = Instant::now();
            right();
            longest = longest.max(asked.elapsed());
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    eprintln!("{WRONG} wrong ones took {:?}; a right one at most {longest:?}", start.elapsed());
    assert_eq!(let_in.load(Ordering::Relaxed), 0);
    assert!(slowed.load(Ordering::Relaxed) > WRONG - 100, "{slowed:?}");
    assert!(start.elapsed() > Duration::from_millis(200) * (WRONG / 96 - 2).try_into().unwrap());
    // Well below the delay of 200 ms for a wrong token; the rest is the speed of this machine.
    assert!(longest < Duration::from_millis(1_500), "{longest:?}");
    gateway.report(&number, &json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19" })).is(201);
    assert!(
        seconds_to_wait(&gateway.send(&Request::get("/api/v1/shared").owner(&wrong_token(0)[..43]))) <= 20
    );
}

#[test]
fn reading_own_data_is_never_counted() {
    let gateway =
        Running::start_with(&["--rate-limit-auth-failures", "3", "--rate-limit-creations", "4"], None, None);
    let number = gateway.register(&owner(1), &key(1)).number;
    for _ in 0..200 {
        gateway.send(&Request::get(&format!("/api/v1/applications/{number}")).owner(&owner(1))).is(200);
        gateway.info();
    }
}

#[test]
fn creations_are_limited() {
    let gateway = Running::start_with(&["--rate-limit-creations", "4"], None, None);
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let submission = gateway.submission(draft(&photo), &file);
    for place in 1..=3 {
        gateway.submit(&owner(1), &key(place), &submission).is(201);
    }
    assert_eq!(seconds_to_wait(&gateway.submit(&owner(1), &key(5), &submission)), 900);
    let create = Request::post("/api/v1/files").tus().owner(&owner(1)).with("upload-length", "10");
    seconds_to_wait(&gateway.send(&create));
    // Existing data can still be read.
    gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).is(200);
}

#[test]
fn uploaded_bytes_are_limited() {
    let gateway = Running::start_with(&["--rate-limit-upload-bytes", "150000"], None, None);
    let photo = photo(100_000);
    for _ in 0..2 {
        gateway.upload(&owner(1), &photo);
    }
    let create = Request::post("/api/v1/files").tus().owner(&owner(1)).with("upload-length", "10");
    assert!((60..=72).contains(&seconds_to_wait(&gateway.send(&create))));
}

#[test]
fn wrong_codes_are_limited_by_sender_and_a_right_one_is_refused_too() {
    let gateway = Running::start_with(&["--rate-limit-auth-failures", "4"], None, None);
    let number = gateway.register(&owner(1), &key(1)).number;
    let path = format!("/api/v1/applications/{number}/shares");
    let share = json!({ "id": "0".repeat(32), "name": "" }).to_string();
    gateway.send(&Request::post(&path).owner(&owner(1)).body(share)).is(201);
    let code = format!("{path}/{}/code", "0".repeat(32));
    let code: wire::share::ShareCode = gateway.send(&Request::post(&code).owner(&owner(1))).is(201).json();
    let trade = |code: &str| {
        gateway.send(&Request::post("/api/v1/shared/code").body(json!({ "code": code }).to_string()))
    };
    // Another prefix, so that the code itself is not invalidated.
    let other = if code.code.starts_with('0') { "1" } else { "0" };
    for _ in 0..4 {
        trade(&format!("{other}{}", &code.code[1..])).refused(RefusalCode::NotFound);
    }
    assert!(seconds_to_wait(&trade(&code.code)) <= 150);
}

#[test]
fn behind_a_proxy_each_client_is_counted_separately_and_only_the_proxy_is_trusted() {
    let ask = |gateway: &Running, from: &str| {
        let request = Request::get("/api/v1/shared").owner(&wrong_token(1)[..43]);
        gateway.send(&request.with("x-forwarded-for", from)).status
    };
    let believing =
        Running::start_with(&["--rate-limit-auth-failures", "2", "--trusted-proxy", "127.0.0.1"], None, None);
    for from in ["192.0.2.1", "192.0.2.2", "2001:db8:1:1::1"] {
        assert_eq!([ask(&believing, from), ask(&believing, from), ask(&believing, from)], [401, 401, 429]);
    }
    // The same /64; the addresses that the client wrote are ignored.
    assert_eq!(ask(&believing, "2001:db8:1:1:ffff::2"), 429);
    assert_eq!(ask(&believing, "198.51.100.1, 192.0.2.1"), 429);
    let doubting = Running::start_with(&["--rate-limit-auth-failures", "2"], None, None);
    assert_eq!(ask(&doubting, "192.0.2.1"), 401);
    assert_eq!(ask(&doubting, "192.0.2.2"), 401);
    assert_eq!(ask(&doubting, "192.0.2.3"), 429);
}

/// Returns the time until the other end closes the connection.
fn until_closed(stream: &mut TcpStream) -> Duration {
    let start = Instant::now();
    stream.set_read_timeout(Some(Duration::from_mins(2))).unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    start.elapsed()
}

/// Sends a byte each second until sending fails, and returns the time that it took.
fn drip(stream: &mut TcpStream, bytes: &[u8]) -> Duration {
    let start = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(900))).unwrap();
    for byte in bytes.iter().cycle().take(80) {
        if stream.write_all(&[*byte]).is_err() {
            break;
        }
        match stream.read(&mut [0; 1]) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => break,
        }
    }
    start.elapsed()
}

#[test]
fn a_head_that_is_sent_at_a_byte_a_second_is_cut_off() {
    let gateway = Running::start();
    let mut stream = TcpStream::connect(gateway.address).unwrap();
    stream.write_all(b"GET /api/v1/service HTTP/1.1\r\nx-slow: ").unwrap();
    let took = drip(&mut stream, b"x").as_secs();
    assert!((15..30).contains(&took), "{took}");
    gateway.info();
}

#[test]
fn a_body_that_is_sent_at_a_byte_a_second_is_cut_off_and_its_bytes_are_kept() {
    let gateway = Running::start();
    let photo = photo(100_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    let mut stream = part(&path, &owner(1), 0, &photo).send_in_part(gateway.address, 50_000);
    let json = submit("/api/v1/applications", &owner(1), &key(1), vec![b' '; 1_000]);
    let mut other = json.send_in_part(gateway.address, 10);
    let slow = std::thread::spawn(move || drip(&mut other, b" ").as_secs());
    // The first period had enough bytes.
    let took = drip(&mut stream, &photo[50_000..50_100]).as_secs();
    assert!((50..75).contains(&took), "{took}");
    let took = slow.join().unwrap();
    assert!((25..45).contains(&took), "{took}");
    let offset = gateway.send(&Request::new("HEAD", &path).tus().owner(&owner(1))).is(200);
    let offset: usize = offset.header("upload-offset").unwrap().parse().unwrap();
    assert!((50_040..50_080).contains(&offset), "{offset}");
}

#[test]
fn an_upload_at_ten_kilobytes_a_second_is_not_cut_off() {
    let gateway = Running::start();
    let photo = photo(400_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    let mut stream = part(&path, &owner(1), 0, &photo).send_in_part(gateway.address, 0);
    for piece in photo.chunks(1_000) {
        stream.write_all(piece).unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    read_answer(&mut stream).unwrap().is(204);
}

#[test]
fn a_connection_without_a_request_is_closed() {
    let gateway = Running::start();
    let mut stream = TcpStream::connect(gateway.address).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: test\r\n\r\n").unwrap();
    let took = until_closed(&mut stream).as_secs();
    assert!((15..30).contains(&took), "{took}");
}

#[test]
fn with_a_low_limit_of_open_files_accepted_connections_are_served_and_others_wait() {
    let gateway = Running::start_with(&[], None, Some("ulimit -n 150"));
    let photo = photo(1_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    let mut first = TcpStream::connect(gateway.address).unwrap();
    let others: Vec<_> = (0..140).map(|_| TcpStream::connect(gateway.address).unwrap()).collect();
    let upload = part(&path, &owner(1), 0, &photo);
    upload.send_over(&mut first).unwrap().is(204);
    drop(others);
    gateway.info();
}

#[test]
fn the_limit_of_open_files_is_raised_to_the_maximum() {
    let gateway = Running::start_with(&[], None, Some("ulimit -S -n 200"));
    let _others: Vec<_> = (0..300).map(|_| TcpStream::connect(gateway.address).unwrap()).collect();
    let start = Instant::now();
    gateway.info();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn an_oversized_head_is_refused() {
    let gateway = Running::start();
    let long = Request::get("/api/v1/service").with("x-long", &"x".repeat(40_000));
    assert_eq!(gateway.send(&long).status, 431);
    let many = (0..100)
        .fold(Request::get("/api/v1/service"), |request, place| request.with(&format!("x-{place}"), "x"));
    assert_eq!(gateway.send(&many).status, 431);
    gateway.send(&Request::get("/api/v1/service").with("x-long", &"x".repeat(8_000))).is(200);
}
