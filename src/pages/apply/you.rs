//! The applicant's address, contact details and intended place of residence.

use crate::app::App;
use crate::components::{Choice, Problems, TextInput, TextKind, doubts, heading, question, select, term};
use crate::i18n::{Help, Msg, text, tr};
use crate::platform::view::{View, view};
use crate::route::{PersonStep, Route, Step, YouStep};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::eligibility::Doubt;
use rules::id::DraftId;
use rules::region::Region;

pub fn view(id: DraftId, step: YouStep) -> View {
    match step {
        YouStep::Address => address(id),
        YouStep::Contact => contact(id),
        YouStep::Destination => destination(id),
    }
}

fn at(id: DraftId, step: YouStep) -> Route {
    Route::Draft(id, Step::You(step))
}

fn caption(number: usize) -> View {
    let number = (PersonStep::OF_APPLICANT.len() + number).to_string();
    let all = (PersonStep::OF_APPLICANT.len() + YouStep::ALL.len()).to_string();
    view! { <p class="caption">{move || text(Msg::QuestionCount, &[("n", &number), ("all", &all)])}</p> }
}

fn address(id: DraftId) -> View {
    let editor = App::get().editor;
    let applicant =
        editor.draft.with_untracked(|draft| draft.applicant().map(|person| person.id)).unwrap_or_default();
    let back = Route::Draft(id, Step::Person(applicant, PersonStep::Iin));
    let next = move || at(id, YouStep::Contact);
    question(
        heading(Msg::AddressTitle),
        back,
        Problems::of(vec![Field::Address]),
        next,
        view! {
            {caption(1)}
            {TextInput::new(Field::Address, editor.bind(|draft| Some(&mut draft.address))).hint(Msg::AddressHint).kind(TextKind::Long("3"))}
        },
    )
}

fn contact(id: DraftId) -> View {
    let editor = App::get().editor;
    let next = move || at(id, YouStep::Destination);
    let problems = Problems::of(vec![Field::Phone, Field::Email]);
    question(
        heading(Msg::ContactTitle),
        at(id, YouStep::Address),
        problems,
        next,
        view! {
            {caption(2)}
            <p>{tr(Msg::ContactHint)}</p>
            {TextInput::new(Field::Phone, editor.bind(|draft| Some(&mut draft.phone))).hint(Msg::ContactPhoneHint).kind(TextKind::Phone)}
            {TextInput::new(Field::Email, editor.bind(|draft| Some(&mut draft.email))).kind(TextKind::Email)}
        },
    )
}

fn destination(id: DraftId) -> View {
    let editor = App::get().editor;
    let next = move || Route::Draft(id, Step::Tasks);
    let problems = Problems::of(vec![Field::Region, Field::Settlement]);
    let choices = Region::all().map(|region| Choice::new(region, words::region(region))).collect();
    question(
        heading(Msg::DestinationTitle),
        at(id, YouStep::Contact),
        problems,
        next,
        view! {
            {caption(3)}
            <p>{tr(Msg::DestinationHint)}</p>
            {select(Field::Region, editor.bind(|draft| Some(&mut draft.region)), choices)}
            {doubts(editor, &[Doubt::RegionNotListed])}
            {term(Help::LocalExecutiveBody, Msg::HolderLocalExecutiveBody)}
            {TextInput::new(Field::Settlement, editor.bind(|draft| Some(&mut draft.settlement))).hint(Msg::DestinationSettlementHint)}
        },
    )
}
