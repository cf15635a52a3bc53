//! The message on every page while the phone does not keep the answers in hand, with the ways out.

use super::save_to_file;
use crate::app::App;
use crate::draft::{NotKept, SaveState};
use crate::i18n::{Msg, text, tr};
use crate::platform::db::StorageError;
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use leptos::prelude::*;

/// It stays until a write has gone through.
pub fn unsaved_banner() -> View {
    let desk = App::get().desk;
    let refused = Memo::new(move |_| match desk.state.get() {
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
                <button class="button button-quiet" type="button" on:click=move |_| save_to_file(desk)>{tr(Msg::SavedToFile)}</button>
            }
        })
    };
    let ways_out = move || {
        is_refused.get().then(|| view! { {sent_photos()} <p>{tr(Msg::SavedOtherBrowser)}</p> {to_file} })
    };
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

/// Room that the app can make by itself: the photographs of applications that the gateway has.
#[cfg(feature = "whole")]
fn sent_photos() -> View {
    use crate::draft;
    use leptos::task::spawn_local;
    let found = RwSignal::new((Vec::new(), 0));
    let look = move || {
        spawn_local(async move {
            // Where the storage does not answer there is nothing to offer.
            if let Ok(pages) = draft::sent_pages().await {
                found.try_set(pages);
            }
        });
    };
    look();
    let delete = move |_| {
        let (pages, _) = found.get_untracked();
        spawn_local(async move {
            // What is left is offered again.
            let _ = draft::delete_bytes(&pages).await;
            look();
        });
    };
    let offer = move || {
        let (pages, bytes) = found.get();
        let size = bytes.div_ceil(1_000_000).to_string();
        let words = move || text(Msg::SavedFree, &[("size", &size)]);
        (!pages.is_empty()).then(|| {
            view! {
                <p><button class="button button-quiet" type="button" on:click=delete>{words}</button></p>
                <p class="hint">{tr(Msg::SavedFreeHint)}</p>
            }
        })
    };
    view! { {offer} }
}

/// The first visit has sent nothing.
#[cfg(not(feature = "whole"))]
fn sent_photos() -> View {
    crate::platform::view::nothing()
}
