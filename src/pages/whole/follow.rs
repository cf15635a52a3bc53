//! A sent application against its terms: where it is, until when, whether something must be done; then each stage.

use crate::app::App;
use crate::components::{MessageKind, TagKind, message, official, page, source, tag, term};
use crate::draft::today;
use crate::i18n::{
    Help, Msg, clock_face, date, date_from, date_until, date_with_weekday, plural, short_date, t, text, tr,
};
use crate::platform::net::NetError;
use crate::platform::view::{View, nothing, view};
use crate::platform::{clock, page};
use crate::route::{Form, Route, Step};
use crate::tracking::Tracked;
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::calendar::WorkingCalendar;
use rules::citation::{Citation, Place};
use rules::document::RequirementKey;
use rules::edition::Edition;
use rules::event::Event;
use rules::id::DraftId;
use rules::timeline::{Clock, Run, StageState, StageView, Standing, Timeline, WholeTerm};
use wire::answer::Status;
use wire::event::EventRecord;

/// What is known of the application.
#[derive(Clone, PartialEq)]
enum Known {
    Looking,
    /// This phone does not follow such an application.
    Nothing,
    /// The gateway's last answer, and whether the newest attempt to ask it failed.
    Here(Box<Tracked>, Option<NetError>),
}

pub fn view(id: DraftId) -> View {
    let known = RwSignal::new(Known::Looking);
    let refresh = move || {
        spawn_local(async move {
            let Some(mut tracked) = Tracked::find(id).await else {
                known.try_set(Known::Nothing);
                return;
            };
            if tracked.last.is_some() {
                known.try_set(Known::Here(Box::new(tracked.clone()), None));
            }
            let failed = tracked.refresh().await.err();
            known.try_set(Known::Here(Box::new(tracked), failed));
        });
    };
    refresh();
    // The page that has been left asks no more.
    page::on_return(move || {
        if known.try_with_untracked(|_| ()).is_some() {
            refresh();
        }
    });
    let title = Signal::derive(move || {
        let unknown = known.with(|known| *known == Known::Nothing);
        t(if unknown { Msg::FollowNoneTitle } else { Msg::FollowTitle })
    });
    let content = move || match known.get() {
        Known::Looking => view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> },
        Known::Nothing => view! {
            <p>{tr(Msg::FollowNoneText)}</p>
            <p><a class="button" href=Route::Recover.href()>{tr(Msg::StartRecover)}</a></p>
        },
        Known::Here(tracked, failed) => followed(&tracked, failed.as_ref(), refresh),
    };
    page(title, Some(Route::Start), view! { {content} })
}

fn followed(
    tracked: &Tracked,
    failed: Option<&NetError>,
    refresh: impl Fn() + Copy + Send + 'static,
) -> View {
    let number = tracked.receipt.number.clone();
    let seen = tracked.last.as_ref().map(|(_, at)| *at);
    let checked = seen.and_then(rules::time::Instant::in_astana);
    let body = match &tracked.last {
        Some((status, _)) => status_view(tracked.id, status),
        None => view! { <p>{tr(Msg::FollowNotYet)}</p> },
    };
    let away = failed.is_some().then(|| {
        let words = move || {
            let as_of = checked.map(|(day, _)| short_date(day)).unwrap_or_default();
            if as_of.is_empty() {
                t(Msg::FollowAwayNever)
            } else {
                text(Msg::FollowAway, &[("date", &as_of)])
            }
        };
        message(MessageKind::Warning, view! { <p role="status">{words}</p> })
    });
    let checked_words = move || {
        checked.map(|(day, minute)| {
            let time = clock_face(u32::from(minute / 60), u32::from(minute % 60));
            text(Msg::FollowChecked, &[("date", &short_date(day)), ("time", &time)])
        })
    };
    view! {
        <p class="lede">{move || text(Msg::StartNumber, &[("number", &number)])}</p>
        {away}
        {body}
        <p class="hint">{checked_words}</p>
        <button class="button button-quiet" type="button" on:click=move |_| refresh()>{tr(Msg::FollowAgain)}</button>
    }
}

fn status_view(id: DraftId, status: &Status) -> View {
    let edition = Edition::by_id(&status.edition)
        .unwrap_or_else(|| Edition::in_force_on(status.receipt.registered_on).edition());
    let calendar = today::calendar();
    let events: Vec<Event> = status.events.iter().map(|record| record.event.clone()).collect();
    let timeline = Timeline::new(status.service, edition, &calendar, &events, clock::today());
    let service = status.service;
    let refused = refusal(id, &timeline.current, &status.events);
    let stages: Vec<View> =
        timeline.current.stages.iter().map(|stage| stage_view(*stage, &calendar)).collect();
    let has_stages = !stages.is_empty();
    let history = history(&status.events);
    view! {
        <p class="caption">{tr(words::service(service))}</p>
        {first_line(&timeline.current)}
        {refused}
        {has_stages.then(|| view! { <h2>{tr(Msg::FollowStages)}</h2><ol class="stages">{stages}</ol> })}
        {timeline.current.whole.map(|whole| view! {
            <h2>{tr(Msg::FollowWhole)}</h2>
            {has_stages.then(|| view! { <p>{tr(Msg::FollowTwoClocks)}</p> })}
            {days_view(whole.clock, &calendar)}
            {source(whole.citation)}
            {official(whole.citation)}
            {term(Help::WholeTerm, Msg::FollowWhole)}
            {term(Help::WorkingDay, Msg::TermsWorkingDay)}
        })}
        <h2>{tr(Msg::FollowHistory)}</h2>
        <ol class="history">{history}</ol>
        <p class="hint">{tr(Msg::StartLaterActs)}</p>
    }
}

/// Where it is, the latest lawful day, the working days left, and whether the reader must do something.
fn first_line(run: &Run) -> View {
    let standing = run.standing;
    let whole = run.whole;
    let kind = match standing {
        Standing::RefusedToAccept => TagKind::Problem,
        Standing::Granted | Standing::Refused | Standing::Withdrawn => TagKind::Done,
        _ => TagKind::Running,
    };
    let outcome = match standing {
        Standing::Granted => Some(Msg::EventGranted),
        Standing::Refused => Some(Msg::EventRefused),
        _ => None,
    };
    let must_act =
        if standing == Standing::RefusedToAccept { Msg::FollowMustAct } else { Msg::FollowNothingToDo };
    view! {
        <section class="standing">
            <p class="standing-where">{tag(kind, move || t(words::standing(standing)))}</p>
            {outcome.map(|outcome| view! { <p class="due">{tr(outcome)}</p> })}
            {match whole {
                Some(whole) => whole_view(whole),
                None => view! { <p>{tr(Msg::FollowNoTerm)}</p> },
            }}
            <p>{tr(must_act)}</p>
        </section>
    }
}

fn whole_view(whole: WholeTerm) -> View {
    let clock = whole.clock;
    let Some(due) = clock.due else { return view! { <p>{tr(Msg::FollowBeyondCalendar)}</p> } };
    let provisional = clock.provisional.then(|| view! { <p class="hint">{tr(Msg::FollowProvisional)}</p> });
    if let Some(ended) = clock.ended {
        let counted = clock.counted;
        return view! {
            <p>{move || plural(Msg::FollowTook, u32::from(counted), &[("date", &date(ended))])}</p>
        };
    }
    if clock.overdue_by > 0 {
        let days = u32::from(clock.overdue_by);
        return view! {
            {message(MessageKind::Problem, view! {
                <p class="due">{move || plural(Msg::FollowOverdue, days, &[("date", &date_with_weekday(due))])}</p>
                <p>{tr(Msg::FollowOverdueDo)}</p>
            })}
        };
    }
    let left = u32::from(clock.left);
    view! {
        <p class="due">{move || text(Msg::FollowDue, &[("date", &date_with_weekday(due))])}</p>
        <p>{move || if left == 0 { t(Msg::FollowLastDay) } else { plural(Msg::FollowLeft, left, &[]) }}</p>
        {provisional}
    }
}

fn stage_view(view: StageView, calendar: &WorkingCalendar) -> View {
    let (kind, status): (TagKind, Msg) = match view.state {
        StageState::Ahead { .. } => (TagKind::Todo, Msg::StageAhead),
        StageState::Running(_) => (TagKind::Running, Msg::StageRunning),
        StageState::Overdue(_) => (TagKind::Problem, Msg::StageOverdue),
        StageState::Ended(_) => (TagKind::Done, Msg::StageEnded),
        StageState::PassedUnreported => (TagKind::Done, Msg::StagePassed),
        StageState::NotReached => (TagKind::Done, Msg::StageNotReached),
    };
    let lines = match view.state {
        StageState::Ahead { projected } => view! {
            <p>{move || projected.map(|day| text(Msg::StageProjected, &[("date", &date(day))]))}</p>
        },
        StageState::Running(clock) | StageState::Overdue(clock) | StageState::Ended(clock) => {
            stage_clock(clock, calendar)
        }
        StageState::PassedUnreported | StageState::NotReached => nothing(),
    };
    let days = u32::from(view.working_days);
    view! {
        <li class="stage">
            <h3>{tr(words::stage(view.stage))}</h3>
            <p>{tag(kind, move || t(status))}</p>
            <p>{tr(words::holder(view.holder))} " · " {move || plural(Msg::StageAtMost, days, &[])}</p>
            {lines}
            {words::stage_explained(view.stage).map(|explained| view! { <p class="hint">{tr(explained)}</p> })}
            {source(view.citation)}
            {official(view.citation)}
            {term(words::holder_term(view.holder), words::holder(view.holder))}
        </li>
    }
}

fn stage_clock(clock: Clock, calendar: &WorkingCalendar) -> View {
    let counted = u32::from(clock.counted);
    let overdue = u32::from(clock.overdue_by);
    view! {
        <p>{move || text(Msg::StageEntered, &[("date", &date(clock.entered))])}</p>
        <p>{move || match clock.ended {
            Some(ended) => plural(Msg::FollowTook, counted, &[("date", &date(ended))]),
            None => clock.due.map(|due| text(Msg::FollowDue, &[("date", &date_with_weekday(due))])).unwrap_or_default(),
        }}</p>
        {(clock.ended.is_none() && overdue > 0).then(|| view! {
            <p class="error">{move || plural(Msg::StageOverdueBy, overdue, &[])}</p>
        })}
        {(clock.ended.is_none() && overdue == 0).then(|| {
            let left = u32::from(clock.left);
            view! { <p>{move || if left == 0 { t(Msg::FollowLastDay) } else { plural(Msg::FollowLeft, left, &[]) }}</p> }
        })}
        {(clock.ended.is_none()).then(|| days_view(clock, calendar))}
    }
}

/// Every day of the term with its number in the count, or why it does not count.
fn days_view(clock: Clock, calendar: &WorkingCalendar) -> View {
    let Some(due) = clock.due else { return nothing() };
    let today = clock::today();
    let mut number = 0u32;
    let rows: Vec<View> = calendar
        .days_between(clock.entered, due)
        .map(|(day, kind)| {
            let is_working = kind.is_working();
            number += u32::from(is_working);
            let counted = number;
            let why = move || {
                let mut words = words::day_kind(kind).unwrap_or_default();
                if day == today {
                    let today = t(Msg::DayToday);
                    words =
                        if words.is_empty() { today } else { words::joined(Msg::JoinPlace, &words, &today) };
                }
                words
            };
            let class = match (is_working, day <= today) {
                (true, true) => "day day-counted",
                (true, false) => "day",
                (false, _) => "day day-off",
            };
            view! {
                <tr class=class>
                    <td>{is_working.then(|| counted.to_string())}</td>
                    <th scope="row">{move || date_with_weekday(day)}</th>
                    <td>{why}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <details class="days">
            <summary>{tr(Msg::DaysTitle)}</summary>
            <table>
                <caption>{move || [date_from(clock.entered), date_until(due)].join(" – ")}</caption>
                <thead><tr>
                    <th scope="col">{tr(Msg::DaysNumber)}</th>
                    <th scope="col">{tr(Msg::DaysDay)}</th>
                    <th scope="col">{tr(Msg::DaysWhy)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
}

/// The list of Annex 8 of a refusal to accept, where the current run ended with one.
fn refusal(id: DraftId, run: &Run, events: &[EventRecord]) -> Option<View> {
    if run.standing != Standing::RefusedToAccept {
        return None;
    }
    let ids: Vec<&str> = run.events.iter().map(|event| event.event_id.as_str()).collect();
    let documents = events.iter().filter(|record| ids.contains(&record.event.event_id.as_str()));
    let documents: Vec<_> = documents.flat_map(|record| record.documents.clone()).collect();
    let keys: Vec<RequirementKey> = documents.iter().filter_map(|document| document.requirement).collect();
    let app = App::get();
    let elsewhere = RwSignal::new(false);
    let mend = move |_| {
        let keys = keys.clone();
        spawn_local(async move {
            if app.desk.mend(id, keys).await {
                app.go(Route::Draft(id, Step::Tasks));
            } else {
                elsewhere.try_set(true);
            }
        });
    };
    let lines: Vec<View> = documents
        .into_iter()
        .map(|document| {
            let ground = match document.ground {
                rules::finding::Ground::Incomplete => Msg::RefusalMissing,
                rules::finding::Ground::Expired => Msg::RefusalExpired,
            };
            view! { <li><bdi>{document.title}</bdi> " – " {tr(ground)}</li> }
        })
        .collect();
    let annex = Citation::order(Place::Annex(8));
    Some(view! {
        <h2>{tr(Msg::RefusalTitle)}</h2>
        <p>{tr(Msg::RefusalText)}</p>
        <ol class="defects">{lines}</ol>
        {source(annex)}
        {official(annex)}
        <p><a href=Route::Form(id, Form::Refusal).href()>{tr(Msg::FormAnnex8)}</a></p>
        <button class="button" type="button" on:click=mend>{tr(Msg::RefusalMend)}</button>
        <div role="status">{move || elsewhere.get().then(|| message(MessageKind::Warning, view! {
            <p>{tr(Msg::RefusalElsewhere)}</p>
        }))}</div>
    })
}

fn history(events: &[EventRecord]) -> Vec<View> {
    let mut events = events.to_vec();
    events.sort_by_key(|record| (record.event.on, record.at));
    events
        .into_iter()
        .rev()
        .map(|record| {
            let corrected = record.event.replaces.is_some();
            view! {
                <li>
                    <span class="history-date">{move || date(record.event.on)}</span> " "
                    {tr(words::event(record.event.kind))}
                    {corrected.then(|| view! { " (" {tr(Msg::HistoryCorrected)} ")" })}
                </li>
            }
        })
        .collect()
}
