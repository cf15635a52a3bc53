//! What the kind of the service means to its users: a trial is one on every page and on everything printed from it, and what
//! is only handed on is not registered.

use crate::app::App;
use crate::i18n::{Msg, date, text, tr};
use crate::platform::view::{View, view};
use leptos::prelude::*;
use wire::answer::{Receipt, ServiceKind};

/// Says that nothing sent here reaches an office, where the service is a trial.
pub fn trial_banner() -> View {
    let app = App::get();
    let is_trial = Memo::new(move |_| app.service_kind() == ServiceKind::Trial);
    let banner =
        move || is_trial.get().then(|| view! { <aside class="trial"><p>{tr(Msg::KindTrial)}</p></aside> });
    view! { {banner} }
}

/// Says who received an application and when, and that it has not been handed to the authority.
#[cfg(feature = "whole")]
pub fn received_by(receipt: &Receipt) -> View {
    let received = receipt.received_at.in_astana();
    let say = move || {
        let operator = App::get().operator();
        received.map(|(day, _)| text(Msg::KindReceivedBy, &[("operator", &operator), ("date", &date(day))]))
    };
    view! { <p>{say}</p> }
}
