//! The line under the header while something is being sent, or was just registered, and another page is open. It shows the
//! complete receipt if the phone has not stored it.

use crate::app::App;
use crate::i18n::{Msg, t, tr};
use crate::platform::view::{View, nothing, view};
use crate::route::{Route, Step};
use crate::tracking::{Outbox, Sending};
use crate::words;
use leptos::prelude::*;

pub fn sending_line() -> View {
    let (app, outbox) = (App::get(), Outbox::get());
    let unkept = Memo::new(move |_| {
        let (id, number, code) = outbox.unkept()?;
        let is_own_page = app.route() == Route::Draft(id, Step::Send);
        (!is_own_page).then_some((number, code))
    });
    let unkept = move || unkept.get().map(|(number, code)| unkept_receipt(number, code));
    let line = Memo::new(move |_| {
        let (id, state) = outbox.any()?;
        let (step, words) = match state {
            Sending::Sent => (Step::Receipt, words::receipt_title(app.service_kind())),
            _ => (Step::Send, Msg::SendElsewhere),
        };
        let to = Route::Draft(id, step);
        // The pages about sending show it themselves.
        let is_own_page = matches!(app.route(), Route::Draft(here, Step::Send | Step::Receipt) if here == id);
        (!is_own_page).then_some((to, words))
    });
    let line = move || match line.get() {
        Some((to, words)) => view! { <p class="sending-line"><a href=to.href()>{tr(words)}</a></p> },
        None => nothing(),
    };
    view! { <div role="status">{line}</div> {unkept} }
}

/// Shows the number and the code of a registered application until the phone has stored them.
pub fn unkept_receipt(number: String, code: String) -> View {
    let title = move || t(words::receipt_title(App::get().service_kind()));
    view! {
        <section class="message message-problem unkept" aria-labelledby="unkept-title">
            <div role="alert"><p id="unkept-title"><strong>{title}</strong></p><p>{tr(Msg::SendUnkept)}</p></div>
            <p>{tr(Msg::ReceiptNumber)}</p>
            <div class="number"><bdi dir="ltr">{number}</bdi></div>
            <p>{tr(Msg::ReceiptCode)}</p>
            <div class="number code"><bdi dir="ltr">{code}</bdi></div>
        </section>
    }
}
