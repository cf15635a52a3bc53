//! The facts of the chosen basis.

use crate::app::App;
use crate::components::{Choice, Problems, Question, Radios, Select, Source, TextInput, yes_no};
use crate::draft::Desk;
use crate::i18n::{Msg, t, tr};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::citation::{Citation, Place};
use rules::id::DraftId;
use rules::service::{Basis, CloseRelative, Home, Work};

pub fn view(id: DraftId) -> AnyView {
    let desk = App::get().desk;
    let tasks = Route::Draft(id, Step::Tasks);
    let next = Callback::new(move |()| tasks);
    let basis = desk.draft.with_untracked(|draft| draft.basis);
    let (fields, paragraph, inputs): (Vec<Field>, &'static str, fn(Desk) -> AnyView) = match basis {
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
            (Vec::new(), "9", |_| view! { <p>{tr(Msg::FactsNone)}</p> }.into_any())
        }
    };
    view! {
        <Question
            heading=Signal::derive(move || t(basis.map_or(Msg::TasksFacts, words::basis)))
            back=tasks
            problems=Problems::of(fields)
            next=next
        >
            {inputs(desk)}
            <Source citation=Citation::order(Place::Paragraph(paragraph))/>
        </Question>
    }
    .into_any()
}

fn reunion(desk: Desk) -> AnyView {
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
        <TextInput field=Field::RelativeName hint=Msg::FactsRelativeNameHint
            value=desk.bind(|draft| Some(&mut draft.facts.relative_name))/>
        <Select field=Field::RelativeIs choices=relatives value=relation/>
        {move || is_other.get().then(|| view! {
            <TextInput field=Field::RelativeIsOther value=desk.bind(|draft| Some(&mut draft.facts.relative_is_other))/>
        })}
        <Radios field=Field::RelativeIsCitizen choices=yes_no()
            value=desk.bind(|draft| Some(&mut draft.facts.relative_is_citizen))/>
        <Radios field=Field::RelativeLivesInRegion choices=yes_no()
            value=desk.bind(|draft| Some(&mut draft.facts.relative_lives_in_region))/>
        <Radios field=Field::Home hint=Msg::FactsHomeHint choices=homes value=desk.bind(|draft| Some(&mut draft.facts.home))/>
    }
    .into_any()
}

fn employment(desk: Desk) -> AnyView {
    let works = [Work::Employer, Work::SoleTrader].map(|one| Choice::new(one, words::work(one))).to_vec();
    let work = desk.bind(|draft| Some(&mut draft.facts.work));
    let chosen = Memo::new(move |_| work.get().flatten());
    view! {
        <Radios field=Field::Work choices=works value=work/>
        {move || match chosen.get() {
            Some(Work::Employer) => view! {
                <TextInput field=Field::Employer value=desk.bind(|draft| Some(&mut draft.facts.employer))/>
                <TextInput field=Field::Position value=desk.bind(|draft| Some(&mut draft.facts.position))/>
            }
            .into_any(),
            Some(Work::SoleTrader) => view! {
                <TextInput field=Field::Trade value=desk.bind(|draft| Some(&mut draft.facts.trade))/>
            }
            .into_any(),
            None => ().into_any(),
        }}
    }
    .into_any()
}

fn study(desk: Desk) -> AnyView {
    view! {
        <p>{tr(Msg::FactsStudyHint)}</p>
        <TextInput field=Field::Institution value=desk.bind(|draft| Some(&mut draft.facts.institution))/>
        <TextInput field=Field::Programme value=desk.bind(|draft| Some(&mut draft.facts.programme))/>
    }
    .into_any()
}
