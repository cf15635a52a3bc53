//! One line under the header while something is being sent, or was just registered, and another page is in sight.

use crate::app::App;
use crate::i18n::{Msg, tr};
use crate::platform::view::{View, nothing, view};
use crate::route::{Route, Step};
use crate::tracking::{Outbox, Sending};
use leptos::prelude::*;

pub fn sending_line() -> View {
    let (app, outbox) = (App::get(), Outbox::get());
    let line = Memo::new(move |_| {
        let (id, state) = outbox.any()?;
        let (step, words) = match state {
            Sending::Sent => (Step::Receipt, Msg::ReceiptTitle),
            _ => (Step::Send, Msg::SendElsewhere),
        };
        let to = Route::Draft(id, step);
        // The pages of sending say it themselves.
        let is_told = matches!(app.route(), Route::Draft(here, Step::Send | Step::Receipt) if here == id);
        (!is_told).then_some((to, words))
    });
    let line = move || match line.get() {
        Some((to, words)) => view! { <p class="sending-line"><a href=to.href()>{tr(words)}</a></p> },
        None => nothing(),
    };
    view! { <div role="status">{line}</div> }
}
