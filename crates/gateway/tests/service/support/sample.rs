//! Made-up applications and files, and functions that send them.

use super::client::{Answer, Request};
use super::running::Running;
use rules::document::{Document, DocumentKind, Media, Page, PaperLanguage, RequirementKey};
use rules::draft::{Citizenship, Draft, IdentityDocument, Name, Person};
use rules::id::{DocumentId, PageId, PersonId};
use rules::region::Region;
use rules::service::{Basis, Service};
use rules::time::{TypedDay, parse_day};
use wire::answer::{Receipt, ServiceInfo};
use wire::code::OwnerKey;
use wire::submission::{FileClaim, Submission, VERSION};

/// Words that would reveal a leak.
pub const NAME: &str = "ҮЛГІБЕКОВА";
pub const PASSPORT: &str = "X0000000";

/// Returns the written form of an owner key, a different one for each number.
pub fn owner(number: u8) -> String {
    OwnerKey([number; 16]).to_text()
}

pub fn key(number: u32) -> String {
    format!("made-up-key-{number:08}")
}

/// Returns bytes of this length that look like a photo.
pub fn photo(length: usize) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0];
    bytes.extend((4..length).map(|place| u8::try_from(place * 31 % 251).unwrap()));
    bytes.truncate(length);
    bytes
}

pub fn hash(bytes: &[u8]) -> String {
    gateway::identity::sha256_hex(bytes)
}

/// Returns the draft of a student with a page for the passport, which passes `check`.
pub fn draft(photo: &[u8]) -> Draft {
    let person = PersonId(1);
    let day = |text| TypedDay::of(parse_day(text).unwrap());
    let mut draft = Draft {
        service: Some(Service::Grant),
        basis: Some(Basis::Study),
        region: Region::from_number(59),
        settlement: "made-up".into(),
        address: "made-up".into(),
        email: "sample@example.invalid".into(),
        consent: true,
        confirmed_name: NAME.into(),
        ..Draft::default()
    };
    draft.facts.institution = "made-up".into();
    draft.facts.programme = "made-up".into();
    draft.eligibility.citizen_now = Some(false);
    draft.eligibility.citizen_before = Some(false);
    draft.eligibility.kazakh = Some(true);
    draft.eligibility.to_live_permanently = Some(true);
    draft.people.push(Person {
        id: person,
        name: Name { family: NAME.into(), ..Name::default() },
        born: day("1990-05-05"),
        birth_place: "made-up".into(),
        citizenship: Some(Citizenship::Mongolia),
        identity: IdentityDocument {
            number: PASSPORT.into(),
            expires: day("2031-01-01"),
            ..IdentityDocument::default()
        },
        ..Person::default()
    });
    let requirement = RequirementKey { document: DocumentKind::IdentityDocument, person };
    let mut passport = Document::new(DocumentId(1), requirement);
    passport.language = Some(PaperLanguage::KazakhOrRussian);
    passport.pages.push(Page {
        id: PageId(1),
        name: "passport.jpg".into(),
        media: Media::Jpeg,
        bytes: photo.len() as u64,
        sha256: hash(photo),
        flaw: None,
    });
    draft.documents.push(passport);
    draft
}

impl Running {
    pub fn create_upload(&self, owner: &str, length: usize) -> String {
        let made = self.send(
            &Request::post("/api/v1/files").tus().owner(owner).with("upload-length", &length.to_string()),
        );
        made.is(201).header("location").unwrap().to_owned()
    }

    /// Uploads a whole file and returns its id.
    pub fn upload(&self, owner: &str, bytes: &[u8]) -> String {
        let path = self.create_upload(owner, bytes.len());
        self.send(&part(&path, owner, 0, bytes)).is(204);
        path.rsplit('/').next().unwrap().to_owned()
    }

    /// Returns the submission of this draft with this file for each page.
    pub fn submission(&self, draft: Draft, file: &str) -> Submission {
        submission(self.info(), draft, file)
    }

    pub fn submit(&self, owner: &str, key: &str, submission: &Submission) -> Answer {
        self.send(&submit("/api/v1/applications", owner, key, serde_json::to_vec(submission).unwrap()))
    }

    /// Uploads a photo and registers a draft with it.
    pub fn register(&self, owner: &str, key: &str) -> Receipt {
        let photo = photo(5_000);
        let file = self.upload(owner, &photo);
        self.submit(owner, key, &self.submission(draft(&photo), &file)).is(201).json()
    }

    pub fn report(&self, number: &str, event: &serde_json::Value) -> Answer {
        let path = format!("/authority/v1/applications/{number}/events");
        let token = self.token();
        self.send(&Request::post(&path).owner(&token).body(event.to_string()))
    }
}

/// Returns the submission of this draft with this service information and this file for each page.
pub fn submission(info: ServiceInfo, draft: Draft, file: &str) -> Submission {
    let files = draft.documents.iter().flat_map(Document::all_pages);
    let files =
        files.map(|page| FileClaim { page: page.id, file: file.to_owned(), sha256: page.sha256.clone() });
    let files = files.collect();
    Submission {
        version: VERSION,
        edition: info.edition,
        calendar: info.calendar,
        day: info.day,
        draft,
        files,
    }
}

pub fn part(path: &str, owner: &str, offset: usize, bytes: &[u8]) -> Request {
    Request::new("PATCH", path)
        .tus()
        .owner(owner)
        .with("content-type", "application/offset+octet-stream")
        .with("upload-offset", &offset.to_string())
        .body(bytes)
}

pub fn submit(path: &str, owner: &str, key: &str, body: Vec<u8>) -> Request {
    Request::post(path)
        .owner(owner)
        .with("idempotency-key", key)
        .with("content-type", "application/json")
        .body(body)
}
