//! The facts of the chosen basis.

use crate::app::App;
use crate::components::{
    Choice, Problems, TextInput, doubts, heading, official, question, radios, select, source, term, yes_no,
};
use crate::draft::Desk;
use crate::i18n::{Help, Msg, tr};
use crate::platform::view::{View, nothing, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::citation::{Citation, Place};
use rules::eligibility::Doubt;
use rules::id::DraftId;
use rules::service::{Basis, CloseRelative, Home, Work};

pub fn view(id: DraftId) -> View {
    let desk = App::get().desk;
    let tasks = Route::Draft(id, Step::Tasks);
    let next = move || tasks;
    let basis = desk.draft.with_untracked(|draft| draft.basis);
    let (fields, paragraph, inputs): (Vec<Field>, &'static str, fn(Desk) -> View) = match basis {
        Some(Basis::FamilyReunion) => (
            vec![
                Field::RelativeName,
                Field::RelativeIs,
                Field::RelativeIsOther,
                Field::RelativeIsCitizen,
                Field::RelativeLivesInRegion,
                Field::Home,
            ],
            "9(3)",
            reunion,
        ),
        Some(Basis::Employment) => {
            (vec![Field::Work, Field::Employer, Field::Position, Field::Trade], "9(4)", employment)
        }
        Some(Basis::Study) => (vec![Field::Institution, Field::Programme], "9(5)", study),
        Some(Basis::SettlementRegion | Basis::DevelopingSettlement) | None => {
            (Vec::new(), "9", |_| view! { <p>{tr(Msg::FactsNone)}</p> })
        }
    };
    question(
        heading(basis.map_or(Msg::TasksFacts, words::basis)),
        tasks,
        Problems::of(fields),
        next,
        view! {
            {inputs(desk)}
            {source(Citation::order(Place::Paragraph(paragraph)))}
            {official(Citation::order(Place::Paragraph(paragraph)))}
        },
    )
}

fn reunion(desk: Desk) -> View {
    let relatives = [
        CloseRelative::Spouse,
        CloseRelative::Parent,
        CloseRelative::Child,
        CloseRelative::Sibling,
        CloseRelative::Grandparent,
        CloseRelative::Grandchild,
        CloseRelative::Other,
    ];
    let relatives = relatives.map(|one| Choice::new(one, words::relative(one))).to_vec();
    let homes = [Home::Own, Home::SomebodyElses].map(|one| Choice::new(one, words::home(one))).to_vec();
    let relation = desk.bind(|draft| Some(&mut draft.facts.relative_is));
    let is_other = Memo::new(move |_| relation.get().flatten() == Some(CloseRelative::Other));
    view! {
        <p>{tr(Msg::FactsReunionHint)}</p>
        {TextInput::new(Field::RelativeName, desk.bind(|draft| Some(&mut draft.facts.relative_name))).hint(Msg::FactsRelativeNameHint)}
        {select(Field::RelativeIs, relation, relatives)}
        {term(Help::CloseRelatives, Msg::TermsCloseRelatives)}
        {move || is_other.get().then(|| view! {
            {TextInput::new(Field::RelativeIsOther, desk.bind(|draft| Some(&mut draft.facts.relative_is_other)))}
        })}
        {radios(Field::RelativeIsCitizen, desk.bind(|draft| Some(&mut draft.facts.relative_is_citizen)), yes_no(), None)}
        {radios(Field::RelativeLivesInRegion, desk.bind(|draft| Some(&mut draft.facts.relative_lives_in_region)), yes_no(), None)}
        {doubts(desk, &[Doubt::RelativeIsNoCitizen, Doubt::RelativeLivesElsewhere])}
        {radios(Field::Home, desk.bind(|draft| Some(&mut draft.facts.home)), homes, Some(Msg::FactsHomeHint))}
    }
}

fn employment(desk: Desk) -> View {
    let works = [Work::Employer, Work::SoleTrader].map(|one| Choice::new(one, words::work(one))).to_vec();
    let work = desk.bind(|draft| Some(&mut draft.facts.work));
    let chosen = Memo::new(move |_| work.get().flatten());
    view! {
        {radios(Field::Work, work, works, None)}
        {move || match chosen.get() {
            Some(Work::Employer) => view! {
                {TextInput::new(Field::Employer, desk.bind(|draft| Some(&mut draft.facts.employer)))}
                {TextInput::new(Field::Position, desk.bind(|draft| Some(&mut draft.facts.position)))}
            },
            Some(Work::SoleTrader) => view! {
                {TextInput::new(Field::Trade, desk.bind(|draft| Some(&mut draft.facts.trade)))}
            },
            None => nothing(),
        }}
    }
}

fn study(desk: Desk) -> View {
    view! {
        <p>{tr(Msg::FactsStudyHint)}</p>
        {TextInput::new(Field::Institution, desk.bind(|draft| Some(&mut draft.facts.institution)))}
        {TextInput::new(Field::Programme, desk.bind(|draft| Some(&mut draft.facts.programme)))}
    }
}
