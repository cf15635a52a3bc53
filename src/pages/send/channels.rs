//! The places where the application can be submitted: every channel that the Rules name for the service, with its place in the
//! Rules. The Rules contradict themselves here; the page says so instead of silently choosing one.

use crate::app::App;
use crate::components::{MessageKind, heading, message, not_a_way, official, page, source};
use crate::draft::today;
use crate::i18n::{Msg, tr};
use crate::platform::view::{View, nothing, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::citation::Citation;
use rules::edition::{Channel, ChannelRule, CounterWait, OpenTo};
use rules::id::DraftId;

pub fn view(id: DraftId) -> View {
    let edition = today::edition();
    let service = App::get().editor.draft.with_untracked(|draft| draft.service);
    let rules: Vec<&ChannelRule> =
        service.map(|service| edition.channels_of(service).collect()).unwrap_or_default();
    let contradicts = service.is_some_and(|service| edition.channels_disagree(service));
    let mut places: Vec<Citation> = Vec::new();
    for rule in &rules {
        if !places.contains(&rule.citation) {
            places.push(rule.citation);
        }
    }
    let is_unnamed = rules.is_empty();
    let named: Vec<View> = places.iter().map(|place| named_at(*place, &rules)).collect();
    let waits: Vec<View> = edition.waits.iter().map(wait).collect();
    let wait_place = edition.waits.first().map(|wait| source(wait.citation));
    page(
        heading(Msg::ChannelTitle),
        Some(Route::Draft(id, Step::Tasks)),
        view! {
            {service.map_or_else(nothing, |service| view! { <p class="caption">{tr(words::service(service))}</p> })}
            {if is_unnamed {
                message(MessageKind::Note, view! { <p>{tr(Msg::ChannelUnnamed)}</p> })
            } else {
                view! { <p>{tr(Msg::ChannelLede)}</p> }
            }}
            {not_a_way()}
            {contradicts.then(|| message(MessageKind::Warning, view! { <p>{tr(Msg::ChannelDisagree)}</p> }))}
            {named}
            <section>
                <h2>{tr(Msg::ChannelWaits)}</h2>
                <ul class="facts">{waits}</ul>
                {wait_place}
            </section>
            <section>
                <h2 class="needs-gateway">{tr(Msg::ChannelWaysOut)}</h2>
                <p class="needs-gateway">{tr(Msg::ChannelSendText)}</p>
                <p class="needs-gateway"><a class="button" href=Route::Draft(id, Step::Send).href()>{tr(Msg::SendTitle)}</a></p>
                <p>{tr(Msg::ChannelPrintText)}</p>
                <p><a class="button button-quiet" href=Route::Draft(id, Step::OnPaper).href()>{tr(Msg::SendPrint)}</a></p>
            </section>
        },
    )
}

/// Lists the channels that one place in the Rules names.
fn named_at(place: Citation, rules: &[&ChannelRule]) -> View {
    let rows = rules.iter().filter(|rule| rule.citation == place).map(|rule| {
        let name = channel(rule.channel);
        let abroad = (rule.open_to == OpenTo::ThoseLivingAbroad).then_some(Msg::ChannelAbroad);
        view! {
            <li>
                {tr(name)}
                {abroad.map(|abroad| view! { <p class="hint">{tr(abroad)}</p> })}
            </li>
        }
    });
    let rows: Vec<View> = rows.collect();
    let issues = rules.iter().any(|rule| rule.citation == place && rule.issues_result);
    view! {
        <section class="card">
            <h2>{move || words::citation(&place)}</h2>
            <ul class="facts">{rows}</ul>
            {issues.then(|| view! { <p>{tr(Msg::ChannelIssues)}</p> })}
            {official(place)}
        </section>
    }
}

fn channel(channel: Channel) -> Msg {
    match channel {
        Channel::ForeignInstitution => Msg::ChannelForeignInstitution,
        Channel::QuttyMekenApp => Msg::ChannelQuttyMeken,
        Channel::LocalExecutiveBody => Msg::ChannelLocalExecutiveBody,
        Channel::StateCorporation => Msg::ChannelStateCorporation,
        Channel::EgovPortal => Msg::ChannelEgov,
    }
}

fn wait(wait: &CounterWait) -> View {
    let wait = *wait;
    view! { <li>{move || words::counter_wait(&wait)}</li> }
}
