//! The draft in hand: opened from the phone, changed by questions, written back as it is typed.

mod bind;
#[cfg(feature = "whole")]
mod tabs;
pub mod today;

pub use bind::Bind;

use crate::platform::db::{self, Store, Written};
use crate::platform::phone::Browser;
use crate::platform::{clock, files, page, random, storage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use outbox::drafts::{self, LOOK_EVERY, Pace};
use rules::document::RequirementKey;
use rules::draft::{Draft, Person};
use rules::id::{DraftId, PersonId};
use rules::service::Service;
use wire::code::OwnerKey;
use wire::json;
use wire::stored::{self, Refused, StoredDraft, UnreadableDraft};

/// Whether what was typed is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing was changed since it was opened.
    Untouched,
    /// On this phone, at this hour and minute of its clock.
    Saved(u32, u32),
    /// The phone does not keep it: private mode, or no space.
    Failed,
    /// Another tab has written this draft since; this one has stopped writing.
    Overtaken,
    /// Another tab writes this draft; this one shows what is written there.
    Reading,
}

impl SaveState {
    /// Whether another tab has the draft, so that nothing is written here.
    fn is_elsewhere(self) -> bool {
        matches!(self, Self::Overtaken | Self::Reading)
    }
}

/// What came of opening a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    Loading,
    Here,
    /// There is no such draft on this phone.
    Unknown,
    /// It was on this phone, and the browser has deleted it.
    Lost,
    /// It is there and cannot be read; it stays as it is.
    Unreadable(UnreadableDraft),
    /// The phone's storage does not answer.
    StorageAway,
}

/// The draft in hand.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The answers. Changing them has them written.
    pub draft: RwSignal<Draft>,
    /// What is stored beside the answers; its own `draft` is not kept up to date.
    pub envelope: RwSignal<Option<StoredDraft>>,
    pub state: RwSignal<SaveState>,
    pub opened: RwSignal<Opened>,
    /// Counts the times that what another tab wrote was read.
    pub read: RwSignal<u32>,
    unsaved: StoredValue<Unsaved>,
}

/// Counts changes and which of them are written.
#[derive(Clone, Copy, Default)]
struct Unsaved {
    changes: u64,
    written: u64,
    watching: bool,
    /// A write is under way.
    writing: bool,
    /// Another one was asked for meanwhile.
    again: bool,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            draft: RwSignal::new(Draft::default()),
            envelope: RwSignal::new(None),
            state: RwSignal::new(SaveState::Untouched),
            opened: RwSignal::new(Opened::Loading),
            read: RwSignal::new(0),
            unsaved: StoredValue::new(Unsaved::default()),
        }
    }

    /// A binding of an input to one answer.
    pub fn bind<T: Clone + Send + Sync + 'static>(
        self,
        access: impl Fn(&mut Draft) -> Option<&mut T> + Send + Sync + 'static,
    ) -> Bind<T> {
        Bind::new(self.draft, access)
    }

    /// A binding to an answer about one person.
    pub fn bind_person<T: Clone + Send + Sync + 'static>(
        self,
        id: PersonId,
        access: impl Fn(&mut Person) -> &mut T + Send + Sync + 'static,
    ) -> Bind<T> {
        self.bind(move |draft| draft.person_mut(id).map(&access))
    }

    /// Makes a new draft for granting and writes it. `None` where the phone has no random numbers.
    pub async fn create(self, service: Option<Service>) -> Option<DraftId> {
        let id = DraftId(random::id()?);
        let owner_key = OwnerKey(random::bytes()?);
        let submission = submission_key()?;
        let draft = Draft {
            edition: today::edition().id.to_owned(),
            service,
            people: vec![Person { id: PersonId(random::id()?), ..Person::default() }],
            ..Draft::default()
        };
        self.envelope.set(Some(StoredDraft {
            version: stored::VERSION,
            id,
            revision: 0,
            saved_at: clock::now(),
            draft: Draft::default(),
            owner_key: owner_key.write(),
            submission_key: submission,
            number: None,
            refused: None,
            title: None,
        }));
        #[cfg(feature = "whole")]
        self.claim(id).await;
        self.draft.set(draft);
        self.opened.set(Opened::Here);
        self.state.set(SaveState::Untouched);
        db::ask_to_keep();
        self.save().await;
        Some(id)
    }

    /// Opens a draft unless it is in hand already.
    pub fn open(self, id: DraftId) {
        if self
            .envelope
            .with_untracked(|envelope| envelope.as_ref().is_some_and(|envelope| envelope.id == id))
        {
            return;
        }
        self.opened.set(Opened::Loading);
        spawn_local(async move {
            // First, so that nothing is read that another tab is about to change.
            #[cfg(feature = "whole")]
            let is_ours = self.claim(id).await;
            #[cfg(not(feature = "whole"))]
            let is_ours = true;
            take_in_journal().await;
            let opened = match db::text(Store::Drafts, &id.write()).await {
                Err(_) => Opened::StorageAway,
                Ok(None) if kept().contains(&id) => Opened::Lost,
                Ok(None) => Opened::Unknown,
                Ok(Some(json)) => match stored::read(&json) {
                    Err(why) => Opened::Unreadable(why),
                    Ok(found) => {
                        self.take(found);
                        if !is_ours {
                            self.state.set(SaveState::Reading);
                        }
                        Opened::Here
                    }
                },
            };
            self.opened.try_set(opened);
        });
    }

    fn take(self, mut found: StoredDraft) {
        self.unsaved.set_value(Unsaved::default());
        self.state.set(SaveState::Untouched);
        let draft = std::mem::take(&mut found.draft);
        self.envelope.set(Some(found));
        // The watcher takes the first value for a change; what was just read need not be written.
        self.unsaved.update_value(|unsaved| unsaved.written = unsaved.changes + 1);
        self.draft.set(draft);
    }

    /// From now on changes are written, and so is what is unwritten when the page is hidden or left.
    pub fn keep_saved(self) {
        Effect::new(move |_| {
            self.draft.track();
            self.unsaved.update_value(|unsaved| unsaved.changes += 1);
            self.save_soon();
        });
        page::on_leaving(move || {
            if self.is_unsaved() {
                self.write_journal();
                spawn_local(async move { self.save().await });
            }
        });
    }

    /// A page that is left may not live to see its database write through. What is written here is there at once, and the
    /// next start of the app takes it in.
    fn write_journal(self) {
        let Some(mut record) = self.envelope.get_untracked() else { return };
        if self.state.get_untracked().is_elsewhere() {
            return;
        }
        record.saved_at = clock::now();
        record.draft = self.draft.get_untracked();
        storage::set(storage::Key::Journal, &drafts::journal(record));
    }

    /// Whether something typed is not on the phone's disk yet.
    pub fn is_unsaved(self) -> bool {
        let known = self.envelope.with_untracked(Option::is_some);
        known && self.unsaved.try_with_value(|unsaved| unsaved.changes > unsaved.written).unwrap_or(false)
    }

    /// Has what is unwritten written after a short pause in typing.
    pub fn save_soon(self) {
        let idle = self.unsaved.try_with_value(|unsaved| !unsaved.watching).unwrap_or(false);
        if !idle || !self.is_unsaved() {
            return;
        }
        self.unsaved.update_value(|unsaved| unsaved.watching = true);
        spawn_local(async move {
            let mut pace = Pace::begin(self.unsaved.try_with_value(|unsaved| unsaved.changes).unwrap_or(0));
            loop {
                let before = clock::milliseconds();
                page::sleep(LOOK_EVERY).await;
                let Some(changes) = self.unsaved.try_with_value(|unsaved| unsaved.changes) else { return };
                let passed = clock::milliseconds() - before;
                if pace.is_time(changes, passed) {
                    break;
                }
            }
            self.save().await;
            let _ = self.unsaved.try_update_value(|unsaved| unsaved.watching = false);
            self.save_soon();
        });
    }

    /// Writes the draft now; done when it is on the phone's disk.
    pub async fn save(self) {
        if self.unsaved.with_value(|unsaved| unsaved.writing) {
            self.unsaved.update_value(|unsaved| unsaved.again = true);
            return;
        }
        let mut again = true;
        while again {
            self.unsaved.update_value(|unsaved| (unsaved.writing, unsaved.again) = (true, false));
            self.write().await;
            again = self.unsaved.try_with_value(|unsaved| unsaved.again).unwrap_or(false);
            let _ = self.unsaved.try_update_value(|unsaved| unsaved.writing = false);
        }
    }

    /// Writes the draft and waits until it is on the disk, also where a write was under way already.
    pub async fn saved(self) {
        self.save().await;
        while self.unsaved.try_with_value(|unsaved| unsaved.writing).unwrap_or(false) {
            page::sleep(10).await;
        }
    }

    async fn write(self) {
        if self.state.get_untracked().is_elsewhere() {
            return;
        }
        let Some(mut envelope) = self.envelope.get_untracked() else { return };
        let known_revision = envelope.revision;
        envelope.revision += 1;
        envelope.saved_at = clock::now();
        let taken = self.unsaved.with_value(|unsaved| unsaved.changes);
        let record = StoredDraft { draft: self.draft.get_untracked(), ..envelope.clone() };
        let written = drafts::keep(&Browser, &record, known_revision).await;
        let state = match written {
            Ok(Written::Done) => {
                let (hour, minute) = clock::local_time();
                let _ = self.unsaved.try_update_value(|unsaved| unsaved.written = unsaved.written.max(taken));
                if !self.is_unsaved() {
                    storage::remove(storage::Key::Journal);
                }
                self.envelope.try_update(|current| {
                    if let Some(current) = current.as_mut().filter(|current| current.id == envelope.id) {
                        current.revision = envelope.revision;
                    }
                });
                if known_revision == 0 {
                    keep_in_mind(envelope.id);
                }
                #[cfg(feature = "whole")]
                tabs::tell_written(envelope.id);
                SaveState::Saved(hour, minute)
            }
            Ok(Written::Overtaken) => SaveState::Overtaken,
            Err(_) => SaveState::Failed,
        };
        self.state.try_set(state);
    }

    /// Notes the number under which the draft was registered.
    pub async fn registered(self, number: String) {
        self.envelope.update(|envelope| {
            if let Some(envelope) = envelope {
                envelope.number = Some(number);
                envelope.refused = None;
            }
        });
        self.save().await;
    }

    /// Takes a sent draft up again after a refusal to accept: what is sent next goes to the same number, by a key of its own.
    /// Whether this phone has the draft.
    pub async fn mend(self, id: DraftId, documents: Vec<RequirementKey>) -> bool {
        #[cfg(feature = "whole")]
        if !self.claim(id).await {
            self.claim_from_other_tab(id).await;
        }
        let Some(key) = submission_key() else { return false };
        let Ok(Some(found)) = drafts::mend(&Browser, id, &key, &Refused { documents }).await else {
            return false;
        };
        self.take(found);
        self.opened.set(Opened::Here);
        true
    }

    /// The way out when the phone keeps nothing and cannot encrypt: the answers as a file, without the pages.
    pub fn save_to_file(self) {
        files::save_text("qandas-answers.json", &json::write(&self.draft.get_untracked()));
    }

    /// The number of what is sent and is not being mended: there is nothing to change or to send.
    pub fn sent_number(self) -> Option<String> {
        self.envelope.with_untracked(|envelope| {
            let envelope = envelope.as_ref().filter(|envelope| envelope.refused.is_none())?;
            envelope.number.clone()
        })
    }

    /// Takes the draft as another tab left it, and writes it here from now on.
    pub fn take_over(self) {
        let Some(id) = self.envelope.get_untracked().map(|envelope| envelope.id) else { return };
        spawn_local(async move {
            #[cfg(feature = "whole")]
            self.claim_from_other_tab(id).await;
            self.envelope.set(None);
            self.open(id);
        });
    }

    /// Has the draft in hand called so; by what is in it where the name is empty.
    #[cfg(feature = "whole")]
    pub async fn rename(self, title: String) {
        self.envelope.update(|envelope| {
            if let Some(envelope) = envelope {
                envelope.title = Some(title).filter(|title| !title.is_empty());
            }
        });
        self.save().await;
    }

    /// Deletes the draft in hand with its pages. What was sent stays at the gateway, and what this phone knows of it stays.
    #[cfg(feature = "whole")]
    pub async fn delete(self) -> Result<(), db::StorageError> {
        let Some(envelope) = self.envelope.get_untracked() else { return Ok(()) };
        let draft = self.draft.get_untracked();
        self.delete_kept(envelope.id, &draft).await
    }

    /// Deletes all that this phone keeps of a sent application: the draft with its pages, and what was heard of it.
    #[cfg(feature = "whole")]
    pub async fn forget_sent(self, id: DraftId) -> Result<(), db::StorageError> {
        let kept = db::text(Store::Drafts, &id.write()).await?;
        if let Some(Ok(found)) = kept.as_deref().map(stored::read) {
            self.delete_kept(id, &found.draft).await?;
        }
        let id = id.write();
        for store in [Store::Links, Store::Read, Store::Tracked] {
            db::delete(store, &id).await?;
        }
        Ok(())
    }

    #[cfg(feature = "whole")]
    async fn delete_kept(self, id: DraftId, draft: &Draft) -> Result<(), db::StorageError> {
        let pages: Vec<String> = outbox::pages_of(draft).map(|page| page.id.write()).collect();
        // The draft first: pages without a draft are seen by nobody, a draft without its pages would be.
        db::delete(Store::Drafts, &id.write()).await?;
        if self.envelope.with_untracked(|envelope| envelope.as_ref().is_some_and(|known| known.id == id)) {
            self.forget();
        }
        forget(id);
        db::delete(Store::Attempts, &id.write()).await?;
        for page in pages {
            for store in [Store::Pages, Store::Uploads, Store::Looks] {
                db::delete(store, &page).await?;
            }
        }
        Ok(())
    }

    /// Puts the draft out of hand unwritten.
    #[cfg(feature = "whole")]
    pub fn forget(self) {
        self.envelope.set(None);
        self.opened.set(Opened::Loading);
        self.take_nothing();
        storage::remove(storage::Key::Journal);
    }

    #[cfg(feature = "whole")]
    fn take_nothing(self) {
        self.unsaved.set_value(Unsaved::default());
        self.state.set(SaveState::Untouched);
    }
}

/// The ids of the drafts that were written on this phone and not deleted by the person.
pub fn kept() -> Vec<DraftId> {
    let ids = storage::get(storage::Key::Drafts).unwrap_or_default();
    ids.split(' ').filter_map(DraftId::parse).collect()
}

/// Drafts that the browser has deleted are missed no longer.
pub fn accept_loss(still_there: &[DraftId]) {
    let ids: Vec<String> = still_there.iter().map(|id| id.write()).collect();
    storage::set(storage::Key::Drafts, &ids.join(" "));
}

/// Has the draft missed if it is gone one day.
pub fn keep_in_mind(id: DraftId) {
    let mut ids = kept();
    if !ids.contains(&id) {
        ids.push(id);
        accept_loss(&ids);
    }
}

#[cfg(feature = "whole")]
fn forget(id: DraftId) {
    let ids: Vec<DraftId> = kept().into_iter().filter(|known| *known != id).collect();
    accept_loss(&ids);
}

/// A key under which a submission is sent, and sent again, without being registered twice; `None` where the browser has no
/// randomness.
pub fn submission_key() -> Option<String> {
    Some(DraftId(random::id()?).write() + &DraftId(random::id()?).write())
}

/// Writes what a page that was left had no time to write, unless the database has something newer.
async fn take_in_journal() {
    let Some(text) = storage::get(storage::Key::Journal) else { return };
    if drafts::take_in(&Browser, &text).await.is_err() {
        return;
    }
    storage::remove(storage::Key::Journal);
}

/// A line of the list of drafts on this phone.
pub enum Listed {
    Readable(Box<StoredDraft>),
    /// It is kept as it is; this is its text, to be saved as a file.
    Unreadable(String),
}

/// All drafts on this phone, the last one written first.
pub async fn list() -> Result<Vec<Listed>, db::StorageError> {
    let mut readable = Vec::new();
    let mut unreadable = Vec::new();
    take_in_journal().await;
    for json in db::texts(Store::Drafts).await? {
        match stored::read(&json) {
            Ok(draft) => readable.push(draft),
            Err(_) => unreadable.push(Listed::Unreadable(json)),
        }
    }
    readable.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
    let mut all: Vec<Listed> = readable.into_iter().map(|draft| Listed::Readable(Box::new(draft))).collect();
    all.extend(unreadable);
    Ok(all)
}
