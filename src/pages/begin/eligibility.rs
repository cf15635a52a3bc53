//! The page "May I apply?". Its four answers are advice; only the authority decides.

use crate::app::App;
use crate::components::{Problems, heading, question, radios, source, yes_no};
use crate::i18n::{Msg, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use leptos::prelude::*;
use rules::check::Field;
use rules::eligibility::{CITATION, Eligibility, eligibility};
use rules::id::DraftId;

pub fn view(id: DraftId) -> View {
    let editor = App::get().editor;
    let problems = Problems::of(vec![
        Field::CitizenNow,
        Field::CitizenBefore,
        Field::ApplicantKazakh,
        Field::ToLivePermanently,
    ]);
    let next = move || {
        let result = editor.draft.with_untracked(|draft| eligibility(&draft.eligibility));
        let step = if matches!(result, Eligibility::Obstacles(_)) { Step::Obstacles } else { Step::Basis };
        Route::Draft(id, step)
    };
    question(
        heading(Msg::EligibilityTitle),
        Route::Start,
        problems,
        next,
        view! {
            <p>{tr(Msg::EligibilityHint)}</p>
            {radios(Field::CitizenNow, editor.bind(|draft| Some(&mut draft.eligibility.citizen_now)), yes_no(), None)}
            {radios(Field::CitizenBefore, editor.bind(|draft| Some(&mut draft.eligibility.citizen_before)), yes_no(), None)}
            {radios(Field::ApplicantKazakh, editor.bind(|draft| Some(&mut draft.eligibility.kazakh)), yes_no(), None)}
            {radios(Field::ToLivePermanently, editor.bind(|draft| Some(&mut draft.eligibility.to_live_permanently)), yes_no(), None)}
            {source(CITATION)}
        },
    )
}
