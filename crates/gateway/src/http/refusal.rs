//! Conversion of errors to responses.

use crate::error::Error;
use crate::http::response::json;
use axum::http::header::{CONTENT_RANGE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use wire::answer::{Refusal, RefusalCode};

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            // Causes come from the disk and the database and contain no personal data; errors of requests are other variants.
            tracing::error!(%cause, "failed");
        }
        let header = match self {
            Self::OffsetDiffers(offset) => Some((HeaderName::from_static("upload-offset"), offset.into())),
            Self::TooMany { seconds } => Some((RETRY_AFTER, seconds.into())),
            Self::NoSuchRange(length) => {
                HeaderValue::try_from(format!("bytes */{length}")).ok().map(|range| (CONTENT_RANGE, range))
            }
            Self::Unauthorized => Some((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            _ => None,
        };
        let refusal = refusal(self);
        let status = StatusCode::from_u16(refusal.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = json(status, &refusal);
        if let Some((name, value)) = header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// Returns the body of the response.
pub fn refusal(error: Error) -> Refusal {
    let detail = error.to_string();
    let mut refusal = Refusal {
        code: code(&error),
        detail,
        problems: Vec::new(),
        missing: Vec::new(),
        receipt: None,
        service: None,
    };
    match error {
        Error::Problems(problems) => refusal.problems = problems,
        Error::FilesMissing(pages) => refusal.missing = pages,
        Error::KeyUsed(receipt) => refusal.receipt = Some(*receipt),
        Error::DayChanged(service) | Error::CalendarChanged(service) | Error::EditionChanged(service) => {
            refusal.service = Some(*service);
        }
        _ => {}
    }
    refusal
}

fn code(error: &Error) -> RefusalCode {
    match error {
        Error::BadRequest(_) => RefusalCode::BadRequest,
        Error::Unauthorized => RefusalCode::Unauthorized,
        Error::NoOperator => RefusalCode::NoOperator,
        Error::NotFound => RefusalCode::NotFound,
        Error::WrongMethod => RefusalCode::WrongMethod,
        Error::NotAcceptable => RefusalCode::NotAcceptable,
        Error::FilesMissing(_) => RefusalCode::FilesMissing,
        Error::KeyUsed(_) => RefusalCode::KeyUsed,
        Error::DayChanged(_) => RefusalCode::DayChanged,
        Error::CalendarChanged(_) => RefusalCode::CalendarChanged,
        Error::EditionChanged(_) => RefusalCode::EditionChanged,
        Error::OffsetDiffers(_) => RefusalCode::OffsetDiffers,
        Error::EventConflict(_) => RefusalCode::EventConflict,
        Error::NotRefused => RefusalCode::NotRefused,
        Error::Decided => RefusalCode::Decided,
        Error::NotEnded => RefusalCode::NotEnded,
        Error::FileInUse => RefusalCode::FileInUse,
        Error::Gone => RefusalCode::Gone,
        Error::Revoked => RefusalCode::Revoked,
        Error::SharesFull => RefusalCode::SharesFull,
        Error::TooMany { .. } => RefusalCode::TooMany,
        Error::TusVersion => RefusalCode::TusVersion,
        Error::PreconditionFailed => RefusalCode::PreconditionFailed,
        Error::NoSuchRange(_) => RefusalCode::NoSuchRange,
        Error::TooLarge => RefusalCode::TooLarge,
        Error::UnsupportedMedia(_) => RefusalCode::UnsupportedMedia,
        Error::Problems(_) => RefusalCode::Problems,
        Error::Version => RefusalCode::Version,
        Error::ChecksumDiffers => RefusalCode::ChecksumDiffers,
        Error::StorageFull => RefusalCode::StorageFull,
        Error::ClockWentBack | Error::Internal(_) => RefusalCode::Internal,
    }
}
