//! The page "Report a problem": what the app knows about itself, to be given to the operator of the service. Nothing is sent.

use crate::app::App;
use crate::components::{care_page, heading};
use crate::i18n::{Care, Msg, care_text, locale, tr};
use crate::platform::db::{self, StorageUse};
use crate::platform::events::{self, ClientEvent};
use crate::platform::page::{self, Hold};
use crate::platform::view::{View, view};
use crate::platform::{clock, files};
use crate::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::time::Instant;

/// The content of a report. It has no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ProblemReport {
    made: Instant,
    /// The version of the app, and the hash of its main file.
    version: String,
    /// The name by which the browser introduces itself.
    browser: String,
    /// Whether the browser promises to keep the data; `None` if it does not tell.
    is_persisted: Option<bool>,
    space: Option<StorageUse>,
    events: Vec<(Option<Instant>, ClientEvent)>,
}

impl ProblemReport {
    async fn gather() -> Self {
        let build = page::build().unwrap_or_default();
        Self {
            made: clock::now(),
            version: [env!("CARGO_PKG_VERSION"), " ", &build].concat().trim_end().to_owned(),
            browser: page::user_agent(),
            is_persisted: db::is_persisted().await,
            space: db::storage_use().await,
            events: events::recorded(),
        }
    }

    /// Returns the text of the file, in English for the person who looks for the cause. `language` is the tag of the language of the page.
    fn to_text(&self, language: &str) -> String {
        let persisted = match self.is_persisted {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        };
        let space = self.space.map_or_else(|| "unknown".to_owned(), space_words);
        let mut lines = vec![
            ["Qandas problem report, ", &self.made.to_text()].concat(),
            ["version: ", &self.version].concat(),
            ["browser: ", &self.browser].concat(),
            ["language: ", language].concat(),
            ["storage persisted: ", persisted].concat(),
            ["storage: ", &space].concat(),
            ["events: ", &self.events.len().to_string()].concat(),
        ];
        lines.extend(self.events.iter().map(event_line));
        lines.push(String::new());
        lines.join("\n")
    }
}

fn event_line((at, event): &(Option<Instant>, ClientEvent)) -> String {
    let at = at.map_or_else(|| "before the app was loaded again:".to_owned(), Instant::to_text);
    [&at, " ", &event.to_text()].concat()
}

fn space_words(space: StorageUse) -> String {
    [&space.used.to_string(), " MB used, ", &space.free.to_string(), " MB free"].concat()
}

pub fn view() -> View {
    let report = RwSignal::new(None::<ProblemReport>);
    let copied = RwSignal::new(None::<bool>);
    let hold = Hold::new();
    spawn_local(async move {
        report.try_set(Some(ProblemReport::gather().await));
        drop(hold);
    });
    care_page(heading(Msg::ReportTitle), Some(Route::Start), move || {
        view! { {move || report.get().map(|report| content(&report, copied))} }
    })
}

fn content(report: &ProblemReport, copied: RwSignal<Option<bool>>) -> View {
    let app = App::get();
    let operator = move || match app.service.get().filter(|service| !service.operator.is_empty()) {
        Some(service) => care_text(Care::ReportSend, &[("operator", &service.operator)]),
        None => care_text(Care::ReportSendUnnamed, &[]),
    };
    let (saved, taken) = (report.clone(), report.clone());
    let save = move |_| {
        files::save_text("qandas-report.txt", &saved.to_text(untrack(locale).tag()));
    };
    let copy = move |_| {
        let text = taken.to_text(untrack(locale).tag());
        spawn_local(async move {
            let done = page::copy(&text).await;
            copied.try_set(Some(done));
        });
    };
    let done = move || {
        let words = copied.get().map(|done| if done { Msg::OverdueCopied } else { Msg::OverdueNotCopied });
        words.map(|words| view! { <p>{tr(words)}</p> })
    };
    view! {
        <p>{Care::ReportWhy}</p>
        <p>{Care::ReportHas}</p>
        <p>{Care::ReportHasNot}</p>
        <p>{operator}</p>
        <div class="actions">
            <button class="button" type="button" on:click=save>{Care::ReportSave}</button>
            <button class="button button-quiet" type="button" on:click=copy>{tr(Msg::OverdueCopy)}</button>
        </div>
        <div role="status">{done}</div>
        {facts(report)}
        <section>
            <h2>{Care::ReportEvents}</h2>
            {event_list(&report.events)}
        </section>
    }
}

fn facts(report: &ProblemReport) -> View {
    let persisted = match report.is_persisted {
        Some(true) => Care::ReportPersisted,
        Some(false) => Care::ReportNotPersisted,
        None => Care::ReportUnknown,
    };
    let space = report.space;
    let space = move || match space {
        Some(StorageUse { used, free }) => {
            care_text(Care::ReportSpaceFound, &[("used", &used.to_string()), ("free", &free.to_string())])
        }
        None => care_text(Care::ReportUnknown, &[]),
    };
    let (version, browser) = (report.version.clone(), report.browser.clone());
    view! {
        <dl>
            <div class="answer"><dt>{Care::ReportVersion}</dt><dd><bdi>{version}</bdi></dd></div>
            <div class="answer"><dt>{Care::ReportBrowser}</dt><dd><bdi>{browser}</bdi></dd></div>
            <div class="answer"><dt>{Care::ReportLanguage}</dt><dd><bdi>{move || locale().tag()}</bdi></dd></div>
            <div class="answer"><dt>{Care::ReportKept}</dt><dd>{persisted}</dd></div>
            <div class="answer"><dt>{Care::ReportSpace}</dt><dd>{space}</dd></div>
        </dl>
    }
}

fn event_list(events: &[(Option<Instant>, ClientEvent)]) -> View {
    if events.is_empty() {
        return view! { <p>{Care::ReportNone}</p> };
    }
    let lines: Vec<View> = events.iter().map(|event| view! { <li>{event_line(event)}</li> }).collect();
    view! {
        <p class="hint">{Care::ReportEventsHint}</p>
        <ol class="events" lang="en" dir="ltr">{lines}</ol>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::StorageError;

    #[test]
    fn the_text_of_a_report_has_every_fact_and_every_event() {
        let report = ProblemReport {
            made: Instant(1_773_896_400),
            version: "0.1.0 0123abcd".to_owned(),
            browser: "made up".to_owned(),
            is_persisted: Some(false),
            space: Some(StorageUse { used: 3, free: 120 }),
            events: vec![
                (None, ClientEvent::Panic(120_009)),
                (Some(Instant(1_773_896_399)), ClientEvent::Storage("drafts", StorageError::Quota)),
            ],
        };
        let expected = "Qandas problem report, 2026-03-19T05:00:00Z\n\
            version: 0.1.0 0123abcd\n\
            browser: made up\n\
            language: kk\n\
            storage persisted: no\n\
            storage: 3 MB used, 120 MB free\n\
            events: 2\n\
            before the app was loaded again: panic 120009\n\
            2026-03-19T04:59:59Z storage drafts quota\n";
        assert_eq!(report.to_text("kk"), expected);
        let unknown = ProblemReport { is_persisted: None, space: None, events: Vec::new(), ..report };
        let text = unknown.to_text("zh");
        assert!(text.contains("storage persisted: unknown\nstorage: unknown\nevents: 0\n"), "{text}");
    }
}
