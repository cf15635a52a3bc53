//! The header of every page: the name of the service, the language, and what must be known before anything else.

use super::language::language_choice;
use super::{MessageKind, message};
use crate::i18n::{Msg, tr};
use crate::platform::page;
use crate::platform::view::{View, view};
use crate::route::Route;

pub fn header() -> View {
    let warning = || message(MessageKind::Warning, view! { <p>{tr(Msg::ShellInsecure)}</p> });
    view! {
        <header class="header">
            <div class="header-inner">
                <a class="brand" href=Route::Start.href()>
                    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
                        <circle cx="16" cy="16" r="13"/>
                        <path d="M7 9c6 4 12 10 16 16M25 9c-6 4-12 10-16 16M3 16c8-2 18-2 26 0M16 3c2 8 2 18 0 26"/>
                    </svg>
                    {tr(Msg::ShellName)}
                </a>
                {language_choice()}
            </div>
            {(!page::is_secure()).then(warning)}
        </header>
    }
}
