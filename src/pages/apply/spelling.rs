//! The differences in the spelling of names between documents, person by person, and what to do about each.

use crate::app::App;
use crate::components::{MessageKind, TagKind, heading, message, page, tag};
use crate::draft::today;
use crate::i18n::{Msg, t, tr};
use crate::platform::view::{View, nothing, view};
use crate::route::{PersonStep, Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::draft::Draft;
use rules::id::{DraftId, PersonId};
use rules::spelling::{Agreement, PersonSpellings, SpelledIn, Spelling, spellings};

pub fn view(id: DraftId) -> View {
    let app = App::get();
    let draft = app.editor.draft.get_untracked();
    let report = spellings(&draft);
    let differences: usize = report.iter().map(PersonSpellings::differences).sum();
    let people: Vec<View> = report.iter().map(|person| of_person(id, &draft, person)).collect();
    page(
        heading(Msg::SpellingTitle),
        Some(Route::Draft(id, Step::Officer)),
        view! {
            <p>{tr(Msg::SpellingLede)}</p>
            {if differences == 0 {
                message(MessageKind::Success, view! { <p>{tr(Msg::SpellingNone)}</p> })
            } else {
                message(MessageKind::Warning, view! {
                    <p>{tr(Msg::SpellingDo)}</p>
                    <p class="hint">{tr(Msg::SpellingOurs)}</p>
                })
            }}
            {people}
            <p><a class="button" href=Route::Draft(id, Step::Officer).href()>{tr(Msg::OfficerTitle)}</a></p>
        },
    )
}

fn of_person(id: DraftId, draft: &Draft, found: &PersonSpellings) -> View {
    let person = found.person;
    let name = draft.person(person).map(|person| words::person_name(draft, person)).unwrap_or_default();
    let rows: Vec<View> = found.spellings.iter().map(|spelling| row(id, draft, person, spelling)).collect();
    view! { <section class="card"><h2><bdi>{name}</bdi></h2><dl>{rows}</dl></section> }
}

fn row(id: DraftId, draft: &Draft, person: PersonId, spelling: &Spelling) -> View {
    let label = match spelling.place {
        SpelledIn::Passport => Msg::SpellingPassport,
        SpelledIn::Original => Msg::SpellingOriginal,
        SpelledIn::Kazakh => Msg::SpellingKazakh,
        SpelledIn::Paper(_, kind) => words::document(kind),
    };
    let (kind, said) = match spelling.agreement {
        Agreement::Same => (TagKind::Done, Msg::SpellingSame),
        Agreement::InAnotherScript => (TagKind::Done, Msg::SpellingInAnotherScript),
        Agreement::NotComparable => (TagKind::Todo, Msg::SpellingNotComparable),
        Agreement::SpelledDifferently => (TagKind::Problem, Msg::SpellingDifferent),
        Agreement::AnotherName => (TagKind::Problem, Msg::SpellingAnotherName),
    };
    let advice = match spelling.agreement {
        Agreement::Same | Agreement::InAnotherScript => None,
        Agreement::NotComparable => Some(Msg::SpellingCompare),
        Agreement::SpelledDifferently => Some(Msg::SpellingMend),
        Agreement::AnotherName => Some(Msg::SpellingMendAnother),
    };
    let change = change(id, draft, person, spelling).map(|route| {
        let name = move || words::joined(Msg::JoinColon, &t(Msg::ShellChange), &t(label));
        let app = App::get();
        let here = Route::Draft(id, Step::Spelling);
        let by_question = matches!(route, Route::Draft(_, Step::Person(..)));
        let go = move |_| app.return_to(by_question.then_some(here));
        view! { <a class="change" aria-label=name href=route.href() on:click=go>{tr(Msg::ShellChange)}</a> }
    });
    let text = spelling.text.clone();
    view! {
        <div class="answer">
            <dt>{tr(label)}</dt>
            <dd><span><bdi>{text}</bdi>" "{tag(kind, move || t(said))}</span>" "{change}</dd>
            {advice.map_or_else(nothing, |advice| view! { <dd><p class="hint">{tr(advice)}</p></dd> })}
        </div>
    }
}

/// Returns the page where the spelling was typed, or `None` for a document that is no longer required.
fn change(id: DraftId, draft: &Draft, person: PersonId, spelling: &Spelling) -> Option<Route> {
    let SpelledIn::Paper(document, _) = spelling.place else {
        return Some(Route::Draft(id, Step::Person(person, PersonStep::Name)));
    };
    let document = draft.document(document)?;
    let list = today::checklist(draft);
    let asked = |key: &&rules::document::RequirementKey| list.iter().any(|line| line.key == **key);
    let key = document.serves.iter().find(asked)?;
    Some(Route::Draft(id, Step::Document(*key)))
}
