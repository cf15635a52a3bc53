//! The personal checklist: which documents, for whom and why. It can be printed and contains no personal data.

use crate::app::App;
use crate::components::{document_icon, heading, page, source, term};
use crate::draft::today;
use crate::i18n::{Msg, t, tr};
use crate::platform::page;
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::checklist::{ChecklistInput, OptionalAdvice, Requirement, advice};
use rules::citation::Citation;
use rules::id::DraftId;
use rules::service::Service;

pub fn view(id: DraftId) -> View {
    let editor = App::get().editor;
    let (own, others, basis, advised) = editor.draft.with_untracked(|draft| {
        let applicant = draft.applicant().map(|person| person.id);
        let all = today::checklist(draft);
        let (own, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|line| Some(line.key.person) == applicant);
        (own, others, draft.basis, advice(&ChecklistInput::of(draft)))
    });
    let has_family = !others.is_empty();
    page(
        heading(Msg::ChecklistTitle),
        Some(Route::Draft(id, Step::Basis)),
        view! {
            <p class="lede">{move || basis.map(|basis| t(words::basis(basis)))}</p>
            <p>{tr(Msg::ChecklistLede)}</p>
            <ul class="documents">{own.into_iter().map(line).collect::<Vec<View>>()}</ul>
            <h2>{tr(Msg::ChecklistFamily)}</h2>
            <p>{tr(if has_family { Msg::ChecklistFamilyEach } else { Msg::ChecklistFamilyIfAny })}</p>
            <h2>{tr(Msg::ChecklistForm)}</h2>
            <p>{tr(Msg::ChecklistFormText)}</p>
            <p>{tr(Msg::ChecklistTranslation)}</p>
            {today::edition().translation_for(Service::Grant).map(source)}
            {advised.into_iter().map(advice_line).collect::<Vec<View>>()}
            <div class="actions">
                <a class="button" href=Route::Draft(id, Step::Tasks).href()>{tr(Msg::ShellContinue)}</a>
                <button class="button button-quiet" type="button" on:click=|_| page::print()>{tr(Msg::ShellPrint)}</button>
            </div>
        },
    )
}

fn advice_line((advice, citation): (OptionalAdvice, Citation)) -> View {
    let words = match advice {
        OptionalAdvice::ApostilleBeforeLeaving => Msg::ChecklistApostille,
    };
    view! {
        <p>{tr(words)}</p>
        {source(citation)}
    }
}

fn line(requirement: Requirement) -> View {
    let kind = requirement.key.document;
    let instead: Vec<Msg> = requirement.instead.iter().map(|kind| words::document(*kind)).collect();
    view! {
        <li class="document">
            {document_icon(kind)}
            <div>
                <p class="document-name">{tr(words::document(kind))}</p>
                {kind.is_made_here().then(|| view! { <p class="hint">{tr(Msg::ChecklistMadeHere)}</p> })}
                {words::document_hint(kind).map(|hint| view! { <p class="hint">{tr(hint)}</p> })}
                {(!instead.is_empty()).then(|| view! {
                    <p class="hint">
                        {tr(Msg::ChecklistInstead)} " "
                        {move || instead.iter().map(|kind| t(*kind)).collect::<Vec<_>>().join("; ")}
                    </p>
                })}
                {source(requirement.citation)}
                {words::document_term(kind).map(|meaning| term(meaning, words::document(kind)))}
            </div>
        </li>
    }
}
