//! The submission of an application.

use chrono::NaiveDate;
use rules::draft::Draft;
use rules::id::PageId;
use serde::{Deserialize, Serialize};

/// The version of requests that this build writes. The gateway accepts this version and the one before it.
pub const VERSION: u16 = 1;

/// The body of `POST /api/v1/applications`. The phone stores the exact bytes of its first attempt and sends them again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The [`VERSION`] of the build that wrote it. The gateway refuses a version that it does not accept.
    pub version: u16,
    /// The edition of the Rules under which the phone checked and examined the draft. If the gateway's edition,
    /// calendar or day differs, it responds with 409 and registers nothing.
    pub edition: String,
    /// The version of the calendar data that the phone used; see `edition`.
    pub calendar: String,
    /// The day of registration that the phone assumed for its checks; see `edition`.
    #[serde(with = "rules::time::day_format")]
    pub day: NaiveDate,
    /// The draft that the phone checked, with only the papers that its checklist asks for. The gateway checks it again.
    pub draft: Draft,
    /// The uploaded file of each page of the draft.
    pub files: Vec<FileClaim>,
}

/// The link from a page of the draft to its uploaded file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileClaim {
    /// The id of a page in the draft.
    pub page: PageId,
    /// The id that the gateway gave the upload.
    pub file: String,
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
}
