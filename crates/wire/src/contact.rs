//! The contact details of the applicant.

use serde::{Deserialize, Serialize};

/// The body and the response of `PUT …/contact`: the contact fields of the draft, with the same checks. They replace
/// those of the latest submission until another submission arrives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDetails {
    /// The phone number as typed, or empty. At least one of the two fields is needed.
    pub phone: String,
    /// The email address as typed, or empty.
    pub email: String,
}
