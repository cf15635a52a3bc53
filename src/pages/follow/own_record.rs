//! The actions for a record of an application made elsewhere, which only this phone has.

use crate::app::App;
use crate::components::{MessageKind, message};
use crate::i18n::{Msg, tr};
use crate::platform::view::{View, view};
use crate::route::Route;
use crate::tracking;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;

/// Shows the actions: changing the dates, and deleting the record after a question.
pub fn own_record(id: DraftId) -> View {
    let app = App::get();
    let asked = RwSignal::new(false);
    let delete = move |_| {
        spawn_local(async move {
            if tracking::external::forget(id).await.is_ok() {
                app.replace(Route::Start);
            }
        });
    };
    let sure = move || {
        asked.get().then(|| message(MessageKind::Warning, view! {
            <p>{tr(Msg::ElsewhereDeleteSure)}</p>
            <div class="actions">
                <button class="button button-danger" type="button" on:click=delete>{tr(Msg::ElsewhereDeleteYes)}</button>
                <button class="button button-quiet" type="button" on:click=move |_| asked.set(false)>{tr(Msg::RemoveNo)}</button>
            </div>
        }))
    };
    view! {
        <div class="actions">
            <a class="button button-quiet" href=Route::Elsewhere(Some(id)).href()>{tr(Msg::ElsewhereEdit)}</a>
            <button class="button button-quiet" type="button" on:click=move |_| asked.set(true)>{tr(Msg::ElsewhereDelete)}</button>
        </div>
        <div role="status">{sure}</div>
    }
}
