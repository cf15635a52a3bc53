//! Drafts in the phone's storage: never written over what another tab has written since, never lost by a page that is left.

use crate::attempt::Attempt;
use crate::phone::{Collection, PhoneStorage, StorageError, Written};
use rules::id::DraftId;
use wire::json;
use wire::stored::{self, Refused, StoredDraft, UnreadableDraft};

/// After this pause in typing a draft is written, in milliseconds.
pub const PAUSE: i64 = 300;
/// While typing goes on it is written at least this often.
pub const AT_LEAST_EVERY: i64 = 600;
/// How often is looked whether it is time, in milliseconds.
pub const LOOK_EVERY: i32 = 50;

/// Whether it is time to write, as a page asks itself every [`LOOK_EVERY`] milliseconds from the first change on.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteSchedule {
    quiet: i64,
    since_first: i64,
    seen: u64,
}

impl WriteSchedule {
    /// From the change with this number on.
    pub const fn begin(changes: u64) -> Self {
        Self { quiet: 0, since_first: 0, seen: changes }
    }

    /// Told after each pause how many changes there were by now, and how many milliseconds the pause took: on a busy
    /// phone more than was asked for.
    pub fn is_time(&mut self, changes: u64, passed: i64) -> bool {
        let step = passed.max(i64::from(LOOK_EVERY));
        self.quiet = if changes == self.seen { self.quiet + step } else { 0 };
        self.since_first += step;
        self.seen = changes;
        self.quiet >= PAUSE || self.since_first >= AT_LEAST_EVERY
    }
}

/// Writes a draft that was read or written as `known_revision` before, and not if another tab has written it since.
pub async fn keep<S: PhoneStorage>(
    store: &S,
    record: &StoredDraft,
    known_revision: u64,
) -> Result<Written, StorageError> {
    let ours = move |there: Option<&str>| {
        there.is_none_or(|there| stored::read(there).is_ok_and(|there| there.revision <= known_revision))
    };
    store.write_text(Collection::Drafts, &record.id.to_text(), &json::write(record), &ours).await
}

/// The draft with this id, if there is one and if it can be read.
pub async fn find<S: PhoneStorage>(
    store: &S,
    id: DraftId,
) -> Result<Option<Result<StoredDraft, UnreadableDraft>>, StorageError> {
    let text = store.text(Collection::Drafts, &id.to_text()).await?;
    Ok(text.as_deref().map(stored::read))
}

/// What a page that is left writes where it is there at once, and the next start of the app takes in.
pub fn journal(mut record: StoredDraft) -> String {
    // A write may be under way, of what was there before: this is newer than that one too.
    record.revision += 2;
    json::write(&record)
}

/// Writes what a page that was left had no time to write, unless there is something newer. Done, the journal is not needed
/// any more.
pub async fn replay_journal<S: PhoneStorage>(store: &S, journal: &str) -> Result<(), StorageError> {
    let Ok(record) = stored::read(journal) else { return Ok(()) };
    let older = |there: Option<&str>| {
        there.is_none_or(|there| stored::read(there).is_ok_and(|there| there.revision < record.revision))
    };
    store.write_text(Collection::Drafts, &record.id.to_text(), journal, &older).await?;
    Ok(())
}

/// Notes the number in the stored draft, whichever tab has written it last. Returns the revision that has the number;
/// `None` where the phone keeps no such draft.
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

/// Takes a sent draft up again after a refusal to accept: what is sent next goes to the same number, by a key of its own.
/// One that was taken up before is given as it is. `None` where the phone knows no such draft or not its number, without
/// which a second application would come of it.
pub async fn mend<S: PhoneStorage>(
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
            // The tab died between the receipt and the note of it.
            let receipt = Attempt::find(store, id).await?.and_then(|attempt| attempt.receipt);
            let Some(receipt) = receipt else { return Ok(None) };
            note_number(store, id, &receipt.number).await?;
            continue;
        }
        // Away with it first: the end of the old attempt would end the mending.
        store.delete(Collection::Attempts, &id.to_text()).await?;
        let known = record.revision;
        record.revision += 1;
        key.clone_into(&mut record.submission_key);
        record.refused = Some(refused.clone());
        // What was consented to and acknowledged was another package.
        record.draft.consent = false;
        record.draft.confirmed_name.clear();
        record.draft.acknowledged.clear();
        if keep(store, &record, known).await? == Written::Done {
            return Ok(Some(record));
        }
    }
}
