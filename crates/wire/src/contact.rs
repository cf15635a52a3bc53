//! How the applicant can be reached.

use serde::{Deserialize, Serialize};

/// The body of `PUT …/contact`, and the answer: the draft's own fields, checked like them. It stands in place of the latest
/// submission's until another submission comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDetails {
    /// As typed; empty where there is none. One of the two is needed.
    pub phone: String,
    /// As typed; empty where there is none.
    pub email: String,
}
