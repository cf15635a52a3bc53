//! A page whose texts are loaded when it is opened.

use super::page::page;
use super::term::loaded;
use crate::app::App;
use crate::i18n::{Care, Loadable, care, care_texts};
use crate::platform::page::Hold;
use crate::platform::view::{View, view};
use crate::route::Route;
use leptos::prelude::*;
use std::cell::Cell;

/// Returns the page. `content` is called when the texts are loaded, and again after a change of language: typed values must be
/// stored outside of it.
pub fn care_page(
    heading: Signal<String>,
    back: Option<Route>,
    content: impl Fn() -> View + Send + Sync + 'static,
) -> View {
    let state = Memo::new(move |_| care_texts());
    // The shell has done so before there was anything on the page.
    Effect::new(move |_| {
        if matches!(state.get(), Loadable::Ready(())) {
            App::get().hold_inputs();
        }
    });
    let hold = Cell::new(Some(Hold::new()));
    let shown = move || {
        let state = state.get();
        if !matches!(state, Loadable::Loading) {
            drop(hold.take());
        }
        loaded(state, |()| content())
    };
    page(heading, back, view! { {shown} })
}

/// Returns a heading with one of these texts.
pub fn care_heading(text: Care) -> Signal<String> {
    Signal::derive(move || care(text))
}

/// Returns a field for a passphrase, with a button to show it.
pub fn passphrase_input(
    value: RwSignal<String>,
    is_shown: RwSignal<bool>,
    hint: Option<Care>,
    error: Signal<Option<Care>>,
) -> View {
    use crate::platform::view::Event;
    let described = move || match (hint, error.get()) {
        (Some(_), Some(_)) => Some("passphrase-hint passphrase-error"),
        (Some(_), None) => Some("passphrase-hint"),
        (None, Some(_)) => Some("passphrase-error"),
        (None, None) => None,
    };
    view! {
        <div class=move || if error.get().is_some() { "field field-wrong" } else { "field" }>
            <label for="passphrase">{Care::KeepPassphrase}</label>
            {hint.map(|hint| view! { <p class="hint" id="passphrase-hint">{hint}</p> })}
            <div aria-live="assertive">
                {move || error.get().map(|error| view! { <p class="error" id="passphrase-error">{error}</p> })}
            </div>
            <input class="input" id="passphrase" autocomplete="off" autocapitalize="off" spellcheck="false" dir="auto"
                type=move || if is_shown.get() { "text" } else { "password" }
                aria-describedby=described
                aria-invalid=move || error.get().map(|_| "true")
                prop:value=move || value.get()
                on:input=move |event: Event| value.set(event_target_value(&event))/>
            <div class="radio checkbox">
                <input type="checkbox" id="passphrase-shown" prop:checked=move || is_shown.get()
                    on:change=move |event: Event| is_shown.set(event_target_checked(&event))/>
                <label for="passphrase-shown">{Care::KeepShow}</label>
            </div>
        </div>
    }
}
