//! May I apply? Four answers that advise; only the authority decides.

use crate::app::App;
use crate::components::{Problems, Question, Radios, Source, yes_no};
use crate::i18n::{Msg, t, tr};
use crate::route::{Route, Step};
use leptos::prelude::*;
use rules::check::Field;
use rules::eligibility::{CITATION, Eligibility, eligibility};
use rules::id::DraftId;

pub fn view(id: DraftId) -> AnyView {
    let desk = App::get().desk;
    let problems = Problems::of(vec![
        Field::CitizenNow,
        Field::CitizenBefore,
        Field::ApplicantKazakh,
        Field::ToLivePermanently,
    ]);
    let next = Callback::new(move |()| {
        let result = desk.draft.with_untracked(|draft| eligibility(&draft.eligibility));
        let step = if matches!(result, Eligibility::Obstacles(_)) { Step::Obstacles } else { Step::Basis };
        Route::Draft(id, step)
    });
    view! {
        <Question heading=Signal::derive(|| t(Msg::EligibilityTitle)) back=Route::Start problems=problems next=next>
            <p>{tr(Msg::EligibilityHint)}</p>
            <Radios field=Field::CitizenNow value=desk.bind(|draft| Some(&mut draft.eligibility.citizen_now)) choices=yes_no()/>
            <Radios field=Field::CitizenBefore value=desk.bind(|draft| Some(&mut draft.eligibility.citizen_before)) choices=yes_no()/>
            <Radios field=Field::ApplicantKazakh value=desk.bind(|draft| Some(&mut draft.eligibility.kazakh)) choices=yes_no()/>
            <Radios field=Field::ToLivePermanently value=desk.bind(|draft| Some(&mut draft.eligibility.to_live_permanently)) choices=yes_no()/>
            <Source citation=CITATION/>
        </Question>
    }
    .into_any()
}
