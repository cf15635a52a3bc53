//! The foot of every page: whose service this is, what it is not, and by which law it goes.

use crate::app::App;
use crate::i18n::{Msg, text, tr};
use leptos::prelude::*;

#[component]
pub fn Footer() -> impl IntoView {
    let app = App::get();
    let operator = move || {
        app.service.with(|service| match service {
            Some(service) if service.official => {
                text(Msg::FooterOfficial, &[("operator", &service.operator)])
            }
            Some(service) if !service.operator.is_empty() => {
                text(Msg::FooterOperator, &[("operator", &service.operator)])
            }
            _ => crate::i18n::t(Msg::FooterNotOfficial),
        })
    };
    view! {
        <footer class="footer">
            <div class="footer-inner">
                <p>{operator}</p>
                <p>{tr(Msg::FooterLaw)}</p>
            </div>
        </footer>
    }
}
