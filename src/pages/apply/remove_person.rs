//! The confirmation before a family member is removed: what is deleted, what happens to documents that others share, and whose
//! kinship leads through this person.

use crate::app::App;
use crate::components::{MessageKind, heading, message, page, subtitle};
use crate::draft::pages;
use crate::i18n::{Msg, list, t, text, tr};
use crate::platform::view::{Event, View, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::draft::Draft;
use rules::family::{leaving, remove};
use rules::id::{DocumentId, DraftId, PersonId};

/// Returns the page, or `None` for the applicant, who cannot be removed.
pub fn view(id: DraftId, person: PersonId) -> Option<View> {
    let app = App::get();
    let family = Route::Draft(id, Step::Family);
    let draft = app.editor.draft.get_untracked();
    let leaving = leaving(&draft, person)?;
    let also = RwSignal::new(Vec::<DocumentId>::new());
    let take_out = move |_| {
        let also = also.get_untracked();
        let gone = app.editor.draft.try_update(|draft| remove(draft, person, &also)).unwrap_or_default();
        spawn_local(async move { pages::delete_unreferenced(app.editor, gone).await });
        app.replace(family);
    };
    let shared: Vec<View> =
        leaving.shared.iter().filter_map(|document| shared_paper(&draft, person, *document, also)).collect();
    let cut_off: Vec<String> = leaving.cut_off.iter().map(|other| name_of(&draft, *other)).collect();
    let name = name_of(&draft, person);
    subtitle(Signal::derive(move || {
        app.editor.draft.with_untracked(|draft| words::person_without_name(draft, person))
    }));
    Some(page(
        heading(Msg::RemoveTitle),
        Some(family),
        view! {
            <p class="lede"><bdi>{name}</bdi></p>
            <p>{tr(Msg::RemoveText)}</p>
            {(!shared.is_empty()).then(|| view! {
                <fieldset class="field">
                    <legend>{tr(Msg::RemoveShared)}</legend>
                    <p class="hint">{tr(Msg::RemoveSharedHint)}</p>
                    {shared}
                </fieldset>
            })}
            {(!cut_off.is_empty()).then(|| message(MessageKind::Warning, view! {
                <p>{move || text(Msg::RemoveCutOff, &[("names", &list(&cut_off))])}</p>
            }))}
            <div class="actions">
                <button class="button button-danger" type="button" on:click=take_out>{tr(Msg::RemoveYes)}</button>
                <a class="button button-quiet" href=family.href()>{tr(Msg::RemoveNo)}</a>
            </div>
        },
    ))
}

/// Asks about a document that serves others too: it stays while the box is ticked.
fn shared_paper(
    draft: &Draft,
    person: PersonId,
    document: DocumentId,
    also: RwSignal<Vec<DocumentId>>,
) -> Option<View> {
    let found = draft.document(document)?;
    let mut others: Vec<String> = Vec::new();
    for key in found.serves.iter().filter(|key| key.person != person) {
        let name = name_of(draft, key.person);
        if !others.contains(&name) {
            others.push(name);
        }
    }
    let kind = words::document(found.kind);
    let id = ["keep-", &document.to_text()].concat();
    let choose = move |event: Event| {
        let keeps = event_target_checked(&event);
        also.update(|also| {
            also.retain(|other| *other != document);
            if !keeps {
                also.push(document);
            }
        });
    };
    let label = move || text(Msg::RemoveKeep, &[("document", &t(kind)), ("names", &list(&others))]);
    Some(view! {
        <div class="radio checkbox">
            <input type="checkbox" id=id.clone() prop:checked=true on:change=choose/>
            <label for=id>{label}</label>
        </div>
    })
}

fn name_of(draft: &Draft, person: PersonId) -> String {
    draft.person(person).map(|member| words::person_name(draft, member)).unwrap_or_default()
}
