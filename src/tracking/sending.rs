//! What is being sent: begun by a press, or by the start of the app for what an earlier one had begun.

use super::{Tracked, follow_calendar};
use crate::draft::{Desk, SaveState, today};
use crate::platform::phone::Browser;
use crate::platform::{clock, page, turn};
use leptos::prelude::*;
use leptos::task::spawn_local;
use outbox::FileState;
use outbox::attempt::Attempt;
use outbox::queue::{self, News, Registered, Stop, Wait};
use rules::id::{DraftId, PageId};
use std::cell::Cell;
use std::rc::Rc;

/// Where sending a draft stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sending {
    /// Nothing was begun in this tab.
    Idle,
    /// It was begun before and has stopped until the person sends again.
    Held,
    Under(Progress),
    Failed(Stop),
    /// Registered; the receipt is on this phone.
    Sent,
    /// Registered under this number, which the phone cannot keep.
    SentUnkept(String),
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Preparing,
    /// Bytes of pages that are at the gateway, of all.
    Uploading(u64, u64),
    Registering,
    /// It goes on by itself.
    Waiting(Wait),
}

/// Everything that is being sent. It lives as long as the app, whichever page is in sight.
#[derive(Clone, Copy)]
pub struct Outbox {
    drafts: RwSignal<Vec<(DraftId, Sending)>>,
    files: RwSignal<Vec<(PageId, FileState)>>,
    /// Whom the person has told to stop.
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

    /// Where sending a draft stands. Read within a view, the view follows it.
    pub fn state(self, id: DraftId) -> Sending {
        self.drafts.with(|drafts| found(drafts, id).unwrap_or(Sending::Idle))
    }

    /// The one of which something is to be told on every page, if there is one: under way, or just sent.
    pub fn any(self) -> Option<(DraftId, Sending)> {
        self.drafts.with(|drafts| {
            drafts.iter().find(|(_, state)| matches!(state, Sending::Under(_) | Sending::Sent)).cloned()
        })
    }

    /// Where a page is, as this run of the app knows.
    pub fn file(self, id: PageId) -> FileState {
        self.files.with(|files| found(files, id).unwrap_or(FileState::OnPhone))
    }

    pub fn is_under(self, id: DraftId) -> bool {
        self.drafts.with_untracked(|drafts| matches!(found(drafts, id), Some(Sending::Under(_))))
    }

    /// Says why it cannot be sent, without having tried.
    pub fn refuse(self, id: DraftId, why: Stop) {
        self.set(id, Sending::Failed(why));
    }

    /// The person has read how it ended.
    pub fn forget(self, id: DraftId) {
        self.drafts.try_update(|drafts| drafts.retain(|(known, _)| *known != id));
    }

    /// Ends sending as soon as that is honest: what may have arrived cannot be called back.
    pub fn stop(self, id: DraftId) {
        self.stopped.update(|stopped| stopped.push(id));
        page::wake();
    }

    fn set(self, id: DraftId, state: Sending) {
        self.drafts.try_update(|drafts| put(drafts, id, state));
    }

    fn is_stopped(self, id: DraftId) -> bool {
        self.stopped.try_with_untracked(|stopped| stopped.contains(&id)).unwrap_or(false)
    }

    fn hear(self, id: DraftId, news: &News) {
        match *news {
            News::Time(now) => clock::correct(now),
            News::File(page, state) => {
                self.files.try_update(|files| put(files, page, state));
            }
            News::Sent(done, all) => self.set(id, Sending::Under(Progress::Uploading(done, all))),
            News::Registering => self.set(id, Sending::Under(Progress::Registering)),
            News::Waiting(wait, _) => self.set(id, Sending::Under(Progress::Waiting(wait))),
        }
    }

    async fn run(self, desk: Desk, id: DraftId) {
        self.set(id, Sending::Under(Progress::Preparing));
        // One tab sends; the others wait and then see what came of it.
        let turn = turn::take(&["qandas.send.", &id.write()].concat()).await;
        let calendar = Rc::clone(&today::calendar());
        let ended =
            queue::run(&Browser, id, &calendar, &|news| self.hear(id, &news), &|| self.is_stopped(id)).await;
        let state = match ended {
            Ok(registered) => note(desk, id, registered).await,
            Err(why) => {
                match &why {
                    Stop::CalendarChanged(version) => {
                        // Where its data cannot be had now, the next try asks again.
                        let _ = follow_calendar(version).await;
                    }
                    Stop::DayChanged(day) => today::follow_day(*day),
                    _ => {}
                }
                if why == Stop::Stopped { Sending::Held } else { Sending::Failed(why) }
            }
        };
        drop(turn);
        self.stopped.try_update(|stopped| stopped.retain(|stopped| *stopped != id));
        self.set(id, state);
    }
}

/// Sends the draft in hand.
pub fn send(desk: Desk) {
    let outbox = Outbox::get();
    let Some(id) = desk.envelope.with_untracked(|envelope| envelope.as_ref().map(|known| known.id)) else {
        return;
    };
    if outbox.is_under(id) {
        return;
    }
    outbox.set(id, Sending::Under(Progress::Preparing));
    spawn_local(async move {
        desk.save().await;
        let begun = match desk.envelope.get_untracked() {
            Some(envelope) if desk.state.get_untracked() != SaveState::Failed => {
                queue::begin(&Browser, &envelope, desk.draft.get_untracked()).await.is_ok()
            }
            _ => false,
        };
        if begun {
            outbox.run(desk, id).await;
        } else {
            outbox.set(id, Sending::Failed(Stop::PhoneStorage));
        }
    });
}

/// Goes on with what an earlier start of the app had begun to send.
pub fn go_on(desk: Desk) {
    // Asked for here, so that it lives as long as the shell.
    let outbox = Outbox::get();
    spawn_local(async move {
        for attempt in Attempt::unfinished(&Browser).await.unwrap_or_default() {
            if !outbox.is_under(attempt.id) {
                spawn_local(outbox.run(desk, attempt.id));
            }
        }
    });
}

/// Looks whether sending this draft was begun before and has stopped.
pub fn look(id: DraftId) {
    let outbox = Outbox::get();
    spawn_local(async move {
        let held = matches!(Attempt::find(&Browser, id).await, Ok(Some(attempt)) if attempt.held);
        if held && outbox.state(id) == Sending::Idle {
            outbox.set(id, Sending::Held);
        }
    });
}

/// Notes on the phone what the gateway has said.
async fn note(desk: Desk, id: DraftId, registered: Registered) -> Sending {
    let Registered { receipt, owner_key } = registered;
    let number = receipt.number.clone();
    let tracked = Tracked { id, owner_key, receipt, last: None, elsewhere: None };
    if tracked.keep().await.is_err() {
        return Sending::SentUnkept(number);
    }
    let in_hand =
        desk.envelope.with_untracked(|envelope| envelope.as_ref().is_some_and(|known| known.id == id));
    if in_hand {
        desk.registered(number).await;
    } else if outbox::drafts::note_number(&Browser, id, &number).await.is_err() {
        return Sending::Sent;
    }
    let _ = queue::close(&Browser, id).await;
    Sending::Sent
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
