//! The page shown when a draft is not open, or not yet: loading, unknown, unreadable, or the phone's storage does not respond.

use crate::components::{heading, page};
use crate::draft::OpenState;
use crate::i18n::{Msg, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use rules::id::DraftId;

pub fn view(opened: OpenState) -> View {
    let (title, text) = match opened {
        OpenState::Loading | OpenState::Here => {
            return view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> };
        }
        OpenState::Unknown => (Msg::UnopenedUnknownTitle, Msg::UnopenedUnknownText),
        OpenState::Lost => (Msg::UnopenedLostTitle, Msg::UnopenedLostText),
        OpenState::Unreadable(_) => (Msg::UnopenedUnreadableTitle, Msg::UnopenedUnreadableText),
        OpenState::StorageAway => (Msg::UnopenedStorageTitle, Msg::UnopenedStorageText),
        OpenState::Unsaved(other) => {
            return page(heading(Msg::SavedNotTitle), None, back_to(other));
        }
    };
    page(
        heading(title),
        None,
        view! {
            <p>{tr(text)}</p>
            <p><a class="button" href=Route::Start.href()>{tr(Msg::ShellToStart)}</a></p>
            <p><a href=Route::Report.href()>{tr(Msg::ReportTitle)}</a></p>
        },
    )
}

/// Returns a link back to the draft whose answers would be lost.
fn back_to(unsaved: DraftId) -> View {
    view! {
        <p>{tr(Msg::SavedBlocked)}</p>
        <p><a class="button" href=Route::Draft(unsaved, Step::Eligibility).href()>{tr(Msg::SavedBack)}</a></p>
    }
}
