//! Preview of the officer's check: exactly the documents that Annex 8 would list, then the documents that expire before the
//! latest date of the term, then differences in the spelling of names.

use crate::app::App;
use crate::components::{MessageKind, doubts, heading, message, official, page, source, term};
use crate::draft::today;
use crate::i18n::{Help, Msg, dated, plural, tr};
use crate::platform::view::{View, nothing, view};
use crate::route::{PersonStep, Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::citation::{Citation, Locus, Mark};
use rules::document::{DocumentKind, RequirementKey};
use rules::draft::Draft;
use rules::eligibility::Doubt;
use rules::examine::{Annex8Entry, Defect, Examination, source_of_check};
use rules::finding::FindingKind;
use rules::id::DraftId;
use rules::spelling::{PersonSpellings, spellings};

pub fn view(id: DraftId) -> View {
    let editor = App::get().editor;
    let draft = editor.draft.get_untracked();
    let examination = today::examination(&draft);
    let citation = source_of_check(draft.service);
    let lede = if citation.mark == Mark::Inferred { Msg::OfficerLedeReading } else { Msg::OfficerLede };
    page(
        heading(Msg::OfficerTitle),
        Some(Route::Draft(id, Step::Tasks)),
        view! {
            <p>{tr(lede)}</p>
            {source(citation)}
            {official(citation)}
            {term(Help::RefusalReceipt, Msg::TermsRefusalReceipt)}
            {doubts(editor, Doubt::ALL)}
            {refusals(id, &draft, &examination)}
            {run_out(id, &draft, &examination)}
            {spelled(id, &draft)}
            <p><a class="button" href=Route::Draft(id, Step::Answers).href()>{tr(Msg::OfficerGoOn)}</a></p>
        },
    )
}

/// Lists the documents that would be refused; as in Annex 8, each is named once, whatever is wrong with it.
fn refusals(id: DraftId, draft: &Draft, examination: &Examination) -> View {
    let entries = examination.annex_8();
    let Ok(count @ 1..) = u32::try_from(entries.len()) else {
        return message(MessageKind::Success, view! { <p>{tr(Msg::OfficerNothing)}</p> });
    };
    let line = |entry: &Annex8Entry| {
        let key = entry.requirement;
        let own = |defect: &&Defect| defect.finding.requirement == key;
        let defects: Vec<Defect> = examination.refusals().filter(own).copied().collect();
        line(id, draft, key, defects)
    };
    let lines: Vec<View> = entries.iter().map(line).collect();
    view! {
        <section>
            <h2>{move || plural(Msg::OfficerRefusals, count, &[])}</h2>
            <p>{tr(Msg::OfficerRefusalsText)}</p>
            {source(Citation::order(Locus::Annex(8)))}
            <ol class="defects">{lines}</ol>
        </section>
    }
}

fn run_out(id: DraftId, draft: &Draft, examination: &Examination) -> View {
    let runs_out = |defect: &&Defect| defect.finding.kind == FindingKind::RunsOut;
    let lines = examination.defects.iter().filter(runs_out);
    let lines: Vec<View> =
        lines.map(|defect| line(id, draft, defect.finding.requirement, vec![*defect])).collect();
    if lines.is_empty() {
        return nothing();
    }
    let horizon = examination.horizon;
    view! {
        <section>
            <h2>{tr(Msg::OfficerWarnings)}</h2>
            <p>{move || horizon.map(|day| dated(Msg::OfficerWarningsText, &[("date", day)], &[]))}</p>
            {source(Citation::inferred(Locus::AnnexRow(2, 3)))}
            <ul class="defects">{lines}</ul>
        </section>
    }
}

/// Shows the number of differing spellings, with a link to the page that lists them.
fn spelled(id: DraftId, draft: &Draft) -> View {
    let differences: usize = spellings(draft).iter().map(PersonSpellings::differences).sum();
    let count = u32::try_from(differences).unwrap_or(u32::MAX);
    let said = move || match count {
        0 => crate::i18n::t(Msg::SpellingNone),
        count => plural(Msg::OfficerSpellings, count, &[]),
    };
    view! {
        <section>
            <h2>{tr(Msg::OfficerNames)}</h2>
            <p>{said}</p>
            <p><a href=Route::Draft(id, Step::Spelling).href()>{tr(Msg::SpellingTitle)}</a></p>
        </section>
    }
}

/// Returns the page on which a document can be corrected.
fn correction_page(id: DraftId, key: RequirementKey, defects: &[Defect]) -> Route {
    let is_dated =
        |defect: &Defect| matches!(defect.finding.kind, FindingKind::Expired | FindingKind::RunsOut);
    // Its dates are asked with the person; everything else is on its own page.
    if key.document == DocumentKind::IdentityDocument && defects.iter().all(is_dated) {
        return Route::Draft(id, Step::Person(key.person, PersonStep::Paper));
    }
    Route::Draft(id, Step::Document(key))
}

fn line(id: DraftId, draft: &Draft, key: RequirementKey, defects: Vec<Defect>) -> View {
    let name = draft.person(key.person).map(|person| words::person_name(draft, person)).unwrap_or_default();
    let route = correction_page(id, key, &defects);
    let here = Route::Draft(id, Step::Officer);
    let by_question = matches!(route, Route::Draft(_, Step::Person(..)));
    let app = App::get();
    let go = move |_| app.return_to(by_question.then_some(here));
    let found = defects.into_iter().map(|defect| {
        view! {
            <p>{move || words::defect(&defect)}</p>
            {source(defect.citation)}
        }
    });
    let found: Vec<View> = found.collect();
    view! {
        <li>
            <a href=route.href() on:click=go>{tr(words::document(key.document))}</a>
            <p><bdi>{name}</bdi></p>
            {found}
        </li>
    }
}
