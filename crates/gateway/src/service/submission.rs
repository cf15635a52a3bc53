//! Submission of an application: it is validated completely and then written in one transaction.

use crate::error::{Error, Result};
use crate::identity::{FileId, Owner, random_bytes};
use crate::service::gateway::{Gateway, retry_on_conflict, today};
use crate::store::{NewSubmission, StoredResponse, SubmissionInsert, UploadState};
use rules::check::check;
use rules::document::{Document, Page};
use rules::draft::Draft;
use rules::event::{Event, EventKind};
use rules::id::PageId;
use rules::time::Instant;
use rules::timeline::Standing;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use wire::answer::{Receipt, ServiceInfo, ServiceKind};
use wire::code::ApplicationNumber;
use wire::event::EventRecord;
use wire::submission::{FileClaim, Submission, VERSION};

/// The application that a submission is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmissionTarget<'a> {
    /// A new application.
    New,
    /// An application that was refused acceptance, whose corrected documents are resubmitted. Its number is not parsed yet.
    Resubmission(&'a str),
}

/// The version of a body, which is parsed first: a body of another version may not be parsable otherwise.
#[derive(Deserialize)]
struct VersionOnly {
    version: u16,
}

impl Gateway {
    /// Registers a submission and returns the body of the response. A repeated request gets the same body.
    pub async fn submit(
        &self,
        owner: Owner,
        key: &str,
        body: &[u8],
        target: SubmissionTarget<'_>,
        now: Instant,
    ) -> Result<String> {
        let number = match target {
            SubmissionTarget::New => None,
            SubmissionTarget::Resubmission(number) => Some(self.owned(&owner, number).await?),
        };
        let request = request_hash(number, body);
        if let Some(stored) = self.store.stored_response(&owner, key).await? {
            return repeat_response(stored, request);
        }
        self.check_operator(now)?;
        let submission = read(body)?;
        let info = self.info(now)?;
        same_rules(&submission, &info)?;
        let application = check_draft(&submission.draft, &info)?;
        let files = self.files_of(&owner, &submission, now).await?;
        retry_on_conflict(|| async {
            let (number, revision) = match number {
                None => (ApplicationNumber::from_bits(u64::from_le_bytes(random_bytes()?)), None),
                Some(number) => {
                    let current = self.application(number).await?;
                    if self.standing(&current, now)? != Standing::RefusedToAccept {
                        // The same request may have been processed in the meantime.
                        return match self.store.stored_response(&owner, key).await? {
                            Some(stored) => repeat_response(stored, request).map(Some),
                            None => Err(Error::NotRefused),
                        };
                    }
                    (number, Some(current.revision()))
                }
            };
            let received_on = today(now)?;
            let (kind, on) = match info.kind {
                ServiceKind::Authority | ServiceKind::Trial => (EventKind::Registered, info.day),
                ServiceKind::Forwarding => (EventKind::Received, received_on),
            };
            let registered_on = (kind == EventKind::Registered).then_some(on);
            let receipt = Receipt {
                number: number.to_text(),
                received_at: now,
                registered_on,
                service_kind: info.kind,
            };
            let answer = serde_json::to_string(&receipt).map_err(Error::internal)?;
            let event = Event {
                event_id: const_hex::encode(random_bytes::<16>()?),
                kind,
                on,
                replaces: None,
                came_in: registered_on.and(Some(received_on)).filter(|came_in| *came_in != on),
            };
            let submission_row = NewSubmission {
                number,
                revision,
                owner,
                idempotency_key: key.to_owned(),
                response: StoredResponse { request, answer: answer.clone() },
                body: body.to_vec(),
                service: application.service,
                basis: submission.draft.basis.filter(|_| application.ground.is_some()),
                edition: info.edition.clone(),
                files: files.clone(),
                registered: EventRecord {
                    event,
                    at: now,
                    documents: Vec::new(),
                    reference: None,
                    by_applicant: false,
                },
            };
            match self.store.insert_submission(submission_row).await? {
                SubmissionInsert::Inserted => {
                    self.changes.application_changed(number);
                    Ok(Some(answer))
                }
                SubmissionInsert::AlreadyExists(stored) => repeat_response(stored, request).map(Some),
                SubmissionInsert::FileMissing(page) => Err(Error::FilesMissing(vec![page])),
                SubmissionInsert::NumberTaken | SubmissionInsert::RevisionChanged => Ok(None),
            }
        })
        .await
    }

    /// Finds the upload of each page. Returns [`Error::FilesMissing`] with the pages that have no complete upload with the right
    /// bytes.
    async fn files_of(
        &self,
        owner: &Owner,
        submission: &Submission,
        now: Instant,
    ) -> Result<Vec<(PageId, FileId)>> {
        let mut files: Vec<(PageId, FileId)> = Vec::new();
        let mut missing = Vec::new();
        for page in submission.draft.documents.iter().flat_map(Document::all_pages) {
            let claim = submission.files.iter().find(|claim| claim.page == page.id);
            match self.file_of(owner, page, claim, now).await? {
                Some(file) if files.iter().any(|(known, other)| *known == page.id && *other == file) => {}
                Some(file) => files.push((page.id, file)),
                None => missing.push(page.id),
            }
        }
        if missing.is_empty() { Ok(files) } else { Err(Error::FilesMissing(missing)) }
    }

    async fn file_of(
        &self,
        owner: &Owner,
        page: &Page,
        claim: Option<&FileClaim>,
        now: Instant,
    ) -> Result<Option<FileId>> {
        let Some(claim) = claim.filter(|claim| claim.sha256 == page.sha256) else { return Ok(None) };
        let upload = match self.upload_to_claim(owner, &claim.file, now).await {
            Ok(upload) => upload,
            Err(Error::NotFound | Error::Gone | Error::UnsupportedMedia(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let UploadState::Complete { sha256, .. } = &upload.state else { return Ok(None) };
        let fits = *sha256 == page.sha256 && upload.length == page.bytes;
        // Checks that the bytes are stored: a page without bytes must not be registered.
        let there = self.files.length(&upload.id).await? == upload.length;
        Ok((fits && there).then_some(upload.id))
    }
}

/// Hashes a request. The same body for another application is a different request.
fn request_hash(number: Option<ApplicationNumber>, body: &[u8]) -> [u8; 32] {
    let target = number.map(ApplicationNumber::to_text).unwrap_or_default();
    Sha256::new().chain_update(target).chain_update(b"\0").chain_update(body).finalize().into()
}

fn repeat_response(stored: StoredResponse, request: [u8; 32]) -> Result<String> {
    if stored.request == request {
        return Ok(stored.answer);
    }
    let receipt = serde_json::from_str(&stored.answer).map_err(Error::internal)?;
    Err(Error::KeyUsed(Box::new(receipt)))
}

fn read(body: &[u8]) -> Result<Submission> {
    if serde_json::from_slice(body).is_ok_and(|VersionOnly { version }| version != VERSION) {
        return Err(Error::Version);
    }
    serde_json::from_slice(body).map_err(|error| Error::bad_request(error.to_string()))
}

/// Checks that the phone used the same edition, calendar and day of registration.
fn same_rules(submission: &Submission, info: &ServiceInfo) -> Result<()> {
    let service = || Box::new(info.clone());
    if submission.edition != info.edition {
        return Err(Error::EditionChanged(service()));
    }
    if submission.calendar != info.calendar {
        return Err(Error::CalendarChanged(service()));
    }
    if submission.day == info.day { Ok(()) } else { Err(Error::DayChanged(service())) }
}

fn check_draft(draft: &Draft, info: &ServiceInfo) -> Result<rules::application::Application> {
    check(draft, info.day).map_err(Error::Problems)
}
