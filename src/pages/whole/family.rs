//! Who comes along: the family members of the four groups, and adding one.

use crate::app::App;
use crate::components::{heading, page, source};
use crate::i18n::{Msg, t, tr};
use crate::platform::random;
use crate::platform::view::{View, view};
use crate::route::{PersonStep, Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::citation::{Citation, Place};
use rules::draft::Person;
use rules::id::{DraftId, PersonId};

pub fn view(id: DraftId) -> View {
    let app = App::get();
    let desk = app.desk;
    let members = desk.draft.with_untracked(|draft| {
        draft
            .family()
            .iter()
            .map(|member| (member.clone(), draft.family_group(member.id)))
            .collect::<Vec<_>>()
    });
    let add = move |_| {
        let Some(person) = random::id().map(PersonId) else { return };
        desk.draft.update(|draft| draft.people.push(Person { id: person, ..Person::default() }));
        app.go(Route::Draft(id, Step::Person(person, PersonStep::Kinship)));
    };
    let none = members.is_empty();
    let rows = members.into_iter().map(move |(member, group)| {
        let person = member.id;
        let name = move || desk.draft.with_untracked(|draft| words::person_name(draft, &member));
        view! {
            <li class="task">
                <a href=Route::Draft(id, Step::Person(person, PersonStep::Kinship)).href()><bdi>{name}</bdi></a>
                <span class="task-hint">{move || group.map(|group| t(words::family_group(group)))}</span>
                <a class="task-action" href=Route::Draft(id, Step::RemovePerson(person)).href()>{tr(Msg::FamilyRemove)}</a>
            </li>
        }
    });
    page(
        heading(Msg::FamilyTitle),
        Some(Route::Draft(id, Step::Tasks)),
        view! {
            <p>{tr(Msg::FamilyHint)}</p>
            {source(Citation::order(Place::Annex(6)))}
            {if none {
                view! { <p>{tr(Msg::FamilyNone)}</p> }
            } else {
                view! { <ul class="tasks">{rows.collect::<Vec<View>>()}</ul> }
            }}
            <div class="actions">
                <button class="button button-quiet" type="button" on:click=add>{tr(Msg::FamilyAdd)}</button>
                <a class="button" href=Route::Draft(id, Step::Tasks).href()>{tr(Msg::FamilyDone)}</a>
            </div>
        },
    )
}
