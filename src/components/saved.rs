//! The quiet line above *Continue*: where the answers are. Only a failure to save is announced.

use crate::app::App;
use crate::draft::SaveState;
use crate::i18n::{Msg, text, tr};
use leptos::prelude::*;

#[component]
pub fn SavedLine() -> impl IntoView {
    let desk = App::get().desk;
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    move || match desk.state.get() {
        SaveState::Untouched => view! { <p class="saved">{tr(Msg::SavedAsTyped)}</p> }.into_any(),
        SaveState::Saved(hour, minute) => {
            let time = [two(hour), two(minute)].join(":");
            view! { <p class="saved">{move || text(Msg::SavedAt, &[("time", &time)])}</p> }.into_any()
        }
        SaveState::Failed => view! {
            <div class="message message-problem" role="alert">
                <p>{tr(Msg::SavedFailed)}</p>
                <button class="button button-quiet" type="button" on:click=move |_| save_to_file(desk)>
                    {tr(Msg::SavedToFile)}
                </button>
            </div>
        }
        .into_any(),
        SaveState::Overtaken => view! {
            <div class="message message-problem" role="alert">
                <p>{tr(Msg::SavedOvertaken)}</p>
                <button class="button button-quiet" type="button" on:click=move |_| desk.take_over()>
                    {tr(Msg::SavedContinueHere)}
                </button>
            </div>
        }
        .into_any(),
    }
}

/// The way out when the phone keeps nothing: the answers as a file, without the pages.
fn save_to_file(desk: crate::draft::Desk) {
    if let Ok(json) = serde_json::to_string(&desk.draft.get_untracked()) {
        crate::platform::files::save_text("qandas-answers.json", &json);
    }
}
