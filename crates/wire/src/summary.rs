//! The summary of a followed application as finished texts, for a page that is shown before the app is loaded.
//!
//! The texts equal those of the app's own page, character by character, so that nothing changes when the app takes over
//! the page.

use crate::answer::ServiceKind;
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// The summary for the family: `GET /api/v1/shared/summary`. It contains no number and no name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedSummary {
    /// The BCP 47 tag of the language of the texts, such as `kk-Arab`.
    pub language: String,
    /// The kind of the service, which decides what may be shown: a service that forwards applications gives no date of
    /// the order.
    pub service_kind: ServiceKind,
    /// The texts. They are merged into the summary's own fields.
    #[serde(flatten)]
    pub texts: SummaryTexts,
    /// The time of the response by the gateway's clock.
    pub as_of: Instant,
}

/// The applications of an owner key: `GET /api/v1/applications/summary`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnedSummary {
    /// The BCP 47 tag of the language of the texts.
    pub language: String,
    /// The kind of the service, which decides what may be shown.
    pub service_kind: ServiceKind,
    /// The first [`MAX_SUMMARIES`] applications of the key, in the order of `GET /api/v1/applications`; empty if there
    /// is none.
    pub applications: Vec<ApplicationSummary>,
    /// The time of the response by the gateway's clock.
    pub as_of: Instant,
}

/// The largest number of applications in an owner's summary.
pub const MAX_SUMMARIES: usize = 20;

/// An application among those of its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationSummary {
    /// The application number in the format of its receipt.
    pub number: String,
    /// The texts. They are merged into the application's own fields.
    #[serde(flatten)]
    pub texts: SummaryTexts,
}

/// The first lines of the page that follows an application, in their order. A line that the page does not have is left
/// out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryTexts {
    /// The visual mark of the state.
    pub tone: Tone,
    /// The state of the application.
    pub state: String,
    /// The decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The label of `date`; present whenever `date` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermState>,
    /// The last lawful day, a note that it has passed, or the reason why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The number of working days left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// Whose word the day of registration is, if it is the applicant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// A stage whose time has passed while the whole term is still running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<String>,
    /// The request to the applicant. Left out for an owner as long as the documents can be refused and nothing else is
    /// requested: only the phone knows what is wrong with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<String>,
    /// The latest reported event, as a line of the page's history: its legal day, what happened, and notes in
    /// brackets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// The visual mark of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// The procedure is running.
    Running,
    /// The application is decided or withdrawn.
    Done,
    /// The application was refused to be accepted, or a last lawful day has passed.
    Problem,
}

/// The state of the whole term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermState {
    /// The term is running; `date` has its last lawful day.
    Running,
    /// The last lawful day has passed.
    Overdue,
    /// The term has ended.
    Ended,
    /// The last lawful day is after the end of the calendar.
    BeyondCalendar,
    /// There is no term, or it has yet to begin.
    None,
}
