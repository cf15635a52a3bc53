//! The page to enter a recovery code and follow an application from another phone.

use crate::app::App;
use crate::components::{MessageKind, code_form, code_words, heading, message, not_followed, page};
use crate::i18n::{Msg, t, tr};
use crate::platform::db::StorageError;
use crate::platform::page::{self as browser, Hold};
use crate::platform::view::{View, view};
use crate::route::Route;
use crate::tracking::{self, RecoverError};
use leptos::task::spawn_local;
use wire::answer::RefusalCode;
use wire::code::{CodeError, OwnerKey};

/// Reasons why a recovery code failed.
enum RecoveryFailure {
    Code(CodeError),
    /// The gateway knows no application of this code.
    Unknown,
    /// All applications of this code were deleted.
    Deleted,
    Net,
    /// The phone could not store the application.
    NotKept(StorageError),
}

pub fn view() -> View {
    let app = App::get();
    if let Some(secret) = browser::take_fragment() {
        open_link(app, secret);
    }
    let find = move |typed: String| async move { find(app, &typed).await };
    page(
        heading(Msg::RecoverTitle),
        Some(Route::Start),
        view! {
            <p>{tr(Msg::RecoverText)}</p>
            {code_form(Msg::ReceiptCode, Msg::RecoverButton, find, words)}
            {message(MessageKind::Note, view! { <p>{tr(Msg::ReceiptCodeSecret)}</p> })}
        },
    )
}

fn words(trouble: &RecoveryFailure) -> String {
    match trouble {
        RecoveryFailure::Code(error) => {
            code_words(error, Msg::RecoverLength, Msg::RecoverCharacter, Msg::RecoverCheck)
        }
        RecoveryFailure::Unknown => t(Msg::RecoverUnknown),
        RecoveryFailure::Deleted => t(Msg::FollowDeleted),
        RecoveryFailure::Net => t(Msg::RecoverNet),
        RecoveryFailure::NotKept(error) => not_followed(*error),
    }
}

async fn find(app: App, typed: &str) -> Result<(), RecoveryFailure> {
    let key = OwnerKey::parse(typed).map_err(RecoveryFailure::Code)?;
    match tracking::recover(&key.to_text()).await {
        Ok(Some(id)) => {
            app.go(Route::Follow(id));
            Ok(())
        }
        Ok(None) => Err(RecoveryFailure::Unknown),
        Err(RecoverError::NotKept(error)) => Err(RecoveryFailure::NotKept(error)),
        Err(RecoverError::Net(error)) => Err(match error.code() {
            Some(RefusalCode::NotFound | RefusalCode::Unauthorized) => RecoveryFailure::Unknown,
            Some(RefusalCode::Gone) => RecoveryFailure::Deleted,
            _ => RecoveryFailure::Net,
        }),
    }
}

/// Handles a link that contains a code: opens the application if the code is valid, else stays on the page to type it.
fn open_link(app: App, code: String) {
    let hold = Hold::new();
    spawn_local(async move {
        // An error is shown when the person types the code.
        let _ = find(app, &code).await;
        drop(hold);
    });
}
