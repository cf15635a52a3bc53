//! The questions about the facts of the chosen basis.

use crate::app::App;
use crate::components::{
    Choice, Problems, TextInput, date_input, doubts, heading, official, question, radios, select, source,
    term, yes_no,
};
use crate::draft::DraftEditor;
use crate::i18n::{Help, Msg, tr};
use crate::platform::view::{View, nothing, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::citation::{Citation, Locus};
use rules::eligibility::Doubt;
use rules::id::DraftId;
use rules::service::{Basis, CloseRelative, Home, Service, WorkKind};

pub fn view(id: DraftId) -> View {
    let editor = App::get().editor;
    let tasks = Route::Draft(id, Step::Tasks);
    let next = move || tasks;
    let (service, basis) = editor.draft.with_untracked(|draft| (draft.service, draft.basis));
    if service.is_some_and(|service| service != Service::Grant) {
        return reason(editor, tasks, service == Some(Service::Extend));
    }
    let (fields, paragraph, inputs): (Vec<Field>, &'static str, fn(DraftEditor) -> View) = match basis {
        Some(Basis::FamilyReunion) => (
            vec![
                Field::RelativeName,
                Field::RelativeIs,
                Field::RelativeIsOther,
                Field::RelativeIsCitizen,
                Field::RelativeLivesInRegion,
                Field::RelativeIsKazakh,
                Field::Housing,
                Field::Home,
            ],
            "9(3)",
            reunion,
        ),
        Some(Basis::Employment) => (
            vec![Field::Work, Field::Employer, Field::Position, Field::Housing, Field::Trade],
            "9(4)",
            employment,
        ),
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
            {inputs(editor)}
            {source(Citation::order(Locus::Paragraph(paragraph)))}
            {official(Citation::order(Locus::Paragraph(paragraph)))}
        },
    )
}

fn reunion(editor: DraftEditor) -> View {
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
    let relation = editor.bind(|draft| Some(&mut draft.facts.relative_is));
    let is_other = Memo::new(move |_| relation.get().flatten() == Some(CloseRelative::Other));
    view! {
        <p>{tr(Msg::FactsReunionHint)}</p>
        {TextInput::new(Field::RelativeName, editor.bind(|draft| Some(&mut draft.facts.relative_name))).hint(Msg::FactsRelativeNameHint)}
        {select(Field::RelativeIs, relation, relatives)}
        {term(Help::CloseRelatives, Msg::TermsCloseRelatives)}
        {move || is_other.get().then(|| view! {
            {TextInput::new(Field::RelativeIsOther, editor.bind(|draft| Some(&mut draft.facts.relative_is_other)))}
        })}
        {radios(Field::RelativeIsCitizen, editor.bind(|draft| Some(&mut draft.facts.relative_is_citizen)), yes_no(), None)}
        {radios(Field::RelativeLivesInRegion, editor.bind(|draft| Some(&mut draft.facts.relative_lives_in_region)), yes_no(), None)}
        {radios(Field::RelativeIsKazakh, editor.bind(|draft| Some(&mut draft.facts.relative_is_kazakh)), yes_no(), None)}
        {doubts(editor, &[Doubt::RelativeIsNoCitizen, Doubt::RelativeLivesElsewhere, Doubt::RelativeNotKazakh])}
        {housing(editor)}
        {radios(Field::Home, editor.bind(|draft| Some(&mut draft.facts.home)), homes, Some(Msg::FactsHomeHint))}
    }
}

/// Asks whether the applicant can solve housing without help, which ¶9(3) and ¶9(4) name.
fn housing(editor: DraftEditor) -> View {
    view! {
        {radios(Field::Housing, editor.bind(|draft| Some(&mut draft.facts.housing)), yes_no(), None)}
        {doubts(editor, &[Doubt::HousingNotSolved])}
    }
}

/// Asks for the reason, the field of Annex 6 before the requests, and for the end of a status that is to be extended.
fn reason(editor: DraftEditor, tasks: Route, is_extension: bool) -> View {
    let annex = Citation::order(Locus::Annex(6));
    let typed = editor.bind(|draft| Some(&mut draft.reason));
    let ends = editor.bind(|draft| Some(&mut draft.status_ends));
    question(
        heading(Msg::FieldReason),
        tasks,
        Problems::of(vec![Field::Reason, Field::StatusEnds]),
        move || tasks,
        view! {
            {TextInput::new(Field::Reason, typed).hint(Msg::FactsReasonHint)}
            {is_extension.then(|| date_input(Field::StatusEnds, ends, Some(Msg::FactsStatusEndsHint)))}
            {source(annex)}
            {official(annex)}
        },
    )
}

fn employment(editor: DraftEditor) -> View {
    let works =
        [WorkKind::Employer, WorkKind::SoleTrader].map(|one| Choice::new(one, words::work(one))).to_vec();
    let work = editor.bind(|draft| Some(&mut draft.facts.work));
    let chosen = Memo::new(move |_| work.get().flatten());
    view! {
        {radios(Field::Work, work, works, None)}
        {move || match chosen.get() {
            Some(WorkKind::Employer) => view! {
                {TextInput::new(Field::Employer, editor.bind(|draft| Some(&mut draft.facts.employer)))}
                {TextInput::new(Field::Position, editor.bind(|draft| Some(&mut draft.facts.position)))}
                {housing(editor)}
            },
            Some(WorkKind::SoleTrader) => view! {
                {TextInput::new(Field::Trade, editor.bind(|draft| Some(&mut draft.facts.trade)))}
            },
            None => nothing(),
        }}
    }
}

fn study(editor: DraftEditor) -> View {
    view! {
        <p>{tr(Msg::FactsStudyHint)}</p>
        {TextInput::new(Field::Institution, editor.bind(|draft| Some(&mut draft.facts.institution)))}
        {TextInput::new(Field::Programme, editor.bind(|draft| Some(&mut draft.facts.programme)))}
    }
}
