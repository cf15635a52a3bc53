//! The kinds of a service: the authority's own, forwarding, and trial.

use crate::support::client::{Answer, Request};
use crate::support::running::{PROGRAM, Running};
use crate::support::sample::{draft, key, owner, photo, submit};
use rules::event::EventKind;
use serde_json::Value;
use std::process::{Command, Output, Stdio};
use wire::answer::{Receipt, RefusalCode, ServiceKind, Status};
use wire::authority::{ApplicationState, Listing};

const FORWARDING: [&str; 2] = ["--service-kind", "forwarding"];
const NAMED: [&str; 4] = ["--service-kind", "forwarding", "--operator", "Made-up operator"];

fn status(gateway: &Running, number: &str) -> Status {
    let path = format!("/api/v1/applications/{number}");
    gateway.send(&Request::get(&path).owner(&owner(1))).is(200).json()
}

#[test]
fn a_forwarding_service_without_an_operator_accepts_nothing() {
    let named = Running::start_with(&NAMED, None, None);
    let (data, photo) = (named.data().to_owned(), photo(100));
    let file = named.upload(&owner(1), &photo);
    let body = serde_json::to_vec(&named.submission(draft(&photo), &file)).unwrap();
    let send = |gateway: &Running, path: &str, key: &str| -> Answer {
        gateway.send(&submit(path, &owner(1), key, body.clone()))
    };
    let answer = send(&named, "/api/v1/applications", &key(1)).is(201);
    let number = answer.json::<Receipt>().number;
    let refusal = serde_json::json!({ "event_id": "e", "kind": "refused_to_accept", "on": "2026-03-19" });
    named.report(&number, &refusal).is(201);
    // Kept in scope, so that the folder is not deleted.
    let mut named = named;
    named.kill();

    let nameless = Running::start_with(&FORWARDING, Some(&data), None);
    nameless.await_log("no operator is named");
    assert!(!nameless.info().takes_applications());
    send(&nameless, "/api/v1/applications", &key(2)).refused(RefusalCode::NoOperator);
    let again = format!("/api/v1/applications/{number}/documents");
    send(&nameless, &again, &key(3)).refused(RefusalCode::NoOperator);
    let upload = Request::post("/api/v1/files").tus().owner(&owner(1)).with("upload-length", "10");
    nameless.send(&upload).refused(RefusalCode::NoOperator);
    // Existing data can be read, and a repeated request gets its stored response.
    assert_eq!(send(&nameless, "/api/v1/applications", &key(1)).is(201).body, answer.body);
    assert_eq!(status(&nameless, &number).events.len(), 2);
    nameless
        .send(&Request::post(&format!("/api/v1/applications/{number}/withdrawal")).owner(&owner(1)))
        .is(200);
}

#[test]
fn the_kind_of_the_service_is_on_receipts_and_in_the_package() {
    for (settings, kind, word) in [
        (&["--service-kind", "authority", "--operator", "Үлгі"][..], ServiceKind::Authority, "authority"),
        (&NAMED, ServiceKind::Forwarding, "forwarding"),
        (&[], ServiceKind::Trial, "trial"),
    ] {
        let gateway = Running::start_with(settings, None, None);
        let info: Value = gateway.send(&Request::get("/api/v1/service")).is(200).json();
        assert_eq!(info["kind"], word);
        let receipt = gateway.register(&owner(1), &key(1));
        assert_eq!(receipt.service_kind, kind);
        assert_eq!(status(&gateway, &receipt.number).receipt, receipt);
        let path = format!("/authority/v1/applications/{}/package", receipt.number);
        let package = gateway.send(&Request::get(&path).owner(&gateway.token())).is(200).whole_body();
        let package = String::from_utf8_lossy(&package);
        assert!(package.contains(&format!("\"service_kind\": \"{word}\"")));
        let registered = package.contains("Тіркеу нөмірі") || package.contains("Тіркелген күні");
        assert_eq!(registered, kind == ServiceKind::Authority, "{word}");
        assert_eq!(package.contains("өтініш мұнда тіркелмейді"), kind != ServiceKind::Authority, "{word}");
        assert_eq!(package.contains("СЫНАҚ"), kind == ServiceKind::Trial, "{word}");
        assert!(package.contains(&receipt.number));
    }
}

#[test]
fn a_forwarding_service_records_a_receipt_and_no_registration() {
    let gateway = Running::start_with(&NAMED, None, None);
    let receipt = gateway.register(&owner(1), &key(1));
    assert_eq!(receipt.registered_on, None);
    let path = format!("/api/v1/applications/{}", receipt.number);
    let kinds = || -> Vec<EventKind> {
        status(&gateway, &receipt.number).events.iter().map(|record| record.event.kind).collect()
    };
    assert_eq!(kinds(), [EventKind::Received]);
    let list = Request::get("/authority/v1/applications").owner(&gateway.token());
    for request in [Request::get(&path).owner(&owner(1)), list.clone()] {
        let answer = gateway.send(&request).is(200).json::<Value>().to_string();
        assert!(!answer.contains("regist"), "{answer}");
    }
    let listed: Listing = gateway.send(&list).is(200).json();
    assert_eq!(listed.applications[0].state, ApplicationState::Received);
    // The operator reports the next steps; only the gateway records a receipt.
    let event = |kind| serde_json::json!({ "event_id": kind, "kind": kind, "on": "2026-03-19" });
    gateway.report(&receipt.number, &event("received")).refused(RefusalCode::BadRequest);
    gateway.report(&receipt.number, &event("handed_over")).is(201);
    gateway.report(&receipt.number, &event("registered")).is(201);
    assert_eq!(kinds(), [EventKind::Received, EventKind::HandedOver, EventKind::Registered]);
}

#[test]
fn a_service_with_applications_cannot_change_its_kind() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let run = |arguments: &[&str]| -> Output {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).arg("--data-dir").arg(&data).stdin(Stdio::null()).output().unwrap()
    };
    let made = run(&["init", "--service-kind", "authority"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let kind = || std::fs::read_to_string(data.join("service.kind")).unwrap();
    assert_eq!(kind(), "authority\n");
    // By default the kind is that of the folder, with its requirements.
    let refused = run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--operator"));
    // Without applications the kind can change.
    drop(Running::start_with(&FORWARDING, Some(&data), None));
    assert_eq!(kind(), "forwarding\n");
    let gateway = Running::start_with(&[], Some(&data), None);
    let number = gateway.register(&owner(1), &key(1)).number;
    assert_eq!(kind(), "trial\n");
    drop(gateway);
    for settings in [&NAMED[..], &["--service-kind", "authority", "--operator", "Үлгі"]] {
        let refused = run(&[&["serve", "--listen", "127.0.0.1:0"], settings].concat());
        assert_eq!(refused.status.code(), Some(1));
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(said.contains("use --service-kind trial"), "{said}");
    }
    let mut gateway = Running::start_with(&[], Some(&data), None);
    // A backup contains the kind.
    let backup = place.path().join("backup");
    assert!(gateway.command(&["backup", backup.to_str().unwrap()]).status.success());
    assert_eq!(std::fs::read_to_string(backup.join("service.kind")).unwrap(), "trial\n");
    gateway.kill();
    // A folder of an earlier version gets the kind of the first start.
    std::fs::remove_file(data.join("service.kind")).unwrap();
    let gateway = Running::start_with(&NAMED, Some(&data), None);
    assert_eq!((kind().as_str(), status(&gateway, &number).events.len()), ("forwarding\n", 1));
    std::fs::write(data.join("service.kind"), "made-up").unwrap();
    drop(gateway);
    let refused = run(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("authority, forwarding, trial"));
}

#[test]
fn demo_applications_are_created_only_in_a_trial() {
    let demo = ["demo", "--origin", "http://127.0.0.1:8080"];
    for (settings, may) in
        [(&NAMED[..], false), (&["--service-kind", "authority", "--operator", "Үлгі"], false), (&[], true)]
    {
        let gateway = Running::start_with(settings, None, None);
        let demo = gateway.command(&demo);
        assert_eq!(demo.status.success(), may);
        assert_eq!(String::from_utf8_lossy(&demo.stderr).contains("for a trial only"), !may);
        assert_eq!(gateway.command(&["check"]).stdout.starts_with(b"0 applications"), !may);
    }
}
