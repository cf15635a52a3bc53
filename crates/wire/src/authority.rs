//! The queries of the authority's system. Its reports of events are in [`crate::event`].

use chrono::NaiveDate;
use rules::service::{Basis, Service};
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// The state of an application, as the authority's system can filter by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Received by a service that forwards applications.
    Received,
    /// Handed to the authority by that service, and not registered yet.
    HandedOver,
    /// Registered, without any later event.
    Registered,
    /// Refused to accept, and not resubmitted.
    RefusedToAccept,
    /// Accepted, and with the local executive body or the bodies of ¶7.
    BeingChecked,
    /// Submitted to the Commission, and not decided.
    WithCommission,
    /// Decided in favour of the applicant.
    Granted,
    /// Decided against the applicant.
    Refused,
    /// Withdrawn by the applicant.
    Withdrawn,
}

/// An application in the list. It contains no name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationListItem {
    /// The gateway's own number.
    pub number: String,
    /// The state of the application.
    pub state: ApplicationState,
    /// The service that was applied for.
    pub service: Service,
    /// The condition of ¶9, for a grant.
    pub basis: Option<Basis>,
    /// The time at which the latest submission was on disk.
    pub received_at: Instant,
    /// The legal day of registration of that submission, as the gateway determined it; `None` at a service that forwards
    /// applications.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rules::time::optional_day_format")]
    pub registered_on: Option<NaiveDate>,
    /// True if a last lawful day has passed.
    pub overdue: bool,
}

/// A page of `GET /authority/v1/applications`, in the order in which the applications first arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// At most 100 applications. It can be empty although more follow, if few are in the requested state.
    pub applications: Vec<ApplicationListItem>,
    /// The value of `after` for the next page; `None` after the last one.
    pub next: Option<String>,
}
