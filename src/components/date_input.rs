//! A day in three fields, as it stands on the paper. Nothing jumps; a whole date may be pasted into any of them.

use super::Problems;
use crate::draft::Bind;
use crate::i18n::{Msg, tr};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::time::TypedDay;

#[component]
pub fn DateInput(field: Field, value: Bind<TypedDay>, #[prop(optional)] hint: Option<Msg>) -> impl IntoView {
    let problems = Problems::get();
    let id = problems.input_id(field);
    let wrong = move || problems.of_field(field).is_some();
    let (hint_id, error_id) = ([&id, "-hint"].concat(), [&id, "-error"].concat());
    let (hint_tie, error_tie) = (hint_id.clone(), error_id.clone());
    let described = move || {
        let hint = hint.map(|_| hint_tie.clone());
        let error = wrong().then(|| error_tie.clone());
        let both: Vec<String> = hint.into_iter().chain(error).collect();
        (!both.is_empty()).then(|| both.join(" "))
    };
    type Part = (Msg, &'static str, fn(&mut TypedDay) -> &mut String);
    let parts: [Part; 3] = [
        (Msg::DateDay, "input input-2", |day| &mut day.day),
        (Msg::DateMonth, "input input-month", |day| &mut day.month),
        (Msg::DateYear, "input input-4", |day| &mut day.year),
    ];
    let inputs = parts.into_iter().enumerate().map(|(place, (label, class, part))| {
        let input_id = [id.as_str(), &place.to_string()].join("-");
        let typed = move || value.get().map(|mut day| std::mem::take(part(&mut day))).unwrap_or_default();
        let write = move |event| {
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
                <label for=input_id.clone()>{tr(label)}</label>
                <input
                    class=class
                    id=input_id
                    type="text"
                    inputmode=if place == 1 { "text" } else { "numeric" }
                    autocomplete="off"
                    aria-invalid=move || wrong().then_some("true")
                    prop:value=typed
                    on:input=write
                />
            </div>
        }
    });
    view! {
        <fieldset
            class=move || if wrong() { "field field-wrong" } else { "field" }
            id=id.clone()
            aria-describedby=described
        >
            <legend>{tr(words::field(field))}</legend>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{tr(hint)}</p> })}
            {move || problems.of_field(field).map(|problem| {
                view! { <p class="error" id=error_id.clone()>{move || words::problem(&problem)}</p> }
            })}
            <div class="date">{inputs.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
