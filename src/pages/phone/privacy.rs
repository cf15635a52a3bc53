//! The privacy page: where data are stored, who can read them, for how long, and how they are deleted. It can be read before
//! consent as well as after it.

use crate::app::App;
use crate::components::{care_page, heading};
use crate::i18n::{Care, Msg, text, tr};
use crate::platform::page;
use crate::platform::view::{View, view};
use crate::route::Route;
use leptos::prelude::*;

pub fn view() -> View {
    care_page(heading(Msg::FooterPrivacy), Some(Route::Start), || {
        view! {
            <section>
                <h2>{Care::PrivacyPhoneTitle}</h2>
                <p>{Care::PrivacyPhoneText}</p>
                <p>{Care::PrivacyPhoneOpen}</p>
                <p>{Care::PrivacyPhoneLong}</p>
                {page::days_kept().map(|_| view! { <p>{Care::PrivacyPhoneDays}</p> })}
                <p><a href=Route::Wipe.href()>{tr(Msg::FooterWipe)}</a></p>
                <p><a href=Route::Report.href()>{tr(Msg::ReportTitle)}</a></p>
            </section>
            <section>
                <h2>{Care::PrivacyServiceTitle}</h2>
                <p>{Care::PrivacyServiceText}</p>
                <p>{Care::PrivacyServiceKey}</p>
                <p>{Care::PrivacyServiceLog}</p>
                <p>{Care::PrivacyServiceLong}</p>
                <p>{Care::PrivacyOthers}</p>
            </section>
            <section>
                <h2>{Care::PrivacyWhoTitle}</h2>
                {who}
            </section>
            <section>
                <h2>{Care::PrivacyWithdrawTitle}</h2>
                <p>{Care::PrivacyWithdrawPhone}</p>
                <p>{Care::PrivacyWithdrawSent}</p>
            </section>
        }
    })
}

/// Shows who operates the service, as the gateway reports it, and what a registration there means.
fn who() -> View {
    let service = App::get().service.get();
    match service.filter(|service| !service.operator.is_empty()) {
        Some(service) => {
            let words = if service.is_official() { Msg::FooterOfficial } else { Msg::FooterOperator };
            view! { <p>{move || text(words, &[("operator", &service.operator)])}</p> }
        }
        None => view! {
            <p>{Care::PrivacyWhoUnknown}</p>
            <p>{tr(Msg::FooterNotOfficial)}</p>
        },
    }
}
