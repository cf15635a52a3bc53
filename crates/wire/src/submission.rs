//! Sending an application.

use chrono::NaiveDate;
use rules::draft::Draft;
use rules::id::PageId;
use serde::{Deserialize, Serialize};

/// The version of requests written by this build. The gateway takes this one and the one before.
pub const VERSION: u16 = 1;

/// The body of `POST /api/v1/applications`. The phone keeps the exact bytes of its first attempt and sends them again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// [`VERSION`] when it was written; the gateway refuses one that it does not take.
    pub version: u16,
    /// The edition, calendar and day of registration under which the phone checked and examined the draft. Where the
    /// gateway's differ it answers 409 and nothing is registered.
    pub edition: String,
    /// The version of the calendar data by which the phone counted; see `edition`.
    pub calendar: String,
    /// The day of registration that the phone took for its checks; see `edition`.
    #[serde(with = "rules::time::day_format")]
    pub day: NaiveDate,
    /// What the phone checked, only with the papers that its checklist asks for. The gateway checks it again.
    pub draft: Draft,
    /// The uploaded file of each page of the draft.
    pub files: Vec<FileClaim>,
}

/// Says which uploaded file is which page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileClaim {
    /// The id of a page in the draft.
    pub page: PageId,
    /// The id that the gateway gave the upload.
    pub file: String,
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
}
