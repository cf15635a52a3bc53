//! What the authority's system reports of an application.

use rules::document::RequirementKey;
use rules::event::Event;
use rules::finding::RefusalGround;
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// An event as reported and as told to the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    /// What happened and on which legal day. Its fields stand among the record's own.
    #[serde(flatten)]
    pub event: Event,
    /// When it was reported.
    pub at: Instant,
    /// Of a refusal to accept: its list (Annex 8).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<RefusedDocument>,
    /// Of a refusal to accept: the number of its receipt. Of a registration: the authority's own number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// What the authority's system sends. The gateway adds when it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventReport {
    /// What happened and on which legal day. Its fields stand among the report's own.
    #[serde(flatten)]
    pub event: Event,
    /// The list of Annex 8, at most 100 lines; only a refusal to accept may have one.
    #[serde(default)]
    pub documents: Vec<RefusedDocument>,
    /// The receipt's number with a refusal to accept, the authority's own number with a registration; 1 to 100
    /// characters.
    #[serde(default)]
    pub reference: Option<String>,
}

/// A line of Annex 8's list. Whether the document is missing or has expired is our addition to the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedDocument {
    /// The document as the officer names it.
    pub title: String,
    /// Which of the two grounds of ¶5-1 concerns this document.
    pub ground: RefusalGround,
    /// The line of the checklist that it is, where the officer's system knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementKey>,
}
