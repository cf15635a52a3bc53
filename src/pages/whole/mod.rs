//! The screens after the checklist: the application itself, sending it and following it.

mod answers;
mod channels;
mod document;
mod elsewhere;
mod ending;
mod facts;
mod family;
mod follow;
mod forms;
mod import;
mod keep;
mod lines;
mod links;
mod name_forms;
mod officer;
mod on_paper;
mod person;
mod privacy;
mod receipt;
pub mod recover;
mod remove_person;
mod send;
mod service;
pub mod shared_code;
mod spelling;
mod tasks;
mod terms;
mod wipe;
mod you;

use crate::app::App;
use crate::platform::view::View;
use crate::route::{PersonStep, Route, Step};
use leptos::prelude::*;
use rules::id::DraftId;

/// The page of a route; `None` for one whose person is no longer there.
pub fn page(route: Route) -> Option<View> {
    match route {
        Route::Recover => Some(recover::view()),
        Route::Terms => Some(terms::view()),
        Route::Privacy => Some(privacy::view()),
        Route::Wipe => Some(wipe::view()),
        Route::Import => Some(import::view()),
        Route::Follow(id) => Some(follow::view(id)),
        Route::Elsewhere(id) => Some(elsewhere::view(id)),
        Route::Form(id, form) => Some(forms::view(id, form)),
        Route::Links(id) => Some(links::view(id)),
        Route::Ending(id) => Some(ending::view(id)),
        Route::SharedCode => Some(shared_code::view()),
        Route::Shared(id) => Some(follow::shared::view(id)),
        Route::Draft(id, step) => page_of_draft(id, step),
        Route::Start | Route::NotFound => None,
    }
}

fn page_of_draft(draft: DraftId, step: Step) -> Option<View> {
    let is_known = |person| App::get().desk.draft.with_untracked(|draft| draft.person(person).is_some());
    Some(match step {
        Step::Person(person, _) | Step::RemovePerson(person) if !is_known(person) => return None,
        Step::Person(person, PersonStep::Lines) => lines::view(draft, person),
        Step::Tasks => tasks::view(draft),
        Step::Person(person, step) => person::view(draft, person, step),
        Step::You(step) => you::view(draft, step),
        Step::Service => service::view(draft),
        Step::Facts => facts::view(draft),
        Step::Family => family::view(draft),
        Step::RemovePerson(person) => return remove_person::view(draft, person),
        Step::Document(key) => document::view(draft, key),
        Step::Officer => officer::view(draft),
        Step::Spelling => spelling::view(draft),
        Step::Channels => channels::view(draft),
        Step::Answers => answers::view(draft),
        Step::Send => send::view(draft),
        Step::OnPaper => on_paper::view(draft),
        Step::Receipt => receipt::view(draft),
        Step::Keep => keep::view(draft),
        Step::Eligibility | Step::Obstacles | Step::Basis | Step::Checklist => return None,
    })
}
