//! One module per screen. Pages build components and call `rules`; they do not import each other.
//!
//! Those of a first visit stand here; `whole` has all others and is left out of the module that a first visit loads.

mod basis;
mod checklist;
mod eligibility;
mod not_found;
mod obstacles;
mod start;
mod unopened;
#[cfg(feature = "whole")]
pub mod whole;

use crate::app::App;
use crate::draft::Opened;
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use leptos::prelude::*;
use rules::id::DraftId;

/// The page of a route.
pub fn page(route: Route) -> View {
    match route {
        Route::Start => start::view(),
        Route::NotFound => not_found::view(),
        Route::Draft(id, step) => {
            let desk = App::get().desk;
            desk.open(id);
            let opened = Memo::new(move |_| desk.opened.get());
            let page = move || {
                let opened = opened.get();
                untrack(
                    || if opened == Opened::Here { page_of_draft(id, step) } else { unopened::view(opened) },
                )
            };
            view! { {page} }
        }
        Route::Recover
        | Route::Follow(_)
        | Route::Elsewhere(_)
        | Route::Links(_)
        | Route::Ending(_)
        | Route::SharedCode
        | Route::Shared(_)
        | Route::Form(..)
        | Route::Terms
        | Route::Privacy
        | Route::Wipe
        | Route::Import => elsewhere(route),
    }
}

fn page_of_draft(draft: DraftId, step: Step) -> View {
    match step {
        Step::Eligibility => eligibility::view(draft),
        Step::Obstacles => obstacles::view(draft),
        Step::Basis => basis::view(draft),
        Step::Checklist => checklist::view(draft),
        _ => elsewhere(Route::Draft(draft, step)),
    }
}

/// A page that the first visit does not load.
#[cfg(feature = "whole")]
fn elsewhere(route: Route) -> View {
    whole::page(route).unwrap_or_else(not_found::view)
}

/// It is loaded with the module that has it. No link of this module comes here; an address may.
#[cfg(not(feature = "whole"))]
fn elsewhere(_: Route) -> View {
    not_found::view()
}
