//! The recovery code: an application followed from another phone.

use crate::app::App;
use crate::components::{MessageKind, heading, message, page};
use crate::i18n::{Msg, t, text, tr};
use crate::platform::view::{Event, View, view};
use crate::route::Route;
use crate::tracking;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::answer::RefusalCode;
use wire::code::{CodeError, OwnerKey};

/// Why a code led nowhere.
#[derive(Clone, PartialEq)]
enum Trouble {
    Code(CodeError),
    /// The gateway knows no application of this code.
    Unknown,
    /// All that this code had was deleted.
    Deleted,
    Net,
}

pub fn view() -> View {
    let app = App::get();
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
        spawn_local(async move {
            let result = find(app, &code.get_untracked()).await;
            busy.try_set(false);
            trouble.try_set(result.err());
        });
    };
    let words = move || {
        trouble.get().map(|trouble| match trouble {
            Trouble::Code(CodeError::Length { expected, found }) => text(
                Msg::RecoverLength,
                &[("expected", &expected.to_string()), ("found", &found.to_string())],
            ),
            Trouble::Code(CodeError::Character { place }) => {
                text(Msg::RecoverCharacter, &[("place", &(place + 1).to_string())])
            }
            Trouble::Code(CodeError::Check) => t(Msg::RecoverCheck),
            Trouble::Unknown => t(Msg::RecoverUnknown),
            Trouble::Deleted => t(Msg::FollowDeleted),
            Trouble::Net => t(Msg::RecoverNet),
        })
    };
    page(
        heading(Msg::RecoverTitle),
        Some(Route::Start),
        view! {
            <p>{tr(Msg::RecoverText)}</p>
            <form novalidate on:submit=submit>
                <div class="field">
                    <label for="code">{tr(Msg::ReceiptCode)}</label>
                    <div aria-live="assertive">
                        {move || words().map(|words| view! { <p class="error" id="code-error">{words}</p> })}
                    </div>
                    <input class="input code-input" id="code" type="text" dir="ltr" autocomplete="off" autocapitalize="characters"
                        spellcheck="false"
                        aria-describedby=move || trouble.get().map(|_| "code-error")
                        aria-invalid=move || trouble.get().map(|_| "true")
                        prop:value=move || code.get()
                        on:input=move |event| code.set(event_target_value(&event))/>
                </div>
                <button class="button" type="submit">{tr(Msg::RecoverButton)}</button>
                {move || busy.get().then(|| view! { <p class="hint" role="status">{tr(Msg::ShellLoading)}</p> })}
            </form>
            {message(MessageKind::Note, view! { <p>{tr(Msg::ReceiptCodeSecret)}</p> })}
        },
    )
}

async fn find(app: App, typed: &str) -> Result<(), Trouble> {
    let key = OwnerKey::parse(typed).map_err(Trouble::Code)?;
    match tracking::recover(&key.write()).await {
        Ok(Some(id)) => {
            app.go(Route::Follow(id));
            Ok(())
        }
        Ok(None) => Err(Trouble::Unknown),
        Err(error) => Err(match error.code() {
            Some(RefusalCode::NotFound | RefusalCode::Unauthorized) => Trouble::Unknown,
            Some(RefusalCode::Gone) => Trouble::Deleted,
            _ => Trouble::Net,
        }),
    }
}

/// A link that brought a code: the application is opened if the code is good; else the page to type it in stays.
pub fn open_link(app: App, code: String) {
    spawn_local(async move {
        // What went wrong is said when the person types the code.
        let _ = find(app, &code).await;
    });
}
