//! A followed application in a few finished texts, for a page that is shown before the app is loaded.
//!
//! The texts are those of the app's own page, character by character, so that the app takes the page over without a change
//! in what it says.

use crate::answer::ServiceKind;
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// What the family sees: `GET /api/v1/shared/summary`. No number and no name is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedSummary {
    /// The BCP 47 tag of the language of the texts, such as `kk-Arab`.
    pub language: String,
    /// Decides what may be said: a service that forwards applications gives no date of the order.
    pub service_kind: ServiceKind,
    /// The texts. They stand among the summary's own fields.
    #[serde(flatten)]
    pub texts: SummaryTexts,
    /// The gateway's clock when it answered.
    pub as_of: Instant,
}

/// The applications of an owner key: `GET /api/v1/applications/summary`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnedSummary {
    /// The BCP 47 tag of the language of the texts.
    pub language: String,
    /// Decides what may be said.
    pub service_kind: ServiceKind,
    /// The first [`MAX_SUMMARIES`] of the key, in the order of `GET /api/v1/applications`; empty where there is none.
    pub applications: Vec<ApplicationSummary>,
    /// The gateway's clock when it answered.
    pub as_of: Instant,
}

/// How many applications an owner's summary has at most.
pub const MAX_SUMMARIES: usize = 20;

/// An application among those of its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationSummary {
    /// As its receipt writes it.
    pub number: String,
    /// The texts. They stand among the application's own fields.
    #[serde(flatten)]
    pub texts: SummaryTexts,
}

/// The first lines of the page that follows an application, in its order. A line that the page does not have is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryTexts {
    /// How the state is marked.
    pub tone: Tone,
    /// Where the application is.
    pub state: String,
    /// How it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What `date` speaks of; there whenever `date` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermState>,
    /// The latest lawful day, that it has passed, or why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The working days left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// A stage whose time has passed while the whole term runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<String>,
    /// What is asked of the applicant. Left out for an owner as long as the documents can be refused and nothing else is
    /// asked: only the phone knows what is wrong with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<String>,
    /// What was reported last, as a line of the page's history: its legal day, what happened, and a note in brackets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// How a state is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// It goes on.
    Running,
    /// It is decided or withdrawn.
    Done,
    /// It was refused to be accepted, or a last lawful day has passed.
    Problem,
}

/// What is said of the whole term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermState {
    /// It runs; `date` has its last lawful day.
    Running,
    /// Its last lawful day has passed.
    Overdue,
    /// It has ended.
    Ended,
    /// Its last lawful day is beyond the calendar.
    BeyondCalendar,
    /// There is none, or it has yet to begin.
    None,
}
