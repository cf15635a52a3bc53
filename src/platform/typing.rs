//! The text of an input that is being typed into: its cursor and its selection.
//!
//! Results of DOM calls are dropped in this module: if the input is gone, there is no cursor to set.

use super::view::Event;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

fn input(id: &str) -> Option<HtmlInputElement> {
    let found = web_sys::window()?.document()?.get_element_by_id(id)?;
    found.dyn_into().ok()
}

/// Replaces the text of the input that fired the event and keeps the cursor in place.
pub fn replace(event: &Event, text: &str) {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = target.filter(|input| input.value() != text) else { return };
    let cursor = input.selection_start().ok().flatten();
    input.set_value(text);
    if let Some(cursor) = cursor {
        let _ = input.set_selection_range(cursor, cursor);
    }
}

/// Inserts a text at the cursor, as a keyboard would, and leaves the focus in the input.
pub fn insert(id: &str, text: &str) {
    let Some(input) = input(id) else { return };
    let _ = input.focus();
    let _ = input.set_range_text(text);
    let after = input.selection_start().ok().flatten().map(|start| {
        let length = u32::try_from(text.chars().count()).unwrap_or_default();
        start + length
    });
    if let Some(after) = after {
        let _ = input.set_selection_range(after, after);
    }
    if let Ok(event) = web_sys::Event::new("input") {
        let _ = input.dispatch_event(&event);
    }
}

/// Selects the characters from one position to another, counted from 1 and both included, and focuses the input.
pub fn mark(id: &str, from: usize, to: usize) {
    let Some(input) = input(id) else { return };
    let _ = input.focus();
    let place = |column: usize| u32::try_from(column).unwrap_or(u32::MAX);
    let _ = input.set_selection_range(place(from.saturating_sub(1)), place(to));
}
