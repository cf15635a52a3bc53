use crate::support::client::Request;
use crate::support::running::Running;
use crate::support::sample::{draft, hash, key, owner, photo, submit};
use rules::check::{Field, Problem, ProblemKind, check};
use rules::id::PageId;
use rules::time::{parse_day, write_day};
use serde_json::json;
use std::sync::Barrier;
use wire::answer::{Owned, Receipt, RefusalCode, Status};
use wire::code::ApplicationNumber;

const PATH: &str = "/api/v1/applications";

#[test]
fn a_complete_application_is_registered_and_can_be_followed() {
    let gateway = Running::start();
    let receipt = gateway.register(&owner(1), &key(1));
    assert!(ApplicationNumber::parse(&receipt.number).is_ok());
    assert_eq!(write_day(receipt.registered_on.unwrap()), "2026-03-19");
    assert_eq!(receipt.received_at.to_text(), "2026-03-19T05:00:00Z");
    let path = format!("{PATH}/{}", receipt.number);
    let status: Status = gateway.send(&Request::get(&path).owner(&owner(1))).is(200).json();
    assert_eq!(status.receipt, receipt);
    assert_eq!(status.events.len(), 1);
    assert_eq!(Some(status.events[0].event.on), receipt.registered_on);
    let owned: Owned = gateway.send(&Request::get(PATH).owner(&owner(1))).is(200).json();
    assert_eq!(owned.numbers, [receipt.number]);
}

#[test]
fn the_response_has_the_location_of_the_application() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let answer = gateway.submit(&owner(1), &key(1), &gateway.submission(draft(&photo), &file)).is(201);
    let receipt: Receipt = answer.json();
    assert_eq!(answer.header("location"), Some(format!("{PATH}/{}", receipt.number).as_str()));
}

#[test]
fn a_submission_after_the_cut_off_is_registered_on_the_next_working_day() {
    // 21, 22 and 23 March are Nauryz; in 2026 the first two fall on a weekend and two more days are off.
    let gateway = Running::start_with(&["--registration-cutoff", "17:00"], None, None);
    for (clock, day) in [
        ("2026-03-19T17:00:59+05:00", "2026-03-19"),
        ("2026-03-19T17:01:00+05:00", "2026-03-20"),
        ("2026-03-20T17:01:00+05:00", "2026-03-26"),
        ("2026-03-21T09:00:00+05:00", "2026-03-26"),
    ] {
        gateway.set_clock(clock);
        assert_eq!(write_day(gateway.info().day), day, "{clock}");
    }
}

#[test]
fn the_registration_names_the_day_on_which_the_application_came_in_if_it_is_another() {
    for (clock, came_in) in [
        ("2026-03-19T18:30:59+05:00", None),
        ("2026-03-19T18:31:00+05:00", Some("2026-03-19")),
        // A Saturday.
        ("2026-09-05T10:00:00+05:00", Some("2026-09-05")),
    ] {
        let gateway = Running::start();
        gateway.set_clock(clock);
        let number = gateway.register(&owner(1), &key(1)).number;
        let path = format!("{PATH}/{number}");
        let status: Status = gateway.send(&Request::get(&path).owner(&owner(1))).is(200).json();
        assert_eq!(status.events[0].event.came_in.map(write_day).as_deref(), came_in, "{clock}");
    }
}

#[test]
fn a_repeated_request_gets_the_same_bytes_and_creates_nothing() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let submission = gateway.submission(draft(&photo), &file);
    let first = gateway.submit(&owner(1), &key(1), &submission).is(201);
    // Also days later, when a new request would be refused.
    gateway.set_clock("2026-04-02T10:00:00+05:00");
    let again = gateway.submit(&owner(1), &key(1), &submission).is(201);
    assert_eq!(first.body, again.body);
    assert_eq!(first.header("location"), again.header("location"));
    let owned: Owned = gateway.send(&Request::get(PATH).owner(&owner(1))).json();
    assert_eq!(owned.numbers.len(), 1);
}

#[test]
fn a_used_key_with_another_body_is_refused_with_the_first_receipt() {
    let gateway = Running::start();
    let receipt = gateway.register(&owner(1), &key(1));
    let refusal =
        gateway.send(&submit(PATH, &owner(1), &key(1), b"{}".to_vec())).refused(RefusalCode::KeyUsed);
    assert_eq!(refusal.receipt, Some(receipt));
}

#[test]
fn another_owner_can_use_the_same_idempotency_key() {
    let gateway = Running::start();
    let first = gateway.register(&owner(1), &key(1));
    let second = gateway.register(&owner(2), &key(1));
    assert_ne!(first.number, second.number);
}

#[test]
fn concurrent_identical_requests_create_one_application() {
    let gateway = Running::start();
    let photo = photo(2_000);
    let file = gateway.upload(&owner(1), &photo);
    let body = serde_json::to_vec(&gateway.submission(draft(&photo), &file)).unwrap();
    let request = submit(PATH, &owner(1), &key(1), body);
    let together = Barrier::new(24);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let send = || {
            together.wait();
            request.send(gateway.address)
        };
        let sending: Vec<_> = (0..24).map(|_| scope.spawn(send)).collect();
        sending.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (201, &answers[0].body));
    }
    let owned: Owned = gateway.send(&Request::get(PATH).owner(&owner(1))).json();
    assert_eq!(owned.numbers.len(), 1);
}

#[test]
fn a_different_edition_calendar_or_day_is_refused_with_the_current_ones() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let submission = gateway.submission(draft(&photo), &file);
    for (code, changed) in [
        (RefusalCode::EditionChanged, {
            let mut s = submission.clone();
            s.edition = "1-1999".into();
            s
        }),
        (RefusalCode::CalendarChanged, {
            let mut s = submission.clone();
            s.calendar = "1999-01".into();
            s
        }),
        (RefusalCode::DayChanged, {
            let mut s = submission.clone();
            s.day = parse_day("2026-03-18").unwrap();
            s
        }),
    ] {
        let refusal = gateway.submit(&owner(1), &key(1), &changed).refused(code);
        assert_eq!(refusal.service, Some(gateway.info()));
    }
    gateway.set_clock("2026-03-19T18:31:00+05:00");
    let refusal = gateway.submit(&owner(1), &key(1), &submission).refused(RefusalCode::DayChanged);
    assert_eq!(refusal.service.map(|service| service.day), parse_day("2026-03-20"));
    // The same key can be used after the phone has updated its values.
    let anew = gateway.submission(draft(&photo), &file);
    let receipt: Receipt = gateway.submit(&owner(1), &key(1), &anew).is(201).json();
    assert_eq!(write_day(receipt.registered_on.unwrap()), "2026-03-20");
}

#[test]
fn the_problems_of_the_check_are_in_the_response() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let mut draft = draft(&photo);
    draft.region = None;
    draft.people[0].iin = "000000900009".into();
    draft.people[0].born = rules::time::TypedDay::of(parse_day("2026-03-20").unwrap());
    let expected = check(&draft, parse_day("2026-03-19").unwrap()).unwrap_err();
    assert_eq!(expected.len(), 3);
    assert_eq!(expected[0], Problem { field: Field::Region, kind: ProblemKind::Missing });
    let answer = gateway.submit(&owner(1), &key(1), &gateway.submission(draft, &file));
    assert_eq!(answer.refused(RefusalCode::Problems).problems, expected);
}

#[test]
fn a_page_without_its_file_is_reported() {
    let gateway = Running::start();
    let photo = photo(3_000);
    let file = gateway.upload(&owner(1), &photo);
    let strangers = gateway.upload(&owner(2), &photo);
    let half = gateway.create_upload(&owner(1), photo.len());
    gateway.send(&crate::support::sample::part(&half, &owner(1), 0, &photo[..1_000])).is(204);
    let half = half.rsplit('/').next().unwrap();
    let other_bytes = gateway.upload(&owner(1), &crate::support::sample::photo(2_999));
    let good = gateway.submission(draft(&photo), &file);

    let mut cases = vec![("no claim", {
        let mut s = good.clone();
        s.files.clear();
        s
    })];
    for (what, file) in [
        ("a stranger's file", strangers.as_str()),
        ("an unfinished file", half),
        ("other bytes", other_bytes.as_str()),
        ("no file", "00000000000000000000000000000000"),
        ("no id", "../../etc/passwd"),
    ] {
        let mut submission = good.clone();
        submission.files[0].file = file.into();
        cases.push((what, submission));
    }
    let mut wrong_hash = good.clone();
    wrong_hash.files[0].sha256 = hash(b"other");
    cases.push(("a claim with another hash", wrong_hash));
    let mut wrong_size = good.clone();
    wrong_size.draft.documents[0].pages[0].bytes += 1;
    cases.push(("a page of another size", wrong_size));
    for (what, submission) in cases {
        let answer = gateway.submit(&owner(1), &key(1), &submission);
        assert_eq!(answer.refused(RefusalCode::FilesMissing).missing, [PageId(1)], "{what}");
    }
    gateway.submit(&owner(1), &key(1), &good).is(201);
}

#[test]
fn another_version_is_distinguished_from_a_malformed_body() {
    let gateway = Running::start();
    for (body, code) in [
        (json!({ "version": 2 }), RefusalCode::Version),
        (json!({ "version": 0, "anything": [] }), RefusalCode::Version),
        (json!({ "version": "1" }), RefusalCode::BadRequest),
        (json!({ "version": 1 }), RefusalCode::BadRequest),
        (json!({}), RefusalCode::BadRequest),
    ] {
        gateway.send(&submit(PATH, &owner(1), &key(1), body.to_string().into_bytes())).refused(code);
    }
}

#[test]
fn one_file_may_be_several_pages() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let mut draft = draft(&photo);
    let mut page = draft.documents[0].pages[0].clone();
    page.id = PageId(2);
    draft.documents[0].pages.push(page);
    gateway.submit(&owner(1), &key(1), &gateway.submission(draft, &file)).is(201);
}
