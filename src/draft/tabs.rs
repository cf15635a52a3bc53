//! One tab writes a draft at a time. The others read it as it is written, and one of them can take over.

use super::{DraftEditor, OpenState, SaveState};
use crate::platform::db::{self, StoreName};
use crate::platform::page;
use crate::platform::phone::Browser;
use crate::platform::tabs::{self, Held, Lock, LockMode};
use leptos::prelude::*;
use leptos::task::spawn_local;
use outbox::drafts;
use outbox::save::SaveError;
use rules::id::DraftId;
use std::cell::RefCell;
use wire::stored;

/// A tab that is just being left holds its lock for a moment longer: so often, and so far apart in milliseconds, is asked
/// again before another tab is said to write.
const TRIES: u32 = 4;
const APART: i32 = 100;
/// So often before the lock is taken from a tab that does not answer, such as one that the phone has frozen.
const TRIES_BEFORE_FORCE: u32 = 20;

/// What follows these words is the id of a draft.
const WRITTEN: &str = "written ";
const GIVE: &str = "give ";

thread_local! {
    static HELD: RefCell<Option<(DraftId, Held)>> = const { RefCell::new(None) };
}

/// What came of asking to be the tab that writes a draft.
pub(super) enum Claim {
    /// This tab has its lock already, or the browser has no locks: then every tab may write, and the revision tells.
    Ours,
    /// This tab has its lock now.
    Locked(Held),
    /// Another tab writes it.
    Theirs,
}

/// Keeps the lock of the draft that was put in hand, and lets go of any other. Whether this tab writes the draft.
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
    /// From now on this tab hears what the others write, and gives up a draft that another one asks for.
    pub fn mind_other_tabs(self) {
        tabs::on_message(move |message| {
            let in_hand = self.envelope.with_untracked(|envelope| envelope.as_ref().map(|known| known.id));
            let Some(id) = in_hand else { return };
            let own = id.to_text();
            if message.strip_prefix(WRITTEN) == Some(&own) {
                if self.state.get_untracked() == SaveState::Reading {
                    spawn_local(self.read_anew(id));
                } else {
                    spawn_local(self.adopt_number(id));
                }
            }
            if message.strip_prefix(GIVE) == Some(&own) && holds(id) {
                spawn_local(self.give_up(id));
            }
        });
    }

    /// Asks to be the tab that writes the draft. [`adopt`] has to follow once it is in hand.
    pub(super) async fn claim(self, id: DraftId) -> Claim {
        if holds(id) { Claim::Ours } else { self.claim_within(id, TRIES).await }
    }

    async fn claim_within(self, id: DraftId, tries: u32) -> Claim {
        for left in (0..tries).rev() {
            match self.lock(id, LockMode::IfAvailable).await {
                Lock::Held(held) => return Claim::Locked(held),
                Lock::NoLocks => return Claim::Ours,
                Lock::Taken if left > 0 => page::sleep(APART).await,
                Lock::Taken => {}
            }
        }
        Claim::Theirs
    }

    async fn lock(self, id: DraftId, manner: LockMode) -> Lock {
        let lost = move || {
            if !holds(id) {
                return;
            }
            HELD.take();
            // What is in hand and nowhere else stays in sight; what is written is read from now on.
            let is_refused = matches!(self.state.try_get_untracked(), Some(SaveState::NotSaved(_)));
            self.set_state(if is_refused { SaveState::Overtaken } else { SaveState::Reading });
        };
        tabs::lock(&["qandas.draft.", &id.to_text()].concat(), manner, lost).await
    }

    /// Asks to be the tab that writes the draft from now on, after the other one has written what was typed there.
    pub(super) async fn claim_from_other_tab(self, id: DraftId) -> Claim {
        tabs::tell(&[GIVE, &id.to_text()].concat());
        let claim = self.claim_within(id, TRIES_BEFORE_FORCE).await;
        if !matches!(claim, Claim::Theirs) {
            return claim;
        }
        match self.lock(id, LockMode::Steal).await {
            Lock::Held(held) => Claim::Locked(held),
            Lock::NoLocks | Lock::Taken => Claim::Ours,
        }
    }

    async fn give_up(self, id: DraftId) {
        // What is typed while it is being written is written too; between the last look and giving up nothing can be.
        loop {
            match self.save().await {
                Ok(()) if self.is_unsaved() => {}
                Ok(()) | Err(SaveError::Elsewhere) => break,
                // What this tab alone has is not given up.
                Err(SaveError::Storage(_)) => return,
            }
        }
        self.set_state(SaveState::Reading);
        HELD.take();
        tell_written(id);
    }

    /// Takes over the number that the tab which has sent the draft noted in it, so that this one can write on.
    async fn adopt_number(self, id: DraftId) {
        self.reserve().await;
        if let Ok(Some(Ok(stored))) = drafts::find(&Browser, id).await {
            self.envelope.try_update(|envelope| {
                let Some(envelope) = envelope.as_mut().filter(|envelope| envelope.id == id) else { return };
                // One write more than ours, and it brought the number: that is all it did.
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

    async fn read_anew(self, id: DraftId) {
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
