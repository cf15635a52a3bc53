//! The start page: what the service is, what is stored on this phone, and how to begin.

use crate::app::App;
use crate::components::{MessageKind, message, page as page_frame, term};
use crate::draft::{self, DraftListItem, NotCreated, today};
use crate::i18n::{Help, Msg, dated, plural, t, text, tr};
use crate::lazy;
use crate::platform::page::{self, Hold};
use crate::platform::view::{View, nothing, view};
use crate::platform::{files, storage};
use crate::route::{Route, Step};
use crate::tracking::Tracked;
use crate::tracking::shared::SharedLine;
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;
use rules::service::Service;
use wire::answer::ServiceKind;
use wire::stored::StoredDraft;

/// The data stored on the phone, once they have been loaded.
#[derive(Clone, Default)]
struct PhoneContents {
    drafts: Vec<StoredDraft>,
    unreadable: Vec<String>,
    sent: Vec<Tracked>,
    /// Applications of other people, followed with a family link.
    shared: Vec<SharedLine>,
    storage_away: bool,
    /// All existing drafts, including those that were sent.
    there: Vec<DraftId>,
    /// True if drafts that were on this phone are gone although the person did not delete them.
    lost: bool,
}

impl PhoneContents {
    fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.sent.is_empty() && self.unreadable.is_empty() && self.shared.is_empty()
    }
}

async fn look() -> PhoneContents {
    let mut kept = PhoneContents::default();
    match (Tracked::all().await, SharedLine::all().await) {
        (Ok(sent), Ok(shared)) => (kept.sent, kept.shared) = (sent, shared),
        _ => kept.storage_away = true,
    }
    match draft::list().await {
        Ok(listed) => {
            for line in listed {
                match line {
                    DraftListItem::Readable(draft) => {
                        kept.there.push(draft.id);
                        // A sent draft is listed with the sent applications.
                        if draft.number.is_none() {
                            kept.drafts.push(*draft);
                        }
                    }
                    DraftListItem::Unreadable(json) => kept.unreadable.push(json),
                }
            }
            // An unreadable draft may be any of the missing ones.
            let missed = draft::kept().iter().filter(|id| !kept.there.contains(id)).count();
            kept.lost = missed > kept.unreadable.len();
            kept.there.iter().copied().for_each(draft::remember_draft_id);
        }
        Err(_) => kept.storage_away = true,
    }
    kept
}

pub fn view() -> View {
    let app = App::get();
    let kept = RwSignal::new(None::<PhoneContents>);
    let starting = Starting::new();
    match page::take_query("begin").as_deref() {
        Some("grant") => starting.begin(Some(Service::Grant), Step::Eligibility),
        Some("other") => starting.begin(None, Step::Service),
        _ => {}
    }
    let hold = Hold::new();
    spawn_local(async move {
        if let Some(keeper) = app.keeper_untracked() {
            (keeper.save)().await;
        }
        let found = look().await;
        storage::set_kept(!found.is_empty() || found.storage_away || found.lost);
        kept.set(Some(found));
        drop(hold);
    });
    // Only the authority itself takes applications; elsewhere one is prepared.
    let title = Signal::derive(move || match app.service_kind() {
        ServiceKind::Authority => t(Msg::StartTitleOfficial),
        ServiceKind::Forwarding | ServiceKind::Trial => t(Msg::StartTitle),
    });
    page_frame(
        title,
        None,
        view! {
            <p class="lede">{tr(Msg::StartLede)}</p>
            {back_to_photo()}
            {move || kept.get().map(|kept| view! { {kept_view(kept)} {ways_in(starting)} })}
        },
    )
}

/// State of beginning an application.
#[derive(Clone, Copy)]
struct Starting {
    /// Set while a draft is being created, so that a second press does not create another one.
    is_under_way: StoredValue<bool>,
    failed: RwSignal<Option<NotStarted>>,
}

impl Starting {
    fn new() -> Self {
        Self { is_under_way: StoredValue::new(false), failed: RwSignal::new(None) }
    }

    /// Creates a draft and opens its first page.
    fn begin(self, service: Option<Service>, step: Step) {
        if self.is_under_way.get_value() {
            return;
        }
        self.is_under_way.set_value(true);
        let hold = Hold::new();
        spawn_local(async move {
            let why = match lazy::creation().await {
                Ok(create) => match create(service).await {
                    Ok(id) => {
                        App::get().go(Route::Draft(id, step));
                        return drop(hold);
                    }
                    Err(why) => NotStarted::NotCreated(why),
                },
                Err(_) => NotStarted::NotLoaded,
            };
            self.is_under_way.set_value(false);
            self.failed.set(Some(why));
        });
    }
}

/// Shows what the service is and every way to begin. It appears together with the stored drafts, which would push it down
/// otherwise. `index.html` has the same for the static screen.
fn ways_in(starting: Starting) -> View {
    let failed = starting.failed;
    view! {
        <ul class="facts">
            <li>{tr(Msg::StartFactTerm)}</li>
            <li>{tr(Msg::StartFactFree)}</li>
            <li>{tr(Msg::StartFactPhone)}</li>
            <li>{tr(Msg::StartFactCheck)}</li>
        </ul>
        <button class="button" type="button" on:click=move |_| starting.begin(Some(Service::Grant), Step::Eligibility)>
            {tr(Msg::StartButton)}
        </button>
        {move || failed.get().map(|why| message(MessageKind::Problem, not_started(why)))}
        {term(Help::KandasStatus, Msg::TermsKandasStatus)}
        <p>
            <button class="link" type="button" on:click=move |_| starting.begin(None, Step::Service)>
                {tr(Msg::StartOthers)}
            </button>
        </p>
        <p class="needs-gateway"><a href=Route::Recover.href()>{tr(Msg::StartRecover)}</a></p>
        <p class="needs-gateway"><a href=Route::SharedCode.href()>{tr(Msg::StartCode)}</a></p>
        <p><a href=Route::Elsewhere(None).href()>{tr(Msg::StartElsewhere)}</a></p>
        <p><a href=Route::Import.href()>{tr(Msg::StartImport)}</a></p>
        <p class="hint">{tr(Msg::StartLaterActs)}</p>
    }
}

/// Reasons why no application was begun.
#[derive(Clone, Copy)]
enum NotStarted {
    NotCreated(NotCreated),
    /// The first questions could not be loaded.
    NotLoaded,
}

fn not_started(why: NotStarted) -> View {
    match why {
        NotStarted::NotLoaded => view! { <p role="alert">{tr(Msg::MissingText)}</p> },
        NotStarted::NotCreated(NotCreated::NoRandom) => {
            view! { <p role="alert">{tr(Msg::StartNoRandom)}</p> }
        }
        NotStarted::NotCreated(NotCreated::Unsaved(other)) => view! {
            <p role="alert">{tr(Msg::SavedBlocked)}</p>
            <p><a href=Route::Draft(other, Step::Eligibility).href()>{tr(Msg::SavedBack)}</a></p>
        },
    }
}

/// Returns a link back to the photo page if the phone closed the page while its camera was open.
fn back_to_photo() -> Option<View> {
    let href = storage::get(storage::Key::Dialog)?;
    let is_ours = matches!(Route::parse(&href), Route::Draft(_, Step::Document(_)));
    is_ours.then(|| view! { <p><a href=href>{tr(Msg::StartPhoto)}</a></p> })
}

fn kept_view(kept: PhoneContents) -> View {
    if kept.is_empty() && !kept.storage_away && !kept.lost {
        return nothing();
    }
    let lost = kept.lost.then(|| lost_view(kept.there));
    let drafts = kept.drafts.into_iter().map(|stored| {
        let saved = stored.saved_at.in_astana();
        let open = u32::try_from(today::problems(&stored.draft).len()).unwrap_or(u32::MAX);
        let (id, href) = (stored.id, Route::Draft(stored.id, Step::Tasks).href());
        let hint = move || {
            let left = if open == 0 { t(Msg::TasksDone) } else { plural(Msg::TasksOpen, open, &[]) };
            let saved = saved.map(|(day, _)| dated(Msg::StartSavedOn, &[("date", day)], &[]));
            saved.into_iter().chain([left]).collect::<Vec<_>>().join(" · ")
        };
        view! {
            <li class="task">
                <a href=href><bdi>{move || words::draft_name(&stored)}</bdi></a>
                <a class="task-action" href=Route::Draft(id, Step::Keep).href()>{tr(Msg::StartKeep)}</a>
                <span class="task-hint">{hint}</span>
            </li>
        }
    });
    let sent = kept.sent.into_iter().map(|tracked| {
        let number = tracked.receipt.number.clone();
        let service = tracked.last.as_ref().map(|(status, _)| words::service(status.service));
        view! {
            <li class="task">
                <a href=Route::Follow(tracked.id).href()>
                    {move || match number.as_str() {
                        "" => t(Msg::StartElsewhereKept),
                        number => text(Msg::StartNumber, &[("number", number)]),
                    }}
                </a>
                <span class="task-hint">{move || service.map(t)}</span>
            </li>
        }
    });
    let shared = kept.shared.into_iter().map(|shared| {
        let label = shared.label;
        view! {
            <li class="task">
                <a href=Route::Shared(shared.id).href()>
                    <bdi>{move || if label.is_empty() { t(Msg::StartShared) } else { label.clone() }}</bdi>
                </a>
            </li>
        }
    });
    let unreadable = kept.unreadable.into_iter().map(|json| {
        view! {
            <li class="task">
                <span>{tr(Msg::StartUnreadable)}</span>
                <button class="button button-quiet" type="button"
                    on:click=move |_| files::save_text("qandas-draft.json", &json)>
                    {tr(Msg::SavedToFile)}
                </button>
            </li>
        }
    });
    view! {
        <section class="kept">
            <h2>{tr(Msg::StartKept)}</h2>
            {lost}
            {kept.storage_away.then(|| message(MessageKind::Problem, view! { <p>{tr(Msg::UnopenedStorageText)}</p> }))}
            <ul class="tasks">{drafts.collect::<Vec<View>>()}{sent.collect::<Vec<View>>()}{shared.collect::<Vec<View>>()}{unreadable.collect::<Vec<View>>()}</ul>
        </section>
    }
}

/// Says that a draft that existed is gone and how it may be restored, instead of pretending that there had been none.
fn lost_view(there: Vec<DraftId>) -> View {
    let is_shown = RwSignal::new(true);
    let accept = move |_| {
        draft::acknowledge_eviction(&there);
        is_shown.set(false);
    };
    let accept = StoredValue::new(accept);
    let words = move || {
        is_shown.get().then(|| {
            message(
                MessageKind::Problem,
                view! {
                    <p role="alert">{tr(Msg::UnopenedLostText)}</p>
                    <button class="button button-quiet" type="button" on:click=move |event| accept.with_value(|accept| accept(event))>
                        {tr(Msg::StartAcceptLoss)}
                    </button>
                },
            )
        })
    };
    view! { {words} }
}
