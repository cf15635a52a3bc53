//! The error type of the gateway: one variant for each response that a caller can act on.

use rules::check::Problem;
use rules::id::PageId;
use std::borrow::Cow;
use std::io;
use wire::answer::{Receipt, ServiceInfo};

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request is malformed. The text may quote the client, so it is sent to the client only and never logged.
    #[error("{0}")]
    BadRequest(Cow<'static, str>),
    #[error("the key or token is missing, malformed or unknown")]
    Unauthorized,
    #[error("this service forwards applications and accepts none until its operator is named")]
    NoOperator,
    #[error("there is nothing with that name, or it belongs to another key")]
    NotFound,
    #[error("this resource does not support that method")]
    WrongMethod,
    #[error("the resource is not available in any form that the request accepts")]
    NotAcceptable,
    #[error("not all files are on disk")]
    FilesMissing(Vec<PageId>),
    #[error("the idempotency key was used with a different request")]
    KeyUsed(Box<Receipt>),
    #[error("the day of registration is a different one")]
    DayChanged(Box<ServiceInfo>),
    #[error("the calendar in use is a different one")]
    CalendarChanged(Box<ServiceInfo>),
    #[error("the edition in force is a different one")]
    EditionChanged(Box<ServiceInfo>),
    #[error("the upload's offset is {0}")]
    OffsetDiffers(u64),
    #[error("{0}")]
    EventConflict(&'static str),
    #[error("the application was not refused acceptance, or was resubmitted since")]
    NotRefused,
    #[error("the application has been decided")]
    Decided,
    #[error("the application is being processed; withdraw it first")]
    NotEnded,
    #[error("an application uses this file")]
    FileInUse,
    #[error("the resource has expired or was deleted")]
    Gone,
    #[error("the family link is revoked")]
    Revoked,
    #[error("the application has the maximum number of family links; revoke one")]
    SharesFull,
    #[error("too many requests; try again in {seconds} seconds")]
    TooMany { seconds: u64 },
    #[error("the header Tus-Resumable must be 1.0.0")]
    TusVersion,
    #[error("the resource does not match If-Match")]
    PreconditionFailed,
    #[error("the resource has {0} bytes, none of them in that range")]
    NoSuchRange(u64),
    #[error("larger than the limit")]
    TooLarge,
    #[error("{0}")]
    UnsupportedMedia(&'static str),
    #[error("the check found problems")]
    Problems(Vec<Problem>),
    #[error("this gateway accepts requests of version {}", wire::submission::VERSION)]
    Version,
    #[error("the checksum does not match; nothing of this part was stored")]
    ChecksumDiffers,
    #[error(
        "the gateway's clock went back: nothing is registered until it is right, or has run steadily for ten minutes"
    )]
    ClockWentBack,
    #[error("the gateway's disk is full")]
    StorageFull,
    /// A failure of the gateway itself. The cause is logged and never sent to the client.
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
