//! The state of the current draft, without the operations on it.

use crate::platform::db::{self, StorageError};
use leptos::prelude::*;
use outbox::save::Writes;
use rules::draft::Draft;
use rules::id::DraftId;
use wire::stored::{StoredDraft, UnreadableDraft};

/// Tells whether the typed answers are saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing was changed since the draft was opened.
    Untouched,
    /// Saved on this phone, at this hour and minute of its clock.
    Saved(u32, u32),
    /// The phone's storage refused it.
    NotSaved(NotKept),
    /// Another tab has written this draft since; this tab has stopped writing.
    Overtaken,
    /// Another tab writes this draft; this tab shows what is written there.
    Reading,
}

impl SaveState {
    /// Returns whether another tab has the draft, so that nothing is written here.
    pub(super) fn is_elsewhere(self) -> bool {
        matches!(self, Self::Overtaken | Self::Reading)
    }
}

/// The reason why the phone could not store something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKept {
    pub error: StorageError,
    /// Minimum number of megabytes that must be freed, if the browser tells.
    pub megabytes: Option<u32>,
}

impl NotKept {
    /// Creates the reason, and asks the browser how much space is missing for this number of bytes.
    pub async fn of(error: StorageError, bytes: u64) -> Self {
        let megabytes = match error {
            StorageError::Quota => db::room_missing(bytes).await,
            StorageError::Denied | StorageError::Closed | StorageError::Other(_) => None,
        };
        Self { error, megabytes }
    }
}

/// Reasons why no draft was created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCreated {
    /// The phone has no random numbers.
    NoRandom,
    /// The answers of this draft exist only in this page and would be lost.
    Unsaved(DraftId),
}

/// Reasons why a refused draft was not reopened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReopened {
    /// This phone does not have the draft, or another draft was opened meanwhile.
    NotHere,
    /// The answers of another draft exist only in this page and would be lost.
    Unsaved,
    /// The phone's storage failed, or the phone has no random numbers.
    Storage(StorageError),
}

/// The result of opening a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenState {
    Loading,
    Here,
    /// There is no such draft on this phone.
    Unknown,
    /// It was on this phone, but the browser has deleted it.
    Lost,
    /// The draft exists but cannot be read; it stays as it is.
    Unreadable(UnreadableDraft),
    /// The phone's storage does not respond.
    StorageAway,
    /// The draft was not opened, because the answers of this other draft exist only in this page.
    Unsaved(DraftId),
}

/// The current draft and the operations on it.
#[derive(Clone, Copy)]
pub struct DraftEditor {
    /// The answers. Changes are saved automatically.
    pub draft: RwSignal<Draft>,
    /// The stored data other than the answers; the `draft` in it is not kept up to date.
    pub envelope: RwSignal<Option<StoredDraft>>,
    pub state: RwSignal<SaveState>,
    pub opened: RwSignal<OpenState>,
    /// Number of times that changes of another tab were loaded.
    pub read: RwSignal<u32>,
    pub(super) unsaved: StoredValue<ChangeCounter>,
    pub(super) writes: StoredValue<Writes>,
    /// Number of times that a draft was opened. An earlier opening that is still running is then discarded.
    pub(super) generation: StoredValue<u64>,
}

/// Counts changes, and those of them that are written.
#[derive(Clone, Copy, Default)]
pub(super) struct ChangeCounter {
    pub changes: u64,
    pub written: u64,
    pub watching: bool,
    /// True if a retry of a refused write is scheduled.
    pub retrying: bool,
}

impl DraftEditor {
    pub fn new() -> Self {
        Self {
            draft: RwSignal::new(Draft::default()),
            envelope: RwSignal::new(None),
            state: RwSignal::new(SaveState::Untouched),
            opened: RwSignal::new(OpenState::Loading),
            read: RwSignal::new(0),
            unsaved: StoredValue::new(ChangeCounter::default()),
            writes: StoredValue::new(Writes::default()),
            generation: StoredValue::new(0),
        }
    }
}
