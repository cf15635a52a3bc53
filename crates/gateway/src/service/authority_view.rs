//! Applications for the authority's system: a list by state, and each application as a package.

use crate::blobs::BlobReader;
use crate::error::{Error, Result};
use crate::identity::sha256_hex;
use crate::service::gateway::Gateway;
use crate::store::{SentFile, StoredApplication};
use crate::texts::BuiltFormTexts;
use forms::{OfficerCopy, PackagedFile};
use rules::checklist::{ChecklistInput, checklist};
use rules::document::{Document, Media};
use rules::draft::Draft;
use rules::edition::Edition;
use rules::time::Instant;
use rules::timeline::Standing;
use serde_json::{Value, json};
use wire::answer::ServiceKind;
use wire::authority::{ApplicationListItem, ApplicationState, Listing};
use wire::code::ApplicationNumber;
use wire::submission::Submission;

/// The maximum number of applications in one page of the list.
const PAGE_SIZE: usize = 100;
/// The maximum number of applications that are read for one page.
const MAX_SCANNED: usize = 1_000;
/// The number of applications that are read in one query.
const BATCH: usize = 100;

/// An application as an archive.
pub struct ApplicationArchive {
    pub number: String,
    /// The entries in their order.
    pub entries: Vec<PackageEntry>,
}

/// An entry of the archive.
pub struct PackageEntry {
    pub name: String,
    /// 64 lower-case hexadecimal digits.
    pub sha256: String,
    pub content: EntryContent,
}

/// The content of an entry: a generated text or a stored file.
pub enum EntryContent {
    Text(Vec<u8>),
    File(SentFile),
}

impl Gateway {
    /// Returns a page of the applications in a state, starting after a number.
    pub async fn list(
        &self,
        state: Option<ApplicationState>,
        after: Option<&str>,
        now: Instant,
    ) -> Result<Listing> {
        let no_number = |_| Error::bad_request("after must be the number of an application");
        let mut after = after.map(ApplicationNumber::parse).transpose().map_err(no_number)?;
        let mut applications = Vec::new();
        for _ in 0..MAX_SCANNED / BATCH {
            let numbers = self.store.numbers_after(after, BATCH).await?;
            let all = numbers.len() < BATCH;
            for number in numbers {
                after = Some(number);
                let application = match self.application(number).await {
                    // It was deleted after the query.
                    Err(Error::Gone) => continue,
                    application => application?,
                };
                let run = self.run(&application, now)?;
                let Some(current) = state_of(run.standing) else { continue };
                if state.is_some_and(|wanted| wanted != current) {
                    continue;
                }
                applications.push(ApplicationListItem {
                    number: number.to_text(),
                    state: current,
                    service: application.service,
                    basis: application.basis,
                    received_at: application.receipt.received_at,
                    registered_on: application.receipt.registered_on,
                    overdue: run.is_overdue(),
                });
                if applications.len() == PAGE_SIZE {
                    return Ok(Listing { applications, next: after.map(ApplicationNumber::to_text) });
                }
            }
            if all {
                return Ok(Listing { applications, next: None });
            }
        }
        Ok(Listing { applications, next: after.map(ApplicationNumber::to_text) })
    }

    /// Returns the latest submission of an application with all its data.
    pub async fn package(&self, number: &str) -> Result<ApplicationArchive> {
        let number = ApplicationNumber::parse(number).map_err(|_| Error::NotFound)?;
        let application = self.application(number).await?;
        let body = self.store.latest_body(number).await?.ok_or(Error::NotFound)?;
        let unreadable = |_| Error::internal("a stored submission cannot be parsed");
        let submission: Submission = serde_json::from_slice(&body).map_err(unreadable)?;
        let as_sent: Value = serde_json::from_slice(&body).map_err(unreadable)?;
        let contact = self.contact_of(number).await?;
        let whole = json!({
            "number": number.to_text(),
            "received_at": application.receipt.received_at,
            "registered_on": application.receipt.registered_on.map(rules::time::write_day),
            "service_kind": self.config.kind,
            "service": application.service,
            "basis": application.basis,
            "edition": application.edition,
            "contact": contact,
            "events": application.events,
            "submission": as_sent,
        });
        let whole = serde_json::to_vec_pretty(&whole).map_err(Error::internal)?;
        let draft = Draft { phone: contact.phone, email: contact.email, ..submission.draft };
        let files = self.store.sent_files(number).await?;
        let files: Vec<(PackagedFile, SentFile)> = files
            .into_iter()
            .map(|file| (PackagedFile { page: file.page, name: name_of(&file, &draft.documents) }, file))
            .collect();
        let copy = officer_copy(self.config.kind, &application, &draft, &files);
        let mut entries = vec![text("application.json", whole), text("application.txt", copy.into_bytes())];
        entries.extend(files.into_iter().map(|(packaged, file)| PackageEntry {
            name: packaged.name,
            sha256: file.sha256.clone(),
            content: EntryContent::File(file),
        }));
        let listed: Vec<Value> = entries
            .iter()
            .map(|entry| json!({ "name": entry.name, "bytes": entry.length(), "sha256": entry.sha256 }))
            .collect();
        let manifest = json!({ "number": number.to_text(), "files": listed });
        let manifest = serde_json::to_vec_pretty(&manifest).map_err(Error::internal)?;
        entries.push(text("manifest.json", manifest));
        Ok(ApplicationArchive { number: number.to_text(), entries })
    }

    pub async fn read_file(&self, file: &SentFile) -> Result<Box<dyn BlobReader>> {
        self.files.open(&file.upload, &self.keys.get(file.slot)?).await
    }
}

impl PackageEntry {
    fn length(&self) -> u64 {
        match &self.content {
            EntryContent::Text(bytes) => bytes.len() as u64,
            EntryContent::File(file) => file.length,
        }
    }
}

/// Returns the readable copy of an application, in Kazakh.
fn officer_copy(
    kind: ServiceKind,
    application: &StoredApplication,
    draft: &Draft,
    files: &[(PackagedFile, SentFile)],
) -> String {
    let receipt = &application.receipt;
    let edition = Edition::by_id_or_in_force_on(&application.edition, receipt.filed_on());
    let required = checklist(&ChecklistInput::of(draft), edition);
    let files: Vec<PackagedFile> = files.iter().map(|(packaged, _)| packaged.clone()).collect();
    let copy = OfficerCopy { kind, receipt, draft, required: &required, files: &files };
    forms::plain_text(&copy.sheets(&BuiltFormTexts))
}

fn text(name: &str, bytes: Vec<u8>) -> PackageEntry {
    PackageEntry { name: name.to_owned(), sha256: sha256_hex(&bytes), content: EntryContent::Text(bytes) }
}

/// Returns the name of a file in the archive, such as `files/identity_document-01-0000000000000001.jpg`: the kind of the
/// document, the number of the page in it, and the id of the page.
fn name_of(file: &SentFile, documents: &[Document]) -> String {
    let ending = match file.media {
        Media::Jpeg => "jpg",
        Media::Png => "png",
        Media::Pdf => "pdf",
    };
    let place = documents.iter().find_map(|document| {
        let place = document.all_pages().position(|page| page.id == file.page)?;
        let kind = serde_json::to_value(document.kind).ok()?.as_str()?.to_owned();
        Some((kind, place + 1))
    });
    let page = file.page.to_text();
    match place {
        Some((kind, place)) => format!("files/{kind}-{place:02}-{page}.{ending}"),
        None => format!("files/{page}.{ending}"),
    }
}

/// Returns the state in the authority's API; `None` without any event.
fn state_of(standing: Standing) -> Option<ApplicationState> {
    Some(match standing {
        Standing::NotRegistered => return None,
        Standing::Received => ApplicationState::Received,
        Standing::HandedOver => ApplicationState::HandedOver,
        Standing::Registered => ApplicationState::Registered,
        Standing::RefusedToAccept => ApplicationState::RefusedToAccept,
        Standing::BeingChecked => ApplicationState::BeingChecked,
        Standing::WithCommission => ApplicationState::WithCommission,
        Standing::Granted => ApplicationState::Granted,
        Standing::Refused => ApplicationState::Refused,
        Standing::Withdrawn => ApplicationState::Withdrawn,
    })
}
