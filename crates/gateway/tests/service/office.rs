use crate::support::client::{Answer, Request};
use crate::support::running::Running;
use crate::support::sample::{draft, hash, key, owner, photo};
use rules::document::Page;
use rules::id::PageId;
use serde_json::{Value, json};
use std::io::{Cursor, Read};
use wire::answer::{Receipt, RefusalCode};
use wire::authority::{ApplicationState, Listing};
use wire::submission::Submission;

fn list(gateway: &Running, query: &str) -> Answer {
    let token = gateway.token();
    gateway.send(&Request::get(&format!("/authority/v1/applications{query}")).owner(&token))
}

fn numbers(listing: &Listing) -> Vec<&str> {
    listing.applications.iter().map(|listed| listed.number.as_str()).collect()
}

#[test]
fn applications_are_listed_by_state() {
    let gateway = Running::start();
    let all: Vec<String> = (1..=4).map(|place| gateway.register(&owner(1), &key(place)).number).collect();
    for (place, kind) in [(1, "accepted"), (2, "refused_to_accept"), (3, "granted")] {
        gateway.report(&all[place], &json!({ "event_id": "e", "kind": kind, "on": "2026-03-19" })).is(201);
    }
    let whole: Listing = list(&gateway, "").is(200).json();
    assert_eq!(numbers(&whole), all);
    assert_eq!(whole.next, None);
    for (state, name, place) in [
        (ApplicationState::Registered, "registered", 0),
        (ApplicationState::BeingChecked, "being_checked", 1),
        (ApplicationState::RefusedToAccept, "refused_to_accept", 2),
        (ApplicationState::Granted, "granted", 3),
    ] {
        let listing: Listing = list(&gateway, &format!("?state={name}")).is(200).json();
        assert_eq!(numbers(&listing), [&all[place]]);
        assert_eq!(listing.applications[0].state, state);
        assert!(!listing.applications[0].overdue);
    }
    let rest: Listing = list(&gateway, &format!("?after={}", all[1])).is(200).json();
    assert_eq!(numbers(&rest), &all[2..]);
    gateway.set_clock("2026-08-19T10:00:00+05:00");
    let late: Listing = list(&gateway, "?state=registered").json();
    assert!(late.applications[0].overdue);
    assert!(list(&gateway, "?state=withdrawn").json::<Listing>().applications.is_empty());
    for wrong in ["?state=lost", "?after=nonsense", "?page=2", "?state"] {
        list(&gateway, wrong).refused(RefusalCode::BadRequest);
    }
}

#[test]
fn a_long_list_is_paginated() {
    let gateway = Running::start();
    let photo = photo(10);
    let file = gateway.upload(&owner(1), &photo);
    let submission = gateway.submission(draft(&photo), &file);
    let all: Vec<String> = (0..230)
        .map(|place| gateway.submit(&owner(1), &key(place), &submission).is(201).json::<Receipt>().number)
        .collect();
    let mut found = Vec::new();
    let mut query = String::new();
    loop {
        let listing: Listing = list(&gateway, &query).is(200).json();
        assert!(listing.applications.len() <= 100);
        found.extend(listing.applications.iter().map(|listed| listed.number.clone()));
        let Some(next) = listing.next else { break };
        query = format!("?after={next}");
    }
    assert_eq!(found, all);
}

/// Returns a submission with two pages and their files.
fn two_pages(gateway: &Running, first: &[u8], second: &[u8], files: &[String; 2]) -> Submission {
    let mut draft = draft(first);
    let page = Page {
        id: PageId(2),
        bytes: second.len() as u64,
        sha256: hash(second),
        ..draft.documents[0].pages[0].clone()
    };
    draft.documents[0].pages.push(page);
    let mut submission = gateway.submission(draft, &files[0]);
    submission.files[1].file.clone_from(&files[1]);
    submission
}

#[test]
fn a_package_has_the_application_its_files_and_their_hashes() {
    let gateway = Running::start();
    let (first, second) = (photo(700_000), photo(300));
    let files = [gateway.upload(&owner(1), &first), gateway.upload(&owner(1), &second)];
    let submission = two_pages(&gateway, &first, &second, &files);
    let number = gateway.submit(&owner(1), &key(1), &submission).is(201).json::<Receipt>().number;
    let contact = json!({ "phone": "+7 700 000 00 00", "email": "" });
    let path = format!("/api/v1/applications/{number}/contact");
    gateway.send(&Request::new("PUT", &path).owner(&owner(1)).body(contact.to_string())).is(200);
    let path = format!("/authority/v1/applications/{number}/package");
    let answer = gateway.send(&Request::get(&path).owner(&gateway.token())).is(200);
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    let named = format!("attachment; filename=\"{number}.zip\"");
    assert_eq!(answer.header("content-disposition"), Some(named.as_str()));

    let whole = answer.whole_body();
    // Read from a stream, without the central directory at the end.
    let mut stream = whole.as_slice();
    let mut streamed = Vec::new();
    while let Some(mut part) = zip::read::read_zipfile_from_stream(&mut stream).unwrap() {
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        streamed.push((part.name().unwrap().into_owned(), bytes));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(whole.as_slice())).unwrap();
    assert_eq!(streamed.len(), archive.len());
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(read("files/identity_document-01-0000000000000001.jpg"), first);
    assert_eq!(read("files/identity_document-02-0000000000000002.jpg"), second);
    let application: Value = serde_json::from_slice(&read("application.json")).unwrap();
    assert_eq!(application["number"], number);
    assert_eq!(application["contact"], contact);
    assert_eq!(application["submission"], serde_json::to_value(&submission).unwrap());
    assert_eq!(application["events"][0]["kind"], "registered");
    let form = String::from_utf8(read("application.txt")).unwrap();
    insta::assert_snapshot!("officer_copy", form.replace(&number, "NUMBER"));
    for (name, bytes) in &streamed {
        assert_eq!(read(name), *bytes, "{name}");
    }
    let manifest: Value = serde_json::from_slice(&read("manifest.json")).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), 4);
    for file in listed {
        let bytes = read(file["name"].as_str().unwrap());
        assert_eq!(file["bytes"], bytes.len());
        assert_eq!(file["sha256"], hash(&bytes));
    }
}

#[test]
fn an_answer_cannot_look_like_a_line_of_the_copy() {
    let gateway = Running::start();
    let photo = photo(300);
    let file = gateway.upload(&owner(1), &photo);
    let breaks = ["\n", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{2066}", "\u{200F}"];
    let forged: String =
        breaks.iter().flat_map(|forged| [forged, "┊ Азаматтығы: Қазақстан", forged, "│ "]).collect();
    let mut draft = draft(&photo);
    draft.address = ["Сынақ көшесі", &forged].concat();
    draft.settlement.clone_from(&draft.address);
    draft.people[0].birth_place.clone_from(&draft.address);
    draft.people[0].name.kazakh.clone_from(&draft.address);
    draft.confirmed_name.clone_from(&draft.address);
    let submission = gateway.submission(draft, &file);
    let number = gateway.submit(&owner(1), &key(1), &submission).is(201).json::<Receipt>().number;
    let path = format!("/authority/v1/applications/{number}/package");
    let whole = gateway.send(&Request::get(&path).owner(&gateway.token())).is(200).whole_body();
    let mut copy = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(whole.as_slice())).unwrap();
    archive.by_name("application.txt").unwrap().read_to_string(&mut copy).unwrap();
    let line = "┊ Қазіргі мекенжай: Сынақ көшесі * Азаматтығы: Қазақстан * * Азаматтығы: Қазақстан";
    assert!(copy.lines().any(|of_copy| of_copy.starts_with(line)), "{copy}");
    assert!(!copy.lines().any(|line| line.starts_with("┊ Азаматтығы: Қазақстан")), "{copy}");
    let hidden = |char: char| char != '\n' && (char.is_control() || breaks.concat().contains(char));
    assert_eq!(copy.chars().find(|char| hidden(*char)), None, "{copy}");
}

/// Changes one byte of a stored file of at least this size.
fn damage(gateway: &Running, size: u64) {
    let folders = std::fs::read_dir(gateway.data().join("files")).unwrap();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    let files = files.map(|file| file.unwrap().path());
    let file = files.into_iter().find(|file| file.metadata().unwrap().len() >= size).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    std::fs::write(&file, bytes).unwrap();
}

#[test]
fn a_package_with_a_damaged_file_is_refused_or_interrupted() {
    // Before the first byte is sent,
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    damage(&gateway, 0);
    let package = |gateway: &Running, number: &str| {
        let path = format!("/authority/v1/applications/{number}/package");
        gateway.send(&Request::get(&path).owner(&gateway.token()))
    };
    for _ in 0..20 {
        package(&gateway, &number).refused(RefusalCode::Internal);
    }
    gateway.await_log("a stored file is damaged");
    let page = format!("/api/v1/applications/{number}/files/0000000000000001");
    gateway.send(&Request::get(&page).owner(&owner(1))).refused(RefusalCode::Internal);
    // and after a whole file.
    let gateway = Running::start();
    let (first, second) = (photo(100_000), photo(200_000));
    let files = [gateway.upload(&owner(1), &first), gateway.upload(&owner(1), &second)];
    let number = gateway.submit(&owner(1), &key(1), &two_pages(&gateway, &first, &second, &files));
    let number = number.is(201).json::<Receipt>().number;
    damage(&gateway, 150_000);
    for _ in 0..5 {
        let answer = package(&gateway, &number).is(200);
        assert!(!answer.body.is_empty());
        assert!(!answer.body.ends_with(b"0\r\n\r\n"), "the end is marked as if all were there");
    }
    let page = format!("/api/v1/applications/{number}/files/0000000000000002");
    let answer = gateway.send(&Request::get(&page).owner(&owner(1))).is(200);
    assert!(answer.body.len() < second.len());
}

#[test]
fn list_and_package_require_the_service_token() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    for path in ["/authority/v1/applications", &format!("/authority/v1/applications/{number}/package")] {
        for secret in ["", &owner(1), &"0".repeat(64)] {
            gateway.send(&Request::get(path).owner(secret)).refused(RefusalCode::Unauthorized);
        }
    }
    let unknown = Request::get("/authority/v1/applications/0000-0000/package").owner(&gateway.token());
    gateway.send(&unknown).refused(RefusalCode::NotFound);
}
