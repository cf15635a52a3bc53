//! Changes since the person last read the page: events, and dates that moved, with the reason.

use crate::components::{MessageKind, message};
use crate::i18n::{Msg, date, dated, t, tr};
use crate::platform::view::{View, view};
use crate::tracking::reading::{Changes, Moved, Reason};
use crate::words;
use leptos::prelude::*;

/// Shows the changes until the person acknowledges them.
pub fn news_view(news: Changes, acknowledge: Callback<()>) -> View {
    let since = news.since.in_astana().map(|(day, _)| day);
    let title = move || since.map(|day| dated(Msg::NewsTitle, &[("date", day)], &[])).unwrap_or_default();
    let events = news.events.into_iter().map(|record| {
        let (on, kind) = (record.event.on, record.event.kind);
        view! { <li>{tr(words::event(kind))} " – " {move || date(on)}</li> }
    });
    let moved = news.moved.into_iter().map(|moved| view! { <li>{move || moved_words(moved)}</li> });
    let lines: Vec<View> = events.chain(moved).collect();
    let reasons: Vec<View> =
        news.reasons.into_iter().map(|reason| view! { <p>{move || reason_words(reason)}</p> }).collect();
    message(
        MessageKind::Note,
        view! {
            <div class="news">
                <h2>{title}</h2>
                <ul>{lines}</ul>
                {reasons}
                <button class="button button-quiet" type="button" on:click=move |_| acknowledge.run(())>
                    {tr(Msg::NewsRead)}
                </button>
            </div>
        },
    )
}

fn moved_words(moved: Moved) -> String {
    let days = [("old_date", moved.from), ("date", moved.to)];
    match moved.stage {
        None => dated(Msg::NewsWhole, &days, &[]),
        Some(stage) => dated(Msg::NewsStage, &days, &[("stage", &t(words::stage(stage)))]),
    }
}

fn reason_words(reason: Reason) -> String {
    match reason {
        Reason::DaysOffMoved => t(Msg::NewsDaysOff),
        Reason::RegistrationCorrected(from, to) => {
            dated(Msg::NewsCorrected, &[("old_date", from), ("date", to)], &[])
        }
        Reason::SentAgain => t(Msg::NewsAgain),
    }
}
