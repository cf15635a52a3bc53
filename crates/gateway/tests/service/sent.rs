use crate::support::client::{Answer, Request};
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, photo};
use rules::check::{Field, ProblemKind};
use rules::document::Media;
use serde_json::json;
use wire::answer::{Receipt, RefusalCode};
use wire::contact::ContactDetails;

#[test]
fn each_page_can_be_read_back_as_an_attachment() {
    let gateway = Running::start();
    let photo = photo(300_000);
    let pdf = [b"%PDF-1.7\n".as_slice(), &vec![b' '; 1_000]].concat();
    for (bytes, media, named, ending) in
        [(&photo, Media::Jpeg, "image/jpeg", "jpg"), (&pdf, Media::Pdf, "application/pdf", "pdf")]
    {
        let place = bytes.len().try_into().unwrap();
        let file = gateway.upload(&owner(1), bytes);
        let mut draft = draft(bytes);
        draft.documents[0].pages[0].media = media;
        let number = gateway
            .submit(&owner(1), &key(place), &gateway.submission(draft, &file))
            .is(201)
            .json::<Receipt>()
            .number;
        let path = format!("/api/v1/applications/{number}/files/0000000000000001");
        let answer = gateway.send(&Request::get(&path).owner(&owner(1))).is(200);
        assert_eq!(&answer.body, bytes);
        for (name, value) in [
            ("content-type", named),
            ("content-length", &bytes.len().to_string()),
            ("content-disposition", &format!("attachment; filename=\"0000000000000001.{ending}\"")),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value));
        }
        for (path, who) in [
            (path.replace("01", "02"), 1),
            (path.replace("0000000000000001", "nonsense"), 1),
            (path.replace("0000000000000001", "%2e%2e"), 1),
            (path.clone(), 2),
        ] {
            gateway.send(&Request::get(&path).owner(&owner(who))).refused(RefusalCode::NotFound);
        }
    }
}

fn contact(gateway: &Running, method: &str, number: &str, body: &serde_json::Value) -> Answer {
    let path = format!("/api/v1/applications/{number}/contact");
    gateway.send(&Request::new(method, &path).owner(&owner(1)).body(body.to_string()))
}

#[test]
fn corrected_contact_details_hold_until_the_next_submission() {
    let gateway = Running::start();
    let photo = photo(100);
    let file = gateway.upload(&owner(1), &photo);
    let submission = gateway.submission(draft(&photo), &file);
    let number = gateway.submit(&owner(1), &key(1), &submission).is(201).json::<Receipt>().number;
    let read = || contact(&gateway, "GET", &number, &json!(null)).is(200).json::<ContactDetails>();
    let first = ContactDetails { phone: String::new(), email: "sample@example.invalid".into() };
    assert_eq!(read(), first);
    for place in 0..2 {
        let corrected = json!({ "phone": format!("+7 700 000 00 0{place}"), "email": "" });
        contact(&gateway, "PUT", &number, &corrected).is(200);
        assert_eq!(serde_json::to_value(read()).unwrap(), corrected);
    }
    gateway
        .report(&number, &json!({ "event_id": "r", "kind": "refused_to_accept", "on": "2026-03-19" }))
        .is(201);
    let body = serde_json::to_vec(&submission).unwrap();
    let again = format!("/api/v1/applications/{number}/documents");
    gateway.send(&crate::support::sample::submit(&again, &owner(1), &key(2), body)).is(201);
    assert_eq!(read(), first);
}

#[test]
fn invalid_contact_details_are_refused() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    for (phone, email, field, kind) in [
        ("", "", Field::Phone, ProblemKind::Missing),
        ("call me", "", Field::Phone, ProblemKind::NotAPhoneNumber),
        ("", "made-up", Field::Email, ProblemKind::NotAnEmailAddress),
    ] {
        let answer = contact(&gateway, "PUT", &number, &json!({ "phone": phone, "email": email }));
        let problems = answer.refused(RefusalCode::Problems).problems;
        assert_eq!(
            problems.iter().map(|problem| (problem.field, problem.kind)).collect::<Vec<_>>(),
            [(field, kind)]
        );
    }
    contact(&gateway, "PUT", &number, &json!({ "phone": 1 })).refused(RefusalCode::BadRequest);
    let path = format!("/api/v1/applications/{number}/contact");
    let body = json!({ "phone": "+7 700 000 00 00", "email": "" }).to_string();
    for method in ["GET", "PUT"] {
        let request = Request::new(method, &path).owner(&owner(2)).body(body.clone());
        gateway.send(&request).refused(RefusalCode::NotFound);
    }
}
