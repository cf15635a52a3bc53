//! What the officer will check: the list of Annex 8 before the officer makes it, then what runs out too early.

use crate::app::App;
use crate::components::{MessageKind, doubts, heading, message, official, page, source, term};
use crate::draft::today;
use crate::i18n::{Help, Msg, date_with_weekday, plural, text, tr};
use crate::platform::view::{View, view};
use crate::route::{PersonStep, Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::citation::Citation;
use rules::document::DocumentKind;
use rules::draft::Draft;
use rules::eligibility::Doubt;
use rules::examine::Defect;
use rules::finding::FindingKind;
use rules::id::DraftId;

pub fn view(id: DraftId) -> View {
    let desk = App::get().desk;
    let draft = desk.draft.get_untracked();
    let examination = today::examination(&draft);
    let refusals: Vec<View> = examination.refusals().map(|defect| line(id, &draft, *defect)).collect();
    let warnings: Vec<View> = examination.warnings().map(|defect| line(id, &draft, *defect)).collect();
    // Annex 8 names each document once, whatever is wrong with it.
    let (refused, warned) = (examination.annex_8().len(), warnings.len());
    let count = u32::try_from(refused).unwrap_or(u32::MAX);
    let horizon = examination.horizon;
    page(
        heading(Msg::OfficerTitle),
        Some(Route::Draft(id, Step::Tasks)),
        view! {
            <p>{tr(Msg::OfficerLede)}</p>
            {source(Citation::paragraph("5-1"))}
            {official(Citation::paragraph("5-1"))}
            {term(Help::RefusalReceipt, Msg::TermsRefusalReceipt)}
            {doubts(desk, Doubt::ALL)}
            {if refused == 0 {
                message(MessageKind::Success, view! { <p>{tr(Msg::OfficerNothing)}</p> })
            } else {
                view! {
                    <h2>{move || plural(Msg::OfficerRefusals, count, &[])}</h2>
                    <p>{tr(Msg::OfficerRefusalsText)}</p>
                    <ol class="defects">{refusals}</ol>
                }
            }}
            {(warned > 0).then(|| view! {
                <h2>{tr(Msg::OfficerWarnings)}</h2>
                <p>{move || horizon.map(|day| text(Msg::OfficerWarningsText, &[("date", &date_with_weekday(day))]))}</p>
                <ul class="defects">{warnings}</ul>
            })}
            <p><a class="button" href=Route::Draft(id, Step::Answers).href()>{tr(Msg::OfficerGoOn)}</a></p>
        },
    )
}

/// Where a defect is mended.
fn mend(id: DraftId, defect: &Defect) -> Route {
    let key = defect.finding.requirement;
    let dated = matches!(defect.finding.kind, FindingKind::Expired | FindingKind::RunsOut);
    if dated && key.document == DocumentKind::IdentityDocument {
        return Route::Draft(id, Step::Person(key.person, PersonStep::Paper));
    }
    Route::Draft(id, Step::Document(key))
}

fn line(id: DraftId, draft: &Draft, defect: Defect) -> View {
    let key = defect.finding.requirement;
    let name = draft.person(key.person).map(|person| words::person_name(draft, person)).unwrap_or_default();
    let route = mend(id, &defect);
    let here = Route::Draft(id, Step::Officer);
    let by_question = matches!(route, Route::Draft(_, Step::Person(..)));
    let app = App::get();
    let go = move |_| app.return_to(by_question.then_some(here));
    view! {
        <li>
            <a href=route.href() on:click=go>{tr(words::document(key.document))}</a>
            " – " <bdi>{name}</bdi>
            <p>{move || words::defect(&defect)}</p>
            {source(defect.citation)}
        </li>
    }
}
