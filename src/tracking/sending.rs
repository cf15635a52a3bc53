//! The drafts that are being sent: started by a press, or by the start of the app if an earlier run had begun.

use super::Tracked;
use crate::calendar;
use crate::draft::{DraftEditor, today};
use crate::platform::db::StorageError;
use crate::platform::events::{self, ClientEvent};
use crate::platform::page::LeaveWarning;
use crate::platform::phone::Browser;
use crate::platform::web_locks::{self, LockMode};
use crate::platform::{clock, page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use outbox::FileState;
use outbox::attempt::Attempt;
use outbox::queue::{self, RegisteredDraft, SendEvent, SendFailure, WaitReason};
use outbox::save::SaveError;
use rules::id::{DraftId, PageId};
use std::cell::Cell;
use std::rc::Rc;

/// The state of sending a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sending {
    /// Sending was not started in this tab.
    Idle,
    /// Sending was started before and has stopped until the person sends again.
    Held,
    Under(Progress),
    Failed(SendFailure),
    /// Registered, and the receipt is on this phone.
    Sent,
    /// Registered under this number and owned by this recovery code, which the phone has not stored yet.
    SentUnkept {
        number: String,
        code: String,
    },
}

/// The progress of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Preparing,
    /// Bytes of pages that the gateway has received, and their total.
    Uploading(u64, u64),
    Registering,
    /// Waiting; sending continues by itself.
    Waiting(WaitReason),
}

/// All drafts that are being sent. It lives as long as the app, whatever page is open.
#[derive(Clone, Copy)]
pub struct Outbox {
    drafts: RwSignal<Vec<(DraftId, Sending)>>,
    files: RwSignal<Vec<(PageId, FileState)>>,
    /// Drafts whose sending the person has stopped.
    stopped: RwSignal<Vec<DraftId>>,
}

thread_local! {
    static OUTBOX: Cell<Option<Outbox>> = const { Cell::new(None) };
}

impl Outbox {
    pub fn get() -> Self {
        OUTBOX.get().unwrap_or_else(|| {
            let outbox = Self {
                drafts: RwSignal::new(Vec::new()),
                files: RwSignal::new(Vec::new()),
                stopped: RwSignal::new(Vec::new()),
            };
            OUTBOX.set(Some(outbox));
            outbox
        })
    }

    /// Returns the state of sending a draft. A view that reads it is updated when it changes.
    pub fn state(self, id: DraftId) -> Sending {
        self.drafts.with(|drafts| found(drafts, id).unwrap_or(Sending::Idle))
    }

    /// Returns the draft whose sending is reported on every page, if any: being sent, or just sent.
    pub fn any(self) -> Option<(DraftId, Sending)> {
        self.drafts.with(|drafts| {
            drafts.iter().find(|(_, state)| matches!(state, Sending::Under(_) | Sending::Sent)).cloned()
        })
    }

    /// Returns the draft whose receipt the phone has not stored, if any, with its number and recovery code.
    pub fn unkept(self) -> Option<(DraftId, String, String)> {
        self.drafts.with(|drafts| {
            drafts.iter().find_map(|(id, state)| match state {
                Sending::SentUnkept { number, code } => Some((*id, number.clone(), code.clone())),
                _ => None,
            })
        })
    }

    /// Returns the upload state of a page, as far as this run of the app knows.
    pub fn file(self, id: PageId) -> FileState {
        self.files.with(|files| found(files, id).unwrap_or(FileState::OnPhone))
    }

    /// Returns whether the draft is being sent, or its receipt is not stored yet.
    pub fn is_under(self, id: DraftId) -> bool {
        self.drafts.with_untracked(|drafts| {
            matches!(found(drafts, id), Some(Sending::Under(_) | Sending::SentUnkept { .. }))
        })
    }

    /// Reports a reason why the draft cannot be sent, without an attempt.
    pub fn refuse(self, id: DraftId, why: SendFailure) {
        self.set(id, Sending::Failed(why));
    }

    /// Resets the state after the person has read the result.
    pub fn forget(self, id: DraftId) {
        self.drafts.update(|drafts| drafts.retain(|(known, _)| *known != id));
    }

    /// Stops sending as soon as that is honest: what may have arrived cannot be recalled.
    pub fn stop(self, id: DraftId) {
        self.stopped.update(|stopped| stopped.push(id));
        page::wake();
    }

    fn set(self, id: DraftId, state: Sending) {
        self.drafts.update(|drafts| put(drafts, id, state));
    }

    fn is_stopped(self, id: DraftId) -> bool {
        self.stopped.try_with_untracked(|stopped| stopped.contains(&id)).unwrap_or(false)
    }

    fn hear(self, id: DraftId, news: &SendEvent) {
        match *news {
            SendEvent::Time(now) => clock::correct(now),
            SendEvent::File(page, state) => {
                self.files.update(|files| put(files, page, state));
            }
            SendEvent::Sent(done, all) => self.set(id, Sending::Under(Progress::Uploading(done, all))),
            SendEvent::Registering => self.set(id, Sending::Under(Progress::Registering)),
            SendEvent::Waiting(wait, _) => {
                events::record(ClientEvent::Sending(wait.to_text(), 0));
                self.set(id, Sending::Under(Progress::Waiting(wait)));
            }
        }
    }

    async fn run(self, editor: DraftEditor, id: DraftId) {
        self.set(id, Sending::Under(Progress::Preparing));
        // Only one tab sends; the others wait and then see the result.
        let guard =
            web_locks::request(&["qandas.send.", &id.to_text()].concat(), LockMode::Wait, || {}).await;
        let calendar = Rc::clone(&calendar::current());
        let ended =
            queue::run(&Browser, id, &calendar, &|news| self.hear(id, &news), &|| self.is_stopped(id)).await;
        let state = match ended {
            Ok(registered) => {
                events::record(ClientEvent::Sending("registered", 0));
                self.note(editor, id, registered).await;
                Sending::Sent
            }
            Err(why) => {
                let (reason, status) = why.to_text();
                events::record(ClientEvent::Sending(reason, status));
                match &why {
                    SendFailure::CalendarChanged(version) => {
                        // If the calendar data cannot be loaded now, the next attempt requests them again.
                        let _ = calendar::follow(version).await;
                    }
                    SendFailure::DayChanged(day) => today::follow_day(*day),
                    _ => {}
                }
                if why == SendFailure::Stopped { Sending::Held } else { Sending::Failed(why) }
            }
        };
        drop(guard);
        self.stopped.update(|stopped| stopped.retain(|stopped| *stopped != id));
        self.set(id, state);
    }

    /// Stores the answer of the gateway on the phone. Until that succeeds, the answer stays visible.
    async fn note(self, editor: DraftEditor, id: DraftId, registered: RegisteredDraft) {
        let RegisteredDraft { receipt, owner_key } = registered;
        let number = receipt.number.clone();
        let tracked = Tracked { id, owner_key, receipt, last: None, elsewhere: None };
        let mut warning = None;
        let mut failures = 0;
        while tracked.keep().await.is_err() {
            self.set(id, Sending::SentUnkept { number: number.clone(), code: tracked.owner_key.clone() });
            warning.get_or_insert_with(LeaveWarning::new);
            page::rest_for_room(outbox::until_next_write(failures)).await;
            failures += 1;
        }
        if editor.registered(id, &number).await.is_ok() {
            // If this fails, or the number was not stored, the next start does both.
            let _ = queue::close(&Browser, id).await;
        }
    }
}

/// Sends the current draft.
pub fn send(editor: DraftEditor) {
    let outbox = Outbox::get();
    let Some(id) = editor.envelope.with_untracked(|envelope| envelope.as_ref().map(|known| known.id)) else {
        return;
    };
    if outbox.is_under(id) {
        return;
    }
    outbox.set(id, Sending::Under(Progress::Preparing));
    spawn_local(async move {
        let begun = match (editor.save().await, editor.envelope.get_untracked()) {
            (Ok(()), Some(envelope)) => queue::begin(&Browser, &envelope, editor.draft.get_untracked())
                .await
                .map_err(SaveError::Storage),
            (Err(error), _) => Err(error),
            // The draft was closed at this moment.
            (Ok(()), None) => Err(SaveError::Elsewhere),
        };
        match begun {
            Ok(()) => outbox.run(editor, id).await,
            Err(SaveError::Storage(error)) => {
                outbox.set(id, Sending::Failed(SendFailure::PhoneStorage(error)));
            }
            // The page says that another tab writes the draft.
            Err(SaveError::Elsewhere) => outbox.set(id, Sending::Idle),
        }
    });
}

/// Continues sending what an earlier run of the app had begun.
pub fn go_on(editor: DraftEditor) {
    // Created here so that it lives as long as the shell.
    let sending = Outbox::get();
    spawn_local(async move {
        let mut failures = 0;
        let unfinished = loop {
            match Attempt::unfinished(&Browser).await {
                Ok(unfinished) => break unfinished,
                // A browser that stores nothing has begun nothing.
                Err(StorageError::Denied) => return,
                // A submission that was begun must not be abandoned because the storage was unavailable at this moment.
                Err(_) => page::rest_for_room(outbox::until_next_write(failures)).await,
            }
            failures += 1;
        };
        for attempt in unfinished {
            if !sending.is_under(attempt.id) {
                spawn_local(sending.run(editor, attempt.id));
            }
        }
    });
}

/// Checks whether sending this draft was begun before and has stopped.
pub fn look(id: DraftId) {
    let outbox = Outbox::get();
    spawn_local(async move {
        let held = matches!(Attempt::find(&Browser, id).await, Ok(Some(attempt)) if attempt.held);
        if held && outbox.state(id) == Sending::Idle {
            outbox.set(id, Sending::Held);
        }
    });
}

fn found<K: Copy + PartialEq, V: Clone>(list: &[(K, V)], key: K) -> Option<V> {
    list.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone())
}

fn put<K: PartialEq, V>(list: &mut Vec<(K, V)>, key: K, value: V) {
    match list.iter_mut().find(|(known, _)| *known == key) {
        Some(entry) => entry.1 = value,
        None => list.push((key, value)),
    }
}
