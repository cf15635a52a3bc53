//! Family links: the requests of their owner, and what the family sees.
//!
//! A link contains a share token: HMAC-SHA-256, with the 16 bytes of the owner key as the key, over the text
//! [`TOKEN_CONTEXT`] followed by the share's id in its written form; encoded as URL-safe base64 without padding, 43
//! characters. So every phone that has the owner key can show the link again. The gateway computes the same token from
//! the key that the owner's requests carry, and stores only a hash of it.

use crate::event::EventRecord;
use rules::service::Service;
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// The prefix of the text from which a token is computed; the id follows.
pub const TOKEN_CONTEXT: &str = "qandas share token\0";
/// The longest name of a link, in characters.
pub const MAX_NAME: usize = 60;
/// The largest number of active links of one application.
pub const MAX_SHARES: usize = 20;

/// The body of `POST …/shares`. A request with the id of an existing link changes its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewShare {
    /// 128 random bits generated on the phone, as 32 lower-case hexadecimal digits.
    pub id: String,
    /// The owner's name for the recipient of the link, at most [`MAX_NAME`] characters, may be empty. Only the owner
    /// can read it.
    pub name: String,
}

/// A link as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The id that the phone generated.
    pub id: String,
    /// The name that the owner gave it.
    pub name: String,
    /// The share token, which goes into the fragment of the link and opens it.
    pub token: String,
    /// The time at which the link was created.
    pub made_at: Instant,
}

/// The links of an application that are not revoked, the oldest first: `GET …/shares`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// The links; empty if there is none.
    pub shares: Vec<Share>,
}

/// A code that can be spoken over the phone instead of sending a link: `POST …/shares/{id}/code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareCode {
    /// The code in the format of [`crate::code::SpokenCode`].
    pub code: String,
    /// The time at which the code expires. It ends earlier if it is used, after five wrong tries, or if another code is
    /// created for the same link.
    pub ends_at: Instant,
}

/// The body of `POST /api/v1/shared/code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedCode {
    /// The code as typed; spaces, hyphens and case do not count.
    pub code: String,
}

/// The response to a valid code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareToken {
    /// The share token that the link would contain.
    pub token: String,
}

/// An application as the family sees it: `GET /api/v1/shared`. It contains no number, name, condition or document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedStatus {
    /// The service that was applied for.
    pub service: Service,
    /// The id of the edition in force on the day of registration.
    pub edition: String,
    /// The version of the gateway's calendar data.
    pub calendar: String,
    /// All known events, the registration first. Their ids are counted from 1, and references and documents are left
    /// out, because the authority's own could identify the application; `by_applicant` stays.
    pub events: Vec<EventRecord>,
    /// True if something is requested of the applicant.
    pub needed: bool,
    /// The time of the response by the gateway's clock.
    pub as_of: Instant,
}
