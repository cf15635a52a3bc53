//! Which of the five conditions of ¶9 the application rests on.

use crate::app::App;
use crate::components::{Choice, Problems, Question, Radios, Source};
use crate::i18n::{Msg, t, tr};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::citation::Citation;
use rules::id::DraftId;
use rules::service::Basis;

pub fn view(id: DraftId) -> AnyView {
    let desk = App::get().desk;
    let choices = Basis::ALL
        .map(|basis| Choice::with_hint(basis, words::basis(basis), words::basis_hint(basis)))
        .to_vec();
    let next = Callback::new(move |()| Route::Draft(id, Step::Checklist));
    let problems = Problems::of(vec![Field::Basis]);
    view! {
        <Question
            heading=Signal::derive(|| t(Msg::BasisTitle))
            back=Route::Draft(id, Step::Eligibility)
            problems=problems
            next=next
        >
            <p>{tr(Msg::BasisHint)}</p>
            <Radios field=Field::Basis value=desk.bind(|draft| Some(&mut draft.basis)) choices=choices/>
            <Source citation=Citation::paragraph("9")/>
        </Question>
    }
    .into_any()
}
