//! The footer of every page: the operator of the service, what the service is not, and the law that applies.

use crate::app::App;
use crate::i18n::{Msg, t, text, tr, translation_note};
use crate::platform::view::{View, view};
use crate::route::Route;
use leptos::prelude::*;
use wire::answer::ServiceKind;

pub fn footer() -> View {
    let app = App::get();
    let operator = move || {
        if app.service_kind() == ServiceKind::Trial {
            return t(Msg::KindTrial);
        }
        app.service.with(|service| match service {
            Some(service) if service.is_official() => {
                text(Msg::FooterOfficial, &[("operator", &service.operator)])
            }
            Some(service) if !service.operator.is_empty() => {
                text(Msg::FooterOperator, &[("operator", &service.operator)])
            }
            _ => t(Msg::FooterNotOfficial),
        })
    };
    view! {
        <footer class="footer">
            <div class="footer-inner">
                <p>{operator}</p>
                <p>{tr(Msg::FooterLaw)}</p>
                {move || translation_note().map(|note| view! { <p>{note}</p> })}
                <p><a href=Route::Terms.href()>{tr(Msg::TermsTitle)}</a></p>
                <p><a href=Route::Privacy.href()>{tr(Msg::FooterPrivacy)}</a></p>
                <p><a href=Route::Wipe.href()>{tr(Msg::FooterWipe)}</a></p>
            </div>
        </footer>
    }
}
