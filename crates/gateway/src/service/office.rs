//! What the authority's system sees: a list of applications by where they stand, and each as a package.

use crate::error::{Error, Result};
use crate::files::Reading;
use crate::identity::hex;
use crate::service::{Gateway, form};
use crate::store::SentFile;
use rules::document::{Document, Media};
use rules::time::Instant;
use rules::timeline::Standing;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wire::authority::{Listed, Listing, State};
use wire::code::ApplicationNumber;
use wire::submission::Submission;

/// How many lines a list has at most,
const LINES: usize = 100;
/// and how many applications are looked at for it.
const LOOKS: usize = 1_000;
const STEP: usize = 100;

/// An application as one archive, its parts in their order.
pub struct Package {
    pub number: String,
    pub parts: Vec<PackedPart>,
}

pub struct PackedPart {
    pub name: String,
    /// 64 lower-case hexadecimal digits.
    pub sha256: String,
    pub content: Packed,
}

pub enum Packed {
    Text(Vec<u8>),
    File(SentFile),
}

impl Gateway {
    /// Those in the state asked for that came in after the one named.
    pub async fn list(&self, state: Option<State>, after: Option<&str>, now: Instant) -> Result<Listing> {
        let no_number = |_| Error::bad_request("after is the number of an application");
        let mut after = after.map(ApplicationNumber::parse).transpose().map_err(no_number)?;
        let mut applications = Vec::new();
        for _ in 0..LOOKS / STEP {
            let numbers = self.store.numbers_after(after, STEP).await?;
            let all = numbers.len() < STEP;
            for number in numbers {
                after = Some(number);
                let application = match self.application(number).await {
                    // Deleted a moment ago.
                    Err(Error::Gone) => continue,
                    application => application?,
                };
                let run = self.run(&application, now)?;
                let Some(stands) = state_of(run.standing) else { continue };
                if state.is_some_and(|wanted| wanted != stands) {
                    continue;
                }
                applications.push(Listed {
                    number: number.write(),
                    state: stands,
                    service: application.service,
                    basis: application.basis,
                    received_at: application.receipt.received_at,
                    registered_on: application.receipt.registered_on,
                    overdue: run.is_overdue(),
                });
                if applications.len() == LINES {
                    return Ok(Listing { applications, next: after.map(ApplicationNumber::write) });
                }
            }
            if all {
                return Ok(Listing { applications, next: None });
            }
        }
        Ok(Listing { applications, next: after.map(ApplicationNumber::write) })
    }

    /// The latest submission with everything known of it.
    pub async fn package(&self, number: &str) -> Result<Package> {
        let number = ApplicationNumber::parse(number).map_err(|_| Error::NotFound)?;
        let application = self.application(number).await?;
        let body = self.store.latest_body(number).await?.ok_or(Error::NotFound)?;
        let unreadable = |_| Error::internal("a kept submission cannot be read");
        let submission: Submission = serde_json::from_slice(&body).map_err(unreadable)?;
        let as_sent: Value = serde_json::from_slice(&body).map_err(unreadable)?;
        let contact = self.contact_of(number).await?;
        let whole = json!({
            "number": number.write(),
            "received_at": application.receipt.received_at,
            "registered_on": rules::time::write_day(application.receipt.registered_on),
            "service_kind": self.operation.kind,
            "service": application.service,
            "basis": application.basis,
            "edition": application.edition,
            "contact": contact,
            "events": application.events,
            "submission": as_sent,
        });
        let whole = serde_json::to_vec_pretty(&whole).map_err(Error::internal)?;
        let printed = form::write(self.operation.kind, &application.receipt, &submission.draft, &contact);
        let mut parts = vec![text("application.json", whole), text("application.txt", printed.into_bytes())];
        let files = self.store.sent_files(number).await?;
        parts.extend(files.into_iter().map(|file| PackedPart {
            name: name_of(&file, &submission.draft.documents),
            sha256: file.sha256.clone(),
            content: Packed::File(file),
        }));
        let listed: Vec<Value> = parts
            .iter()
            .map(|part| json!({ "name": part.name, "bytes": part.length(), "sha256": part.sha256 }))
            .collect();
        let manifest = json!({ "number": number.write(), "files": listed });
        let manifest = serde_json::to_vec_pretty(&manifest).map_err(Error::internal)?;
        parts.push(text("manifest.json", manifest));
        Ok(Package { number: number.write(), parts })
    }

    pub async fn read_file(&self, file: &SentFile) -> Result<Box<dyn Reading>> {
        self.files.open(&file.upload, &self.keys.get(file.slot)?).await
    }
}

impl PackedPart {
    fn length(&self) -> u64 {
        match &self.content {
            Packed::Text(bytes) => bytes.len() as u64,
            Packed::File(file) => file.length,
        }
    }
}

fn text(name: &str, bytes: Vec<u8>) -> PackedPart {
    PackedPart { name: name.to_owned(), sha256: hex(&Sha256::digest(&bytes)), content: Packed::Text(bytes) }
}

/// `files/identity_document-01-0000000000000001.jpg`: which document, which of its pages, and the page's id.
fn name_of(file: &SentFile, documents: &[Document]) -> String {
    let ending = match file.media {
        Media::Jpeg => "jpg",
        Media::Png => "png",
        Media::Pdf => "pdf",
    };
    let place = documents.iter().find_map(|document| {
        let place = document.all_pages().position(|page| page.id == file.page)?;
        let kind = form::word(document.kind);
        Some((kind, place + 1))
    });
    let page = file.page.write();
    match place {
        Some((kind, place)) => format!("files/{kind}-{place:02}-{page}.{ending}"),
        None => format!("files/{page}.{ending}"),
    }
}

/// `None` for what no event speaks of, which is no application.
fn state_of(standing: Standing) -> Option<State> {
    Some(match standing {
        Standing::NotRegistered => return None,
        Standing::Registered => State::Registered,
        Standing::RefusedToAccept => State::RefusedToAccept,
        Standing::BeingChecked => State::BeingChecked,
        Standing::WithCommission => State::WithCommission,
        Standing::Granted => State::Granted,
        Standing::Refused => State::Refused,
        Standing::Withdrawn => State::Withdrawn,
    })
}
