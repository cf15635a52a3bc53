//! The responses of the gateway.

use crate::event::EventRecord;
use chrono::NaiveDate;
use rules::check::Problem;
use rules::id::PageId;
use rules::service::{Basis, Service};
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// The state of the service that the phone needs before it checks and sends: `GET /api/v1/service`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceInfo {
    /// The time by the gateway's clock.
    pub now: Instant,
    /// The day of registration of an application that arrives now.
    #[serde(with = "rules::time::day_format")]
    pub day: NaiveDate,
    /// The id of the edition of the Rules that the gateway applies on `day`.
    pub edition: String,
    /// The version of the gateway's calendar data.
    pub calendar: String,
    /// The name of the operator as configured; empty if none is set.
    pub operator: String,
    /// The kind of the service, and so the legal effect of a registration.
    pub kind: ServiceKind,
    /// True if the gateway uses a test clock. Every page then shows a notice.
    pub test_clock: bool,
}

impl ServiceInfo {
    /// Returns whether the operator is the authority itself, so that a registration here is an official one.
    pub fn is_official(&self) -> bool {
        self.kind == ServiceKind::Authority
    }

    /// Returns whether the gateway accepts applications. A forwarding service needs a named operator who hands them on.
    pub fn takes_applications(&self) -> bool {
        self.kind != ServiceKind::Forwarding || !self.operator.trim().is_empty()
    }
}

/// The kind of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// The authority operates the service: a registration is an official one.
    Authority,
    /// The operator hands applications on to the authority, and only the authority registers them.
    #[default]
    Forwarding,
    /// A trial with made-up applications, which are not handed on.
    Trial,
}

/// The receipt of an application that is on the gateway's disk. Annex 3 requires a notification of registration; its
/// layout is ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The gateway's own number in the format of [`crate::code::ApplicationNumber`]; the authority's number comes with
    /// its events.
    pub number: String,
    /// The time at which the submission was on the gateway's disk.
    pub received_at: Instant,
    /// The legal day of registration by the cut-off rule; `None` from a service that forwards applications, which
    /// registers nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rules::time::optional_day_format")]
    pub registered_on: Option<NaiveDate>,
    /// The kind of the service that issued the receipt. Receipts of earlier versions do not have it.
    #[serde(default)]
    pub service_kind: ServiceKind,
}

impl Receipt {
    /// Returns the day by which the edition of the Rules is chosen: that of the registration, or the day in Astana on
    /// which the application was received. A time outside the calendar gives the first day of 1970.
    pub fn filed_on(&self) -> NaiveDate {
        let received = || self.received_at.in_astana().map(|(day, _)| day);
        self.registered_on.or_else(received).unwrap_or_default()
    }
}

/// An application as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The receipt of the latest submission as it was issued; a corrected day is among the events. Its fields are
    /// merged into the status.
    #[serde(flatten)]
    pub receipt: Receipt,
    /// The service that was applied for.
    pub service: Service,
    /// The condition of ¶9 of a grant; `None` for the services of Annex 6.
    pub basis: Option<Basis>,
    /// The id of the edition in force on the day of registration.
    pub edition: String,
    /// The version of the gateway's calendar data.
    pub calendar: String,
    /// All known events, the registration first.
    pub events: Vec<EventRecord>,
    /// The time of the response by the gateway's clock.
    pub as_of: Instant,
}

/// The applications of one owner key: `GET /api/v1/applications`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// The application numbers in the format of their receipts; empty if nothing was sent with this key.
    pub numbers: Vec<String>,
}

/// The reason why a request was not carried out. The body of every response with a status from 400 on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The code that the phone acts on.
    pub code: RefusalCode,
    /// A text for logs and developers, in English. The app shows its own texts to people.
    pub detail: String,
    /// For `problems`: the problems that `check` found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// For `files_missing`: the pages whose files are not on disk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<PageId>,
    /// For `key_used`: the receipt that belongs to the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// For `day_changed`, `calendar_changed`, `edition_changed`: the gateway's own values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceInfo>,
}

/// The codes of refusals, each with its HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCode {
    /// 400: the body is no JSON of the expected form, or a header is missing or malformed.
    BadRequest,
    /// 401: no key or token, or an unknown one.
    Unauthorized,
    /// 403: the service forwards applications, and accepts none until its operator is named.
    NoOperator,
    /// 404: nothing has this name, or it belongs to another key.
    NotFound,
    /// 405: the resource does not support this method.
    WrongMethod,
    /// 406: a file of the app is not available in a form that the request accepts.
    NotAcceptable,
    /// 409: not all files are on disk; `missing` lists their pages.
    FilesMissing,
    /// 409: the idempotency key was used with another body; `receipt` is the receipt of that submission.
    KeyUsed,
    /// 409: the day of registration has changed.
    DayChanged,
    /// 409: the gateway uses other calendar data.
    CalendarChanged,
    /// 409: another edition of the Rules is in force on that day.
    EditionChanged,
    /// 409: the upload has another offset.
    OffsetDiffers,
    /// 409: an event with this id but other content exists, or the event replaces one that does not exist; or the
    /// applicant cannot report a registration in the present state of the application.
    EventConflict,
    /// 409: documents can be sent again only after a refusal to accept, and this application is in another state.
    NotRefused,
    /// 409: the application is decided, so it cannot be withdrawn.
    Decided,
    /// 409: only an application that was withdrawn, decided or refused to be accepted can be deleted.
    NotEnded,
    /// 409: an application uses this file, so it cannot be removed alone.
    FileInUse,
    /// 409: the application has the maximum number of active family links.
    SharesFull,
    /// 410: the upload has expired or was removed, or the application is deleted.
    Gone,
    /// 410: the family link is revoked; the phone must delete the data that it stored for the link.
    Revoked,
    /// 412: the header `Tus-Resumable` is missing or has another version than 1.0.0.
    TusVersion,
    /// 412: the resource does not match `If-Match`.
    PreconditionFailed,
    /// 413: the body is larger than the limit.
    TooLarge,
    /// 415: the bytes are not a JPEG, PNG or PDF, or an upload part does not have the media type of tus.
    UnsupportedMedia,
    /// 416: a file of the app does not have the requested range of bytes.
    NoSuchRange,
    /// 422: `check` found `problems`.
    Problems,
    /// 426: the request was written by a build that is too old or too new for this gateway.
    Version,
    /// 429: too many requests.
    TooMany,
    /// 460: the checksum of an upload part does not match.
    ChecksumDiffers,
    /// 500: an internal error of the gateway.
    Internal,
    /// 507: the disk is full.
    StorageFull,
}

impl RefusalCode {
    /// Returns the HTTP status of the code.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Unauthorized => 401,
            Self::NoOperator => 403,
            Self::NotFound => 404,
            Self::WrongMethod => 405,
            Self::NotAcceptable => 406,
            Self::FilesMissing
            | Self::KeyUsed
            | Self::DayChanged
            | Self::CalendarChanged
            | Self::EditionChanged
            | Self::OffsetDiffers
            | Self::EventConflict
            | Self::NotRefused
            | Self::Decided
            | Self::NotEnded
            | Self::FileInUse
            | Self::SharesFull => 409,
            Self::Gone | Self::Revoked => 410,
            Self::TusVersion | Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMedia => 415,
            Self::NoSuchRange => 416,
            Self::Problems => 422,
            Self::Version => 426,
            Self::TooMany => 429,
            Self::ChecksumDiffers => 460,
            Self::Internal => 500,
            Self::StorageFull => 507,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_receipt_of_an_earlier_version_is_from_a_forwarding_service() {
        let former =
            r#"{"number":"7K2M-9XQ4","received_at":"2026-03-19T05:00:00Z","registered_on":"2026-03-19"}"#;
        let receipt: Receipt = serde_json::from_str(former).unwrap();
        assert_eq!(receipt.service_kind, ServiceKind::Forwarding);
        assert_eq!(json::read::<Receipt>(former), Some(receipt));
    }

    #[test]
    fn only_a_forwarding_service_needs_to_name_its_operator() {
        let of = |kind: &str, operator: &str| -> ServiceInfo {
            serde_json::from_value(serde_json::json!({
                "now": "2026-03-19T05:00:00Z", "day": "2026-03-19", "edition": "", "calendar": "",
                "operator": operator, "kind": kind, "test_clock": false,
            }))
            .unwrap()
        };
        assert!(of("trial", "").takes_applications() && of("authority", "").takes_applications());
        assert!(of("forwarding", "made-up").takes_applications());
        assert!(!of("forwarding", " ").takes_applications());
    }
}
