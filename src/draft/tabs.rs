//! One tab writes a draft at a time. The others read it as it is written, and one of them can take over.

use super::{Desk, Opened, SaveState};
use crate::platform::db::{self, Store};
use crate::platform::page;
use crate::platform::tabs::{self, Held, Lock, Manner};
use leptos::prelude::*;
use leptos::task::spawn_local;
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

impl Desk {
    /// From now on this tab hears what the others write, and gives up a draft that another one asks for.
    pub fn mind_other_tabs(self) {
        tabs::on_message(move |message| {
            let in_hand = self.envelope.with_untracked(|envelope| envelope.as_ref().map(|known| known.id));
            let Some(id) = in_hand else { return };
            let own = id.write();
            if message.strip_prefix(WRITTEN) == Some(&own) && self.state.get_untracked() == SaveState::Reading
            {
                spawn_local(self.read_anew(id));
            }
            if message.strip_prefix(GIVE) == Some(&own) && holds(id) {
                spawn_local(self.give_up(id));
            }
        });
    }

    /// Whether this tab is the one that writes the draft. Without locks every tab may, and the revision tells.
    pub(super) async fn claim(self, id: DraftId) -> bool {
        if holds(id) {
            return true;
        }
        HELD.take();
        self.claim_within(id, TRIES).await
    }

    async fn claim_within(self, id: DraftId, tries: u32) -> bool {
        for left in (0..tries).rev() {
            match self.lock(id, Manner::IfFree).await {
                Lock::Held(held) => {
                    HELD.set(Some((id, held)));
                    return true;
                }
                Lock::NoLocks => return true,
                Lock::Taken if left > 0 => page::sleep(APART).await,
                Lock::Taken => {}
            }
        }
        false
    }

    async fn lock(self, id: DraftId, manner: Manner) -> Lock {
        let lost = move || {
            HELD.take();
            self.state.try_set(SaveState::Reading);
        };
        tabs::lock(&["qandas.draft.", &id.write()].concat(), manner, lost).await
    }

    /// Has this tab write the draft from now on, after the other one has written what was typed there.
    pub(super) async fn claim_from_other_tab(self, id: DraftId) {
        tabs::tell(&[GIVE, &id.write()].concat());
        if !self.claim_within(id, TRIES_BEFORE_FORCE).await
            && let Lock::Held(held) = self.lock(id, Manner::ByForce).await
        {
            HELD.set(Some((id, held)));
        }
    }

    async fn give_up(self, id: DraftId) {
        // What is typed while it is being written is written too; between the last look and giving up nothing can be.
        loop {
            self.save().await;
            if !self.is_unsaved() || self.state.get_untracked() == SaveState::Failed {
                break;
            }
            // A write was under way, to which this one was added.
            page::sleep(APART / 10).await;
        }
        self.state.set(SaveState::Reading);
        HELD.take();
        tell_written(id);
    }

    async fn read_anew(self, id: DraftId) {
        let Ok(Some(json)) = db::text(Store::Drafts, &id.write()).await else { return };
        if let Ok(found) = stored::read(&json)
            && self.state.get_untracked() == SaveState::Reading
        {
            self.take(found);
            self.state.set(SaveState::Reading);
            self.opened.set(Opened::Here);
            self.read.update(|read| *read += 1);
        }
    }
}

pub(super) fn tell_written(id: DraftId) {
    tabs::tell(&[WRITTEN, &id.write()].concat());
}

fn holds(id: DraftId) -> bool {
    HELD.with_borrow(|held| held.as_ref().is_some_and(|(held, _)| *held == id))
}
