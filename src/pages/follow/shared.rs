//! The page of a family link: the state of the application, its stages and days, without account, name or number.

use super::days::{self, days_view};
use super::history::{self, Reporter};
use super::{checked, stages, standing};
use crate::app::App;
use crate::calendar;
use crate::components::{MessageKind, message, source};
use crate::i18n::{Msg, t, tr};
use crate::platform::clock;
use crate::platform::page::{self as window, EarlyHeadline, Hold};
use crate::platform::view::{Event, View, early_headline, view};
use crate::route::Route;
use crate::tracking::{Heard, Shared, Watch, reading};
use crate::words;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::edition::Edition;
use rules::event::Event as Reported;
use rules::id::DraftId;
use rules::time::Instant;
use rules::timeline::Timeline;
use std::cell::Cell;
use wire::answer::{RefusalCode, ServiceKind};
use wire::share::{MAX_NAME, SharedStatus};

/// The application as far as it is known.
#[derive(Clone, PartialEq)]
enum FamilyState {
    Looking,
    /// The phone's storage does not respond.
    StorageAway,
    /// This phone does not follow such an application.
    Nothing,
    /// The gateway does not know the link.
    Wrong,
    Revoked,
    /// No status has been received yet.
    Silent,
    Here(Box<FamilyModel>),
}

/// The data from which the page is rendered. While they are equal, nothing is rendered again.
#[derive(Clone, PartialEq)]
struct FamilyModel {
    status: SharedStatus,
    today: NaiveDate,
    calendar: String,
}

impl FamilyModel {
    fn of(status: &SharedStatus) -> Self {
        Self {
            // The time of the answer is shown elsewhere and must not cause another rendering.
            status: SharedStatus { as_of: Instant(0), ..status.clone() },
            today: clock::today(),
            calendar: calendar::current().version().to_owned(),
        }
    }

    fn timeline(&self) -> Timeline {
        let edition = Edition::by_id_or_in_force_on(&self.status.edition, self.today);
        let events: Vec<Reported> = self.status.events.iter().map(|record| record.event.clone()).collect();
        Timeline::new(self.status.service, edition, &calendar::current(), &events, self.today)
    }
}

/// The signals of the page.
#[derive(Clone, Copy)]
struct FamilyPage {
    id: DraftId,
    known: RwSignal<FamilyState>,
    label: RwSignal<String>,
    checked: RwSignal<Option<Instant>>,
    is_away: RwSignal<bool>,
    opened: days::OpenCalendars,
    /// The event stream, open while the page exists.
    watch: StoredValue<Option<Watch>, LocalStorage>,
}

pub fn view(id: DraftId) -> View {
    let page = FamilyPage {
        id,
        known: RwSignal::new(FamilyState::Looking),
        label: RwSignal::new(String::new()),
        checked: RwSignal::new(None),
        is_away: RwSignal::new(window::early_headline() == Some(EarlyHeadline::Kept)),
        opened: RwSignal::new(Vec::new()),
        watch: StoredValue::new_local(None),
    };
    page.refresh();
    page.listen();
    let hold = Cell::new(Some(Hold::new()));
    // A page that has been left does not refresh.
    window::on_return(move || {
        if page.known.try_with_untracked(|_| ()).is_some() {
            page.refresh();
        }
    });
    let title = Signal::derive(move || {
        t(page.known.with(|known| match known {
            FamilyState::Nothing => Msg::FollowNoneTitle,
            FamilyState::StorageAway => Msg::UnopenedStorageTitle,
            FamilyState::Wrong => Msg::SharedWrongTitle,
            FamilyState::Revoked => Msg::SharedRevokedTitle,
            FamilyState::Looking | FamilyState::Silent | FamilyState::Here(_) => Msg::SharedTitle,
        }))
    });
    let content = move || {
        let known = page.known.get();
        if known != FamilyState::Looking {
            drop(hold.take());
        }
        shown(page, known)
    };
    crate::components::page(title, Some(Route::Start), view! { {label(page)} {content} })
}

fn shown(page: FamilyPage, known: FamilyState) -> View {
    match known {
        FamilyState::Looking => view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> },
        FamilyState::Nothing => ask_again(Msg::SharedNoneText),
        FamilyState::Wrong => ask_again(Msg::SharedBroken),
        FamilyState::Revoked => revoked(page),
        FamilyState::StorageAway => view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
        FamilyState::Silent => {
            view! { {early_headline()} {away(page)} <p>{tr(Msg::FollowNotYet)}</p> {checked(page.checked, move || page.refresh())} {own(page)} }
        }
        FamilyState::Here(basis) => followed(page, &basis),
    }
}

impl FamilyPage {
    /// Shows the stored status, then asks the gateway.
    fn refresh(self) {
        spawn_local(async move {
            let found = Shared::find(self.id).await;
            if found.is_err() {
                self.become_known(FamilyState::StorageAway);
                return;
            }
            let Ok(Some(mut shared)) = found else {
                // Also if another tab removed it. The message about a wrong link stays.
                if self.known.try_with_untracked(|known| *known == FamilyState::Wrong) == Some(false) {
                    self.become_known(FamilyState::Nothing);
                }
                return;
            };
            if self.label.try_get_untracked().is_some_and(|label| label != shared.label) {
                self.label.try_set(shared.label.clone());
            }
            // If the static screen shows a newer text than the phone has stored, the page waits for the answer of the gateway.
            let is_older = !App::get().has_moved() && window::early_headline() == Some(EarlyHeadline::Fresh);
            if (shared.last.is_some() && !is_older) || shared.is_revoked() {
                self.show(&shared);
            }
            let failed = shared.refresh().await.err();
            self.is_away.try_set(failed.is_some());
            let is_unknown = failed.and_then(|error| error.code()) == Some(RefusalCode::Unauthorized);
            // A link that never showed anything was not copied completely, or is not one of ours.
            if is_unknown && shared.last.is_none() {
                self.become_known(FamilyState::Wrong);
                self.watch.try_set_value(None);
                // If deletion fails, the record leads to the same message again.
                let _ = Shared::forget(self.id).await;
            } else {
                self.show(&shared);
            }
        });
    }

    fn show(self, shared: &Shared) {
        self.checked.try_set(shared.last.as_ref().map(|(_, at)| *at));
        self.become_known(match &shared.last {
            _ if shared.is_revoked() => FamilyState::Revoked,
            Some((status, _)) => FamilyState::Here(Box::new(FamilyModel::of(status))),
            None => FamilyState::Silent,
        });
    }

    fn become_known(self, known: FamilyState) {
        if self.known.try_with_untracked(|before| *before == known) == Some(false) {
            self.known.try_set(known);
        }
    }

    fn listen(self) {
        spawn_local(async move {
            if let Ok(Some(shared)) = Shared::find(self.id).await {
                // If the page has been left meanwhile, the stream is dropped at once.
                self.watch.try_set_value(shared.watch(move |heard| self.heard(heard)));
            }
        });
    }

    fn heard(self, heard: Heard) {
        match heard {
            Heard::Changed => self.refresh(),
            Heard::Revoked => {
                self.known.try_set(FamilyState::Revoked);
                spawn_local(async move {
                    if let Ok(Some(mut shared)) = Shared::find(self.id).await {
                        shared.revoked().await;
                    }
                });
            }
        }
    }

    fn save_label(self, typed: String, done: RwSignal<bool>) {
        spawn_local(async move {
            let Ok(Some(shared)) = Shared::find(self.id).await else {
                done.try_set(false);
                return;
            };
            let label = typed.trim().to_owned();
            let kept = Shared { label: label.clone(), ..shared }.keep().await;
            self.label.try_set(label);
            done.try_set(kept.is_ok());
        });
    }

    fn forget(self) {
        spawn_local(async move {
            self.watch.try_set_value(None);
            if Shared::forget(self.id).await.is_ok() {
                App::get().replace(Route::Start);
            }
        });
    }
}

fn followed(page: FamilyPage, basis: &FamilyModel) -> View {
    match App::get().service_kind() {
        ServiceKind::Authority | ServiceKind::Trial => registered(page, basis),
        ServiceKind::Forwarding => forwarded(page, basis),
    }
}

/// Shows an application that the service has not yet forwarded to the authority: no term of the Rules runs.
fn forwarded(page: FamilyPage, basis: &FamilyModel) -> View {
    let timeline = basis.timeline();
    view! {
        {standing::first_line_for_family(&timeline.current, ServiceKind::Forwarding, basis.status.needed, page.id, page.checked)}
        {away(page)}
        <p class="caption">{tr(words::service(basis.status.service))}</p>
        <p>{tr(Msg::SharedAbout)}</p>
        <h2>{tr(Msg::FollowHistory)}</h2>
        {history::history(&basis.status.events, &timeline, Reporter::Operator)}
        {checked(page.checked, move || page.refresh())}
        {own(page)}
        <p class="hint">{tr(Msg::StartLaterActs)}</p>
    }
}

/// Shows an application with the terms that run from its registration.
fn registered(page: FamilyPage, basis: &FamilyModel) -> View {
    let timeline = basis.timeline();
    let run = &timeline.current;
    let stages: Vec<View> = run.stages.iter().map(|stage| stages::stage_view(*stage, page.opened)).collect();
    let has_stages = !stages.is_empty();
    view! {
        {standing::first_line_for_family(run, ServiceKind::Authority, basis.status.needed, page.id, page.checked)}
        {away(page)}
        <p class="caption">{tr(words::service(basis.status.service))}</p>
        <p>{tr(Msg::SharedAbout)}</p>
        {history::corrected_registration(&basis.status.events, run)}
        {has_stages.then(|| view! { <h2>{tr(Msg::FollowStages)}</h2><ol class="stages">{stages}</ol> })}
        {run.whole.map(|whole| view! {
            <h2>{tr(Msg::FollowWhole)}</h2>
            {has_stages.then(|| view! { <p>{tr(Msg::FollowTwoClocks)}</p> })}
            {whole.clock.provisional.then(|| view! { <p class="hint">{tr(Msg::FollowProvisional)}</p> })}
            {days_view(reading::WHOLE, page.opened, whole.clock)}
            {source(whole.citation)}
        })}
        <h2>{tr(Msg::FollowHistory)}</h2>
        {history::history(&basis.status.events, &timeline, Reporter::Authority)}
        {checked(page.checked, move || page.refresh())}
        {own(page)}
        <p class="hint">{tr(Msg::StartLaterActs)}</p>
    }
}

/// Shows the name that the reader gave to the application.
fn label(page: FamilyPage) -> View {
    let shown = move || {
        let label = page.label.get();
        (!label.is_empty()).then(|| view! { <p class="lede"><bdi>{label}</bdi></p> })
    };
    view! { {shown} }
}

fn ask_again(words: Msg) -> View {
    view! {
        <p>{tr(words)}</p>
        <p><a class="button" href=Route::SharedCode.href()>{tr(Msg::StartCode)}</a></p>
    }
}

fn revoked(page: FamilyPage) -> View {
    view! {
        {message(MessageKind::Warning, view! { <p role="alert">{tr(Msg::SharedRevokedText)}</p> })}
        {forget_button(page)}
    }
}

fn away(page: FamilyPage) -> View {
    let shown = move || {
        page.is_away.get().then(|| {
            message(
                MessageKind::Warning,
                view! { <p role="status">{move || standing::away_words(page.checked)}</p> },
            )
        })
    };
    view! { {shown} }
}

/// Shows the reader's own actions: naming the application and removing it from the phone.
fn own(page: FamilyPage) -> View {
    let typed = RwSignal::new(page.label.get_untracked());
    let done = RwSignal::new(false);
    let submit = move |event: Event| {
        event.prevent_default();
        page.save_label(typed.get_untracked(), done);
    };
    let write = move |event: Event| {
        done.set(false);
        typed.set(event_target_value(&event));
    };
    view! {
        <form class="link-form" novalidate on:submit=submit>
            <div class="field">
                <label for="shared-label">{tr(Msg::SharedLabel)}</label>
                <p class="hint" id="shared-label-hint">{tr(Msg::SharedLabelHint)}</p>
                <input class="input" id="shared-label" type="text" autocomplete="off" maxlength=MAX_NAME.to_string()
                    aria-describedby="shared-label-hint" prop:value=move || typed.get() on:input=write/>
            </div>
            <button class="button button-quiet" type="submit">{tr(Msg::SharedLabelSave)}</button>
            <div role="status">{move || done.get().then(|| view! { <p>{tr(Msg::SharedLabelSaved)}</p> })}</div>
        </form>
        {forget_button(page)}
    }
}

fn forget_button(page: FamilyPage) -> View {
    let asked = RwSignal::new(false);
    let sure = move || {
        asked.get().then(|| {
            message(
                MessageKind::Warning,
                view! {
                    <p>{tr(Msg::SharedForgetSure)}</p>
                    <div class="actions">
                        <button class="button button-danger" type="button" on:click=move |_| page.forget()>
                            {tr(Msg::SharedForgetYes)}
                        </button>
                        <button class="button button-quiet" type="button" on:click=move |_| asked.set(false)>
                            {tr(Msg::RemoveNo)}
                        </button>
                    </div>
                },
            )
        })
    };
    let press = move |_| {
        // A revoked link has nothing left to lose, so no question is asked.
        if page.known.with_untracked(|known| *known == FamilyState::Revoked) {
            page.forget();
        } else {
            asked.set(true);
        }
    };
    view! {
        <div class="actions">
            <button class="button button-quiet" type="button" on:click=press>{tr(Msg::SharedForget)}</button>
        </div>
        <div role="status">{sure}</div>
    }
}
