//! The page to enter a share code spoken over the phone, and the target of family links. Their applications are then followed.

use crate::app::App;
use crate::components::{MessageKind, code_form, code_words, heading, message, not_followed, page};
use crate::i18n::{Msg, t, tr};
use crate::platform::db::StorageError;
use crate::platform::page::{self as browser, Hold};
use crate::platform::view::{View, view};
use crate::route::Route;
use crate::tracking::shared;
use leptos::task::spawn_local;
use std::cell::Cell;
use wire::answer::RefusalCode;
use wire::code::{CodeError, SpokenCode};

/// Reasons why a share code failed.
enum CodeEntryError {
    Code(CodeError),
    /// Wrong, used, expired or revoked: the gateway does not say which.
    Unknown,
    Net,
    /// The phone could not store the application.
    NotKept(StorageError),
}

/// The error of a family link that was opened.
#[derive(Clone, Copy)]
enum OpenedLinkError {
    Broken,
    NotKept(StorageError),
}

thread_local! {
    /// The error is set here because a link is opened before this page is created.
    static OPENED: Cell<Option<OpenedLinkError>> = const { Cell::new(None) };
}

pub fn view() -> View {
    let app = App::get();
    if let Some(secret) = browser::take_fragment() {
        open_link(app, secret);
    }
    let find = move |typed: String| async move { find(app, &typed).await };
    let opened = OPENED.take().map(|opened| {
        let said = match opened {
            OpenedLinkError::Broken => t(Msg::SharedBroken),
            OpenedLinkError::NotKept(error) => not_followed(error),
        };
        message(MessageKind::Problem, view! { <p role="alert">{said}</p> })
    });
    page(
        heading(Msg::SharedCodeTitle),
        Some(Route::Start),
        view! {
            {opened}
            <p>{tr(Msg::SharedCodeText)}</p>
            {code_form(Msg::SharedCodeLabel, Msg::SharedCodeButton, find, words)}
        },
    )
}

fn words(trouble: &CodeEntryError) -> String {
    match trouble {
        CodeEntryError::Code(error) => {
            code_words(error, Msg::SharedCodeLength, Msg::SharedCodeCharacter, Msg::SharedCodeUnknown)
        }
        CodeEntryError::Unknown => t(Msg::SharedCodeUnknown),
        CodeEntryError::Net => t(Msg::LinksAway),
        CodeEntryError::NotKept(error) => not_followed(*error),
    }
}

async fn find(app: App, typed: &str) -> Result<(), CodeEntryError> {
    let code = SpokenCode::parse(typed).map_err(CodeEntryError::Code)?;
    let token = shared::trade(&code.to_text()).await.map_err(|error| match error.code() {
        Some(RefusalCode::NotFound | RefusalCode::BadRequest) => CodeEntryError::Unknown,
        _ => CodeEntryError::Net,
    })?;
    let id = shared::follow(&token).await.map_err(CodeEntryError::NotKept)?;
    app.go(Route::Shared(id));
    Ok(())
}

/// Handles a family link: opens the application that it shows in place of this page.
fn open_link(app: App, token: String) {
    let hold = Hold::new();
    spawn_local(async move {
        let opened = if shared::is_token(&token) {
            match shared::follow(&token).await {
                Ok(id) => {
                    app.replace(Route::Shared(id));
                    return drop(hold);
                }
                Err(error) => OpenedLinkError::NotKept(error),
            }
        } else {
            OpenedLinkError::Broken
        };
        OPENED.set(Some(opened));
        app.redraw();
        drop(hold);
    });
}
