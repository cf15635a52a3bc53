//! Drafts in the phone's storage. A write never overwrites a later write of another tab, and closing a page loses no
//! answer.

use crate::attempt::Attempt;
use crate::phone::{Collection, PhoneStorage, Precondition, StorageError, Written};
use rules::id::DraftId;
use wire::json;
use wire::stored::{self, Refused, StoredDraft, UnreadableDraft};

/// The pause in typing after which a draft is written, in milliseconds.
pub const PAUSE: i64 = 300;
/// The longest time without a write while typing goes on, in milliseconds.
pub const AT_LEAST_EVERY: i64 = 600;
/// The interval at which a page checks whether a write is due, in milliseconds.
pub const LOOK_EVERY: i32 = 50;

/// Decides when a changed draft is written. A page asks it every [`LOOK_EVERY`] milliseconds from the first change on.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteSchedule {
    quiet: i64,
    since_first: i64,
    seen: u64,
}

impl WriteSchedule {
    /// Starts a schedule with the change of this number.
    pub const fn begin(changes: u64) -> Self {
        Self { quiet: 0, since_first: 0, seen: changes }
    }

    /// Returns whether a write is due. The caller passes the number of changes by now and the milliseconds since the
    /// last call, which can be more than [`LOOK_EVERY`] on a busy phone.
    pub fn is_time(&mut self, changes: u64, passed: i64) -> bool {
        let step = passed.max(i64::from(LOOK_EVERY));
        self.quiet = if changes == self.seen { self.quiet + step } else { 0 };
        self.since_first += step;
        self.seen = changes;
        self.quiet >= PAUSE || self.since_first >= AT_LEAST_EVERY
    }
}

/// Writes a draft that was last read or written with `known_revision`, unless another tab has written it since.
pub async fn keep<S: PhoneStorage>(
    store: &S,
    record: &StoredDraft,
    known_revision: u64,
) -> Result<Written, StorageError> {
    let ours = Precondition::RevisionUpTo(known_revision);
    store.write_text(Collection::Drafts, &record.id.to_text(), &json::write(record), ours).await
}

/// Returns the draft with this id; `None` if there is none, an error if it cannot be read.
pub async fn find<S: PhoneStorage>(
    store: &S,
    id: DraftId,
) -> Result<Option<Result<StoredDraft, UnreadableDraft>>, StorageError> {
    let text = store.text(Collection::Drafts, &id.to_text()).await?;
    Ok(text.as_deref().map(stored::read))
}

/// Returns the journal entry that a page writes when it is closed. It is written to synchronous storage, and the next
/// start of the app replays it.
pub fn journal(mut record: StoredDraft) -> String {
    // A write of an older state may be under way. The journal entry must be newer than that one too.
    record.revision += 2;
    json::write(&record)
}

/// Writes a journal entry to the drafts, unless a newer draft is stored. After `Ok` the journal can be deleted.
pub async fn replay_journal<S: PhoneStorage>(store: &S, journal: &str) -> Result<(), StorageError> {
    let Ok(record) = stored::read(journal) else { return Ok(()) };
    let older = Precondition::RevisionUpTo(record.revision.saturating_sub(1));
    store.write_text(Collection::Drafts, &record.id.to_text(), journal, older).await?;
    Ok(())
}

/// Writes the application number to the stored draft, even if another tab has changed the draft meanwhile. Returns the
/// revision that has the number; `None` if the phone has no such draft.
pub async fn note_number<S: PhoneStorage>(
    store: &S,
    id: DraftId,
    number: &str,
) -> Result<Option<u64>, StorageError> {
    loop {
        let Some(Ok(mut record)) = find(store, id).await? else { return Ok(None) };
        if record.number.as_deref() == Some(number) && record.refused.is_none() {
            return Ok(Some(record.revision));
        }
        let known = record.revision;
        record.revision += 1;
        record.number = Some(number.to_owned());
        record.refused = None;
        if keep(store, &record, known).await? == Written::Done {
            return Ok(Some(record.revision));
        }
    }
}

/// Reopens a sent draft after a refusal to accept: the next submission goes to the same number, with its own
/// idempotency key. A draft that was reopened before is returned as it is. Returns `None` if the phone does not have
/// the draft or its number: without the number, a second application would be created.
pub async fn reopen_refused<S: PhoneStorage>(
    store: &S,
    id: DraftId,
    key: &str,
    refused: &Refused,
) -> Result<Option<StoredDraft>, StorageError> {
    loop {
        let Some(Ok(mut record)) = find(store, id).await? else { return Ok(None) };
        if record.refused.is_some() {
            return Ok(Some(record));
        }
        if record.number.is_none() {
            // The tab was closed after the receipt arrived and before the number was written.
            let receipt = Attempt::find(store, id).await?.and_then(|attempt| attempt.receipt);
            let Some(receipt) = receipt else { return Ok(None) };
            note_number(store, id, &receipt.number).await?;
            continue;
        }
        // The old attempt is deleted first: when it is closed, it would also end the resubmission.
        store.delete(Collection::Attempts, &id.to_text()).await?;
        let known = record.revision;
        record.revision += 1;
        key.clone_into(&mut record.submission_key);
        record.refused = Some(refused.clone());
        // The consent and the acknowledgements were for the earlier submission.
        record.draft.consent = false;
        record.draft.confirmed_name.clear();
        record.draft.acknowledged.clear();
        if keep(store, &record, known).await? == Written::Done {
            return Ok(Some(record));
        }
    }
}
