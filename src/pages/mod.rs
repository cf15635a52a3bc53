//! One module per screen. Pages build components and call `rules`; they do not import each other.

mod answers;
mod basis;
mod checklist;
mod document;
mod eligibility;
mod facts;
mod family;
mod follow;
mod not_found;
mod obstacles;
mod officer;
mod person;
mod receipt;
pub mod recover;
mod remove_person;
mod send;
mod start;
mod tasks;
mod unopened;
mod you;

use crate::app::App;
use crate::draft::Opened;
use crate::route::{Route, Step};
use leptos::prelude::*;
use rules::id::DraftId;

/// The page of a route.
pub fn view(route: Route) -> AnyView {
    match route {
        Route::Start => start::view(),
        Route::Recover => recover::view(),
        Route::Follow(id) => follow::view(id),
        Route::NotFound => not_found::view(),
        Route::Draft(id, step) => {
            let desk = App::get().desk;
            desk.open(id);
            let opened = Memo::new(move |_| desk.opened.get());
            (move || match opened.get() {
                Opened::Here => step_view(id, step),
                other => unopened::view(other),
            })
            .into_any()
        }
    }
}

fn step_view(draft: DraftId, step: Step) -> AnyView {
    let is_known = |person| App::get().desk.draft.with_untracked(|draft| draft.person(person).is_some());
    match step {
        Step::Person(person, _) | Step::RemovePerson(person) if !is_known(person) => not_found::view(),
        Step::Eligibility => eligibility::view(draft),
        Step::Obstacles => obstacles::view(draft),
        Step::Basis => basis::view(draft),
        Step::Checklist => checklist::view(draft),
        Step::Tasks => tasks::view(draft),
        Step::Person(person, step) => person::view(draft, person, step),
        Step::You(step) => you::view(draft, step),
        Step::Facts => facts::view(draft),
        Step::Family => family::view(draft),
        Step::RemovePerson(person) => remove_person::view(draft, person),
        Step::Document(key) => document::view(draft, key),
        Step::Officer => officer::view(draft),
        Step::Answers => answers::view(draft),
        Step::Send => send::view(draft),
        Step::Receipt => receipt::view(draft),
    }
}
