//! A date in three fields, in the order of the document. The focus never jumps; a whole date may be pasted into any field.

use super::inputs::FieldContext;
use crate::draft::Bind;
use crate::i18n::{Msg, tr};
use crate::platform::view::{Event, View, view};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::date_order::DateOrder;
use rules::time::TypedDay;

/// One of the three fields: label, class, input mode and accessor.
type DateField = (Msg, &'static str, &'static str, fn(&mut TypedDay) -> &mut String);

const PARTS: [DateField; 3] = [
    (Msg::DateDay, "input input-2", "numeric", |day| &mut day.day),
    (Msg::DateMonth, "input input-month", "text", |day| &mut day.month),
    (Msg::DateYear, "input input-4", "numeric", |day| &mut day.year),
];

/// Asks for a date in the order of Kazakhstan's own documents: day, month, year.
pub fn date_input(field: Field, value: Bind<TypedDay>, hint: Option<Msg>) -> View {
    date_input_in(DateOrder::DayMonthYear, field, value, hint)
}

/// Shows the three inputs of a date in the order of the document that it is copied from. `get` and `set` access what was typed.
pub fn date_parts(
    order: DateOrder,
    id: &str,
    get: impl Fn() -> TypedDay + Copy + Send + 'static,
    set: impl Fn(TypedDay) + Copy + 'static,
    invalid: impl Fn() -> Option<&'static str> + Copy + Send + 'static,
) -> Vec<View> {
    let inputs = places(order).into_iter().filter_map(|place| Some((place, *PARTS.get(place)?)));
    let inputs = inputs.map(|(place, (label, class, mode, part))| {
        let id = [id, &place.to_string()].join("-");
        let shown = move || std::mem::take(part(&mut get()));
        let typed = move |event: Event| {
            let typed = event_target_value(&event);
            let mut day = untrack(get);
            match TypedDay::from_pasted(&typed) {
                Some(whole) => day = whole,
                None => *part(&mut day) = typed,
            }
            set(day);
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
                    aria-invalid=invalid
                    prop:value=shown
                    on:input=typed
                />
            </div>
        }
    });
    inputs.collect()
}

/// Asks for a date in the order of the document that it is copied from.
pub fn date_input_in(order: DateOrder, field: Field, value: Bind<TypedDay>, hint: Option<Msg>) -> View {
    let ties = FieldContext::new(field, hint);
    let get = move || value.get().unwrap_or_default();
    let inputs = date_parts(order, &ties.id(), get, move |day| value.set(day), move || ties.invalid());
    view! {
        <fieldset class=move || ties.class() id=ties.id() aria-describedby=move || ties.described_by()>
            <legend>{tr(words::field(field))}</legend>
            {ties.notes()}
            <div class="date">{inputs}</div>
        </fieldset>
    }
}

/// Returns the indices into [`PARTS`] in the order in which they are asked. A part keeps its id in every order.
fn places(order: DateOrder) -> [usize; 3] {
    match order {
        DateOrder::DayMonthYear => [0, 1, 2],
        DateOrder::YearMonthDay => [2, 1, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_have_the_order_of_the_document() {
        let asked = |order| places(order).map(|place| PARTS[place].0);
        assert!(asked(DateOrder::DayMonthYear) == [Msg::DateDay, Msg::DateMonth, Msg::DateYear]);
        assert!(asked(DateOrder::YearMonthDay) == [Msg::DateYear, Msg::DateMonth, Msg::DateDay]);
    }
}
