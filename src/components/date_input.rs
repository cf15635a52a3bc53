//! A day in three fields, as it stands on the paper. Nothing jumps; a whole date may be pasted into any of them.

use super::inputs::Ties;
use crate::draft::Bind;
use crate::i18n::{Msg, tr};
use crate::platform::view::{Event, View, view};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::time::TypedDay;

/// One of the three fields.
type Part = (Msg, &'static str, &'static str, fn(&mut TypedDay) -> &mut String);

const PARTS: [Part; 3] = [
    (Msg::DateDay, "input input-2", "numeric", |day| &mut day.day),
    (Msg::DateMonth, "input input-month", "text", |day| &mut day.month),
    (Msg::DateYear, "input input-4", "numeric", |day| &mut day.year),
];

pub fn date_input(field: Field, value: Bind<TypedDay>, hint: Option<Msg>) -> View {
    let ties = Ties::new(field, hint);
    let inputs = PARTS.into_iter().enumerate().map(|(place, (label, class, mode, part))| {
        let id = [ties.id().as_str(), &place.to_string()].join("-");
        let shown = move || value.get().map(|mut day| std::mem::take(part(&mut day))).unwrap_or_default();
        let typed = move |event: Event| {
            let typed = event_target_value(&event);
            let mut day = value.get().unwrap_or_default();
            match TypedDay::from_pasted(&typed) {
                Some(whole) => day = whole,
                None => *part(&mut day) = typed,
            }
            value.set(day);
        };
        view! {
            <div class="date-part">
                <label for=id.clone()>{tr(label)}</label>
                <input
                    class=class
                    id=id
                    type="text"
                    inputmode=mode
                    autocomplete="off"
                    aria-invalid=move || ties.invalid()
                    prop:value=shown
                    on:input=typed
                />
            </div>
        }
    });
    let inputs: Vec<View> = inputs.collect();
    view! {
        <fieldset class=move || ties.class() id=ties.id() aria-describedby=move || ties.described_by()>
            <legend>{tr(words::field(field))}</legend>
            {ties.notes()}
            <div class="date">{inputs}</div>
        </fieldset>
    }
}
