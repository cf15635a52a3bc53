//! What the officer will check: the list of Annex 8 before the officer makes it, then what runs out too early.

use crate::app::App;
use crate::components::{Message, MessageKind, Page, Source};
use crate::i18n::{Msg, date_with_weekday, plural, t, text, tr};
use crate::platform::clock;
use crate::route::{PersonStep, Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::calendar::WorkingCalendar;
use rules::citation::Citation;
use rules::draft::{DocumentKind, Draft};
use rules::edition::Edition;
use rules::examine::{Defect, FindingKind, examine};
use rules::id::DraftId;

pub fn view(id: DraftId) -> AnyView {
    let desk = App::get().desk;
    let today = clock::today();
    let edition = Edition::in_force_on(today).edition();
    let draft = desk.draft.get_untracked();
    let examination = examine(&draft, edition, &WorkingCalendar::built_in(), today);
    let refusals: Vec<AnyView> = examination.refusals().map(|defect| line(id, &draft, *defect)).collect();
    let warnings: Vec<AnyView> = examination.warnings().map(|defect| line(id, &draft, *defect)).collect();
    let (refused, warned) = (refusals.len(), warnings.len());
    let count = u32::try_from(refused).unwrap_or(u32::MAX);
    let horizon = examination.horizon;
    view! {
        <Page heading=Signal::derive(|| t(Msg::OfficerTitle)) back=Route::Draft(id, Step::Tasks)>
            <p>{tr(Msg::OfficerLede)}</p>
            <Source citation=Citation::paragraph("5-1")/>
            {if refused == 0 {
                view! { <Message kind=MessageKind::Success><p>{tr(Msg::OfficerNothing)}</p></Message> }.into_any()
            } else {
                view! {
                    <h2>{move || plural(Msg::OfficerRefusals, count, &[])}</h2>
                    <p>{tr(Msg::OfficerRefusalsText)}</p>
                    <ol class="defects">{refusals}</ol>
                }
                .into_any()
            }}
            {(warned > 0).then(|| view! {
                <h2>{tr(Msg::OfficerWarnings)}</h2>
                <p>{move || horizon.map(|day| text(Msg::OfficerWarningsText, &[("date", &date_with_weekday(day))]))}</p>
                <ul class="defects">{warnings}</ul>
            })}
            <p><a class="button" href=Route::Draft(id, Step::Answers).href()>{tr(Msg::OfficerGoOn)}</a></p>
        </Page>
    }
    .into_any()
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

fn line(id: DraftId, draft: &Draft, defect: Defect) -> AnyView {
    let key = defect.finding.requirement;
    let name = draft.person(key.person).map(|person| words::person_name(draft, person)).unwrap_or_default();
    let route = mend(id, &defect);
    let here = Route::Draft(id, Step::Officer);
    let by_question = matches!(route, Route::Draft(_, Step::Person(..)));
    let go = move |_| App::get().return_to(by_question.then_some(here));
    view! {
        <li>
            <a href=route.href() on:click=go>{tr(words::document(key.document))}</a>
            " – " <bdi>{name}</bdi>
            <p>{move || words::defect(&defect)}</p>
            <Source citation=defect.citation/>
        </li>
    }
    .into_any()
}
