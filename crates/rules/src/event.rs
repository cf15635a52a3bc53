//! The events of an application after it was sent, as the authority reports them.

use chrono::NaiveDate;

/// The kinds of events of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum EventKind {
    /// Received by the operator of a service that forwards applications. It is no registration and starts no clock.
    Received,
    /// Handed to the authority by the operator of a service that forwards applications. It is no registration and starts
    /// no clock.
    HandedOver,
    /// Registered; the applicant is notified of it (Annex 3).
    Registered,
    /// Accepted for consideration (¶5-1).
    Accepted,
    /// Refused to accept: incomplete or expired documents (¶5-1, Annex 8).
    RefusedToAccept,
    /// Sent to the bodies of internal affairs and national security (¶7). Their term starts when they receive the package.
    SentToBodies,
    /// The bodies of internal affairs received the package (¶7); their 20 working days start.
    InternalAffairsReceived,
    /// The bodies of national security received the package (¶7); their 20 working days start.
    NationalSecurityReceived,
    /// The information of the bodies of internal affairs was received (¶7). Day 1 of ¶8 waits for the other answer too.
    InternalAffairsAnswered,
    /// The information of the bodies of national security was received (¶7). Day 1 of ¶8 waits for the other answer
    /// too.
    NationalSecurityAnswered,
    /// Put before the Commission (¶8).
    HandedToCommission,
    /// The Commission recommended to grant (¶9).
    RecommendedGrant,
    /// The Commission recommended to refuse (¶9).
    RecommendedRefusal,
    /// Decided in favour of the applicant.
    Granted,
    /// Decided against the applicant.
    Refused,
    /// Withdrawn by the applicant.
    Withdrawn,
}

impl EventKind {
    /// All kinds, in the order of the procedure.
    pub const ALL: [Self; 16] = [
        Self::Received,
        Self::HandedOver,
        Self::Registered,
        Self::Accepted,
        Self::RefusedToAccept,
        Self::SentToBodies,
        Self::InternalAffairsReceived,
        Self::NationalSecurityReceived,
        Self::InternalAffairsAnswered,
        Self::NationalSecurityAnswered,
        Self::HandedToCommission,
        Self::RecommendedGrant,
        Self::RecommendedRefusal,
        Self::Granted,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// Returns whether an event of this kind after a refusal to accept belongs to the next run.
    pub fn begins_a_run(self) -> bool {
        matches!(self, Self::Received | Self::HandedOver | Self::Registered)
    }
}

/// An event with its legal day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Event {
    /// Identifies the event; a second event with the same id is the same event.
    pub event_id: String,
    /// Of two events of one kind in a run, of which neither corrects the other, the first counts.
    pub kind: EventKind,
    /// The legal day on which it happened.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::day_format"))]
    pub on: NaiveDate,
    /// The id of the event that this one corrects and that therefore no longer counts.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub replaces: Option<String>,
    /// For a registration: the day on which the application came in (¶5-1), if that is another day. What comes in after
    /// hours or on a day off is registered later.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none", with = "crate::time::optional_day_format")
    )]
    pub came_in: Option<NaiveDate>,
}

impl Event {
    /// Returns the day on which the application came in, for a registration.
    pub fn came_in_on(&self) -> NaiveDate {
        self.came_in.unwrap_or(self.on)
    }
}
