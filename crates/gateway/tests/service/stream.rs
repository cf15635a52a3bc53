use crate::support::client::Request;
use crate::support::listening::{Heard, Listening};
use crate::support::running::Running;
use crate::support::sample::{key, owner};
use serde_json::json;
use std::time::{Duration, Instant};
use wire::answer::RefusalCode;
use wire::share::Share;

const SOON: Duration = Duration::from_secs(1);
const A_WHILE: Duration = Duration::from_millis(1_200);

fn report(gateway: &Running, number: &str, id: &str) {
    gateway.report(number, &json!({ "event_id": id, "kind": "accepted", "on": "2026-03-19" })).is(201);
}

fn events(number: &str) -> String {
    format!("/api/v1/applications/{number}/events")
}

fn share(gateway: &Running, number: &str, id: u32) -> Share {
    let body = json!({ "id": format!("{id:032x}"), "name": "" }).to_string();
    let path = format!("/api/v1/applications/{number}/shares");
    gateway.send(&Request::post(&path).owner(&owner(1)).body(body)).is(201).json()
}

fn tag_of(gateway: &Running, path: &str, secret: &str) -> String {
    let answer = gateway.send(&Request::get(path).owner(secret)).is(200);
    answer.header("etag").unwrap().trim_start_matches("W/").trim_matches('"').to_owned()
}

#[test]
fn a_follower_is_notified_of_each_change_with_its_tag() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let link = share(&gateway, &number, 1);
    let status = format!("/api/v1/applications/{number}");
    for (stream, plain, secret) in [
        (events(&number), status, owner(1)),
        ("/api/v1/shared/events".into(), "/api/v1/shared".into(), link.token),
    ] {
        let listening = Listening::to(gateway.address, &stream, &secret, &[]);
        let (id, data) = listening.event("changed");
        assert_eq!(id.as_deref(), Some(tag_of(&gateway, &plain, &secret).as_str()));
        assert_eq!(listening.hear(A_WHILE), Heard::Nothing);
        report(&gateway, &number, &format!("event of {plain}"));
        let (later, told) = listening.event("changed");
        let tag = tag_of(&gateway, &plain, &secret);
        assert_eq!(later.as_deref(), Some(tag.as_str()));
        assert_ne!((later, &told), (id, &data));
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["etag"], format!("W/\"{tag}\""));
        // Events of another application are not sent.
        let other =
            gateway.register(&owner(1), &format!("another-{}-{plain}", key(7)).replace('/', "-")[..40]);
        report(&gateway, &other.number, "other");
        assert_eq!(listening.hear(A_WHILE), Heard::Nothing);
    }
}

#[test]
fn a_resumed_stream_sends_only_newer_changes() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let path = events(&number);
    let (id, _) = Listening::to(gateway.address, &path, &owner(1), &[]).event("changed");
    let id = id.unwrap();
    let again = || Listening::to(gateway.address, &path, &owner(1), &[("last-event-id", &id)]);
    let listening = again();
    assert_eq!(listening.hear(A_WHILE), Heard::Heartbeat);
    assert_eq!(listening.hear(A_WHILE), Heard::Nothing);
    report(&gateway, &number, "meanwhile");
    assert_ne!(again().event("changed").0.unwrap(), id);
}

#[test]
fn revoking_a_link_ends_its_stream_within_a_second_and_no_other() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let (first, second) = (share(&gateway, &number, 1), share(&gateway, &number, 2));
    let listen = |share: &Share| Listening::to(gateway.address, "/api/v1/shared/events", &share.token, &[]);
    let (revoked, other) = (listen(&first), listen(&second));
    revoked.event("changed");
    other.event("changed");
    // Until then the poll for events of other processes wakes the streams too.
    assert_eq!(revoked.hear(A_WHILE), Heard::Nothing);
    let path = format!("/api/v1/applications/{number}/shares/{}", first.id);
    gateway.send(&Request::new("DELETE", &path).owner(&owner(1))).is(204);
    let start = Instant::now();
    revoked.event("revoked");
    assert_eq!(revoked.hear(SOON), Heard::End);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    assert_eq!(other.hear(A_WHILE), Heard::Nothing);
    let again = Request::get("/api/v1/shared/events").owner(&first.token);
    gateway.send(&again).refused(RefusalCode::Revoked);
}

#[test]
fn an_event_reported_from_a_shell_is_sent_too() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let listening = Listening::to(gateway.address, &events(&number), &owner(1), &[]);
    listening.event("changed");
    let line = ["event", "--number", &number, "--kind", "accepted", "--on", "2026-03-19"];
    assert!(gateway.command(&line).status.success());
    listening.event("changed");
}

#[test]
fn a_new_calendar_is_sent_to_all_followers() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("calendar.json");
    let gateway = Running::start_with(&["--calendar-file", file.to_str().unwrap()], None, None);
    let number = gateway.register(&owner(1), &key(1)).number;
    let listening = Listening::to(gateway.address, &events(&number), &owner(1), &[]);
    listening.event("changed");
    let calendar = r#"{"version": "made-up-3", "years": [{"year": 2026, "status": "official",
        "kurban_ait": "2026-05-27", "transfers": [], "source": "made up"}]}"#;
    std::fs::write(place.path().join("new"), calendar).unwrap();
    std::fs::rename(place.path().join("new"), &file).unwrap();
    assert_eq!(listening.event("calendar").1, r#"{"version":"made-up-3"}"#);
    listening.event("changed");
}

#[test]
fn a_silent_stream_sends_a_comment_every_twenty_seconds() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let listening = Listening::to(gateway.address, &events(&number), &owner(1), &[]);
    listening.event("changed");
    let start = Instant::now();
    assert_eq!(listening.hear(Duration::from_secs(26)), Heard::Heartbeat);
    let took = start.elapsed().as_secs_f32();
    assert!((15.0..25.0).contains(&took), "{took}");
}

#[test]
fn only_the_owner_and_the_family_can_follow() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let link = share(&gateway, &number, 1);
    let ask = |path: &str, secret: &str| gateway.send(&Request::get(path).owner(secret));
    ask(&events(&number), &owner(2)).refused(RefusalCode::NotFound);
    ask(&events(&number), &link.token).refused(RefusalCode::Unauthorized);
    ask(&events("0000-0000"), &owner(1)).refused(RefusalCode::NotFound);
    ask("/api/v1/shared/events", &owner(1)).refused(RefusalCode::Unauthorized);
    ask("/api/v1/shared/events", &"A".repeat(43)).refused(RefusalCode::Unauthorized);
    gateway.send(&Request::get("/api/v1/shared/events")).refused(RefusalCode::Unauthorized);
}

#[cfg(unix)]
#[test]
fn a_stop_signal_ends_all_streams_at_once() {
    let mut gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let listening = Listening::to(gateway.address, &events(&number), &owner(1), &[]);
    listening.event("changed");
    let start = Instant::now();
    assert_eq!(gateway.stop(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert_eq!(listening.hear(SOON), Heard::End);
}

#[cfg(target_os = "linux")]
#[test]
fn two_thousand_followers_are_all_notified_of_an_event() {
    const FOLLOWERS: usize = 2_000;
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let before = gateway.memory();
    let request = Request::get(&events(&number)).owner(&owner(1));
    let mut streams: Vec<_> = (0..FOLLOWERS).map(|_| request.send_in_part(gateway.address, 0)).collect();
    let mut heads = vec![String::new(); FOLLOWERS];
    let mut read_until = |streams: &mut Vec<std::net::TcpStream>, times: usize| {
        for (stream, text) in streams.iter_mut().zip(&mut heads) {
            while text.matches("event: changed").count() < times {
                let mut piece = [0; 4096];
                let count = std::io::Read::read(stream, &mut piece).unwrap();
                assert_ne!(count, 0, "{text}");
                *text += std::str::from_utf8(&piece[..count]).unwrap();
            }
        }
    };
    read_until(&mut streams, 1);
    let each = gateway.memory().saturating_sub(before) / FOLLOWERS;
    // Other requests are answered quickly meanwhile.
    let start = Instant::now();
    gateway.info();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    let start = Instant::now();
    report(&gateway, &number, "e");
    read_until(&mut streams, 2);
    eprintln!("{each} bytes for each of {FOLLOWERS} streams; all heard within {:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(each < 64_000, "{each} bytes for each stream");
}
