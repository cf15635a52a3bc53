//! Facts that do not seem to support the chosen condition: reported at the answer, and once more before sending.

use super::source::source;
use super::{MessageKind, message};
use crate::draft::{DraftEditor, today};
use crate::platform::view::{View, view};
use crate::words;
use leptos::prelude::*;
use rules::eligibility::Doubt;

/// Shows a warning for each of these doubts that the answers raise, and follows their changes.
pub fn doubts(editor: DraftEditor, about: &'static [Doubt]) -> View {
    let given = Memo::new(move |_| {
        let mut given = editor.draft.with(today::doubts);
        given.retain(|(doubt, _)| about.contains(doubt));
        given
    });
    view! {
        <div role="status">
            {move || given.get().into_iter().map(|(doubt, citation)| message(MessageKind::Warning, view! {
                <p>{move || words::doubt(doubt)}</p>
                {source(citation)}
            })).collect::<Vec<View>>()}
        </div>
    }
}
