use crate::support::client::{Answer, Request};
use crate::support::running::Running;
use crate::support::sample::{NAME, key, owner};
use rules::event::EventKind;
use serde_json::{Value, json};
use wire::answer::RefusalCode;
use wire::share::{Share, ShareCode, ShareToken, SharedStatus, Shares};

/// Returns a different id for each number.
fn id(number: u32) -> String {
    format!("{number:032x}")
}

/// One registered application of `owner(1)`.
struct Family {
    gateway: Running,
    number: String,
}

impl Family {
    fn start() -> Self {
        let gateway = Running::start();
        let number = gateway.register(&owner(1), &key(1)).number;
        Self { gateway, number }
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/applications/{}/shares{rest}", self.number)
    }

    fn ask(&self, method: &str, rest: &str) -> Answer {
        self.gateway.send(&Request::new(method, &self.path(rest)).owner(&owner(1)))
    }

    fn make(&self, id: &str, name: &str) -> Answer {
        let body = json!({ "id": id, "name": name }).to_string();
        self.gateway.send(&Request::post(&self.path("")).owner(&owner(1)).body(body))
    }

    fn made(&self, number: u32) -> Share {
        self.make(&id(number), "made-up").is(201).json()
    }

    fn look(&self, token: &str) -> Answer {
        self.gateway.send(&Request::get("/api/v1/shared").owner(token))
    }

    fn code(&self, number: u32) -> String {
        self.ask("POST", &format!("/{}/code", id(number))).is(201).json::<ShareCode>().code
    }

    fn exchange(&self, code: &str) -> Answer {
        let body = json!({ "code": code }).to_string();
        self.gateway.send(&Request::post("/api/v1/shared/code").body(body))
    }
}

#[test]
fn a_family_link_shows_the_status_and_no_personal_data() {
    let family = Family::start();
    let link = family.made(1);
    let refused = json!({
        "event_id": "authority-number-7", "kind": "refused_to_accept", "on": "2026-03-19", "reference": "R-1",
        "documents": [{ "title": "made-up paper", "ground": "expired" }]
    });
    let seen: SharedStatus = family.look(&link.token).is(200).json();
    assert!(!seen.needed);
    family.gateway.report(&family.number, &refused).is(201);
    let answer = family.look(&link.token).is(200);
    let seen: SharedStatus = answer.json();
    assert!(seen.needed);
    assert_eq!(seen.as_of.to_text(), "2026-03-19T05:00:00Z");
    let kinds: Vec<EventKind> = seen.events.iter().map(|record| record.event.kind).collect();
    assert_eq!(kinds, [EventKind::Registered, EventKind::RefusedToAccept]);
    let fields: Value = answer.json();
    let names: Vec<&String> = fields.as_object().unwrap().keys().collect();
    assert_eq!(names, ["as_of", "calendar", "edition", "events", "needed", "service"]);
    let text = String::from_utf8(answer.body).unwrap();
    for secret in [&family.number, &family.number.replace('-', ""), NAME, "authority-number", "R-1", "paper"]
    {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn a_correction_still_refers_to_the_corrected_event() {
    let family = Family::start();
    let link = family.made(1);
    let seen: SharedStatus = family.look(&link.token).json();
    assert_eq!(seen.events[0].event.event_id, "1");
    let status: wire::answer::Status = family
        .gateway
        .send(&Request::get(&format!("/api/v1/applications/{}", family.number)).owner(&owner(1)))
        .json();
    let theirs = json!({
        "event_id": "theirs", "kind": "registered", "on": "2026-03-18",
        "replaces": status.events[0].event.event_id
    });
    family.gateway.report(&family.number, &theirs).is(201);
    let seen: SharedStatus = family.look(&link.token).json();
    assert_eq!(seen.events[1].event.event_id, "2");
    assert_eq!(seen.events[1].event.replaces.as_deref(), Some("1"));
}

#[test]
fn a_known_status_is_not_sent_to_the_family_again_until_it_changes() {
    let family = Family::start();
    let link = family.made(1);
    let tag = family.look(&link.token).is(200).header("etag").unwrap().to_owned();
    let ask = || {
        let request = Request::get("/api/v1/shared").owner(&link.token).with("if-none-match", &tag);
        family.gateway.send(&request)
    };
    family.gateway.set_clock("2026-03-19T12:00:00+05:00");
    ask().is(304);
    family
        .gateway
        .report(&family.number, &json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19" }))
        .is(201);
    ask().is(200);
}

#[test]
fn the_owner_sees_the_links_again_and_renames_them() {
    let family = Family::start();
    let first: Share = family.make(&id(1), "  Әже ").is(201).json();
    assert_eq!(first.name, "Әже");
    let second = family.made(2);
    family.gateway.set_clock("2026-03-20T10:00:00+05:00");
    let renamed: Share = family.make(&id(1), "Ата").is(200).json();
    assert_eq!((&renamed.token, renamed.made_at), (&first.token, first.made_at));
    let listed: Shares = family.ask("GET", "").is(200).json();
    assert_eq!(listed.shares, [renamed, second]);
}

#[test]
fn a_revoked_link_is_gone_for_good() {
    let family = Family::start();
    let (first, second) = (family.made(1), family.made(2));
    let code = family.code(1);
    let revoke = || family.ask("DELETE", &format!("/{}", id(1)));
    revoke().is(204);
    family.look(&first.token).refused(RefusalCode::Revoked);
    family.exchange(&code).refused(RefusalCode::NotFound);
    family.ask("POST", &format!("/{}/code", id(1))).refused(RefusalCode::Revoked);
    family.make(&id(1), "again").refused(RefusalCode::Revoked);
    revoke().is(204);
    family.look(&second.token).is(200);
    assert_eq!(family.ask("GET", "").json::<Shares>().shares, [second]);
    family.ask("DELETE", &format!("/{}", id(3))).refused(RefusalCode::NotFound);
}

#[test]
fn an_unknown_token_is_unauthorized() {
    let family = Family::start();
    let token = family.made(1).token;
    let other = if token.starts_with('A') { "B" } else { "A" };
    let wrong = format!("{other}{}", &token[1..]);
    for wrong in [wrong.as_str(), "", "x", &owner(1), &family.gateway.token(), &format!("{token}A")] {
        family.look(wrong).refused(RefusalCode::Unauthorized);
    }
    family.gateway.send(&Request::get("/api/v1/shared")).refused(RefusalCode::Unauthorized);
    // A family link gives access to the family's routes only.
    for path in ["", "/draft", "/shares"] {
        let path = format!("/api/v1/applications/{}{path}", family.number);
        family.gateway.send(&Request::get(&path).owner(&token)).refused(RefusalCode::Unauthorized);
    }
}

#[test]
fn other_owners_cannot_create_list_or_revoke_links() {
    let family = Family::start();
    let link = family.made(1);
    let body = json!({ "id": id(9), "name": "" }).to_string();
    for (method, rest) in [
        ("GET", String::new()),
        ("POST", String::new()),
        ("DELETE", format!("/{}", id(1))),
        ("POST", format!("/{}/code", id(1))),
    ] {
        let request = Request::new(method, &family.path(&rest)).owner(&owner(2)).body(body.clone());
        family.gateway.send(&request).refused(RefusalCode::NotFound);
    }
    family.look(&link.token).is(200);
}

#[test]
fn an_invalid_link_is_refused() {
    let family = Family::start();
    for (id, name) in [
        ("", ""),
        ("0123456789ABCDEF0123456789ABCDEF", ""),
        (&id(1)[1..], ""),
        (&id(1), "two\nlines"),
        (&id(1), &"ә".repeat(61)),
    ] {
        family.make(id, name).refused(RefusalCode::BadRequest);
    }
    family.make(&id(1), &"ә".repeat(60)).is(201);
    // The same owner's other application cannot have the same token.
    let other = family.gateway.register(&owner(1), &key(2)).number;
    let body = json!({ "id": id(1), "name": "" }).to_string();
    let path = format!("/api/v1/applications/{other}/shares");
    family.gateway.send(&Request::post(&path).owner(&owner(1)).body(body)).refused(RefusalCode::BadRequest);
}

#[test]
fn there_are_at_most_twenty_links_at_once() {
    let family = Family::start();
    for number in 1..=20 {
        family.made(number);
    }
    family.make(&id(21), "").refused(RefusalCode::SharesFull);
    family.make(&id(20), "renamed").is(200);
    family.ask("DELETE", &format!("/{}", id(7))).is(204);
    family.made(21);
}

#[test]
fn links_survive_a_crash_and_token_and_name_are_not_on_disk() {
    let mut family = Family::start();
    let link: Share = family.make(&id(1), "Құпиябек").is(201).json();
    family.ask("DELETE", &format!("/{}", family.made(2).id)).is(204);
    family.gateway.kill();
    family.gateway.start_again();
    family.look(&link.token).is(200);
    assert_eq!(family.ask("GET", "").json::<Shares>().shares, std::slice::from_ref(&link));
    family.gateway.stop();
    let database = std::fs::read(family.gateway.data().join("applications.db")).unwrap();
    for secret in ["Құпиябек", &link.token] {
        assert!(!database.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
    let log = family.gateway.log();
    for secret in [&link.token, "Құпиябек", &id(1)] {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[test]
fn a_spoken_code_gives_the_token_once() {
    let family = Family::start();
    let link = family.made(1);
    let made: ShareCode = family.ask("POST", &format!("/{}/code", id(1))).is(201).json();
    assert_eq!(made.ends_at.to_text(), "2026-03-19T05:15:00Z");
    assert_eq!(made.code.len(), 9);
    let typed = made.code.to_lowercase().replace('-', " ");
    let traded: ShareToken = family.exchange(&typed).is(200).json();
    assert_eq!(traded.token, link.token);
    family.exchange(&made.code).refused(RefusalCode::NotFound);
}

#[test]
fn a_code_expires_after_fifteen_minutes_or_when_another_is_made() {
    let family = Family::start();
    family.made(1);
    let (first, second) = (family.code(1), family.code(1));
    family.exchange(&first).refused(RefusalCode::NotFound);
    family.gateway.set_clock("2026-03-19T10:14:59+05:00");
    family.exchange(&second).is(200);
    let third = family.code(1);
    family.gateway.set_clock("2026-03-19T10:29:59+05:00");
    family.exchange(&third).refused(RefusalCode::NotFound);
}

#[test]
fn a_code_is_invalid_after_five_wrong_attempts() {
    for (tries, status) in [(4, 200), (5, 404)] {
        let family = Family::start();
        family.made(1);
        let code = family.code(1);
        // The last character belongs to the secret, not to the prefix by which the code is found.
        let wrong = |by: usize| {
            let others: Vec<char> = "0123456789".chars().filter(|other| !code.ends_with(*other)).collect();
            format!("{}{}", &code[..8], others[by])
        };
        for by in 0..tries {
            family.exchange(&wrong(by)).refused(RefusalCode::NotFound);
        }
        family.exchange(&code).is(status);
    }
    let family = Family::start();
    for nonsense in ["", "1", "UUUU-UUUU", "0000-00000"] {
        family.exchange(nonsense).refused(RefusalCode::BadRequest);
    }
}
