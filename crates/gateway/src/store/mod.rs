//! The database: applications, submissions, events and uploads. A trait, so that other databases can be added.

use crate::error::Result;
use crate::identity::{FileId, Owner};
use crate::keys::Slot;
use crate::sharing::ShareId;
use async_trait::async_trait;
use rules::document::Media;
use rules::id::PageId;
use rules::service::{Basis, Service};
use rules::time::Instant;
use wire::answer::Receipt;
use wire::code::ApplicationNumber;
use wire::contact::ContactDetails;
use wire::event::EventRecord;

pub mod sqlite;

/// An application in its current state.
#[derive(Clone, Debug)]
pub struct StoredApplication {
    pub number: ApplicationNumber,
    /// The receipt of the latest submission.
    pub receipt: Receipt,
    pub service: Service,
    pub basis: Option<Basis>,
    pub edition: String,
    /// The events in the order in which they were reported.
    pub events: Vec<EventRecord>,
}

impl StoredApplication {
    /// Returns the number of events. A write names the revision it is based on, and fails if there is a newer one
    /// (optimistic concurrency control).
    pub fn revision(&self) -> usize {
        self.events.len()
    }
}

/// The owner of an application.
#[derive(Clone, Copy)]
pub struct ApplicationOwner {
    pub owner: Owner,
    /// True if the application is deleted; then only this record of it remains.
    pub deleted: bool,
}

/// The response that is stored under an idempotency key.
#[derive(Clone, Debug)]
pub struct StoredResponse {
    /// SHA-256 of the request.
    pub request: [u8; 32],
    /// The body of the response, byte for byte.
    pub answer: String,
}

/// A submission that passed every check.
#[derive(Clone)]
pub struct NewSubmission {
    pub number: ApplicationNumber,
    /// `None` creates an application; otherwise the application must still have this revision.
    pub revision: Option<usize>,
    pub owner: Owner,
    pub idempotency_key: String,
    pub response: StoredResponse,
    pub body: Vec<u8>,
    pub service: Service,
    pub basis: Option<Basis>,
    pub edition: String,
    pub files: Vec<(PageId, FileId)>,
    pub registered: EventRecord,
}

/// The result of inserting a submission. Except for `Inserted`, nothing was written.
#[derive(Clone, Debug)]
pub enum SubmissionInsert {
    /// The submission is on disk.
    Inserted,
    /// The idempotency key was used before.
    AlreadyExists(StoredResponse),
    /// Another application has this number.
    NumberTaken,
    /// A file no longer exists.
    FileMissing(PageId),
    /// The application has a newer revision.
    RevisionChanged,
}

/// An upload to be created.
#[derive(Clone)]
pub struct NewUpload {
    /// The length of the whole file in bytes.
    pub length: u64,
    /// The header `Upload-Metadata` as the client sent it. It may contain a file name, and so the name of a person.
    pub metadata: Option<String>,
}

/// An upload. Only [`crate::blobs::BlobStore`] knows how many of its bytes have arrived.
#[derive(Clone)]
pub struct Upload {
    pub id: FileId,
    pub owner: Owner,
    /// The length of the whole file in bytes.
    pub length: u64,
    /// The header `Upload-Metadata` as the client sent it.
    pub metadata: Option<String>,
    /// The key of its bytes.
    pub slot: Slot,
    /// The time of expiry; `None` once an application uses the file.
    pub expires_at: Option<Instant>,
    pub state: UploadState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadState {
    Open,
    /// All bytes are synced, and have this hash and media type.
    Complete {
        sha256: String,
        media: Media,
    },
    /// The upload has expired or was removed.
    Gone,
}

/// Statistics for the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statistics {
    pub applications: u64,
    /// The size of the database without its write-ahead log.
    pub database_bytes: u64,
}

/// A file of an application, and the page it belongs to.
#[derive(Clone)]
pub struct SentFile {
    pub page: PageId,
    pub upload: FileId,
    pub length: u64,
    /// The key of its bytes.
    pub slot: Slot,
    pub sha256: String,
    pub media: Media,
}

/// A family link to be stored.
#[derive(Clone)]
pub struct SealedShare {
    pub id: ShareId,
    /// The hash of its token.
    pub token: [u8; 32],
    /// The name, which only the owner key can decrypt.
    pub name: Vec<u8>,
    pub made_at: Instant,
}

/// The result of inserting a family link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareInsert {
    Inserted,
    /// The link exists since this time and is renamed.
    Renamed(Instant),
    /// The link exists and is revoked; nothing was written.
    Revoked,
    /// The application has [`wire::share::MAX_SHARES`] links; nothing was written.
    LimitReached,
    /// A link of another application has this token; nothing was written.
    TokenTaken,
}

/// A family link that is not revoked, as its owner sees it.
#[derive(Clone)]
pub struct StoredShare {
    pub id: ShareId,
    pub name: Vec<u8>,
    pub made_at: Instant,
}

/// The application that a share token gives access to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareAccess {
    Active(ApplicationNumber),
    Revoked,
}

/// The database. A write is durable when it returns `Ok`. Calls about a deleted application return
/// [`crate::error::Error::Gone`].
#[async_trait]
pub trait ApplicationStore: Send + Sync {
    /// Returns an error if the database cannot be read.
    async fn ready(&self) -> Result<()>;

    async fn statistics(&self) -> Result<Statistics>;
    /// Returns the time of the latest registration or report, by the clock of that time.
    async fn latest(&self) -> Result<Option<Instant>>;

    async fn owner_of(&self, number: ApplicationNumber) -> Result<Option<ApplicationOwner>>;
    /// Returns the numbers of the owner's applications that are not deleted.
    async fn numbers(&self, owner: &Owner) -> Result<Vec<ApplicationNumber>>;
    /// Returns whether an application of this owner was deleted.
    async fn has_deleted(&self, owner: &Owner) -> Result<bool>;
    async fn application(&self, number: ApplicationNumber) -> Result<Option<StoredApplication>>;
    /// Returns the body of the latest submission.
    async fn latest_body(&self, number: ApplicationNumber) -> Result<Option<Vec<u8>>>;
    /// Returns up to `count` applications that were first submitted after the given one, in order of submission.
    async fn numbers_after(
        &self,
        after: Option<ApplicationNumber>,
        count: usize,
    ) -> Result<Vec<ApplicationNumber>>;
    /// Returns the pages of the latest submission.
    async fn sent_files(&self, number: ApplicationNumber) -> Result<Vec<SentFile>>;
    /// Returns a page of this application, from the latest submission that has it.
    async fn sent_file(&self, number: ApplicationNumber, page: PageId) -> Result<Option<SentFile>>;
    /// Replaces the contact details of the latest submission.
    async fn correct_contact(
        &self,
        number: ApplicationNumber,
        details: &ContactDetails,
        now: Instant,
    ) -> Result<()>;
    /// Returns corrected contact details; `None` if they were not corrected since the latest submission.
    async fn corrected_contact(&self, number: ApplicationNumber) -> Result<Option<ContactDetails>>;
    /// Returns the response that is stored under an idempotency key.
    async fn stored_response(&self, owner: &Owner, key: &str) -> Result<Option<StoredResponse>>;
    /// Inserts a submission atomically.
    async fn insert_submission(&self, submission: NewSubmission) -> Result<SubmissionInsert>;
    /// Adds an event. Returns `false`, and adds nothing, if the application has another revision.
    async fn add_event(
        &self,
        number: ApplicationNumber,
        revision: usize,
        record: &EventRecord,
    ) -> Result<bool>;

    /// Returns the id of the last event, and the applications with events after the given id.
    async fn events_since(&self, seen: i64) -> Result<(i64, Vec<ApplicationNumber>)>;

    /// Inserts a family link, or renames the link with this id.
    async fn insert_share(&self, number: ApplicationNumber, share: &SealedShare) -> Result<ShareInsert>;
    /// Returns the links that are not revoked, the oldest first.
    async fn shares(&self, number: ApplicationNumber) -> Result<Vec<StoredShare>>;
    /// Revokes a link. Returns `false` if there is no such link.
    async fn revoke_share(&self, number: ApplicationNumber, id: &ShareId, now: Instant) -> Result<bool>;
    /// Finds a link by the hash of its token.
    async fn share(&self, token: &[u8; 32]) -> Result<Option<ShareAccess>>;

    /// Deletes an application, except for the record that it was deleted. Returns `false`, and deletes nothing, if the
    /// application has another revision. Its keys are queued for [`Self::destroy_keys`], and [`Self::expire_uploads`] returns
    /// its files.
    async fn delete(&self, number: ApplicationNumber, revision: usize, now: Instant) -> Result<bool>;
    /// Destroys the queued keys.
    async fn destroy_keys(&self) -> Result<()>;

    async fn create_upload(&self, owner: Owner, new: NewUpload, expires_at: Instant) -> Result<Upload>;
    async fn upload(&self, id: &FileId) -> Result<Option<Upload>>;
    /// Marks an open upload as complete.
    async fn complete_upload(
        &self,
        id: &FileId,
        sha256: &str,
        media: Media,
        expires_at: Instant,
    ) -> Result<()>;
    /// Marks an upload as gone. Returns `false` if an application uses it.
    async fn discard_upload(&self, id: &FileId, now: Instant) -> Result<bool>;
    /// Marks expired uploads as gone. Returns all uploads that are gone and whose bytes may still be stored.
    async fn expire_uploads(&self, now: Instant) -> Result<Vec<FileId>>;
    /// Records that the bytes of these uploads are removed, and deletes old records of uploads that are gone.
    async fn cleared_uploads(&self, ids: &[FileId], now: Instant) -> Result<()>;
}
