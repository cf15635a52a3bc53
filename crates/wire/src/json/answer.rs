//! JSON conversions of the gateway's responses.

use super::{NamedVariants, words};
use crate::answer::{Owned, Receipt, Refusal, RefusalCode, ServiceInfo, ServiceKind, Status};
use crate::event::{EventRecord, RefusedDocument, RegistrationReport};
use crate::record;
use crate::site::{SiteFile, SiteKind};
use rules::event::{Event, EventKind};
use rules::finding::RefusalGround;

record!(ServiceInfo { now, day, edition, calendar, operator, kind, test_clock });

words!(ServiceKind { Authority = "authority", Forwarding = "forwarding", Trial = "trial" });

record!(SiteFile { kind });

words!(SiteKind { None = "none" });

record!(Receipt { number, received_at, registered_on: unless_empty, service_kind: newer });

record!(Status { receipt: flat, service, basis, edition, calendar, events, as_of });

record!(Owned { numbers });

record!(EventRecord {
    event: flat,
    at,
    documents: unless_empty,
    reference: unless_empty,
    by_applicant: unless_false,
});

record!(RegistrationReport { number, on });

record!(Event { event_id, kind, on, replaces: unless_empty, came_in: unless_empty });

record!(RefusedDocument { title, ground, requirement: unless_empty });

record!(Refusal {
    code,
    detail,
    problems: unless_empty,
    missing: unless_empty,
    receipt: unless_empty,
    service: unless_empty,
});

words!(EventKind {
    Received = "received",
    HandedOver = "handed_over",
    Registered = "registered",
    Accepted = "accepted",
    RefusedToAccept = "refused_to_accept",
    SentToBodies = "sent_to_bodies",
    InternalAffairsReceived = "internal_affairs_received",
    NationalSecurityReceived = "national_security_received",
    InternalAffairsAnswered = "internal_affairs_answered",
    NationalSecurityAnswered = "national_security_answered",
    HandedToCommission = "handed_to_commission",
    RecommendedGrant = "recommended_grant",
    RecommendedRefusal = "recommended_refusal",
    Granted = "granted",
    Refused = "refused",
    Withdrawn = "withdrawn",
});

words!(RefusalGround { Incomplete = "incomplete", Expired = "expired" });

impl RefusalCode {
    /// Returns all codes, in the order of their statuses.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as NamedVariants>::ALL.iter().map(|(_, code)| *code)
    }
}

words!(RefusalCode {
    BadRequest = "bad-request",
    Unauthorized = "unauthorized",
    NoOperator = "no-operator",
    NotFound = "not-found",
    WrongMethod = "wrong-method",
    NotAcceptable = "not-acceptable",
    FilesMissing = "files-missing",
    KeyUsed = "key-used",
    DayChanged = "day-changed",
    CalendarChanged = "calendar-changed",
    EditionChanged = "edition-changed",
    OffsetDiffers = "offset-differs",
    EventConflict = "event-conflict",
    NotRefused = "not-refused",
    Decided = "decided",
    NotEnded = "not-ended",
    FileInUse = "file-in-use",
    SharesFull = "shares-full",
    Gone = "gone",
    Revoked = "revoked",
    TusVersion = "tus-version",
    PreconditionFailed = "precondition-failed",
    TooLarge = "too-large",
    UnsupportedMedia = "unsupported-media",
    NoSuchRange = "no-such-range",
    Problems = "problems",
    Version = "version",
    TooMany = "too-many",
    ChecksumDiffers = "checksum-differs",
    Internal = "internal",
    StorageFull = "storage-full",
});
