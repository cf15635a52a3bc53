//! Reuse of a page that is already here for another requirement, with one press and without copying its bytes.

use crate::app::App;
use crate::draft::DraftEditor;
use crate::i18n::{Msg, t, text, tr};
use crate::platform::view::{View, view};
use crate::words;
use leptos::prelude::*;
use rules::checklist::Requirement;
use rules::draft::Draft;
use rules::id::DocumentId;
use rules::papers::Reusable;

/// Offers the documents and pages of the draft that this document does not have. Shows nothing if there are none.
pub fn reuse(editor: DraftEditor, line: &Requirement, document: DocumentId) -> View {
    let (key, instead) = (line.key, line.instead);
    let offered = Memo::new(move |_| {
        editor.draft.with(|draft| {
            let papers = draft.reusable(key, instead, document).into_iter();
            papers.map(|paper| (paper, title(draft, paper))).collect::<Vec<_>>()
        })
    });
    let app = App::get();
    let buttons = move || {
        let all = offered.get().into_iter().map(|(paper, title)| {
            let take = move |_| {
                editor.draft.update(|draft| draft.reuse(key, document, paper));
                app.redraw();
            };
            view! { <li><button class="button button-quiet" type="button" on:click=take><bdi>{title}</bdi></button></li> }
        });
        all.collect::<Vec<View>>()
    };
    // Another language gives other titles; an open list stays open.
    let is_any = Memo::new(move |_| !offered.with(Vec::is_empty));
    view! {
        {move || is_any.get().then(|| view! {
            <details class="reuse">
                <summary>{tr(Msg::PagesReuse)}</summary>
                <p class="hint">{tr(Msg::PagesReuseHint)}</p>
                <ul class="reuse-list">{buttons}</ul>
            </details>
        })}
    }
}

/// Returns the title of a paper: its kind and person, and the number of a page if it has several.
fn title(draft: &Draft, paper: Reusable) -> String {
    let Some(from) = draft.document(paper.from()) else { return String::new() };
    let person = from.serves.first().and_then(|key| draft.person(key.person));
    let name = person.map(|person| words::person_name(draft, person)).unwrap_or_default();
    let document = words::joined(Msg::JoinMark, &t(words::document(from.kind)), &name);
    match paper {
        Reusable::Page { number: Some(number), .. } => {
            text(Msg::PagesReusePage, &[("document", &document), ("n", &number.to_string())])
        }
        Reusable::Document(_) | Reusable::Page { number: None, .. } => document,
    }
}
