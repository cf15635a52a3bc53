//! The message on every page while the phone has not stored the current answers, with the ways out.

use super::save_to_file;
use crate::app::App;
use crate::draft::{NotKept, SaveState};
use crate::i18n::{Msg, text, tr};
use crate::lazy;
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Shows the message until a write has succeeded.
pub fn unsaved_banner() -> View {
    let editor = App::get().editor;
    let refused = Memo::new(move |_| match editor.state.get() {
        SaveState::NotSaved(why) => Some(why),
        _ => None,
    });
    // The announcement is one live region, so that a retry that fails in the same way is not announced again.
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
    let ways_out = move || {
        is_refused.get().then(|| view! { {room()} <p>{tr(Msg::SavedOtherBrowser)}</p> {to_file} <p><a href=Route::Report.href()>{tr(Msg::ReportTitle)}</a></p> })
    };
    let class = move || if is_refused.get() { "message message-problem unsaved" } else { "" };
    view! {
        <section class=class aria-labelledby="unsaved-title">
            <div role="alert">{words}</div>
            {ways_out}
        </section>
    }
}

/// Returns the reason why the phone cannot store something, and how much space is needed, if known.
pub fn not_kept_words(why: NotKept) -> View {
    let room = move || {
        let megabytes = why.megabytes?;
        Some(text(Msg::SavedRoom, &[("size", &megabytes.to_string())]))
    };
    view! { <p>{tr(words::storage_error(why.error))} " " {room}</p> }
}

/// Shows what the app can delete to free space, once the chunk that finds it is loaded. If it cannot be loaded, shows nothing.
fn room() -> View {
    let offer = RwSignal::new(None);
    spawn_local(async move {
        offer.set(lazy::room().await.ok());
    });
    view! { {move || offer.get().map(|offer: fn() -> View| untrack(offer))} }
}
