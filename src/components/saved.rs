//! The quiet line above *Continue*: where the answers are. Only a failure to save is announced.

use crate::app::App;
use crate::draft::SaveState;
use crate::i18n::{Msg, text, tr};
use crate::platform::view::{View, view};
use leptos::prelude::*;

pub fn saved_line() -> View {
    let desk = App::get().desk;
    let line = move || match desk.state.get() {
        SaveState::Untouched => view! { <p class="saved">{tr(Msg::SavedAsTyped)}</p> },
        SaveState::Saved(hour, minute) => {
            let time = crate::i18n::clock_face(hour, minute);
            view! { <p class="saved">{move || text(Msg::SavedAt, &[("time", &time)])}</p> }
        }
        SaveState::Failed => trouble(Msg::SavedFailed, Msg::SavedToFile, move || desk.save_to_file()),
        SaveState::Overtaken => {
            trouble(Msg::SavedOvertaken, Msg::SavedContinueHere, move || desk.take_over())
        }
    };
    view! { {line} }
}

/// What went wrong with keeping the answers, and the way out.
fn trouble(what: Msg, way_out: Msg, act: impl Fn() + 'static) -> View {
    view! {
        <div class="message message-problem" role="alert">
            <p>{tr(what)}</p>
            <button class="button button-quiet" type="button" on:click=move |_| act()>{tr(way_out)}</button>
        </div>
    }
}
