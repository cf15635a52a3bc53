//! Finds the page that asks for an answer.

use crate::app::App;
use crate::platform::view::{View, view};
use crate::route::{PersonStep, Route, Step, YouStep};
use crate::words;
use leptos::prelude::*;
use rules::check::{Field, Problem};
use rules::id::DraftId;

/// Lists problems, each a link to its question, which then leads back `here`.
pub fn problem_links(id: DraftId, problems: &[Problem], here: Step) -> View {
    let here = Route::Draft(id, here);
    let app = App::get();
    let line = |problem: &Problem| {
        let problem = *problem;
        view! {
            <li>
                <a href=question_of(id, problem.field).href() on:click=move |_| app.return_to(Some(here))>
                    {move || words::problem(&problem)}
                </a>
            </li>
        }
    };
    let lines: Vec<View> = problems.iter().map(line).collect();
    view! { <ul>{lines}</ul> }
}

/// Returns the page with the question of an answer.
pub fn question_of(id: DraftId, field: Field) -> Route {
    use rules::check::PersonField as P;
    let step = match field {
        Field::CitizenNow | Field::CitizenBefore | Field::ApplicantKazakh | Field::ToLivePermanently => {
            Step::Eligibility
        }
        Field::Service => Step::Service,
        Field::Basis => Step::Basis,
        Field::Region | Field::Settlement => Step::You(YouStep::Destination),
        Field::Address => Step::You(YouStep::Address),
        Field::Phone | Field::Email => Step::You(YouStep::Contact),
        Field::Person(person, field) => Step::Person(
            person,
            match field {
                P::Name => PersonStep::Name,
                P::Born | P::BirthPlace => PersonStep::Birth,
                P::Citizenship | P::CitizenshipOther | P::Kazakh => PersonStep::Citizenship,
                P::Iin => PersonStep::Iin,
                P::DocumentNumber | P::DocumentIssued | P::DocumentExpires => PersonStep::Paper,
                P::Kinship | P::Married => PersonStep::Kinship,
            },
        ),
        Field::Document(document, _) => {
            let draft = App::get().editor.draft;
            let key = draft.with_untracked(|draft| draft.document(document)?.serves.first().copied());
            key.map_or(Step::Tasks, Step::Document)
        }
        Field::Consent | Field::ConfirmedName => Step::Send,
        Field::RelativeName
        | Field::RelativeIs
        | Field::RelativeIsOther
        | Field::RelativeIsCitizen
        | Field::RelativeLivesInRegion
        | Field::RelativeIsKazakh
        | Field::Housing
        | Field::Reason
        | Field::StatusEnds
        | Field::Home
        | Field::Work
        | Field::Employer
        | Field::Position
        | Field::Trade
        | Field::Institution
        | Field::Programme => Step::Facts,
    };
    Route::Draft(id, step)
}
