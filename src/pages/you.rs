//! Where the applicant lives now, how to reach them, and where they mean to live.

use crate::app::App;
use crate::components::{Choice, Problems, Question, Select, TextArea, TextInput, TextKind};
use crate::i18n::{Msg, t, text, tr};
use crate::route::{PersonStep, Route, Step, YouStep};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;
use rules::id::DraftId;
use rules::region::{Region, SettlementRegions};
use rules::service::Basis;

pub fn view(id: DraftId, step: YouStep) -> AnyView {
    match step {
        YouStep::Address => address(id),
        YouStep::Contact => contact(id),
        YouStep::Destination => destination(id),
    }
}

fn at(id: DraftId, step: YouStep) -> Route {
    Route::Draft(id, Step::You(step))
}

fn caption(number: usize) -> impl IntoView {
    let number = (PersonStep::OF_APPLICANT.len() + number).to_string();
    let all = (PersonStep::OF_APPLICANT.len() + YouStep::ALL.len()).to_string();
    view! { <p class="caption">{move || text(Msg::QuestionCount, &[("n", &number), ("all", &all)])}</p> }
}

fn address(id: DraftId) -> AnyView {
    let desk = App::get().desk;
    let applicant =
        desk.draft.with_untracked(|draft| draft.applicant().map(|person| person.id)).unwrap_or_default();
    let back = Route::Draft(id, Step::Person(applicant, PersonStep::Iin));
    let next = Callback::new(move |()| at(id, YouStep::Contact));
    view! {
        <Question heading=Signal::derive(|| t(Msg::AddressTitle)) back=back problems=Problems::of(vec![Field::Address]) next=next>
            {caption(1)}
            <TextArea field=Field::Address hint=Msg::AddressHint rows="3" value=desk.bind(|draft| Some(&mut draft.address))/>
        </Question>
    }
    .into_any()
}

fn contact(id: DraftId) -> AnyView {
    let desk = App::get().desk;
    let next = Callback::new(move |()| at(id, YouStep::Destination));
    let problems = Problems::of(vec![Field::Phone, Field::Email]);
    view! {
        <Question heading=Signal::derive(|| t(Msg::ContactTitle)) back=at(id, YouStep::Address) problems=problems next=next>
            {caption(2)}
            <p>{tr(Msg::ContactHint)}</p>
            <TextInput field=Field::Phone hint=Msg::ContactPhoneHint kind=TextKind::Phone
                value=desk.bind(|draft| Some(&mut draft.phone))/>
            <TextInput field=Field::Email kind=TextKind::Email value=desk.bind(|draft| Some(&mut draft.email))/>
        </Question>
    }
    .into_any()
}

fn destination(id: DraftId) -> AnyView {
    let desk = App::get().desk;
    let next = Callback::new(move |()| Route::Draft(id, Step::Tasks));
    let problems = Problems::of(vec![Field::Region, Field::Settlement]);
    let choices = Region::all().map(|region| Choice::new(region, words::region(region))).collect();
    // ¶9(1) names regions; the list is known from digests and changes yearly, so it advises and blocks nothing.
    let unlisted = Memo::new(move |_| {
        desk.draft.with(|draft| {
            let known = SettlementRegions::known();
            draft.basis == Some(Basis::SettlementRegion)
                && draft.region.is_some_and(|region| !known.contains(region))
        })
    });
    view! {
        <Question heading=Signal::derive(|| t(Msg::DestinationTitle)) back=at(id, YouStep::Contact) problems=problems next=next>
            {caption(3)}
            <p>{tr(Msg::DestinationHint)}</p>
            <Select field=Field::Region choices=choices value=desk.bind(|draft| Some(&mut draft.region))/>
            {move || unlisted.get().then(|| view! {
                <div class="message message-warning" role="status"><p>{settlement_regions}</p></div>
            })}
            <TextInput field=Field::Settlement hint=Msg::DestinationSettlementHint
                value=desk.bind(|draft| Some(&mut draft.settlement))/>
        </Question>
    }
    .into_any()
}

fn settlement_regions() -> String {
    let known = SettlementRegions::known();
    let names: Vec<String> = Region::all()
        .filter(|region| known.contains(*region))
        .map(|region| t(words::region(region)))
        .collect();
    text(
        Msg::DestinationUnlisted,
        &[("regions", &names.join(", ")), ("date", &crate::i18n::date(known.as_of))],
    )
}
