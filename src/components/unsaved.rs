//! The message on every page while the phone does not keep the answers in hand, with the ways out.

use super::save_to_file;
use crate::app::App;
use crate::draft::{NotKept, SaveState};
use crate::i18n::{Msg, text, tr};
use crate::lazy;
use crate::platform::db::StorageError;
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// It stays until a write has gone through.
pub fn unsaved_banner() -> View {
    let editor = App::get().editor;
    let refused = Memo::new(move |_| match editor.state.get() {
        SaveState::NotSaved(why) => Some(why),
        _ => None,
    });
    // What is announced is one region, so that a try that fails like the last one is not announced again.
    let words = move || {
        refused.get().map(|why| {
            view! {
                <p id="unsaved-title"><strong>{tr(Msg::SavedNotTitle)}</strong></p>
                {not_kept_words(why)}
                <p>{tr(Msg::SavedOnlyHere)}</p>
            }
        })
    };
    let is_refused = Memo::new(move |_| refused.get().is_some());
    // The page that makes the file has this button itself.
    let is_elsewhere = Memo::new(move |_| !matches!(App::get().route(), Route::Draft(_, Step::Keep)));
    let to_file = move || {
        is_elsewhere.get().then(|| {
            view! {
                <button class="button button-quiet" type="button" on:click=move |_| save_to_file(editor)>{tr(Msg::SavedToFile)}</button>
            }
        })
    };
    let ways_out =
        move || is_refused.get().then(|| view! { {room()} <p>{tr(Msg::SavedOtherBrowser)}</p> {to_file} });
    let class = move || if is_refused.get() { "message message-problem unsaved" } else { "" };
    view! {
        <section class=class aria-labelledby="unsaved-title">
            <div role="alert">{words}</div>
            {ways_out}
        </section>
    }
}

/// Why the phone does not keep something, and how much room it wants where that is known.
pub fn not_kept_words(why: NotKept) -> View {
    let cause = match why.error {
        StorageError::Quota => Msg::SavedNoRoom,
        StorageError::Denied => Msg::SavedDenied,
        StorageError::Silent | StorageError::Broken => Msg::SavedSilent,
    };
    let room = move || {
        let megabytes = why.megabytes?;
        Some(text(Msg::SavedRoom, &[("size", &megabytes.to_string())]))
    };
    view! { <p>{tr(cause)} " " {room}</p> }
}

/// What the app can delete to make room, once the chunk that finds it is loaded. Where it cannot be loaded, nothing is offered.
fn room() -> View {
    let offer = RwSignal::new(None);
    spawn_local(async move {
        offer.try_set(lazy::room().await.ok());
    });
    view! { {move || offer.get().map(|offer: fn() -> View| untrack(offer))} }
}
