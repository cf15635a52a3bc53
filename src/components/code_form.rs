//! The form for a code that is read from paper or heard over the phone.

use super::message::{MessageKind, message};
use crate::app::App;
use crate::i18n::{Msg, t, text, tr};
use crate::platform::db::StorageError;
use crate::platform::view::{Event, View, view};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::code::CodeError;

/// Returns the form, or on a site without a gateway the reason why there is none. `find` looks the code up and opens its page, or returns an error; `words` gives the text of the error.
pub fn code_form<Trouble, Found>(
    label: Msg,
    button: Msg,
    find: impl Fn(String) -> Found + 'static,
    words: fn(&Trouble) -> String,
) -> View
where
    Trouble: Send + Sync + 'static,
    Found: Future<Output = Result<(), Trouble>> + 'static,
{
    let code = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let submit = move |event: Event| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        trouble.set(None);
        busy.set(true);
        let found = find(code.get_untracked());
        spawn_local(async move {
            let result = found.await;
            busy.set(false);
            trouble.set(result.err());
        });
    };
    let is_wrong = move || trouble.with(Option::is_some);
    let missing = move || {
        let words = (!App::get().has_gateway()).then_some(Msg::KindNoneCode);
        words.map(|words| message(MessageKind::Warning, view! { <p role="alert">{tr(words)}</p> }))
    };
    view! {
        {missing}
        <form class="needs-gateway" novalidate on:submit=submit>
            <div class="field">
                <label for="code">{tr(label)}</label>
                <div aria-live="assertive">
                    {move || trouble.with(|trouble| trouble.as_ref().map(words)).map(|words| view! { <p class="error" id="code-error">{words}</p> })}
                </div>
                <input class="input code-input" id="code" type="text" dir="ltr" autocomplete="off" autocapitalize="characters"
                    spellcheck="false"
                    aria-describedby=move || is_wrong().then_some("code-error")
                    aria-invalid=move || is_wrong().then_some("true")
                    prop:value=move || code.get()
                    on:input=move |event| code.set(event_target_value(&event))/>
            </div>
            <button class="button" type="submit">{tr(button)}</button>
            {move || busy.get().then(|| view! { <p class="hint" role="status">{tr(Msg::ShellLoading)}</p> })}
        </form>
    }
}

/// Returns the text for an application of a code that this phone could not store.
pub fn not_followed(error: StorageError) -> String {
    t(if error == StorageError::Denied { Msg::SharedNotKept } else { words::storage_error(error) })
}

/// Returns the text for a code that was typed wrongly, from the messages of its kind.
pub fn code_words(error: &CodeError, length: Msg, character: Msg, check: Msg) -> String {
    match error {
        CodeError::Length { expected, found } => {
            text(length, &[("expected", &expected.to_string()), ("found", &found.to_string())])
        }
        CodeError::Character { place } => text(character, &[("place", &(place + 1).to_string())]),
        CodeError::Check => t(check),
    }
}
