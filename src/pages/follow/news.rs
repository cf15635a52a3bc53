//! Changes since the person last read the page: events, and dates that moved, with the reason.

use crate::components::{MessageKind, message};
use crate::i18n::{Msg, date, short_date, t, text, tr};
use crate::platform::view::{View, view};
use crate::tracking::reading::{Changes, Moved, Reason};
use crate::words;
use leptos::prelude::*;

/// Shows the changes until the person acknowledges them.
pub fn news_view(news: Changes, acknowledge: Callback<()>) -> View {
    let since = news.since.in_astana().map(|(day, _)| day);
    let title =
        move || since.map(|day| text(Msg::NewsTitle, &[("date", &short_date(day))])).unwrap_or_default();
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
    let days = [("from", date(moved.from)), ("date", date(moved.to))];
    let [from, to] = [(days[0].0, days[0].1.as_str()), (days[1].0, days[1].1.as_str())];
    match moved.stage {
        None => text(Msg::NewsWhole, &[from, to]),
        Some(stage) => text(Msg::NewsStage, &[("stage", &t(words::stage(stage))), from, to]),
    }
}

fn reason_words(reason: Reason) -> String {
    match reason {
        Reason::DaysOffMoved => t(Msg::NewsDaysOff),
        Reason::RegistrationCorrected(from, to) => {
            text(Msg::NewsCorrected, &[("from", &date(from)), ("date", &date(to))])
        }
        Reason::SentAgain => t(Msg::NewsAgain),
    }
}
