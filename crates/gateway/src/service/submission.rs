//! An application comes in: everything is checked before anything is written, and then all of it is written at once.

use crate::error::{Error, Result};
use crate::identity::{FileId, Owner, hex, random_bytes};
use crate::service::Gateway;
use crate::store::{Answered, Kept, Submitted, UploadState};
use rules::check::check;
use rules::document::{Document, Page};
use rules::draft::Draft;
use rules::event::{Event, EventKind};
use rules::id::PageId;
use rules::time::Instant;
use rules::timeline::Standing;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use wire::answer::{Receipt, ServiceInfo};
use wire::code::ApplicationNumber;
use wire::event::EventRecord;
use wire::submission::{FileClaim, Submission, VERSION};

/// What a submission is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// Makes an application.
    New,
    /// The mended documents of one that was refused to be accepted, by its number as it was written.
    Again(&'a str),
}

/// How often a number is drawn or a changed application looked at anew. With 35 random bits a second draw is already rare.
const ATTEMPTS: usize = 8;

/// The version alone, to say that it is another one where nothing else can be understood.
#[derive(Deserialize)]
struct Versioned {
    version: u16,
}

impl Gateway {
    /// Registers what the body says, and gives the answer's body: the very same one for the same request.
    pub async fn submit(
        &self,
        owner: Owner,
        key: &str,
        body: &[u8],
        target: Target<'_>,
        now: Instant,
    ) -> Result<String> {
        let number = match target {
            Target::New => None,
            Target::Again(number) => Some(self.owned(&owner, number).await?),
        };
        let request = request_hash(number, body);
        if let Some(before) = self.store.answered(&owner, key).await? {
            return answer_again(before, request);
        }
        self.check_operator(now)?;
        let submission = read(body)?;
        let info = self.info(now)?;
        same_rules(&submission, &info)?;
        let application = check_draft(&submission.draft, &info)?;
        let files = self.files_of(&owner, &submission, now).await?;
        for _ in 0..ATTEMPTS {
            let (number, revision) = match number {
                None => (ApplicationNumber::from_bits(u64::from_le_bytes(random_bytes()?)), None),
                Some(number) => {
                    let standing = self.application(number).await?;
                    if self.standing(&standing, now)? != Standing::RefusedToAccept {
                        // The very same request may have done it a moment ago.
                        return match self.store.answered(&owner, key).await? {
                            Some(before) => answer_again(before, request),
                            None => Err(Error::NotRefused),
                        };
                    }
                    (number, Some(standing.revision()))
                }
            };
            let receipt = Receipt {
                number: number.write(),
                received_at: now,
                registered_on: info.day,
                service_kind: info.kind,
            };
            let answer = serde_json::to_string(&receipt).map_err(Error::internal)?;
            let event = Event {
                event_id: hex(&random_bytes::<16>()?),
                kind: EventKind::Registered,
                on: info.day,
                replaces: None,
            };
            let submitted = Submitted {
                number,
                revision,
                owner,
                key: key.to_owned(),
                answered: Answered { request, answer: answer.clone() },
                body: body.to_vec(),
                service: application.service,
                basis: submission.draft.basis.filter(|_| application.ground.is_some()),
                edition: info.edition.clone(),
                files: files.clone(),
                registered: EventRecord { event, at: now, documents: Vec::new(), reference: None },
            };
            match self.store.keep(submitted).await? {
                Kept::Now => {
                    self.changes.something_happened(number);
                    return Ok(answer);
                }
                Kept::Before(before) => return answer_again(before, request),
                Kept::FileMissing(page) => return Err(Error::FilesMissing(vec![page])),
                Kept::NumberTaken | Kept::Changed => {}
            }
        }
        Err(Error::internal("no number was free, or the application changed each time it was looked at"))
    }

    /// The upload of each page. A page without one that is complete and has the very bytes is missing.
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
        // The bytes are looked for once more: nothing is called received that is not there.
        let there = self.files.length(&upload.id).await? == upload.length;
        Ok((fits && there).then_some(upload.id))
    }
}

/// What was asked: the same body sent to another place is another request.
fn request_hash(number: Option<ApplicationNumber>, body: &[u8]) -> [u8; 32] {
    let target = number.map(ApplicationNumber::write).unwrap_or_default();
    Sha256::new().chain_update(target).chain_update(b"\0").chain_update(body).finalize().into()
}

fn answer_again(before: Answered, request: [u8; 32]) -> Result<String> {
    if before.request == request {
        return Ok(before.answer);
    }
    let receipt = serde_json::from_str(&before.answer).map_err(Error::internal)?;
    Err(Error::KeyUsed(Box::new(receipt)))
}

fn read(body: &[u8]) -> Result<Submission> {
    if serde_json::from_slice(body).is_ok_and(|Versioned { version }| version != VERSION) {
        return Err(Error::Version);
    }
    serde_json::from_slice(body).map_err(|error| Error::bad_request(error.to_string()))
}

/// The phone must have checked under what holds here now.
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
