//! The page for answers that speak against an application: what, why, and what can be done.

use crate::app::App;
use crate::components::{heading, page, source};
use crate::i18n::{Msg, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::eligibility::{CITATION, Eligibility, eligibility};
use rules::id::DraftId;

pub fn view(id: DraftId) -> View {
    let editor = App::get().editor;
    let obstacles = editor.draft.with_untracked(|draft| match eligibility(&draft.eligibility) {
        Eligibility::Obstacles(obstacles) => obstacles,
        Eligibility::Open | Eligibility::MayApply => Vec::new(),
    });
    page(
        heading(Msg::ObstaclesTitle),
        Some(Route::Draft(id, Step::Eligibility)),
        view! {
            <p>{tr(Msg::ObstaclesLede)}</p>
            <ul class="facts">
                {obstacles.into_iter().map(|obstacle| view! { <li>{tr(words::obstacle(obstacle))}</li> }).collect::<Vec<View>>()}
            </ul>
            {source(CITATION)}
            <p>{tr(Msg::ObstaclesWhatNow)}</p>
            <p><a class="button" href=Route::Draft(id, Step::Eligibility).href()>{tr(Msg::ObstaclesChange)}</a></p>
            <p><a href=Route::Draft(id, Step::Basis).href()>{tr(Msg::ObstaclesGoOn)}</a></p>
        },
    )
}
