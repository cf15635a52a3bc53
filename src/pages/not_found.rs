//! There is no such page.

use crate::components::Page;
use crate::i18n::{Msg, t, tr};
use crate::route::Route;
use leptos::prelude::*;

pub fn view() -> AnyView {
    view! {
        <Page heading=Signal::derive(|| t(Msg::NotFoundTitle))>
            <p>{tr(Msg::NotFoundText)}</p>
            <p><a class="button" href=Route::Start.href()>{tr(Msg::ShellToStart)}</a></p>
        </Page>
    }
    .into_any()
}
