//! The current draft: loaded from the phone, changed by questions, saved while it is typed.

mod bind;
mod editor;
pub mod pages;
mod tabs;
pub mod today;

pub use bind::Bind;
pub use editor::{DraftEditor, NotCreated, NotKept, NotReopened, OpenState, SaveState};

use crate::platform::db::{self, StorageError, StoreName, Written};
use crate::platform::events::{self, ClientEvent};
use crate::platform::page::LeaveWarning;
use crate::platform::phone::Browser;
use crate::platform::{clock, files, page, random, storage};
use crate::signals::set_if_changed;
use crate::tracking::first_lines;
use leptos::prelude::*;
use leptos::task::spawn_local;
use outbox::drafts::{self, LOOK_EVERY, WriteSchedule};
use outbox::save::{SaveError, SaveStep, Writes};
use rules::document::RequirementKey;
use rules::draft::{Draft, Person};
use rules::id::{DraftId, PersonId};
use rules::service::Service;
use std::cell::RefCell;
use std::future::poll_fn;
use std::task::Poll;
use wire::code::OwnerKey;
use wire::json;
use wire::stored::{self, Refused, StoredDraft};

thread_local! {
    /// Set while the storage refuses the current answers.
    static WARNING: RefCell<Option<LeaveWarning>> = const { RefCell::new(None) };
}

/// Space needed to write a draft, in bytes: far more than answers take.
const ROOM: u64 = 1_000_000;

impl DraftEditor {
    /// Returns a binding of an input to one answer.
    pub fn bind<T: Clone + Send + Sync + 'static>(
        self,
        access: impl Fn(&mut Draft) -> Option<&mut T> + Send + Sync + 'static,
    ) -> Bind<T> {
        Bind::new(self.draft, access)
    }

    /// Returns a binding to an answer about one person.
    pub fn bind_person<T: Clone + Send + Sync + 'static>(
        self,
        id: PersonId,
        access: impl Fn(&mut Person) -> &mut T + Send + Sync + 'static,
    ) -> Bind<T> {
        self.bind(move |draft| draft.person_mut(id).map(&access))
    }

    /// Creates a new draft, by default for granting, and writes it. If it cannot be written, the state says so.
    pub async fn create(self, service: Option<Service>) -> Result<DraftId, NotCreated> {
        self.save_for_another().await.map_err(NotCreated::Unsaved)?;
        let no_random = NotCreated::NoRandom;
        let id = DraftId(random::id().ok_or(no_random)?);
        let owner_key = OwnerKey(random::bytes().ok_or(no_random)?);
        let submission = submission_key().ok_or(no_random)?;
        let draft = Draft {
            edition: today::edition().id.to_owned(),
            service,
            people: vec![Person { id: PersonId(random::id().ok_or(no_random)?), ..Person::default() }],
            ..Draft::default()
        };
        let claim = self.claim(id).await;
        self.next_generation();
        tabs::adopt(id, claim);
        self.envelope.set(Some(StoredDraft {
            version: stored::VERSION,
            id,
            revision: 0,
            saved_at: clock::now(),
            draft: Draft::default(),
            owner_key: owner_key.to_text(),
            submission_key: submission,
            number: None,
            refused: None,
            title: None,
        }));
        self.draft.set(draft);
        self.opened.set(OpenState::Here);
        self.set_state(SaveState::Untouched);
        db::ask_to_keep();
        // A failed save is shown on every page.
        let _ = self.save().await;
        Ok(id)
    }

    /// Opens a draft unless it is the current one.
    pub fn open(self, id: DraftId) {
        let generation = self.next_generation();
        if self.is_in_hand(id) {
            self.opened.set(OpenState::Here);
            return;
        }
        self.opened.set(OpenState::Loading);
        spawn_local(async move {
            let opened = match self.save_for_another().await {
                Err(unsaved) => OpenState::Unsaved(unsaved),
                Ok(()) => match self.find(id, generation).await {
                    Some(opened) => opened,
                    None => return,
                },
            };
            if self.is_current(generation) {
                self.opened.set(opened);
            }
        });
    }

    /// Loads a draft of this phone as the current one; `None` if another one was opened meanwhile.
    async fn find(self, id: DraftId, generation: u64) -> Option<OpenState> {
        // First, so that nothing is read that another tab is about to change.
        let claim = self.claim(id).await;
        let journal = replay_journal().await;
        let stored = db::text(StoreName::Drafts, &id.to_text()).await;
        if !self.is_current(generation) {
            return None;
        }
        // A journal that the database refuses contains what was typed last.
        if let Some((record, error)) = journal.filter(|(record, _)| record.id == id) {
            let revision = |text: &str| stored::read(text).map_or(0, |there| there.revision);
            let is_newer = !matches!(&stored, Ok(Some(text)) if revision(text) >= record.revision);
            if is_newer {
                tabs::adopt(id, claim);
                self.load(record);
                self.unsaved.update_value(|unsaved| unsaved.written = unsaved.changes);
                self.refused(NotKept { error, megabytes: None });
                return Some(OpenState::Here);
            }
        }
        Some(match stored {
            Err(_) => OpenState::StorageAway,
            Ok(None) if kept().contains(&id) => OpenState::Lost,
            Ok(None) => OpenState::Unknown,
            Ok(Some(json)) => match stored::read(&json) {
                Err(why) => OpenState::Unreadable(why),
                Ok(found) => {
                    self.load(found);
                    if !tabs::adopt(id, claim) {
                        self.set_state(SaveState::Reading);
                    }
                    OpenState::Here
                }
            },
        })
    }

    fn is_in_hand(self, id: DraftId) -> bool {
        self.envelope.with_untracked(|envelope| envelope.as_ref().is_some_and(|known| known.id == id))
    }

    /// Discards any opening that is still running.
    fn next_generation(self) -> u64 {
        self.generation
            .try_update_value(|generation| {
                *generation += 1;
                *generation
            })
            .unwrap_or_default()
    }

    fn is_current(self, generation: u64) -> bool {
        self.generation.try_get_value() == Some(generation)
    }

    /// Saves the current draft before another one replaces it. The error is the draft whose answers would be lost.
    async fn save_for_another(self) -> Result<(), DraftId> {
        let in_hand = self.envelope.with_untracked(|envelope| envelope.as_ref().map(|known| known.id));
        let Some(id) = in_hand.filter(|_| self.is_unsaved()) else { return Ok(()) };
        match self.save().await {
            // Answers that another tab writes cannot be lost here.
            Ok(()) | Err(SaveError::Elsewhere) => Ok(()),
            Err(SaveError::Storage(_)) => Err(id),
        }
    }

    fn load(self, mut found: StoredDraft) {
        self.set_state(SaveState::Untouched);
        let draft = std::mem::take(&mut found.draft);
        self.envelope.set(Some(found));
        // The effect counts the first value as a change, but what was just read need not be written.
        self.unsaved.update_value(|unsaved| unsaved.written = unsaved.changes + 1);
        self.draft.set(draft);
    }

    /// Sets the state. While the answers exist only in this page, the browser asks before the page is closed.
    fn set_state(self, state: SaveState) {
        let is_refused = matches!(state, SaveState::NotSaved(_));
        WARNING.with_borrow_mut(|warning| match warning {
            None if is_refused => *warning = Some(LeaveWarning::new()),
            Some(_) if !is_refused => *warning = None,
            _ => {}
        });
        set_if_changed(self.state, state);
    }

    /// Saves changes from now on; unsaved ones are also saved when the page is hidden or left.
    pub fn keep_saved(self) {
        Effect::new(move |_| {
            self.draft.track();
            self.unsaved.update_value(|unsaved| unsaved.changes += 1);
            self.save_soon();
        });
        page::on_leaving(move || {
            if self.is_unsaved() {
                // The database is asked to store it whether or not the journal accepts it.
                self.write_journal();
                spawn_local(async move {
                    // A failed save is shown on every page.
                    let _ = self.save().await;
                });
            }
        });
        // A person who comes back may have freed space.
        page::on_return(page::room_made);
    }

    /// Writes the journal and returns whether the browser accepted it. A page that is left may not live until the database has
    /// written. The journal is written synchronously, and the next start of the app applies it.
    fn write_journal(self) -> bool {
        let Some(mut record) = self.envelope.get_untracked() else { return true };
        if self.state.get_untracked().is_elsewhere() {
            return true;
        }
        record.saved_at = clock::now();
        record.draft = self.draft.get_untracked();
        storage::set(storage::Key::Journal, &drafts::journal(record))
    }

    /// Stores the current answers where the next page load finds them, and returns whether that succeeded.
    pub async fn carry_over(self) -> bool {
        if !matches!(self.save().await, Err(SaveError::Storage(_))) {
            return true;
        }
        let is_there = self.write_journal();
        if is_there {
            WARNING.take();
        }
        is_there
    }

    /// Returns whether something typed is not on the phone's disk yet.
    pub fn is_unsaved(self) -> bool {
        let known = self.envelope.with_untracked(Option::is_some);
        known && self.unsaved.try_with_value(|unsaved| unsaved.changes > unsaved.written).unwrap_or(false)
    }

    /// Returns whether there is a current draft and all of it is on the phone's disk. A view that reads it is updated when it
    /// changes.
    pub fn is_kept(self) -> bool {
        let is_written = matches!(self.state.get(), SaveState::Untouched | SaveState::Saved(..));
        is_written && self.envelope.with(Option::is_some) && !self.is_unsaved()
    }

    /// Saves unsaved changes after a short pause in typing (debounce).
    pub fn save_soon(self) {
        let idle = self.unsaved.try_with_value(|unsaved| !unsaved.watching).unwrap_or(false);
        if !idle || !self.is_unsaved() {
            return;
        }
        self.unsaved.update_value(|unsaved| unsaved.watching = true);
        spawn_local(async move {
            let mut pace =
                WriteSchedule::begin(self.unsaved.try_with_value(|unsaved| unsaved.changes).unwrap_or(0));
            loop {
                let before = clock::milliseconds();
                page::sleep(LOOK_EVERY).await;
                let Some(changes) = self.unsaved.try_with_value(|unsaved| unsaved.changes) else { return };
                let passed = clock::milliseconds() - before;
                if pace.is_time(changes, passed) {
                    break;
                }
            }
            let saved = self.save().await;
            self.unsaved.update_value(|unsaved| unsaved.watching = false);
            if saved.is_ok() {
                self.save_soon();
            }
        });
    }

    /// Returns when a write that contains all changes before the call is on the phone's disk, or with the reason why there is
    /// none.
    pub async fn save(self) -> Result<(), SaveError> {
        let Some(wanted) = self.writes.try_with_value(Writes::next) else { return Ok(()) };
        let ended = SaveStep::Ended(Ok(()));
        let step = poll_fn(|context| {
            let step = self.writes.try_update_value(|writes| writes.poll_save(wanted, context));
            step.unwrap_or(Poll::Ready(ended))
        });
        match step.await {
            SaveStep::Ended(result) => result,
            SaveStep::Write => {
                let result = self.write().await;
                self.end_write(result);
                result
            }
        }
    }

    fn end_write(self, result: Result<(), SaveError>) {
        self.writes.update_value(|writes| writes.end(result));
    }

    async fn write(self) -> Result<(), SaveError> {
        if self.state.get_untracked().is_elsewhere() {
            return Err(SaveError::Elsewhere);
        }
        let Some(mut envelope) = self.envelope.get_untracked() else { return Ok(()) };
        let known_revision = envelope.revision;
        envelope.revision += 1;
        envelope.saved_at = clock::now();
        let taken = self.unsaved.with_value(|unsaved| unsaved.changes);
        let record = StoredDraft { draft: self.draft.get_untracked(), ..envelope.clone() };
        let written = drafts::keep(&Browser, &record, known_revision).await;
        // During the write another tab may have taken the draft, or another draft may have replaced it.
        let is_here = self.is_in_hand(envelope.id) && !self.state.get_untracked().is_elsewhere();
        match written {
            Ok(Written::Done) => {
                let (hour, minute) = clock::local_time();
                self.unsaved.update_value(|unsaved| unsaved.written = unsaved.written.max(taken));
                if !self.is_unsaved() {
                    storage::remove(storage::Key::Journal);
                }
                self.envelope.update(|current| {
                    if let Some(current) = current.as_mut().filter(|current| current.id == envelope.id) {
                        current.revision = envelope.revision;
                    }
                });
                if known_revision == 0 {
                    remember_draft_id(envelope.id);
                }
                tabs::tell_written(envelope.id);
                if is_here {
                    self.set_state(SaveState::Saved(hour, minute));
                }
                Ok(())
            }
            Ok(Written::Overtaken) => {
                if is_here {
                    events::record(ClientEvent::DraftTaken);
                    self.set_state(SaveState::Overtaken);
                }
                Err(SaveError::Elsewhere)
            }
            Err(error) => {
                if is_here {
                    self.refused(NotKept::of(error, ROOM).await);
                }
                Err(SaveError::Storage(error))
            }
        }
    }

    /// Reports that the current answers are not saved, and retries until they are.
    fn refused(self, why: NotKept) {
        self.set_state(SaveState::NotSaved(why));
        if self.unsaved.try_update_value(|unsaved| std::mem::replace(&mut unsaved.retrying, true))
            != Some(false)
        {
            return;
        }
        spawn_local(async move {
            let mut failures = 0;
            loop {
                page::rest_for_room(outbox::until_next_write(failures)).await;
                failures += 1;
                let is_refused = matches!(self.state.try_get_untracked(), Some(SaveState::NotSaved(_)));
                if !is_refused || self.save().await.is_ok() {
                    break;
                }
            }
            self.unsaved.update_value(|unsaved| unsaved.retrying = false);
        });
    }

    /// Blocks writes until [`Self::end_write`].
    async fn reserve(self) {
        poll_fn(|context| {
            let reserved = self.writes.try_update_value(|writes| writes.poll_reserve(context));
            reserved.unwrap_or(Poll::Ready(()))
        })
        .await;
    }

    /// Stores the number under which a draft was registered, whether or not it is the current one. The number is on the phone's
    /// disk when this returns.
    pub async fn registered(self, id: DraftId, number: &str) -> Result<(), StorageError> {
        self.reserve().await;
        let noted = drafts::note_number(&Browser, id, number).await;
        self.envelope.update(|envelope| {
            let Some(envelope) = envelope.as_mut().filter(|envelope| envelope.id == id) else { return };
            envelope.number = Some(number.to_owned());
            envelope.refused = None;
            // Changes that another tab wrote meanwhile are not loaded here and must not be overwritten.
            if let Ok(Some(revision)) = noted
                && revision <= envelope.revision + 1
            {
                envelope.revision = revision;
            }
        });
        self.end_write(Ok(()));
        if noted.is_ok() {
            tabs::tell_written(id);
        }
        noted.map(|_| ())
    }

    /// Reopens a sent draft after a refusal to accept: the next submission goes to the same number, with a new idempotency key.
    pub async fn reopen_for_correction(
        self,
        id: DraftId,
        documents: Vec<RequirementKey>,
    ) -> Result<(), NotReopened> {
        self.save_for_another().await.map_err(|_| NotReopened::Unsaved)?;
        let generation = self.next_generation();
        let claim = match self.claim(id).await {
            tabs::Claim::Theirs => self.claim_from_other_tab(id).await,
            ours => ours,
        };
        let key = submission_key();
        let key = key.ok_or(NotReopened::Storage(StorageError::Other(db::StorageCause::NoRandom)))?;
        let found = drafts::reopen_refused(&Browser, id, &key, &Refused { documents }).await;
        let found = found.map_err(NotReopened::Storage)?.ok_or(NotReopened::NotHere)?;
        if !self.is_current(generation) {
            return Err(NotReopened::NotHere);
        }
        tabs::adopt(id, claim);
        self.load(found);
        self.opened.set(OpenState::Here);
        Ok(())
    }

    /// Saves the answers as a file, without the pages: the way out when the phone stores nothing and cannot encrypt.
    pub fn save_to_file(self) {
        files::save_text("qandas-answers.json", &json::write(&self.draft.get_untracked()));
    }

    /// Returns the number if the draft was sent and is not being corrected: then there is nothing to change or to send.
    pub fn sent_number(self) -> Option<String> {
        self.envelope.with_untracked(|envelope| {
            let envelope = envelope.as_ref().filter(|envelope| envelope.refused.is_none())?;
            envelope.number.clone()
        })
    }

    /// Loads the draft as another tab left it and makes this tab the one that writes it.
    pub fn take_over(self) {
        let Some(id) = self.envelope.get_untracked().map(|envelope| envelope.id) else { return };
        spawn_local(async move {
            tabs::adopt(id, self.claim_from_other_tab(id).await);
            self.envelope.set(None);
            self.open(id);
        });
    }

    /// Names the current draft. If the name is empty, the draft is called by its content.
    pub async fn rename(self, title: String) -> Result<(), SaveError> {
        self.envelope.update(|envelope| {
            if let Some(envelope) = envelope {
                envelope.title = Some(title).filter(|title| !title.is_empty());
            }
        });
        self.save().await
    }

    /// Deletes the current draft with its pages. A sent application stays at the gateway, and the phone keeps its data about
    /// it.
    pub async fn delete(self) -> Result<(), StorageError> {
        let Some(envelope) = self.envelope.get_untracked() else { return Ok(()) };
        let draft = self.draft.get_untracked();
        self.delete_kept(envelope.id, &draft).await
    }

    /// Deletes everything that this phone stores about a sent application: the draft with its pages, and the gateway's answers.
    pub async fn forget_sent(self, id: DraftId) -> Result<(), StorageError> {
        let kept = db::text(StoreName::Drafts, &id.to_text()).await?;
        if let Some(Ok(found)) = kept.as_deref().map(stored::read) {
            self.delete_kept(id, &found.draft).await?;
        }
        first_lines::forget(id);
        let id = id.to_text();
        for store in [StoreName::Links, StoreName::Read, StoreName::Tracked] {
            db::delete(store, &id).await?;
        }
        Ok(())
    }

    async fn delete_kept(self, id: DraftId, draft: &Draft) -> Result<(), StorageError> {
        let pages: Vec<String> = outbox::pages_of(draft).map(|page| page.id.to_text()).collect();
        // The draft first: pages without a draft are visible to nobody, a draft without its pages would be visible.
        db::delete(StoreName::Drafts, &id.to_text()).await?;
        if self.is_in_hand(id) {
            self.forget();
        }
        forget(id);
        db::delete(StoreName::Attempts, &id.to_text()).await?;
        for page in pages {
            for store in [StoreName::Pages, StoreName::Uploads, StoreName::Looks] {
                db::delete(store, &page).await?;
            }
        }
        Ok(())
    }

    /// Closes the draft without saving.
    pub fn forget(self) {
        self.next_generation();
        self.envelope.set(None);
        self.opened.set(OpenState::Loading);
        self.unsaved.update_value(|unsaved| unsaved.written = unsaved.changes);
        self.set_state(SaveState::Untouched);
        storage::remove(storage::Key::Journal);
    }
}

/// Returns the ids of the drafts that were written on this phone and not deleted by the person.
pub fn kept() -> Vec<DraftId> {
    let ids = storage::get(storage::Key::Drafts).unwrap_or_default();
    ids.split(' ').filter_map(DraftId::parse).collect()
}

/// Forgets the ids of drafts that the browser has deleted. If that cannot be stored, the next start reports the loss again, or
/// reports none: in neither case does it claim that a draft exists.
pub fn acknowledge_eviction(still_there: &[DraftId]) {
    let ids: Vec<String> = still_there.iter().map(|id| id.to_text()).collect();
    // If it is not stored, the same message is shown again.
    let _ = storage::set(storage::Key::Drafts, &ids.join(" "));
}

/// Remembers the id of a draft, so that its loss can be noticed.
pub fn remember_draft_id(id: DraftId) {
    let mut ids = kept();
    if !ids.contains(&id) {
        ids.push(id);
        acknowledge_eviction(&ids);
    }
}

fn forget(id: DraftId) {
    let ids: Vec<DraftId> = kept().into_iter().filter(|known| *known != id).collect();
    acknowledge_eviction(&ids);
}

/// Returns an idempotency key for a submission, so that a repeated request is not registered twice; `None` if the browser has
/// no random generator.
pub fn submission_key() -> Option<String> {
    Some(DraftId(random::id()?).to_text() + &DraftId(random::id()?).to_text())
}

/// Writes what a page that was left had no time to write, unless the database has something newer. If the database refuses it,
/// the journal stays and is returned.
async fn replay_journal() -> Option<(StoredDraft, StorageError)> {
    let text = storage::get(storage::Key::Journal)?;
    match drafts::replay_journal(&Browser, &text).await {
        Ok(()) => {
            storage::remove(storage::Key::Journal);
            None
        }
        Err(error) => Some((stored::read(&text).ok()?, error)),
    }
}

/// An entry of the list of drafts on this phone.
pub enum DraftListItem {
    Readable(Box<StoredDraft>),
    /// An unreadable draft stays as it is; this is its text, to be saved as a file.
    Unreadable(String),
}

/// Returns all drafts on this phone, the last written first.
pub async fn list() -> Result<Vec<DraftListItem>, StorageError> {
    let mut readable = Vec::new();
    let mut unreadable = Vec::new();
    // What it could not write is shown when its draft is opened.
    replay_journal().await;
    for json in db::texts(StoreName::Drafts).await? {
        match stored::read(&json) {
            Ok(draft) => readable.push(draft),
            Err(_) => unreadable.push(DraftListItem::Unreadable(json)),
        }
    }
    readable.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
    let mut all: Vec<DraftListItem> =
        readable.into_iter().map(|draft| DraftListItem::Readable(Box::new(draft))).collect();
    all.extend(unreadable);
    Ok(all)
}
