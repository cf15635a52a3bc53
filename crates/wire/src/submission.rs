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
    pub version: u16,
    /// The edition, calendar and day of registration under which the phone checked and examined the draft. Where the
    /// gateway's differ it answers 409 and nothing is registered.
    pub edition: String,
    pub calendar: String,
    #[serde(with = "rules::time::day_format")]
    pub day: NaiveDate,
    pub draft: Draft,
    /// The uploaded file of each page of the draft.
    pub files: Vec<FileClaim>,
}

/// Says which uploaded file is which page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileClaim {
    pub page: PageId,
    /// The id that the gateway gave the upload.
    pub file: String,
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
}
