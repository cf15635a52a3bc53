//! Events of an application, as the authority's system reports them.

use chrono::NaiveDate;
use rules::document::RequirementKey;
use rules::event::Event;
use rules::finding::RefusalGround;
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// An event as it was reported and as the applicant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    /// The step of the procedure and its legal day. Its fields are merged into the record.
    #[serde(flatten)]
    pub event: Event,
    /// The time of the report.
    pub at: Instant,
    /// The list of a refusal to accept (Annex 8).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<RefusedDocument>,
    /// The number of the receipt for a refusal to accept; the authority's own number for a registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// True for a registration that the applicant reported from the notice of Annex 3. The terms that are counted from
    /// it rest on the applicant's word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_applicant: bool,
}

/// The registration by the authority as the applicant reads it in the notice of Annex 3: `POST …/registration`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationReport {
    /// The authority's own number for the application, 1 to 100 characters.
    pub number: String,
    /// The legal day of registration; neither in the future nor before the day on which the operator received the
    /// application.
    #[serde(with = "rules::time::day_format")]
    pub on: NaiveDate,
}

/// A report of the authority's system. The gateway adds the time at which it arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventReport {
    /// The step of the procedure and its legal day. Its fields are merged into the report.
    #[serde(flatten)]
    pub event: Event,
    /// The list of Annex 8, at most 100 lines; allowed only for a refusal to accept.
    #[serde(default)]
    pub documents: Vec<RefusedDocument>,
    /// The number of the receipt for a refusal to accept, the authority's own number for a registration; 1 to 100
    /// characters.
    #[serde(default)]
    pub reference: Option<String>,
}

/// A line of the list of Annex 8. The distinction between a missing and an expired document is our addition to the
/// form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedDocument {
    /// The title of the document in the officer's words.
    pub title: String,
    /// The one of the two grounds of ¶5-1 that concerns this document.
    pub ground: RefusalGround,
    /// The line of the checklist that corresponds to the document, if the officer's system knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementKey>,
}
