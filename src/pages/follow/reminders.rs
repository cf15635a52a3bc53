//! The offer of the dates as a file for the calendar app of the phone.

use crate::calendar_file::Subject;
use crate::i18n::{Msg, tr};
use crate::lazy;
use crate::platform::view::{Event, View, view};
use crate::tracking::reading::reminders;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::timeline::Timeline;

/// Offers the file while any date is still in the future. The file names the application only if the person wants it.
pub fn reminders_view(subject: Subject, number: String, timeline: &Timeline) -> Option<View> {
    // Before a registration there is no date of the Rules.
    if timeline.current.is_unregistered() || reminders(&[], timeline).is_empty() {
        return None;
    }
    let timeline = StoredValue::new(timeline.clone());
    let with_number = RwSignal::new(false);
    let has_number = !number.is_empty();
    let failed = RwSignal::new(false);
    let save = move |_| {
        let named = with_number.get_untracked().then(|| number.clone());
        let timeline = timeline.get_value();
        spawn_local(async move {
            let saving = lazy::calendar_file().await;
            failed.set(saving.is_err());
            if let Ok(save) = saving {
                save(subject, timeline, named).await;
            }
        });
    };
    Some(view! {
        <section class="reminders">
            <h2>{tr(Msg::ReminderTitle)}</h2>
            <p>{tr(Msg::ReminderText)}</p>
            {has_number.then(|| view! {
                <div class="radio checkbox">
                    <input type="checkbox" id="with-number"
                        prop:checked=move || with_number.get()
                        on:change=move |event: Event| with_number.set(event_target_checked(&event))/>
                    <label for="with-number">{tr(Msg::ReminderWithNumber)}</label>
                </div>
            })}
            <button class="button button-quiet" type="button" on:click=save>{tr(Msg::ReminderButton)}</button>
            <div role="status">{move || failed.get().then(|| view! { <p>{tr(Msg::MissingText)}</p> })}</div>
        </section>
    })
}
