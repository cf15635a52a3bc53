//! The choice among the three requests of Annex 6: extending the status, or a duplicate of one of two papers. An application
//! for granting begins elsewhere.

use crate::app::App;
use crate::components::{Choice, Problems, heading, official, question, radios, source, term};
use crate::i18n::{Help, Msg, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::citation::{Citation, Locus};
use rules::id::DraftId;
use rules::service::Service;

pub fn view(id: DraftId) -> View {
    let editor = App::get().editor;
    let choices = [
        (Service::Extend, Msg::ServiceExtendHint),
        (Service::DuplicateCertificate, Msg::ServiceDuplicateHint),
        (Service::DuplicateDecision, Msg::ServiceDuplicateHint),
    ];
    let choices = choices.map(|(one, hint)| Choice::with_hint(one, words::service(one), hint)).to_vec();
    let service = editor.bind(|draft| Some(&mut draft.service));
    let extends = Memo::new(move |_| service.get().flatten() == Some(Service::Extend));
    let next = move || Route::Draft(id, Step::Tasks);
    question(
        heading(Msg::ServiceTitle),
        Route::Start,
        Problems::of(vec![Field::Service]),
        next,
        view! {
            {radios(Field::Service, service, choices, None)}
            {source(Citation::order(Locus::Annex(6)))}
            {term(Help::Duplicate, Msg::TermsDuplicate)}
            {move || extends.get().then(|| view! {
                <p>{tr(Msg::ServiceExtendWho)}</p>
                {source(Citation::order(Locus::AnnexRow(2, 3)))}
                {source(Citation::paragraph("13"))}
                {official(Citation::paragraph("13"))}
                {term(Help::PermanentResidencePermit, Msg::DocumentResidence)}
                {term(Help::SimplifiedProcedure, Msg::TermsSimplifiedProcedure)}
            })}
        },
    )
}
