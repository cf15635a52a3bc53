use crate::support::client::Request;
use crate::support::running::Running;
use crate::support::sample::{NAME, PASSPORT, draft, key, owner, part, photo, submit};
use serde_json::json;

#[test]
fn the_log_has_no_secrets_numbers_or_personal_data() {
    for form in ["text", "json"] {
        check_that_a_full_run_leaks_nothing(form);
    }
}

fn check_that_a_full_run_leaks_nothing(form: &str) {
    let mut gateway = Running::start_with(&["--log-format", form], None, None);
    let owner = owner(1);
    let photo = photo(100);
    let receipt = gateway.register(&owner, &key(1));
    let path = format!("/api/v1/applications/{}", receipt.number);
    gateway.send(&Request::get(&path).owner(&owner)).is(200);
    gateway.send(&Request::get(&format!("{path}/draft")).owner(&owner)).is(200);
    gateway.report(
        &receipt.number,
        &json!({ "event_id": "leak-1", "kind": "accepted", "on": "2026-03-19", "reference": "leak-2" }),
    );
    // Failing requests, which are the likeliest to leak.
    let wrong = json!({ "version": 1, "edition": NAME, "draft": { "people": [{ "name": { "family": PASSPORT } }], "region": NAME } });
    gateway.send(&submit("/api/v1/applications", &owner, &key(2), wrong.to_string().into_bytes())).is(400);
    gateway.send(&submit("/api/v1/applications", &owner, &key(1), b"{}".to_vec())).is(409);
    let mut invalid = draft(&photo);
    invalid.region = None;
    gateway.submit(&owner, &key(3), &gateway.submission(invalid, "0")).is(422);
    gateway
        .send(
            &Request::get(&format!("/nowhere/{}/{NAME}", receipt.number).replace(NAME, PASSPORT))
                .owner(&owner),
        )
        .is(404);
    let upload = gateway.create_upload(&owner, 100);
    gateway.send(&part(&upload, &owner, 5, &photo)).is(409);
    let share_id = "5a".repeat(16);
    let share = json!({ "id": share_id, "name": NAME }).to_string();
    let shares = format!("{path}/shares");
    let share: wire::share::Share =
        gateway.send(&Request::post(&shares).owner(&owner).body(share)).is(201).json();
    let code = format!("{shares}/{share_id}/code");
    let code: wire::share::ShareCode = gateway.send(&Request::post(&code).owner(&owner)).is(201).json();
    let trade = |code: &str| {
        let body = json!({ "code": code }).to_string();
        gateway.send(&Request::post("/api/v1/shared/code").body(body)).status
    };
    assert_eq!([trade(&code.code), trade(&code.code), trade(PASSPORT)], [200, 404, 404]);
    gateway.send(&Request::get("/api/v1/shared").owner(&share.token)).is(200);
    gateway.send(&Request::get(&format!("{path}/files/0000000000000001")).owner(&owner)).is(200);
    let contact = json!({ "phone": "+7 700 123 45 67", "email": "leak@example.invalid" }).to_string();
    gateway.send(&Request::new("PUT", &format!("{path}/contact")).owner(&owner).body(contact)).is(200);
    let wrong = json!({ "phone": 17, "email": "leak@example.invalid" }).to_string();
    gateway.send(&Request::new("PUT", &format!("{path}/contact")).owner(&owner).body(wrong)).is(400);
    let streaming = crate::support::listening::Listening::to(
        gateway.address,
        "/api/v1/shared/events",
        &share.token,
        &[("last-event-id", PASSPORT)],
    );
    streaming.event("changed");
    gateway.send(&Request::new("DELETE", &format!("{shares}/{share_id}")).owner(&owner)).is(204);
    streaming.event("revoked");
    gateway.send(&Request::new(PASSPORT, &path).owner(&owner)).is(405);
    let (token, files_key) =
        (gateway.token(), std::fs::read_to_string(gateway.data().join("files.key")).unwrap());
    gateway.stop();

    let log = gateway.log();
    assert!(log.contains("/api/v1/applications/{number}/draft"), "{log}");
    let upload = upload.rsplit('/').next().unwrap();
    if form == "json" {
        for line in log.lines() {
            assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
        }
    }
    for secret in [
        owner.as_str(),
        &share.token,
        &share_id,
        &code.code,
        "123 45 67",
        &owner.replace('-', ""),
        &receipt.number,
        &receipt.number.replace('-', ""),
        &key(1),
        NAME,
        PASSPORT,
        "leak-1",
        "leak-2",
        "example.invalid",
        &token,
        files_key.trim(),
        upload,
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[cfg(unix)]
#[test]
fn only_the_user_of_the_gateway_can_read_the_data() {
    use std::os::unix::fs::PermissionsExt;
    let gateway = Running::start();
    gateway.register(&owner(1), &key(1));
    let mut folders = vec![gateway.data().to_owned(), gateway.keys()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        assert_eq!(
            std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777,
            0o700,
            "{}",
            folder.display()
        );
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let metadata = std::fs::metadata(&path).unwrap();
            if metadata.is_dir() {
                folders.push(path);
            } else {
                seen += 1;
                assert_eq!(metadata.permissions().mode() & 0o777, 0o600, "{}", path.display());
            }
        }
    }
    // The database with its two helper files, three keys, the kind of the service, the lock, and a file; the key table and the master key.
    assert_eq!(seen, 11);
}

#[test]
fn the_owner_key_is_nowhere_on_disk() {
    let mut gateway = Running::start();
    let owner = owner(0x5A);
    gateway.register(&owner, &key(1));
    gateway.stop();
    let database = std::fs::read(gateway.data().join("applications.db")).unwrap();
    for secret in [owner.as_bytes(), owner.replace('-', "").as_bytes(), &[0x5A; 16]] {
        assert!(!database.windows(secret.len()).any(|window| window == secret));
    }
}
