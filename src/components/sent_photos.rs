//! Space that the app can free on a full phone.

use crate::draft::pages;
use crate::i18n::{Msg, text, tr};
use crate::platform::view::{View, view};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Offers to delete the photographs of applications that the gateway has.
pub fn sent_photos() -> View {
    let found = RwSignal::new((Vec::new(), 0));
    let look = move || {
        spawn_local(async move {
            // If the storage does not respond, there is nothing to offer.
            if let Ok(pages) = pages::sent().await {
                found.set(pages);
            }
        });
    };
    look();
    let delete = move |_| {
        let (pages, _) = found.get_untracked();
        spawn_local(async move {
            // What remains is offered again.
            let _ = pages::delete_bytes(&pages).await;
            look();
        });
    };
    let offer = move || {
        let (pages, bytes) = found.get();
        let size = bytes.div_ceil(1_000_000).to_string();
        let words = move || text(Msg::SavedFree, &[("size", &size)]);
        (!pages.is_empty()).then(|| {
            view! {
                <p><button class="button button-quiet" type="button" on:click=delete>{words}</button></p>
                <p class="hint">{tr(Msg::SavedFreeHint)}</p>
            }
        })
    };
    view! { {offer} }
}
