//! The line above *Continue* that says where the answers are saved.

use crate::app::App;
use crate::draft::{DraftEditor, SaveState};
use crate::i18n::{Msg, dated, text, tr};
use crate::platform::view::{View, nothing, view};
use crate::platform::{clock, page};
use crate::route::{Route, Step};
use chrono::Days;
use leptos::prelude::*;

pub fn saved_line() -> View {
    let editor = App::get().editor;
    let line = move || match editor.state.get() {
        SaveState::Untouched => view! { <p class="saved">{tr(Msg::SavedAsTyped)}</p> },
        SaveState::Saved(hour, minute) => {
            let time = crate::i18n::clock_face(hour, minute);
            let until = page::days_kept().and_then(|days| clock::today().checked_add_days(Days::new(days)));
            let words = move || {
                let at = text(Msg::SavedAt, &[("time", &time)]);
                let until = until.map(|day| dated(Msg::SavedUntil, &[("date", day)], &[]));
                [at, until.unwrap_or_default()].join(" ")
            };
            view! { <p class="saved">{words}</p> }
        }
        // The top of the page gives the reason and what to do.
        SaveState::NotSaved(_) => view! { <p class="saved saved-not">{tr(Msg::SavedFailed)}</p> },
        SaveState::Reading => nothing(),
        SaveState::Overtaken => view! {
            <div class="message message-problem" role="alert">
                <p>{tr(Msg::SavedOvertaken)}</p>
                <button class="button button-quiet" type="button" on:click=move |_| editor.take_over()>{tr(Msg::SavedContinueHere)}</button>
            </div>
        },
    };
    view! { {line} }
}

/// Offers a way out when the phone cannot store anything: an encrypted file with everything, if this browser can make one.
pub fn save_to_file(editor: DraftEditor) {
    if crate::platform::crypto::is_there()
        && let Some(id) = editor.envelope.with_untracked(|envelope| envelope.as_ref().map(|known| known.id))
    {
        App::get().go(Route::Draft(id, Step::Keep));
        return;
    }
    editor.save_to_file();
}
