//! The meaning of the kind of the service for its users: a trial is marked on every page and every print, and an application
//! that is only forwarded is not registered.

use super::message::{MessageKind, message};
use crate::app::App;
use crate::i18n::{Msg, dated, tr};
use crate::platform::view::{View, view};
use leptos::prelude::*;
use wire::answer::{Receipt, ServiceKind};

/// Shows the bar at the bottom of the screen: the service is a trial, so that nothing sent here reaches an authority, and it
/// uses a test clock.
pub fn service_notice() -> View {
    let app = App::get();
    let is_trial = Memo::new(move |_| app.service_kind() == ServiceKind::Trial);
    let test_clock =
        Memo::new(move |_| app.service.with(|service| service.as_ref().is_some_and(|it| it.test_clock)));
    let bar = move || {
        let (trial, clock) = (is_trial.get(), test_clock.get());
        (trial || clock).then(|| {
            view! {
                <aside class="service-notice">
                    {trial.then(|| view! { <p class="trial">{tr(Msg::KindTrial)}</p> })}
                    {clock.then(|| view! { <p class="test-clock">{tr(Msg::ShellTestClock)}</p> })}
                </aside>
            }
        })
    };
    view! { {bar} }
}

/// Says that this service is none of the ways that the Rules name, unless it is the authority's own; and of a site without a
/// service, that nothing is sent from it.
pub fn not_a_way() -> View {
    let app = App::get();
    let note = move || {
        let words = if !app.has_gateway() {
            Some(Msg::KindNone)
        } else if app.service_kind() != ServiceKind::Authority {
            Some(Msg::KindNotAWay)
        } else {
            None
        };
        words.map(|words| message(MessageKind::Note, view! { <p>{tr(words)}</p> }))
    };
    view! { {note} }
}

/// Says who received an application and when, and that it has not been forwarded to the authority.
pub fn received_by(receipt: &Receipt) -> View {
    let received = receipt.received_at.in_astana();
    let say = move || {
        let operator = App::get().operator();
        received.map(|(day, _)| dated(Msg::KindReceivedBy, &[("date", day)], &[("operator", &operator)]))
    };
    view! { <p>{say}</p> }
}
