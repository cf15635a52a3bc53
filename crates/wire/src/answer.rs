//! What the gateway answers.

use crate::event::EventRecord;
use chrono::NaiveDate;
use rules::check::Problem;
use rules::id::PageId;
use rules::service::{Basis, Service};
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// What the phone needs before it checks and sends: `GET /api/v1/service`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceInfo {
    /// The gateway's clock.
    pub now: Instant,
    /// The day of registration of what would come in now.
    #[serde(with = "rules::time::day_format")]
    pub day: NaiveDate,
    /// The id of the edition of the Rules by which the gateway goes on `day`.
    pub edition: String,
    /// The version of the gateway's calendar data.
    pub calendar: String,
    /// Who runs this service, as the operator has set it; empty where nobody has.
    pub operator: String,
    /// What a registration here is worth.
    pub kind: ServiceKind,
    /// Whether the gateway goes by a test clock: every page then says so.
    pub test_clock: bool,
}

impl ServiceInfo {
    /// Whether the operator is the authority itself, so that a registration here is an official one.
    pub fn is_official(&self) -> bool {
        self.kind == ServiceKind::Authority
    }

    /// Whether anything is taken in. An application is handed on by somebody who is named, or not at all.
    pub fn takes_applications(&self) -> bool {
        self.kind != ServiceKind::Forwarding || !self.operator.trim().is_empty()
    }
}

/// The kind of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// The authority runs it: a registration here is an official one.
    Authority,
    /// Its operator hands applications on to the authority, which alone registers them.
    #[default]
    Forwarding,
    /// A trial with made-up applications, which go nowhere.
    Trial,
}

/// The receipt: an application is registered and on disk. Annex 3 notifies of registration; its layout is ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The gateway's own number as [`crate::code::ApplicationNumber`] writes it; the authority's comes with its
    /// events.
    pub number: String,
    /// When the gateway had it on disk.
    pub received_at: Instant,
    /// The legal day of registration by the cut-off rule.
    #[serde(with = "rules::time::day_format")]
    pub registered_on: NaiveDate,
    /// The kind of the service that gave it. Receipts of former versions lack it.
    #[serde(default)]
    pub service_kind: ServiceKind,
}

/// An application as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Of the latest submission, as it was given; a corrected day is among the events. Its fields stand among the
    /// status's own.
    #[serde(flatten)]
    pub receipt: Receipt,
    /// What was applied for.
    pub service: Service,
    /// The condition of ¶9 of a grant; `None` for the services of Annex 6.
    pub basis: Option<Basis>,
    /// The edition of its day of registration.
    pub edition: String,
    /// The version of the gateway's calendar data.
    pub calendar: String,
    /// Everything known, the registration first.
    pub events: Vec<EventRecord>,
    /// The gateway's clock when it answered.
    pub as_of: Instant,
}

/// The applications of one owner key: `GET /api/v1/applications`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// As their receipts write them; empty where nothing was sent with this key.
    pub numbers: Vec<String>,
}

/// Why a request was not carried out. The body of every answer from 400 on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What the phone acts on.
    pub code: RefusalCode,
    /// For a log or a developer, in English; a person is shown words of the app's own.
    pub detail: String,
    /// Of `problems`: what `check` found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// Of `files_missing`: the pages whose files are not on disk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<PageId>,
    /// Of `key_used`: what the key stands for already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// Of `day_changed`, `calendar_changed`, `edition_changed`: the gateway's own values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceInfo>,
}

/// The reasons, each with its status of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCode {
    /// 400: the body is no JSON of the expected form, or a header is missing or malformed.
    BadRequest,
    /// 401: no key or token, or one that is not known.
    Unauthorized,
    /// 403: the service forwards applications, and takes none in until its operator is named.
    NoOperator,
    /// 404: nothing here has that name, or it is not this key's.
    NotFound,
    /// 405: what has that name cannot be asked for in this way.
    WrongMethod,
    /// 406: a file of the app is there in no form that the request accepts.
    NotAcceptable,
    /// 409: not all files are on disk; `missing` lists their pages.
    FilesMissing,
    /// 409: the idempotency key was used with another body; `receipt` says for what.
    KeyUsed,
    /// 409: the day of registration is another by now.
    DayChanged,
    /// 409: the gateway counts by other calendar data.
    CalendarChanged,
    /// 409: another edition of the Rules is in force on that day.
    EditionChanged,
    /// 409: the upload's offset is another one.
    OffsetDiffers,
    /// 409: an event with this id and other content is known, or it replaces one that is not.
    EventConflict,
    /// 409: documents can be sent again only after a refusal to accept, and this application stands otherwise.
    NotRefused,
    /// 409: it is decided already, and what is decided cannot be withdrawn.
    Decided,
    /// 409: only what was withdrawn, decided or refused to be accepted can be deleted.
    NotEnded,
    /// 409: an application stands on this file, so that it cannot be removed alone.
    FileInUse,
    /// 409: as many family links as there may be at once are alive.
    SharesFull,
    /// 410: the upload has expired or was removed, or the application is deleted.
    Gone,
    /// 410: the family link is revoked: what was kept of it is to be forgotten.
    Revoked,
    /// 412: an upload is spoken of in another version of the tus protocol than 1.0.0, or in none.
    TusVersion,
    /// 412: what is there is not what `If-Match` names.
    PreconditionFailed,
    /// 413: larger than the limit.
    TooLarge,
    /// 415: the bytes are no JPEG, PNG or PDF, or the part of an upload does not say that it is one.
    UnsupportedMedia,
    /// 416: a file of the app has no such range of bytes.
    NoSuchRange,
    /// 422: `check` found `problems`.
    Problems,
    /// 426: written by a build that is too old or too new for this gateway.
    Version,
    /// 429: too many requests.
    TooMany,
    /// 460: the checksum of an upload does not fit.
    ChecksumDiffers,
    /// 500: our fault.
    Internal,
    /// 507: the disk is full.
    StorageFull,
}

impl RefusalCode {
    /// The status of HTTP that goes with the code.
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
    fn a_receipt_of_a_former_version_is_one_of_a_forwarding_service() {
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
