//! Notifies an open page of changes: by the gateway's event stream, and by polling where no stream gets through. While the page
//! is hidden there is neither.

use super::messages::Messages;
use super::retry_schedule::{self, NextAction, RetrySchedule, StreamEnd};
use crate::platform::abort::Abort;
use crate::platform::net;
use crate::platform::stream::{self, OnVisibility};
use crate::platform::{page, random};
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wire::answer::RefusalCode;
use wire::path::Address;

/// A notification for the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Something may have changed; the page should ask the gateway.
    Changed,
    /// The family link was revoked; this is the last notification.
    Revoked,
}

/// Interval of the check whether a stream has fallen silent, in seconds.
const LOOK: u32 = 5;

/// A subscription that ends when it is dropped.
pub struct Watch(Rc<WatchState>);

struct WatchState {
    address: Address,
    bearer: String,
    hear: Box<dyn Fn(Heard)>,
    is_over: Cell<bool>,
    ending: RefCell<Abort>,
    /// The gateway's id of the newest received event.
    last_id: RefCell<Option<String>>,
}

/// Subscribes to the event stream at this address with this secret.
pub fn watch(address: Address, secret: &str, hear: impl Fn(Heard) + 'static) -> Watch {
    let state = Rc::new(WatchState {
        address,
        bearer: net::bearer(secret),
        hear: Box::new(hear),
        is_over: Cell::new(false),
        ending: RefCell::new(Abort::new()),
        last_id: RefCell::new(None),
    });
    spawn_local(run(state.clone()));
    Watch(state)
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.is_over.set(true);
        self.0.ending.borrow().end();
    }
}

/// The end of one stream.
enum StreamOutcome {
    Pause(StreamEnd),
    /// The page has been hidden.
    Unseen,
    Over,
}

async fn run(state: Rc<WatchState>) {
    let mut pace = RetrySchedule::default();
    let mut turn = NextAction::Listen;
    loop {
        stream::until_seen().await;
        if state.is_over.get() {
            return;
        }
        let ended = match turn {
            NextAction::Ask => {
                (state.hear)(Heard::Changed);
                StreamEnd::Asked
            }
            NextAction::Listen => match listen(&state).await {
                StreamOutcome::Over => return,
                StreamOutcome::Unseen => continue,
                StreamOutcome::Pause(ended) => ended,
            },
        };
        let (wait, next) = pace.after(ended);
        turn = next;
        let [chance] = random::bytes().unwrap_or_default();
        page::sleep(retry_schedule::spread(wait, chance)).await;
    }
}

async fn listen(state: &Rc<WatchState>) -> StreamOutcome {
    let ending = Abort::new();
    state.ending.replace(ending.clone());
    let unseen = ending.clone();
    let _unseen = OnVisibility::call(move || {
        if stream::is_hidden() {
            unseen.end();
        }
    });
    let life = Rc::new(Life::default());
    spawn_local(end_in_silence(ending.clone(), life.clone()));
    let outcome = read(state, &ending, &life).await;
    let was_silent = life.silence.get() >= retry_schedule::LONGEST_SILENCE;
    ending.end();
    match outcome {
        _ if state.is_over.get() => StreamOutcome::Over,
        StreamOutcome::Pause(_) if was_silent => StreamOutcome::Pause(StreamEnd::Silent),
        StreamOutcome::Pause(_) if stream::is_hidden() => StreamOutcome::Unseen,
        outcome => outcome,
    }
}

async fn read(state: &WatchState, ending: &Abort, life: &Life) -> StreamOutcome {
    let last_id = state.last_id.borrow().clone();
    let mut headers = vec![("Authorization", state.bearer.as_str())];
    headers.extend(last_id.as_deref().map(|id| ("Last-Event-ID", id)));
    let pieces = match stream::open(&state.address, &headers, ending).await {
        Ok(pieces) => pieces,
        Err(error) => match error.code() {
            Some(RefusalCode::Revoked) => {
                (state.hear)(Heard::Revoked);
                return StreamOutcome::Over;
            }
            // A repeated request would fail in the same way. The page asks the gateway and reports the same error to the
            // person.
            Some(RefusalCode::Unauthorized | RefusalCode::NotFound | RefusalCode::Gone) => {
                (state.hear)(Heard::Changed);
                return StreamOutcome::Over;
            }
            _ => return StreamOutcome::Pause(StreamEnd::Away),
        },
    };
    let mut messages = Messages::default();
    while let Some(piece) = pieces.next().await {
        if state.is_over.get() {
            return StreamOutcome::Over;
        }
        life.silence.set(0);
        for message in messages.read(&piece) {
            if message.id.is_some() {
                state.last_id.replace(message.id);
            }
            if message.event == "revoked" {
                (state.hear)(Heard::Revoked);
                return StreamOutcome::Over;
            }
            (state.hear)(Heard::Changed);
        }
    }
    // A stream that ends at once is no better than none.
    StreamOutcome::Pause(if life.age.get() > 0 { StreamEnd::Spoken } else { StreamEnd::Away })
}

/// The age of a stream, and the time since it last delivered something, in seconds.
#[derive(Default)]
struct Life {
    age: Cell<u32>,
    silence: Cell<u32>,
}

/// Ends a silent stream. A proxy may hold back the events, and a phone may not notice that its connection is gone.
async fn end_in_silence(ending: Abort, life: Rc<Life>) {
    while !ending.is_ended() && life.silence.get() < retry_schedule::LONGEST_SILENCE {
        page::sleep(retry_schedule::spread(LOOK, 128)).await;
        life.age.set(life.age.get() + LOOK);
        life.silence.set(life.silence.get() + LOOK);
    }
    ending.end();
}
