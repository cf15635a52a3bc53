//! A term that has passed: the day since which the applicant may act, the possible steps, and a complaint.

use super::letter::{ComplaintFacts, LetterSignals};
use crate::app::App;
use crate::components::source;
use crate::i18n::{Msg, dated, t, text, tr};
use crate::lazy::LetterView;
use crate::platform::clock;
use crate::platform::view::{View, view};
use crate::words;
use rules::edition::Edition;
use rules::service::Service;
use rules::timeline::{Proceeding, Remedy};
use wire::answer::ServiceKind;

/// Shows the possible steps, or nothing while no term has passed. `letter_view` shows the complaint; `None` if its code could not
/// be loaded.
pub fn overdue(
    run: &Proceeding,
    service: Service,
    edition: &Edition,
    number: &str,
    letter: LetterSignals,
    letter_view: Option<LetterView>,
) -> Option<View> {
    let is_trial = App::get().service_kind() == ServiceKind::Trial;
    let mut facts = ComplaintFacts::of(run, service, edition, number, clock::today())?;
    facts.is_trial = is_trial;
    let since = facts.since();
    // Who decides is our reading; the page says so next to the name.
    let decided_by = edition.service(service).and_then(|rule| rule.decided_by).filter(|_| facts.is_whole());
    let remedies = run.remedies().iter().map(|rule| {
        let citation = rule.citation;
        let line = match rule.remedy {
            Remedy::AskTheHolder => {
                let holders = facts.holders();
                let say = move || {
                    let names: Vec<String> = holders.iter().map(|holder| t(words::holder(*holder))).collect();
                    let names =
                        if names.is_empty() { t(Msg::HolderUnknown) } else { crate::i18n::list(&names) };
                    text(Msg::OverdueAsk, &[("holder", &names)])
                };
                let decided_by = decided_by.map(|(_, citation)| source(citation));
                view! { <p>{say}</p> {decided_by} }
            }
            Remedy::Complain => view! { <p>{tr(Msg::OverdueComplain)}</p> },
        };
        view! { <li>{line}{source(citation)}</li> }
    });
    let remedies: Vec<View> = remedies.collect();
    Some(view! {
        <section class="overdue">
            <h2>{tr(Msg::OverdueTitle)}</h2>
            <p>{move || since.map(|day| dated(Msg::OverdueSince, &[("date", day)], &[]))}</p>
            <ul class="remedies">{remedies}</ul>
            {match letter_view {
                Some(letter_view) => letter_view(facts, letter),
                None => view! { <p class="hint" role="status">{tr(Msg::AsideFailed)}</p> },
            }}
        </section>
    })
}
