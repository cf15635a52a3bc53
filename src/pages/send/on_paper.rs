//! What to print and where to bring it instead of sending.

use crate::app::App;
use crate::components::{heading, official, page, source};
use crate::draft::today;
use crate::i18n::{Msg, prepare_forms, tr};
use crate::platform::view::{View, view};
use crate::route::{FormKind, Route, Step};
use leptos::prelude::*;
use rules::citation::{Citation, Locus};
use rules::id::DraftId;
use rules::service::Service;

pub fn view(id: DraftId) -> View {
    untrack(prepare_forms);
    let service = App::get().editor.draft.with_untracked(|draft| draft.service);
    let (where_to, citation, form) = match service {
        Some(Service::Grant) | None => (Msg::OnPaperGrant, Citation::paragraph("5"), FormKind::Grant),
        Some(Service::Extend) => (Msg::OnPaperExtend, Citation::paragraph("13"), FormKind::Extension),
        Some(Service::DuplicateCertificate | Service::DuplicateDecision) => {
            (Msg::OnPaperDuplicate, Citation::order(Locus::Annex(6)), FormKind::Extension)
        }
    };
    let printed = match form {
        FormKind::Extension => Msg::FormAnnex6,
        _ => Msg::FormAnnex1,
    };
    let here = Citation::order(Locus::AnnexRow(2, 2));
    let is_grant = service.is_none_or(|service| service == Service::Grant);
    let translated = service.and_then(|service| today::edition().translation_for(service));
    let link = |form, msg| view! { <li class="task"><a href=Route::Form(id, form).href()>{tr(msg)}</a></li> };
    page(
        heading(Msg::OnPaperTitle),
        Some(Route::Draft(id, Step::Tasks)),
        view! {
            <p>{tr(where_to)}</p>
            {source(citation)}
            {official(citation)}
            {is_grant.then(|| view! { <p>{tr(Msg::OnPaperGrantHere)}</p> {source(here)} {official(here)} })}
            <h2>{tr(Msg::OnPaperBring)}</h2>
            <ul class="facts">
                <li>{tr(Msg::OnPaperBringForm)}</li>
                <li>{tr(Msg::OnPaperBringDocuments)}</li>
                {translated.map(|citation| view! { <li>{tr(Msg::ChecklistTranslation)} {source(citation)}</li> })}
            </ul>
            <h2>{tr(Msg::OnPaperForms)}</h2>
            <ul class="tasks">
                {link(form, printed)}
                {link(FormKind::Checklist, Msg::FormChecklist)}
                {link(FormKind::ChecklistWithoutNames, Msg::FormChecklistPlain)}
            </ul>
            <p class="hint">{tr(Msg::OnPaperNothingSent)}</p>
        },
    )
}
