//! The choice among the five conditions of ¶9 on which the application is based.

use crate::app::App;
use crate::components::{Choice, Problems, heading, official, question, radios, source, term};
use crate::i18n::{Help, Msg, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::words;
use rules::check::Field;
use rules::citation::Citation;
use rules::id::DraftId;
use rules::service::Basis;

pub fn view(id: DraftId) -> View {
    let editor = App::get().editor;
    let choices = Basis::ALL
        .map(|basis| Choice::with_hint(basis, words::basis(basis), words::basis_hint(basis)))
        .to_vec();
    let next = move || Route::Draft(id, Step::Checklist);
    let problems = Problems::of(vec![Field::Basis]);
    question(
        heading(Msg::BasisTitle),
        Route::Draft(id, Step::Eligibility),
        problems,
        next,
        view! {
            <p>{tr(Msg::BasisHint)}</p>
            {radios(Field::Basis, editor.bind(|draft| Some(&mut draft.basis)), choices, None)}
            {source(Citation::paragraph("9"))}
            {official(Citation::paragraph("9"))}
            {term(Help::Condition, Msg::TermsCondition)}
        },
    )
}
