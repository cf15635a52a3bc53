//! An application with its terms: first its state, the due day and whether something must be done; then the required action,
//! the stages, the calendar of days and the reported events.

mod days;
pub mod ending;
pub mod external;
mod history;
pub mod links;
mod news;
mod overdue;
pub mod recover;
mod refusal;
mod reminders;
pub mod shared;
pub mod shared_code;
mod stages;
mod standing;

use crate::app::App;
use crate::calendar;
use crate::components::{MessageKind, message, official, received_by, source, term};
use crate::i18n::{Help, Msg, clock_face, short_date, t, text, tr};
use crate::lazy;
use crate::platform::net::NetError;
use crate::platform::page::{EarlyHeadline, Hold};
use crate::platform::phone::Browser;
use crate::platform::view::{View, early_headline, view};
use crate::platform::{clock, page};
use crate::route::{Route, Step};
use crate::tracking::reading::{self, Changes, LastRead, ReadingRecord};
use crate::tracking::{self, Tracked, Watch, edition_of, timeline_of, watch_sent};
use crate::words;
use chrono::NaiveDate;
use history::Reporter;
use leptos::prelude::*;
use leptos::task::spawn_local;
use reminders::Subject;
use rules::edition::Edition;
use rules::id::DraftId;
use rules::time::Instant;
use rules::timeline::{Standing, Timeline};
use standing::Defects;
use std::cell::Cell;
use wire::answer::{RefusalCode, ServiceKind, Status};

/// The application as far as it is known.
#[derive(Clone, PartialEq)]
enum FollowState {
    Looking,
    /// The phone's storage does not respond.
    StorageAway,
    /// This phone does not follow such an application.
    Nothing,
    /// No status has been received yet.
    Silent,
    Here(Box<FollowModel>),
}

/// The data from which the page is rendered. While they are equal, nothing is rendered again.
#[derive(Clone, PartialEq)]
struct FollowModel {
    tracked: Tracked,
    status: Status,
    today: NaiveDate,
    calendar: String,
}

impl FollowModel {
    fn of(tracked: &Tracked) -> Option<Self> {
        let (status, _) = tracked.last.clone()?;
        // The time of the answer is shown elsewhere and must not cause another rendering.
        let status = Status { as_of: Instant(0), ..status };
        let tracked = Tracked { last: None, ..tracked.clone() };
        Some(Self {
            tracked,
            status,
            today: clock::today(),
            calendar: calendar::current().version().to_owned(),
        })
    }

    fn edition(&self) -> &'static Edition {
        edition_of(&self.status)
    }

    fn timeline(&self) -> Timeline {
        timeline_of(&self.status, self.today)
    }

    fn seen(&self) -> LastRead {
        LastRead::of(&self.status, &self.timeline(), &self.calendar, clock::now())
    }
}

/// Reasons why the shown data may be out of date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StaleReason {
    Away,
    /// The gateway answers but does not know the number, or not for this key.
    Unknown,
    /// The application was deleted at the gateway.
    Deleted,
}

impl StaleReason {
    fn of(error: &NetError) -> Self {
        match error.code() {
            Some(RefusalCode::NotFound | RefusalCode::Unauthorized) => Self::Unknown,
            Some(RefusalCode::Gone) => Self::Deleted,
            _ => Self::Away,
        }
    }
}

/// The signals of the page. Each part is a signal of its own, so a refresh without news changes nothing.
#[derive(Clone, Copy)]
struct FollowPage {
    id: DraftId,
    known: RwSignal<FollowState>,
    number: RwSignal<String>,
    checked: RwSignal<Option<Instant>>,
    failure: RwSignal<Option<StaleReason>>,
    news: RwSignal<Option<Changes>>,
    opened: days::OpenCalendars,
    printing: RwSignal<bool>,
    /// Number of sent documents that may be refused today, if the answers are on this phone; `None` until they are examined.
    defects: RwSignal<Option<u32>>,
    /// The event stream, open while the page exists.
    watch: StoredValue<Option<Watch>, LocalStorage>,
}

pub fn view(id: DraftId) -> View {
    let page = FollowPage {
        id,
        known: RwSignal::new(FollowState::Looking),
        number: RwSignal::new(String::new()),
        checked: RwSignal::new(None),
        failure: RwSignal::new(
            (page::early_headline() == Some(EarlyHeadline::Kept)).then_some(StaleReason::Away),
        ),
        news: RwSignal::new(None),
        opened: RwSignal::new(Vec::new()),
        printing: RwSignal::new(false),
        defects: RwSignal::new(None),
        watch: StoredValue::new_local(None),
    };
    page.refresh();
    page.listen();
    let hold = Cell::new(Some(Hold::new()));
    // A page that has been left does not refresh.
    page::on_return(move || {
        if page.known.try_with_untracked(|_| ()).is_some() {
            page.refresh();
        }
    });
    let known = page.known;
    let title = Signal::derive(move || {
        let unknown = known.with(|known| *known == FollowState::Nothing);
        t(if unknown { Msg::FollowNoneTitle } else { Msg::FollowTitle })
    });
    let content = move || {
        let known = known.get();
        if known != FollowState::Looking {
            drop(hold.take());
        }
        shown(page, known)
    };
    let class = move || page.printing.get().then_some("only-letter");
    crate::components::page(title, Some(Route::Start), view! { <div class=class>{content}</div> })
}

fn shown(page: FollowPage, known: FollowState) -> View {
    match known {
        FollowState::Looking => view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> },
        FollowState::Nothing => view! {
            <p>{tr(Msg::FollowNoneText)}</p>
            <p><a class="button" href=Route::Recover.href()>{tr(Msg::StartRecover)}</a></p>
        },
        FollowState::StorageAway => view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
        FollowState::Silent => {
            view! { {early_headline()} <p>{tr(Msg::FollowNotYet)}</p> {checked(page.checked, move || page.refresh())} }
        }
        FollowState::Here(basis) => followed(page, &basis),
    }
}

impl FollowPage {
    /// Shows the stored status, then asks the gateway.
    fn refresh(self) {
        spawn_local(async move {
            let mut tracked = match Tracked::find(self.id).await {
                Ok(Some(tracked)) => tracked,
                Ok(None) => {
                    self.known.try_set(FollowState::Nothing);
                    return;
                }
                Err(_) => {
                    self.known.try_set(FollowState::StorageAway);
                    return;
                }
            };
            // If the static screen shows a newer text than the phone has stored, the page waits for the answer of the gateway.
            let is_older = !App::get().has_moved() && page::early_headline() == Some(EarlyHeadline::Fresh);
            if tracked.last.is_some() && !is_older {
                self.show(&tracked).await;
            }
            let failed = tracked.refresh().await.err();
            self.failure.try_set(failed.as_ref().map(StaleReason::of));
            self.show(&tracked).await;
        });
    }

    fn defects(self) -> Defects {
        Defects { id: self.id, count: self.defects }
    }

    /// Counts the sent documents that may be refused. If the answers cannot be read, or the code that examines them cannot be
    /// loaded, the count is 0.
    async fn examine(self) {
        let count = match outbox::drafts::find(&Browser, self.id).await {
            Ok(Some(Ok(stored))) => lazy::examination().await.map_or(0, |count| count(&stored.draft)),
            _ => 0,
        };
        self.defects.try_set(Some(count));
    }

    /// Subscribes to change notifications. The stream of an owner is never revoked.
    fn listen(self) {
        spawn_local(async move {
            if let Ok(Some(tracked)) = Tracked::find(self.id).await {
                // If the page has been left meanwhile, the stream is dropped at once.
                self.watch.try_set_value(watch_sent(&tracked, move |_| self.refresh()));
            }
        });
    }

    async fn show(self, tracked: &Tracked) {
        self.number.try_set(tracked.receipt.number.clone());
        self.checked.try_set(tracked.last.as_ref().map(|(_, at)| *at));
        let known =
            FollowModel::of(tracked).map_or(FollowState::Silent, |basis| FollowState::Here(Box::new(basis)));
        // News come first, so that they appear together with the rest and push nothing down.
        if let FollowState::Here(basis) = &known {
            self.tell(basis).await;
        }
        let is_same = self.known.try_with_untracked(|before| *before == known);
        if is_same == Some(false) {
            self.known.try_set(known);
        }
        // The page does not wait for the examination, whose code is loaded now.
        spawn_local(self.examine());
    }

    /// Shows the changes since the last reading. The first reading shows none.
    async fn tell(self, basis: &FollowModel) {
        // If the record of the last reading cannot be loaded, no changes are shown.
        let Ok(reading) = ReadingRecord::find(self.id).await else { return };
        let now = basis.seen();
        match &reading.seen {
            None => {
                // If it cannot be stored, the next reading counts as the first one again.
                let _ = ReadingRecord { seen: Some(now), ..reading }.keep(self.id).await;
            }
            Some(seen) => {
                let news = reading::news(seen, &now, &basis.status, &basis.timeline());
                if self.news.try_with_untracked(|before| *before == news) == Some(false) {
                    self.news.try_set(news);
                }
            }
        }
    }

    fn acknowledge(self, basis: &FollowModel) {
        let now = basis.seen();
        spawn_local(async move {
            if let Ok(reading) = ReadingRecord::find(self.id).await {
                // If it cannot be stored, the same news is shown again.
                let _ = ReadingRecord { seen: Some(now), ..reading }.keep(self.id).await;
            }
            // Only after storing: otherwise a page that is left at this moment would show the news again.
            if self.news.try_set(None).is_none() {
                page::focus_from_top("heading");
            }
        });
    }
}

fn followed(page: FollowPage, basis: &FollowModel) -> View {
    match App::get().kind_of(&basis.tracked) {
        ServiceKind::Authority | ServiceKind::Trial => registered(page, basis),
        ServiceKind::Forwarding => forwarded(page, basis),
    }
}

/// Shows an application that the service has not yet forwarded to the authority: its known data, without a term of the Rules.
fn forwarded(page: FollowPage, basis: &FollowModel) -> View {
    let FollowModel { tracked, status, .. } = basis;
    let timeline = basis.timeline();
    let run = &timeline.current;
    let known = basis.clone();
    let acknowledge = Callback::new(move |()| page.acknowledge(&known));
    let news = move || {
        let news = page.news.get().filter(|news| !news.events.is_empty())?;
        let events_alone = Changes { moved: Vec::new(), reasons: Vec::new(), ..news };
        Some(news::news_view(events_alone, Reporter::Operator, acknowledge))
    };
    view! {
        {standing::first_line(run, ServiceKind::Forwarding, received_by(&tracked.receipt), page.defects(), Some(page.checked))}
        {failure(page)}
        {news}
        {name(basis)}
        {refusal::refusal(tracked, run, &status.events)}
        <h2>{tr(Msg::FollowHistory)}</h2>
        {history::history(&status.events, &timeline, Reporter::Operator)}
        {own_pages(tracked.id)}
        {last_change(status)}
        {checked(page.checked, move || page.refresh())}
        <p class="hint">{tr(Msg::StartLaterActs)}</p>
    }
}

/// Shows an application with the terms that run from its registration.
fn registered(page: FollowPage, basis: &FollowModel) -> View {
    let FollowModel { tracked, status, .. } = basis;
    let service = status.service;
    let timeline = basis.timeline();
    let run = &timeline.current;
    let is_ours = tracked.elsewhere.is_none();
    let reporter = if is_ours { Reporter::Authority } else { Reporter::TheReader };
    let known = basis.clone();
    let acknowledge = Callback::new(move |()| page.acknowledge(&known));
    let news = move || page.news.get().map(|news| news::news_view(news, reporter, acknowledge));
    let subject = Subject { id: tracked.id, service, edition: basis.edition() };
    view! {
        {standing::first_line(run, ServiceKind::Authority, view! {}, page.defects(), is_ours.then_some(page.checked))}
        {failure(page)}
        {news}
        {name(basis)}
        {history::corrected_registration(&status.events, run)}
        {history::contradictions(run)}
        {refusal::refusal(tracked, run, &status.events)}
        {(run.standing == Standing::Refused).then(refused)}
        {overdue::overdue(run, service, basis.edition(), &tracked.receipt.number, page.printing)}
        {terms(page, &timeline)}
        <h2>{tr(Msg::FollowHistory)}</h2>
        {history::history(&status.events, &timeline, reporter)}
        {reminders::reminders_view(subject, tracked.receipt.number.clone(), &timeline)}
        {is_ours.then(|| own_pages(tracked.id))}
        {is_ours.then(|| last_change(status))}
        {if is_ours { checked(page.checked, move || page.refresh()) } else { own_record(tracked.id) }}
        <p class="hint">{tr(Msg::StartLaterActs)}</p>
    }
}

/// Shows which application this is.
fn name(basis: &FollowModel) -> View {
    let service = basis.status.service;
    let place = basis.tracked.elsewhere.map(words::elsewhere);
    let number = basis.tracked.receipt.number.clone();
    view! {
        <p class="caption">{tr(words::service(service))}</p>
        {match place {
            Some(place) => view! { <p class="lede">{tr(place)}</p> },
            None => view! { <p class="lede">{move || text(Msg::StartNumber, &[("number", &number)])}</p> },
        }}
    }
}

fn refused() -> View {
    view! {
        <section>
            <h2>{tr(Msg::FollowRefusedTitle)}</h2>
            <p>{tr(Msg::FollowRefusedText)}</p>
            {source(overdue::GENERAL_LAW)}
        </section>
    }
}

/// Shows the stages and the whole term, which are two clocks.
fn terms(page: FollowPage, timeline: &Timeline) -> View {
    let run = &timeline.current;
    let stages: Vec<View> = run.stages.iter().map(|stage| stages::stage_view(*stage, page.opened)).collect();
    let has_stages = !stages.is_empty();
    view! {
        {has_stages.then(|| view! { <h2>{tr(Msg::FollowStages)}</h2><ol class="stages">{stages}</ol> })}
        {run.whole.map(|whole| view! {
            <h2>{tr(Msg::FollowWhole)}</h2>
            {has_stages.then(|| view! { <p>{tr(Msg::FollowTwoClocks)}</p> })}
            {whole.clock.provisional.then(|| view! { <p class="hint">{tr(Msg::FollowProvisional)}</p> })}
            {days::days_view(reading::WHOLE, page.opened, whole.clock)}
            {source(whole.citation)}
            {official(whole.citation)}
            {term(Help::WholeTerm, Msg::FollowWhole)}
            {term(Help::WorkingDay, Msg::TermsWorkingDay)}
        })}
    }
}

fn failure(page: FollowPage) -> View {
    let words = move |failure: StaleReason| match failure {
        StaleReason::Unknown => t(Msg::FollowUnknown),
        StaleReason::Deleted => t(Msg::FollowDeleted),
        StaleReason::Away => standing::away_words(page.checked),
    };
    let shown = move || {
        page.failure.get().map(|failure| {
            message(MessageKind::Warning, view! { <p role="status">{move || words(failure)}</p> })
        })
    };
    view! { {shown} }
}

fn own_pages(id: DraftId) -> View {
    view! {
        <h2>{tr(Msg::LinksTitle)}</h2>
        <p><a class="button button-quiet" href=Route::Links(id).href()>{tr(Msg::LinksOpen)}</a></p>
        <p><a href=Route::Draft(id, Step::Answers).href()>{tr(Msg::AnswersSentTitle)}</a></p>
        <p><a href=Route::Ending(id).href()>{tr(Msg::FollowEnding)}</a></p>
    }
}

fn last_change(status: &Status) -> View {
    let last = history::last_change(&status.events);
    view! { <p class="hint">{move || last.map(|day| text(Msg::FollowLastChange, &[("date", &short_date(day))]))}</p> }
}

/// Shows when the gateway was last asked, and a button to ask again.
fn checked(at: RwSignal<Option<Instant>>, again: impl Fn() + 'static) -> View {
    let words = move || {
        at.get().and_then(Instant::in_astana).map(|(day, minute)| {
            let time = clock_face(u32::from(minute / 60), u32::from(minute % 60));
            text(Msg::FollowChecked, &[("date", &short_date(day)), ("time", &time)])
        })
    };
    view! {
        <p class="hint">{words}</p>
        <button class="button button-quiet" type="button" on:click=move |_| again()>{tr(Msg::FollowAgain)}</button>
    }
}

/// Shows the actions for a record that only this phone has.
fn own_record(id: DraftId) -> View {
    let app = App::get();
    let asked = RwSignal::new(false);
    let delete = move |_| {
        spawn_local(async move {
            if tracking::external::forget(id).await.is_ok() {
                app.replace(Route::Start);
            }
        });
    };
    let sure = move || {
        asked.get().then(|| message(MessageKind::Warning, view! {
            <p>{tr(Msg::ElsewhereDeleteSure)}</p>
            <div class="actions">
                <button class="button button-danger" type="button" on:click=delete>{tr(Msg::ElsewhereDeleteYes)}</button>
                <button class="button button-quiet" type="button" on:click=move |_| asked.set(false)>{tr(Msg::RemoveNo)}</button>
            </div>
        }))
    };
    view! {
        <p class="hint">{tr(Msg::ElsewhereKept)}</p>
        <div class="actions">
            <a class="button button-quiet" href=Route::Elsewhere(Some(id)).href()>{tr(Msg::ElsewhereEdit)}</a>
            <button class="button button-quiet" type="button" on:click=move |_| asked.set(true)>{tr(Msg::ElsewhereDelete)}</button>
        </div>
        <div role="status">{sure}</div>
    }
}
