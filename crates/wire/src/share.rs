//! Family links: what their owner makes, lists and revokes, and what whoever has one sees.
//!
//! A link holds a share token: HMAC-SHA-256 under the 16 bytes of the owner key over the text [`TOKEN_CONTEXT`] followed
//! by the share's id as it is written, in base64 of the URL alphabet without padding, 43 characters. So every phone that
//! has the key can show the link again. The gateway computes the same from the key that the owner's requests carry, and
//! keeps nothing of it but a hash.

use crate::event::EventRecord;
use rules::service::Service;
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// What stands before the id in the text from which a token is made.
pub const TOKEN_CONTEXT: &str = "qandas share token\0";
/// The longest name of a link, in characters.
pub const MAX_NAME: usize = 60;
/// How many links of one application may be alive at once.
pub const MAX_SHARES: usize = 20;

/// The body of `POST …/shares`. The same id again is the same link; another name renames it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewShare {
    /// 128 random bits made on the phone, as 32 lower-case hexadecimal digits.
    pub id: String,
    /// What the owner calls whoever gets it, at most [`MAX_NAME`] characters, perhaps none. Nobody but the owner can read it.
    pub name: String,
}

/// A link as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// As the phone made it.
    pub id: String,
    /// As the owner wrote it.
    pub name: String,
    /// What goes into the fragment of the link, and opens it.
    pub token: String,
    /// When the link was made.
    pub made_at: Instant,
}

/// The links of an application that are not revoked, the oldest first: `GET …/shares`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// Empty where there is none.
    pub shares: Vec<Share>,
}

/// A code that can be told over the phone instead of a link: `POST …/shares/{id}/code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareCode {
    /// As [`crate::code::SpokenCode`] writes it.
    pub code: String,
    /// When it ends; sooner if it is used, if it is tried wrongly five times, or if another is made for the same link.
    pub ends_at: Instant,
}

/// The body of `POST /api/v1/shared/code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedCode {
    /// As it was typed; spaces, hyphens and case do not count.
    pub code: String,
}

/// What a code was traded for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareToken {
    /// The token that the link would have held.
    pub token: String,
}

/// An application as the family sees it: `GET /api/v1/shared`. No number, name, condition or document is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedStatus {
    /// What was applied for.
    pub service: Service,
    /// The edition of its day of registration.
    pub edition: String,
    /// The version of the gateway's calendar data.
    pub calendar: String,
    /// Everything known, the registration first. Their ids are counted from 1, and references and documents are left out:
    /// the authority's own may name the application.
    pub events: Vec<EventRecord>,
    /// Whether something is asked of the applicant.
    pub needed: bool,
    /// The gateway's clock when it answered.
    pub as_of: Instant,
}
