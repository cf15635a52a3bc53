//! The top of every page: whose page it is, the language, and what must be known before anything else.

use super::language::LanguageChoice;
use super::{Message, MessageKind};
use crate::app::App;
use crate::i18n::{Msg, tr};
use crate::platform::page;
use leptos::prelude::*;

#[component]
pub fn Header() -> impl IntoView {
    let app = App::get();
    let test_clock =
        move || app.service.with(|service| service.as_ref().is_some_and(|service| service.test_clock));
    view! {
        <header class="header">
            <div class="header-inner">
                <a class="brand" href="/app">
                    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
                        <circle cx="16" cy="16" r="13"/>
                        <path d="M7 9c6 4 12 10 16 16M25 9c-6 4-12 10-16 16M3 16c8-2 18-2 26 0M16 3c2 8 2 18 0 26"/>
                    </svg>
                    {tr(Msg::ShellName)}
                </a>
                <LanguageChoice/>
            </div>
        </header>
        {move || test_clock().then(|| view! { <p class="test-clock">{tr(Msg::ShellTestClock)}</p> })}
        {(!page::is_secure()).then(|| view! {
            <Message kind=MessageKind::Warning><p>{tr(Msg::ShellInsecure)}</p></Message>
        })}
    }
}
