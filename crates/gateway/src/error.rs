//! Why something was not done: one variant for each answer that a caller can act on.

use rules::check::Problem;
use rules::id::PageId;
use std::borrow::Cow;
use std::io;
use wire::answer::{Receipt, ServiceInfo};

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text names the mistake. It may quote the sender and therefore goes back to the sender only.
    #[error("{0}")]
    BadRequest(Cow<'static, str>),
    #[error("the key or token is missing, malformed or not known")]
    Unauthorized,
    #[error("this service forwards applications, and takes none in until its operator is named")]
    NoOperator,
    #[error("nothing here has that name, or it is not this key's")]
    NotFound,
    #[error("what has that name cannot be asked for in this way")]
    WrongMethod,
    #[error("it is there in no form that the request accepts")]
    NotAcceptable,
    #[error("not all files are on disk")]
    FilesMissing(Vec<PageId>),
    #[error("the idempotency key was used with another request")]
    KeyUsed(Box<Receipt>),
    #[error("the day of registration is another one")]
    DayChanged(Box<ServiceInfo>),
    #[error("the calendar is another one")]
    CalendarChanged(Box<ServiceInfo>),
    #[error("the edition in force is another one")]
    EditionChanged(Box<ServiceInfo>),
    #[error("the upload's offset is {0}")]
    OffsetDiffers(u64),
    #[error("{0}")]
    EventConflict(&'static str),
    #[error("the application was not refused to be accepted, or was sent again since")]
    NotRefused,
    #[error("the application is decided")]
    Decided,
    #[error("the application is being worked on; withdraw it first")]
    NotEnded,
    #[error("an application stands on this file")]
    FileInUse,
    #[error("it was here, and has expired or was deleted")]
    Gone,
    #[error("the family link is revoked")]
    Revoked,
    #[error("the application has as many family links as there may be; revoke one")]
    SharesFull,
    #[error("too many requests; try again in {seconds} seconds")]
    TooMany { seconds: u64 },
    #[error("the header Tus-Resumable must be 1.0.0")]
    TusVersion,
    #[error("what is there is not what If-Match names")]
    PreconditionFailed,
    #[error("it has {0} bytes, and none in that range")]
    NoSuchRange(u64),
    #[error("larger than the limit")]
    TooLarge,
    #[error("{0}")]
    UnsupportedMedia(&'static str),
    #[error("the check found problems")]
    Problems(Vec<Problem>),
    #[error("this gateway takes requests of version {}", wire::submission::VERSION)]
    Version,
    #[error("the checksum does not fit; nothing of this part was kept")]
    ChecksumDiffers,
    #[error(
        "the gateway's clock went back: nothing is registered until it is right, or was steady for ten minutes"
    )]
    ClockWentBack,
    #[error("the gateway's disk is full")]
    StorageFull,
    /// Our fault. The cause goes to the log, never to the sender.
    #[error("the gateway failed")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub fn bad_request(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::BadRequest(detail.into())
    }

    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        match error.kind() {
            StorageFull | QuotaExceeded | FileTooLarge => Self::StorageFull,
            _ => Self::internal(error),
        }
    }
}
