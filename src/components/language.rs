//! The choice of language; each is shown by its own name. Switching changes texts only: page, answers, focus and scroll
//! position stay. On the start page all languages are visible; elsewhere they are behind the name of the current one, so that
//! the page itself comes first.

use crate::app::App;
use crate::i18n::{self, Locale, Msg, tr};
use crate::platform::view::{View, view};
use crate::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

pub fn language_choice() -> View {
    let app = App::get();
    let failed = RwSignal::new(false);
    let choose = move |locale: Locale| {
        failed.set(false);
        spawn_local(async move {
            let switched = i18n::switch(locale).await;
            failed.set(switched.is_err());
        });
    };
    let choices: Vec<View> = Locale::OFFERED
        .into_iter()
        .map(|locale| {
            let current = move || (i18n::locale() == locale).then_some("true");
            view! {
                <li>
                    <button
                        type="button"
                        lang=locale.tag()
                        dir=locale.direction().value()
                        aria-current=current
                        on:click=move |_| choose(locale)
                    >
                        {locale.own_name()}
                    </button>
                </li>
            }
        })
        .collect();
    let is_open = Memo::new(move |_| app.route() == Route::Start);
    view! {
        <nav class="languages" aria-label=tr(Msg::ShellLanguages)>
            <details open=move || is_open.get().then_some("")>
                <summary>
                    <span class="unseen">{tr(Msg::ShellLanguages)} " "</span>
                    {move || i18n::locale().own_name()}
                </summary>
                <ul>{choices}</ul>
            </details>
            {move || failed.get().then(|| view! { <p role="status">{tr(Msg::ShellLanguageFailed)}</p> })}
        </nav>
    }
}
