//! What the authority's system asks for beside reporting events.

use chrono::NaiveDate;
use rules::service::{Basis, Service};
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// Where an application stands, as the authority's system asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Registered, and nothing further was reported.
    Registered,
    /// Refused to accept, and not sent again.
    RefusedToAccept,
    /// Accepted, with the local executive body or the bodies of ¶7.
    BeingChecked,
    /// Put before the Commission, and not decided.
    WithCommission,
    /// Decided for the applicant.
    Granted,
    /// Decided against the applicant.
    Refused,
    /// Taken back by the applicant.
    Withdrawn,
}

/// A line of the list. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationListItem {
    /// The gateway's own number.
    pub number: String,
    /// Where it stands.
    pub state: ApplicationState,
    /// What is applied for.
    pub service: Service,
    /// The condition of ¶9 of a grant.
    pub basis: Option<Basis>,
    /// When the latest submission was on disk.
    pub received_at: Instant,
    /// Its legal day of registration, as the gateway gave it.
    #[serde(with = "rules::time::day_format")]
    pub registered_on: NaiveDate,
    /// Whether a last lawful day has passed.
    pub overdue: bool,
}

/// `GET /authority/v1/applications`: in the order in which they first came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// At most a hundred; perhaps none although there are more, where few are in the state that was asked for.
    pub applications: Vec<ApplicationListItem>,
    /// What to ask for `after` next; `None` when all were looked at.
    pub next: Option<String>,
}
