//! The languages by their own names. Switching changes texts only: page, answers, focus and scroll stay.

use crate::i18n::{self, Locale, Msg, tr};
use crate::platform::view::{View, view};
use leptos::prelude::*;
use leptos::task::spawn_local;

pub fn language_choice() -> View {
    let failed = RwSignal::new(false);
    let choose = move |locale: Locale| {
        failed.set(false);
        spawn_local(async move {
            let switched = i18n::switch(locale).await;
            failed.try_set(switched.is_err());
        });
    };
    let choices: Vec<View> = Locale::OFFERED
        .into_iter()
        .map(|locale| {
            let current = move || (i18n::locale() == locale).then_some("true");
            view! {
                <span role="listitem">
                    <button
                        type="button"
                        lang=locale.tag()
                        dir=locale.direction().value()
                        aria-current=current
                        on:click=move |_| choose(locale)
                    >
                        {locale.own_name()}
                    </button>
                </span>
            }
        })
        .collect();
    view! {
        <nav class="languages" aria-label=tr(Msg::ShellLanguages)>
            // In the flow of text the names take as many lines as a narrow phone needs.
            <div role="list">{choices}</div>
            {move || failed.get().then(|| view! { <p role="status">{tr(Msg::ShellLanguageFailed)}</p> })}
        </nav>
    }
}
