//! The draft in hand: opened from the phone, changed by questions, written back as it is typed.

mod bind;
pub mod today;

pub use bind::Bind;

use crate::platform::db::{self, Store, Written};
use crate::platform::{clock, files, page, random, storage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::document::RequirementKey;
use rules::draft::{Draft, Person};
use rules::id::{DraftId, PersonId};
use rules::service::Service;
use wire::code::OwnerKey;
use wire::json;
use wire::stored::{self, Refused, StoredDraft, UnreadableDraft};

/// After this pause in typing the draft is written, in milliseconds.
const PAUSE: i64 = 300;
/// While typing goes on it is written at least this often.
const AT_LEAST_EVERY: i64 = 600;
const LOOK_EVERY: i32 = 100;

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
}

/// What came of opening a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    Loading,
    Here,
    /// There is no such draft on this phone.
    Unknown,
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
        }));
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
            take_in_journal().await;
            let opened = match db::text(Store::Drafts, &id.write()).await {
                Err(_) => Opened::StorageAway,
                Ok(None) => Opened::Unknown,
                Ok(Some(json)) => match stored::read(&json) {
                    Err(why) => Opened::Unreadable(why),
                    Ok(found) => {
                        self.take(found);
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
        if self.state.get_untracked() == SaveState::Overtaken {
            return;
        }
        // A write may be under way, of what was there before: this is newer than that one too.
        record.revision += 2;
        record.saved_at = clock::now();
        record.draft = self.draft.get_untracked();
        storage::set(storage::Key::Journal, &json::write(&record));
    }

    fn is_unsaved(self) -> bool {
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
            let (mut quiet, mut since_first) = (0, 0);
            let mut seen = 0;
            while quiet < PAUSE && since_first < AT_LEAST_EVERY {
                page::sleep(LOOK_EVERY).await;
                let Some(changes) = self.unsaved.try_with_value(|unsaved| unsaved.changes) else { return };
                quiet = if changes == seen { quiet + i64::from(LOOK_EVERY) } else { 0 };
                since_first += i64::from(LOOK_EVERY);
                seen = changes;
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

    async fn write(self) {
        if self.state.get_untracked() == SaveState::Overtaken {
            return;
        }
        let Some(mut envelope) = self.envelope.get_untracked() else { return };
        let known_revision = envelope.revision;
        envelope.revision += 1;
        envelope.saved_at = clock::now();
        let taken = self.unsaved.with_value(|unsaved| unsaved.changes);
        let record = StoredDraft { draft: self.draft.get_untracked(), ..envelope.clone() };
        let json = json::write(&record);
        let ours = move |there: &str| stored::read(there).is_ok_and(|there| there.revision <= known_revision);
        let written = db::replace_text(Store::Drafts, &envelope.id.write(), &json, ours).await;
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
        let Ok(Some(json)) = db::text(Store::Drafts, &id.write()).await else { return false };
        let Ok(mut found) = stored::read(&json) else { return false };
        let is_begun = found.refused.is_some();
        if !is_begun {
            let Some(key) = submission_key() else { return false };
            found.submission_key = key;
            found.refused = Some(Refused { documents });
            // What was consented to and acknowledged was another package.
            found.draft.consent = false;
            found.draft.confirmed_name.clear();
            found.draft.acknowledged.clear();
        }
        self.take(found);
        self.opened.set(Opened::Here);
        if !is_begun {
            let _ = db::delete(Store::Attempts, &id.write()).await;
            self.save().await;
        }
        true
    }

    /// The way out when the phone keeps nothing: the answers as a file, without the pages.
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

    /// Takes the draft as another tab left it.
    pub fn take_over(self) {
        if let Some(id) = self.envelope.get_untracked().map(|envelope| envelope.id) {
            self.envelope.set(None);
            self.open(id);
        }
    }
}

/// A key under which a submission is sent, and sent again, without being registered twice; `None` where the browser has no
/// randomness.
pub fn submission_key() -> Option<String> {
    Some(DraftId(random::id()?).write() + &DraftId(random::id()?).write())
}

/// Writes what a page that was left had no time to write, unless the database has something newer.
async fn take_in_journal() {
    let Some(text) = storage::get(storage::Key::Journal) else { return };
    if let Ok(record) = stored::read(&text) {
        let older = |there: &str| stored::read(there).is_ok_and(|there| there.revision < record.revision);
        if db::replace_text(Store::Drafts, &record.id.write(), &text, older).await.is_err() {
            return;
        }
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
