//! Property tests: the gateway reports the same problems as `check` for any draft.

use crate::support::client::Request;
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, photo};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use rules::check::{MAX_TEXT, check};
use rules::document::{Document, DocumentKind, Media, Page, PaperLanguage, RequirementKey};
use rules::draft::{
    BasisFacts, Citizenship, Draft, EligibilityAnswers, IdentityDocument, Kinship, Name, Person,
};
use rules::id::{DocumentId, PageId, PersonId};
use rules::region::Region;
use rules::service::{Basis, CloseRelative, Home, Service, WorkKind};
use rules::time::TypedDay;
use std::cell::Cell;
use wire::answer::RefusalCode;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => select(vec!["made-up", "Үлгі", " ", ""]).prop_map(str::to_owned),
        1 => ".{0,12}",
        1 => Just("x".repeat(MAX_TEXT + 1)),
    ]
}

fn day() -> impl Strategy<Value = TypedDay> {
    let field = |values: &[&'static str]| select(values.to_vec()).prop_map(str::to_owned);
    (
        field(&["", "1", "31", "٣", "x"]),
        field(&["", "1", "2", "13", "мамыр"]),
        field(&["", "1990", "2031", "26", "1800", "9999"]),
    )
        .prop_map(|(day, month, year)| TypedDay { day, month, year })
}

fn person_id() -> impl Strategy<Value = PersonId> {
    (0u64..6).prop_map(PersonId)
}

fn kinship() -> impl Strategy<Value = Kinship> {
    (person_id(), 0..4).prop_map(|(of, kind)| match kind {
        0 => Kinship::SpouseOf(of),
        1 => Kinship::ParentOf(of),
        2 => Kinship::ChildOf(of),
        _ => Kinship::SiblingOf(of),
    })
}

fn person() -> impl Strategy<Value = Person> {
    let name = (text(), text()).prop_map(|(family, kazakh)| Name { family, kazakh, ..Name::default() });
    let identity = (text(), day(), day(), any::<bool>()).prop_map(|(number, issued, expires, no_expiry)| {
        IdentityDocument { number, issued, expires, no_expiry }
    });
    let iin = select(vec!["", "000000900008", "000000900009", "1"]).prop_map(str::to_owned);
    let citizenship = option::of(select(Citizenship::ALL.to_vec()));
    let answers = (option::of(any::<bool>()), option::of(any::<bool>()));
    (person_id(), name, day(), text(), citizenship, iin, identity, option::of(kinship()), answers).prop_map(
        |(id, name, born, birth_place, citizenship, iin, identity, kinship, (kazakh, married))| Person {
            id,
            name,
            born,
            birth_place,
            citizenship,
            citizenship_other: String::new(),
            kazakh,
            iin,
            identity,
            kinship,
            married,
        },
    )
}

fn document() -> impl Strategy<Value = Document> {
    let page = (0u64..4, select(vec![0, 100, 20_000_001]), select(vec!["", "0", "not a hash"])).prop_map(
        |(id, bytes, hash)| Page {
            id: PageId(id),
            name: String::new(),
            media: Media::Jpeg,
            bytes,
            sha256: if hash == "0" { "0".repeat(64) } else { hash.to_owned() },
            flaw: None,
        },
    );
    let kind = select(vec![
        DocumentKind::IdentityDocument,
        DocumentKind::StudyCertificate,
        DocumentKind::Autobiography,
    ]);
    let language = option::of(select(vec![PaperLanguage::KazakhOrRussian, PaperLanguage::Another]));
    (0u64..4, kind, person_id(), vec(page, 0..3), language, day()).prop_map(
        |(id, document, person, pages, language, expires)| {
            let mut made = Document::new(DocumentId(id), RequirementKey { document, person });
            made.pages = pages;
            made.language = language;
            made.expires = expires;
            made
        },
    )
}

fn any_draft() -> impl Strategy<Value = Draft> {
    let service = option::of(select(vec![Service::Grant, Service::Extend, Service::DuplicateDecision]));
    let answer = || option::of(any::<bool>());
    let eligibility = (answer(), answer(), answer(), answer()).prop_map(
        |(citizen_now, citizen_before, kazakh, to_live_permanently)| EligibilityAnswers {
            citizen_now,
            citizen_before,
            kazakh,
            to_live_permanently,
        },
    );
    let relative = option::of(select(vec![CloseRelative::Sibling, CloseRelative::Other]));
    let home = option::of(select(vec![Home::Own, Home::SomebodyElses]));
    let work = option::of(select(vec![WorkKind::Employer, WorkKind::SoleTrader]));
    let facts = (text(), relative, home, work, text()).prop_map(
        |(relative_name, relative_is, home, work, employer)| BasisFacts {
            relative_name,
            relative_is,
            home,
            work,
            employer,
            ..BasisFacts::default()
        },
    );
    let region = option::of((0usize..20).prop_map(|place| Region::all().nth(place).unwrap()));
    let contact = (text(), select(vec!["", "+7 700 000 00 00", "12"]), select(vec!["", "a@b.c", "a@b"]));
    let basis = option::of(select(Basis::ALL.to_vec()));
    (
        service,
        eligibility,
        basis,
        facts,
        region,
        contact,
        vec(person(), 0..5),
        vec(document(), 0..4),
        any::<bool>(),
        text(),
    )
        .prop_map(
            |(
                service,
                eligibility,
                basis,
                facts,
                region,
                (settlement, phone, email),
                people,
                documents,
                consent,
                name,
            )| {
                Draft {
                    service,
                    eligibility,
                    basis,
                    facts,
                    region,
                    settlement,
                    address: "made-up".into(),
                    phone: phone.into(),
                    email: email.into(),
                    people,
                    documents,
                    consent,
                    confirmed_name: name,
                    ..Draft::default()
                }
            },
        )
}

/// A valid draft with one field of a random one, so that drafts with one problem or none are generated too.
fn nearly_good() -> impl Strategy<Value = Draft> {
    (any_draft(), 0..10).prop_map(|(other, which)| {
        let mut good = draft(&photo(100));
        match which {
            0 => good.service = other.service,
            1 => good.eligibility = other.eligibility,
            2 => good.basis = other.basis,
            3 => good.region = other.region,
            4 => good.people.extend(other.people),
            5 => good.documents.extend(other.documents),
            6 => good.phone = other.phone,
            7 => good.confirmed_name = other.confirmed_name,
            8 => good.people[0].identity = other.people.into_iter().next().unwrap_or_default().identity,
            _ => good.documents.clear(),
        }
        good
    })
}

#[test]
fn for_any_draft_the_problems_are_those_of_the_check() {
    let gateway = Running::start();
    let info = gateway.info();
    let (place, good, bad) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let count = |cell: &Cell<u32>| cell.set(cell.get() + 1);
    let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    runner
        .run(&prop_oneof![any_draft(), nearly_good()], |draft| {
            count(&place);
            let has_pages = draft.documents.iter().any(|document| document.all_pages().next().is_some());
            let expected = check(&draft, info.day);
            let mut submission = gateway.submission(draft, "0");
            submission.files.clear();
            let answer = gateway.submit(&owner(1), &key(place.get()), &submission);
            match expected {
                Err(problems) => {
                    count(&bad);
                    prop_assert_eq!(answer.refused(RefusalCode::Problems).problems, problems);
                }
                Ok(_) if has_pages => {
                    count(&good);
                    answer.refused(RefusalCode::FilesMissing);
                }
                Ok(_) => {
                    count(&good);
                    prop_assert_eq!(answer.status, 201);
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(good.get() > 20 && bad.get() > 20, "{good:?} good, {bad:?} bad");
    gateway.send(&Request::get("/readyz")).is(204);
}

#[test]
fn no_body_makes_the_gateway_fail() {
    let gateway = Running::start();
    let good = serde_json::to_vec(&gateway.submission(draft(&photo(100)), "0")).unwrap();
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let changed = vec((0..good.len(), any::<u8>()), 1..4).prop_map(|changes| {
        let mut bytes = good.clone();
        for (place, byte) in changes {
            bytes[place] = byte;
        }
        bytes
    });
    runner
        .run(&prop_oneof![vec(any::<u8>(), 0..200), changed], |bytes| {
            let answer = gateway.send(&crate::support::sample::submit(
                "/api/v1/applications",
                &owner(1),
                &key(1),
                bytes,
            ));
            prop_assert!(matches!(answer.status, 201 | 400..=499), "{}", answer.status);
            Ok(())
        })
        .unwrap();
}

/// Valid and invalid values of upload headers.
fn header() -> impl Strategy<Value = (&'static str, String)> {
    let names = [
        "tus-resumable",
        "upload-length",
        "upload-offset",
        "upload-checksum",
        "upload-metadata",
        "upload-defer-length",
        "content-type",
        "x-http-method-override",
        "expect",
        "range",
    ];
    let value = prop_oneof![
        select(vec![
            "1.0.0",
            "0",
            "100",
            "-1",
            "18446744073709551616",
            "sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "md5 x",
            "filename c3luYXEuanBn,filetype aW1hZ2UvanBlZw==",
            "application/offset+octet-stream",
            "PATCH",
            "",
        ])
        .prop_map(str::to_owned),
        any::<u64>().prop_map(|number| number.to_string()),
        "[ -~]{0,40}",
    ];
    (select(names.to_vec()), value)
}

#[test]
fn no_upload_headers_make_the_gateway_fail() {
    let gateway = Running::start();
    let upload = gateway.create_upload(&owner(1), 100);
    let (taken, refused) = (Cell::new(0_u32), Cell::new(0_u32));
    let mut runner = TestRunner::new(Config { cases: 600, failure_persistence: None, ..Config::default() });
    let calls = select(vec![
        ("POST", "/api/v1/files".to_owned()),
        ("HEAD", upload.clone()),
        ("PATCH", upload.clone()),
        ("DELETE", upload.clone()),
        ("POST", upload),
        ("OPTIONS", "/api/v1/files".to_owned()),
    ]);
    runner
        .run(&(calls, vec(header(), 0..6), vec(any::<u8>(), 0..120)), |((method, path), headers, body)| {
            let mut request = Request::new(method, &path).owner(&owner(1));
            // With the version most requests are processed further.
            if headers.len() % 4 != 0 {
                request = request.tus();
            }
            for (name, value) in &headers {
                request = request.with(name, value);
            }
            let answer = gateway.send(&request.body(body));
            prop_assert!(answer.status < 500, "{}", answer.status);
            let counted = if answer.status < 300 { &taken } else { &refused };
            counted.set(counted.get() + 1);
            Ok(())
        })
        .unwrap();
    assert!(taken.get() > 20 && refused.get() > 20, "{taken:?} taken, {refused:?} refused");
    gateway.send(&Request::get("/readyz")).is(204);
}
