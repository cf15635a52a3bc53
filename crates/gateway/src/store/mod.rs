//! Rows: applications, submissions, events and what is known of uploads. One trait, so that another database can follow.

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

/// An application as it stands.
#[derive(Clone, Debug)]
pub struct Application {
    pub number: ApplicationNumber,
    /// Of the latest submission.
    pub receipt: Receipt,
    pub service: Service,
    pub basis: Option<Basis>,
    pub edition: String,
    /// In the order in which they were reported.
    pub events: Vec<EventRecord>,
}

impl Application {
    /// Changes with every event, so that what was decided on an older view is not carried out.
    pub fn revision(&self) -> usize {
        self.events.len()
    }
}

/// Whose an application is.
#[derive(Clone, Copy)]
pub struct Owned {
    pub owner: Owner,
    /// Then nothing else is left of it.
    pub deleted: bool,
}

/// What a used idempotency key stands for.
#[derive(Clone, Debug)]
pub struct Answered {
    /// SHA-256 of what was asked.
    pub request: [u8; 32],
    /// The body of the answer, byte for byte.
    pub answer: String,
}

/// A submission that passed every check.
#[derive(Clone)]
pub struct Submitted {
    pub number: ApplicationNumber,
    /// `None` makes the application; else it must still have this revision.
    pub revision: Option<usize>,
    pub owner: Owner,
    pub key: String,
    pub answered: Answered,
    pub body: Vec<u8>,
    pub service: Service,
    pub basis: Option<Basis>,
    pub edition: String,
    pub files: Vec<(PageId, FileId)>,
    pub registered: EventRecord,
}

/// What became of a submission.
#[derive(Clone, Debug)]
pub enum Kept {
    /// It is on disk.
    Now,
    /// The key was used before, perhaps a moment ago; nothing was written.
    Before(Answered),
    /// Another application has this number; nothing was written.
    NumberTaken,
    /// A file is not there any more; nothing was written.
    FileMissing(PageId),
    /// The application has another revision by now; nothing was written.
    Changed,
}

/// An upload to be created.
#[derive(Clone)]
pub struct NewUpload {
    /// How many bytes it will have.
    pub length: u64,
    /// The header `Upload-Metadata` as its sender wrote it. It may name a file, and so a person.
    pub metadata: Option<String>,
}

/// What is known of an upload. How much of it arrived is known to [`crate::files::Files`] alone.
#[derive(Clone)]
pub struct Upload {
    pub id: FileId,
    pub owner: Owner,
    /// How many bytes it will have.
    pub length: u64,
    /// The header `Upload-Metadata` as its sender wrote it.
    pub metadata: Option<String>,
    /// The key of its bytes.
    pub slot: Slot,
    /// `None` once an application stands on it.
    pub expires_at: Option<Instant>,
    pub state: UploadState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadState {
    Open,
    /// All bytes are synced, and are what these say.
    Complete {
        sha256: String,
        media: Media,
    },
    /// It has expired or was removed.
    Gone,
}

/// What an operator counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub applications: u64,
    /// What is not yet written back into the database is not counted.
    pub database_bytes: u64,
}

/// A file that an application stands on, and which page it is.
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

/// A family link about to be kept.
#[derive(Clone)]
pub struct SealedShare {
    pub id: ShareId,
    /// The hash of its token.
    pub token: [u8; 32],
    /// Only the owner key opens it.
    pub name: Vec<u8>,
    pub made_at: Instant,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareKept {
    Now,
    /// It was there since then, and is renamed.
    Before(Instant),
    /// It was there and is revoked; nothing was written.
    Revoked,
    /// The application has [`wire::share::MAX_SHARES`] of them; nothing was written.
    Full,
    /// Another application's link has this token; nothing was written.
    Taken,
}

/// A family link that is alive, as its owner is to see it.
#[derive(Clone)]
pub struct KeptShare {
    pub id: ShareId,
    pub name: Vec<u8>,
    pub made_at: Instant,
}

/// What a share token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundShare {
    Of(ApplicationNumber),
    Revoked,
}

/// Everything that is kept in rows. A call that returns well has written durably. What is asked of a deleted application is
/// [`crate::error::Error::Gone`].
#[async_trait]
pub trait Store: Send + Sync {
    /// Whether the store answers at all.
    async fn ready(&self) -> Result<()>;

    async fn figures(&self) -> Result<Figures>;
    /// When something was registered or reported last, by the clock of that time.
    async fn latest(&self) -> Result<Option<Instant>>;

    async fn owner_of(&self, number: ApplicationNumber) -> Result<Option<Owned>>;
    /// Those that are not deleted.
    async fn numbers(&self, owner: &Owner) -> Result<Vec<ApplicationNumber>>;
    /// Whether something of this owner was deleted.
    async fn has_deleted(&self, owner: &Owner) -> Result<bool>;
    async fn application(&self, number: ApplicationNumber) -> Result<Option<Application>>;
    /// The body of the latest submission.
    async fn latest_body(&self, number: ApplicationNumber) -> Result<Option<Vec<u8>>>;
    /// So many that first came in after the one given, in their order.
    async fn numbers_after(
        &self,
        after: Option<ApplicationNumber>,
        count: usize,
    ) -> Result<Vec<ApplicationNumber>>;
    /// The pages of the latest submission.
    async fn sent_files(&self, number: ApplicationNumber) -> Result<Vec<SentFile>>;
    /// A page that was sent with this application, as it was sent last.
    async fn sent_file(&self, number: ApplicationNumber, page: PageId) -> Result<Option<SentFile>>;
    /// Keeps contact details in place of the latest submission's.
    async fn correct_contact(
        &self,
        number: ApplicationNumber,
        details: &ContactDetails,
        now: Instant,
    ) -> Result<()>;
    /// `None` where nothing was corrected since the latest submission.
    async fn corrected_contact(&self, number: ApplicationNumber) -> Result<Option<ContactDetails>>;
    async fn answered(&self, owner: &Owner, key: &str) -> Result<Option<Answered>>;
    /// All of it or nothing.
    async fn keep(&self, submitted: Submitted) -> Result<Kept>;
    /// Whether it was added: not if the application has another revision by now.
    async fn add_event(
        &self,
        number: ApplicationNumber,
        revision: usize,
        record: &EventRecord,
    ) -> Result<bool>;

    /// The last event, and whose events came after the one given.
    async fn events_since(&self, seen: i64) -> Result<(i64, Vec<ApplicationNumber>)>;

    async fn keep_share(&self, number: ApplicationNumber, share: &SealedShare) -> Result<ShareKept>;
    /// The links that are alive, the oldest first.
    async fn shares(&self, number: ApplicationNumber) -> Result<Vec<KeptShare>>;
    /// Whether there is such a link; one that was revoked before stays so.
    async fn revoke_share(&self, number: ApplicationNumber, id: &ShareId, now: Instant) -> Result<bool>;
    /// By the hash of its token.
    async fn share(&self, token: &[u8; 32]) -> Result<Option<FoundShare>>;

    /// Removes everything of an application but what tells those who come back that it is gone, unless it has another
    /// revision by now: then `false`. Its keys are named among those that [`Self::destroy_keys`] destroys, its files among
    /// those that [`Self::expire_uploads`] gives.
    async fn delete(&self, number: ApplicationNumber, revision: usize, now: Instant) -> Result<bool>;
    /// Destroys the keys that nothing needs any more.
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
    /// Marks an upload as gone, unless an application stands on it: then `false`.
    async fn discard_upload(&self, id: &FileId, now: Instant) -> Result<bool>;
    /// Marks what has expired as gone and names everything gone whose bytes may still be there.
    async fn expire_uploads(&self, now: Instant) -> Result<Vec<FileId>>;
    /// Remembers that the bytes are removed, and forgets what has been gone for long.
    async fn cleared_uploads(&self, ids: &[FileId], now: Instant) -> Result<()>;
}
