//! The reported events: their legal days, the time of each report, corrections, and reports that contradict each other.

use crate::components::{MessageKind, message};
use crate::i18n::{Msg, clock_face, date, dated, t, text, tr};
use crate::platform::view::{View, view};
use crate::tracking::reading::newest_first;
use crate::words;
use chrono::NaiveDate;
use headline::HistoryLine;
use rules::event::EventKind;
use rules::timeline::{Contradiction, Proceeding, Timeline};
use wire::event::EventRecord;

/// The source of the reports.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reporter {
    Gateway,
    /// The reader; such a report has no time of its own.
    Reader,
}

/// Lists the events, newest first.
pub fn history(events: &[EventRecord], timeline: &Timeline, reporter: Reporter) -> View {
    let events = newest_first(events.to_vec());
    let lines: Vec<View> = events.iter().map(|record| line(record, &events, timeline, reporter)).collect();
    view! { <ol class="history">{lines}</ol> }
}

fn line(record: &EventRecord, all: &[EventRecord], timeline: &Timeline, reporter: Reporter) -> View {
    let (on, kind) = (record.event.on, record.event.kind);
    let line = HistoryLine::new(record, all, timeline);
    let reference = record.reference.clone().map(|number| {
        let say = move || match kind {
            EventKind::RefusedToAccept => dated(Msg::RefusalReceipt, &[("date", on)], &[("number", &number)]),
            _ => text(Msg::FollowAuthorityNumber, &[("number", &number)]),
        };
        view! { <span class="history-reported">{say}</span> }
    });
    let at = record.at.in_astana().filter(|_| reporter != Reporter::Reader);
    let when = at.map(|(day, minute)| {
        let say = move || {
            let time = clock_face(u32::from(minute / 60), u32::from(minute % 60));
            dated(Msg::HistoryReported, &[("date", day)], &[("time", &time)])
        };
        view! { <span class="history-reported">{say}</span> }
    });
    view! {
        <li class=if line.is_replaced() { "history-replaced" } else { "history-line" }>
            <span class="history-date">{move || date(on)}</span> " "
            <span class="history-event">{tr(words::phrase(line.event))}</span>
            {line.notes().map(|note| view! { " (" {tr(words::phrase(note))} ")" }).collect::<Vec<View>>()}
            {reference}
            {when}
        </li>
    }
}

/// Returns the day of the latest report.
pub fn last_change(events: &[EventRecord]) -> Option<NaiveDate> {
    headline::last_reported(events)?.at.in_astana().map(|(day, _)| day)
}

/// Returns the authority's own number for the application, from the registration that counts; `None` if it gave none.
pub fn authority_number(events: &[EventRecord], run: &Proceeding) -> Option<String> {
    let registered = run.events.iter().find(|event| event.kind == EventKind::Registered)?;
    let record = events.iter().find(|record| record.event.event_id == registered.event_id)?;
    record.reference.clone()
}

/// Says that the day of registration differs from the one first reported, which moves every clock.
pub fn corrected_registration(events: &[EventRecord], run: &Proceeding) -> Option<View> {
    let is_first = |event: &&rules::event::Event| {
        event.kind == EventKind::Registered && Some(event.on) == run.registered
    };
    let replaced = run.events.iter().find(is_first)?.replaces.as_deref()?;
    let from = events.iter().find(|record| record.event.event_id == replaced)?.event.on;
    let to = run.registered?;
    let say = move || dated(Msg::FollowCorrectedDay, &[("old_date", from), ("date", to)], &[]);
    (from != to).then(|| message(MessageKind::Note, view! { <p>{say}</p> }))
}

/// Lists reports that cannot all be true, each by name.
pub fn contradictions(run: &Proceeding) -> Option<View> {
    let mut found = run.contradictions.clone();
    found.dedup();
    if found.is_empty() {
        return None;
    }
    let lines = found.into_iter().map(|contradiction| {
        let say = move || match contradiction {
            Contradiction::OneIdTwoContents => t(Msg::FollowOneIdTwice),
            Contradiction::TwoDecisions => t(Msg::FollowTwoDecisions),
            Contradiction::TwoRecommendations => t(Msg::FollowTwoRecommendations),
            Contradiction::BeforeRegistration(kind) => {
                text(Msg::FollowBeforeRegistration, &[("event", &t(words::event(kind)))])
            }
            Contradiction::AfterTheEnd(kind) => {
                text(Msg::FollowAfterTheEnd, &[("event", &t(words::event(kind)))])
            }
        };
        view! { <li>{say}</li> }
    });
    let lines: Vec<View> = lines.collect();
    Some(message(
        MessageKind::Warning,
        view! {
            <h2>{tr(Msg::FollowContradictions)}</h2>
            <ul>{lines}</ul>
            <p>{tr(Msg::FollowContradictionsText)}</p>
        },
    ))
}
