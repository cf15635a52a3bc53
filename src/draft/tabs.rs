//! Coordinates tabs: one tab writes a draft at a time. The others read it as it is written, and one of them can take over.

use super::editor::{DraftEditor, OpenState, SaveState};
use crate::platform::db::{self, StoreName};
use crate::platform::events::{self, ClientEvent};
use crate::platform::page;
use crate::platform::phone::Browser;
use crate::platform::tabs;
use crate::platform::web_locks::{self, LockMode, WebLock, WebLockGuard};
use leptos::prelude::*;
use leptos::task::spawn_local;
use outbox::drafts;
use outbox::save::SaveError;
use rules::id::DraftId;
use std::cell::RefCell;
use wire::stored;

/// Number of attempts, and their distance in milliseconds, before another tab is reported as writing. A tab that is being left
/// holds its lock for a moment longer.
const TRIES: u32 = 4;
const APART: i32 = 100;
/// Number of attempts before the lock is stolen from a tab that does not respond, such as one that the phone has frozen.
const TRIES_BEFORE_FORCE: u32 = 20;

/// Prefix of a message; the id of a draft follows.
const WRITTEN: &str = "written ";
const GIVE: &str = "give ";

thread_local! {
    static HELD: RefCell<Option<(DraftId, WebLockGuard)>> = const { RefCell::new(None) };
}

/// The result of claiming the right to write a draft.
pub(super) enum Claim {
    /// This tab already has the lock, or the browser has no locks: then every tab may write, and the revision detects
    /// conflicts.
    Ours,
    /// This tab has just received the lock.
    Locked(WebLockGuard),
    /// Another tab writes the draft.
    Theirs,
}

/// Keeps the lock of the draft that was opened and releases any other. Returns whether this tab writes the draft.
pub(super) fn adopt(id: DraftId, claim: Claim) -> bool {
    match claim {
        Claim::Ours => {
            if !holds(id) {
                HELD.take();
            }
            true
        }
        Claim::Locked(held) => {
            HELD.set(Some((id, held)));
            true
        }
        Claim::Theirs => {
            HELD.take();
            false
        }
    }
}

impl DraftEditor {
    /// Starts to handle messages of other tabs: what they write, and requests to give up a draft.
    pub fn mind_other_tabs(self) {
        tabs::on_message(move |message| {
            let in_hand = self.envelope.with_untracked(|envelope| envelope.as_ref().map(|known| known.id));
            let Some(id) = in_hand else { return };
            let own = id.to_text();
            if message.strip_prefix(WRITTEN) == Some(&own) {
                if self.state.get_untracked() == SaveState::Reading {
                    spawn_local(self.reload_written(id));
                } else {
                    spawn_local(self.adopt_number(id));
                }
            }
            if message.strip_prefix(GIVE) == Some(&own) && holds(id) {
                spawn_local(self.give_up(id));
            }
        });
    }

    /// Claims the right to write the draft. [`adopt`] must be called after the draft has been opened.
    pub(super) async fn claim(self, id: DraftId) -> Claim {
        if holds(id) { Claim::Ours } else { self.claim_within(id, TRIES).await }
    }

    async fn claim_within(self, id: DraftId, tries: u32) -> Claim {
        for left in (0..tries).rev() {
            match self.lock(id, LockMode::IfAvailable).await {
                WebLock::Held(held) => return Claim::Locked(held),
                WebLock::NoLocks => return Claim::Ours,
                WebLock::Taken if left > 0 => page::sleep(APART).await,
                WebLock::Taken => {}
            }
        }
        Claim::Theirs
    }

    async fn lock(self, id: DraftId, mode: LockMode) -> WebLock {
        let lost = move || {
            if !holds(id) {
                return;
            }
            HELD.take();
            events::record(ClientEvent::DraftTaken);
            // Answers that exist only here stay visible; otherwise the tab now reads what the other one writes.
            let is_refused = matches!(self.state.try_get_untracked(), Some(SaveState::NotSaved(_)));
            self.set_state(if is_refused { SaveState::Overtaken } else { SaveState::Reading });
        };
        web_locks::request(&["qandas.draft.", &id.to_text()].concat(), mode, lost).await
    }

    /// Claims the right to write the draft after the other tab has saved what was typed there.
    pub(super) async fn claim_from_other_tab(self, id: DraftId) -> Claim {
        tabs::tell(&[GIVE, &id.to_text()].concat());
        let claim = self.claim_within(id, TRIES_BEFORE_FORCE).await;
        if !matches!(claim, Claim::Theirs) {
            return claim;
        }
        match self.lock(id, LockMode::Steal).await {
            WebLock::Held(held) => Claim::Locked(held),
            WebLock::NoLocks | WebLock::Taken => Claim::Ours,
        }
    }

    async fn give_up(self, id: DraftId) {
        // What is typed during a save is saved too; nothing can be typed between the last check and giving up.
        loop {
            match self.save().await {
                Ok(()) if self.is_unsaved() => {}
                Ok(()) | Err(SaveError::Elsewhere) => break,
                // Answers that exist only in this tab are not given up.
                Err(SaveError::Storage(_)) => return,
            }
        }
        self.set_state(SaveState::Reading);
        HELD.take();
        events::record(ClientEvent::DraftTaken);
        tell_written(id);
    }

    /// Takes over the number that the sending tab has stored in the draft, so that this tab can continue to write.
    async fn adopt_number(self, id: DraftId) {
        self.reserve().await;
        if let Ok(Some(Ok(stored))) = drafts::find(&Browser, id).await {
            self.envelope.update(|envelope| {
                let Some(envelope) = envelope.as_mut().filter(|envelope| envelope.id == id) else { return };
                // One revision more than ours, and it added the number: nothing else was changed.
                if stored.revision == envelope.revision + 1
                    && stored.number.is_some()
                    && envelope.number.is_none()
                {
                    (envelope.revision, envelope.number) = (stored.revision, stored.number);
                }
            });
        }
        self.end_write(Ok(()));
    }

    async fn reload_written(self, id: DraftId) {
        let Ok(Some(json)) = db::text(StoreName::Drafts, &id.to_text()).await else { return };
        if let Ok(found) = stored::read(&json)
            && self.state.get_untracked() == SaveState::Reading
        {
            self.load(found);
            self.set_state(SaveState::Reading);
            self.opened.set(OpenState::Here);
            self.read.update(|read| *read += 1);
        }
    }
}

pub(super) fn tell_written(id: DraftId) {
    tabs::tell(&[WRITTEN, &id.to_text()].concat());
}

fn holds(id: DraftId) -> bool {
    HELD.with_borrow(|held| held.as_ref().is_some_and(|(held, _)| *held == id))
}
