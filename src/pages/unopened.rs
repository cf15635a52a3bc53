//! A draft that is not, or not yet, in hand: loading, unknown, unreadable, or the phone's storage does not answer.

use crate::components::Page;
use crate::draft::Opened;
use crate::i18n::{Msg, t, tr};
use crate::route::Route;
use leptos::prelude::*;

pub fn view(opened: Opened) -> AnyView {
    let (title, text) = match opened {
        Opened::Loading | Opened::Here => {
            return view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> }.into_any();
        }
        Opened::Unknown => (Msg::UnopenedUnknownTitle, Msg::UnopenedUnknownText),
        Opened::Unreadable(_) => (Msg::UnopenedUnreadableTitle, Msg::UnopenedUnreadableText),
        Opened::StorageAway => (Msg::UnopenedStorageTitle, Msg::UnopenedStorageText),
    };
    view! {
        <Page heading=Signal::derive(move || t(title))>
            <p>{tr(text)}</p>
            <p><a class="button" href=Route::Start.href()>{tr(Msg::ShellToStart)}</a></p>
        </Page>
    }
    .into_any()
}
