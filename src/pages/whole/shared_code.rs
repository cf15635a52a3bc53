//! A code that was told over the phone, and where family links lead: what they hold is followed from then on.

use crate::app::App;
use crate::components::{MessageKind, heading, message, page};
use crate::i18n::{Msg, t, text, tr};
use crate::platform::view::{Event, View, view};
use crate::route::Route;
use crate::tracking::shared;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use wire::answer::RefusalCode;
use wire::code::{CodeError, SpokenCode};

/// Why a code led nowhere.
#[derive(Clone, PartialEq)]
enum Trouble {
    Code(CodeError),
    /// Wrong, used, over or dead: the gateway does not say which.
    Unknown,
    Net,
    /// The phone keeps nothing.
    NotKept,
}

/// What became of a link that was opened.
#[derive(Clone, Copy)]
enum Opened {
    Broken,
    NotKept,
}

thread_local! {
    /// A link is opened before this page is made.
    static OPENED: Cell<Option<Opened>> = const { Cell::new(None) };
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
                Msg::SharedCodeLength,
                &[("expected", &expected.to_string()), ("found", &found.to_string())],
            ),
            Trouble::Code(CodeError::Character { place }) => {
                text(Msg::SharedCodeCharacter, &[("place", &(place + 1).to_string())])
            }
            Trouble::Code(CodeError::Check) | Trouble::Unknown => t(Msg::SharedCodeUnknown),
            Trouble::Net => t(Msg::LinksAway),
            Trouble::NotKept => t(Msg::SharedNotKept),
        })
    };
    let opened = OPENED.take().map(|opened| {
        let said = match opened {
            Opened::Broken => Msg::SharedBroken,
            Opened::NotKept => Msg::SharedNotKept,
        };
        message(MessageKind::Problem, view! { <p role="alert">{tr(said)}</p> })
    });
    page(
        heading(Msg::SharedCodeTitle),
        Some(Route::Start),
        view! {
            {opened}
            <p>{tr(Msg::SharedCodeText)}</p>
            <form novalidate on:submit=submit>
                <div class="field">
                    <label for="code">{tr(Msg::SharedCodeLabel)}</label>
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
                <button class="button" type="submit">{tr(Msg::SharedCodeButton)}</button>
                {move || busy.get().then(|| view! { <p class="hint" role="status">{tr(Msg::ShellLoading)}</p> })}
            </form>
        },
    )
}

async fn find(app: App, typed: &str) -> Result<(), Trouble> {
    let code = SpokenCode::parse(typed).map_err(Trouble::Code)?;
    let token = shared::trade(&code.write()).await.map_err(|error| match error.code() {
        Some(RefusalCode::NotFound | RefusalCode::BadRequest) => Trouble::Unknown,
        _ => Trouble::Net,
    })?;
    let id = shared::follow(&token).await.ok_or(Trouble::NotKept)?;
    app.go(Route::Shared(id));
    Ok(())
}

/// A family link: what it shows is opened in place of this page.
pub fn open_link(app: App, token: String) {
    spawn_local(async move {
        let opened = if shared::is_token(&token) {
            match shared::follow(&token).await {
                Some(id) => return app.replace(Route::Shared(id)),
                None => Opened::NotKept,
            }
        } else {
            Opened::Broken
        };
        OPENED.set(Some(opened));
        app.redraw();
    });
}
