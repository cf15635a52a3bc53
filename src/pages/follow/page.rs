//! The page of a followed application: loading, asking the gateway, and the parts that all readers see.

use super::days::{self, OpenCalendars};
use super::history::{self, Reporter};
use super::{stages, standing};
use crate::app::App;
use crate::calendar;
use crate::components::{self, MessageKind, message, source};
use crate::i18n::{Msg, clock_face, dated, t, tr};
use crate::platform::net::NetError;
use crate::platform::page::{self, EarlyHeadline, Hold};
use crate::platform::view::{View, early_headline, view};
use crate::route::Route;
use crate::signals::set_if_changed;
use crate::tracking::{FollowSource, Followed, Heard, Snapshot, Watch, reading};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;
use rules::time::Instant;
use rules::timeline::{Proceeding, WholeTerm};
use std::cell::Cell;
use std::sync::Arc;

/// The application as far as it is known.
#[derive(Clone, PartialEq)]
pub enum FollowState<D: PartialEq> {
    Loading,
    /// The phone's storage does not respond.
    StorageAway,
    /// This phone does not follow such an application.
    Unknown,
    /// The gateway does not know the link.
    WrongLink,
    /// The family link was revoked.
    Revoked,
    /// No status has been received yet.
    NoStatus,
    Here(Arc<Followed<D>>),
}

/// Reasons why the shown data may be out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaleReason {
    Away,
    /// The gateway answers but does not know the number, or not for this key.
    Unknown,
    /// The application was deleted at the gateway.
    Deleted,
}

/// What the pages of the two sources have each for itself.
pub trait FollowView: FollowSource {
    /// Signals that only the page of this source has.
    type Extra: Copy + 'static;

    /// Returns the title of the page.
    fn title(state: &FollowState<Self::Details>) -> Msg;

    /// Shows the page without an application.
    fn missing(page: FollowPage<Self>, state: &FollowState<Self::Details>) -> View;

    /// Returns the source of the reports.
    fn reporter(details: &Self::Details) -> Reporter;

    /// Shows the first line.
    fn first_line(page: FollowPage<Self>, followed: &Followed<Self::Details>) -> View;

    /// Shows which application this is, below the first line.
    fn about(page: FollowPage<Self>, followed: &Arc<Followed<Self::Details>>) -> View;

    /// Shows what the reader can do about the present state.
    fn actions(page: FollowPage<Self>, followed: &Followed<Self::Details>) -> View;

    /// Shows the explanations of the whole term.
    fn explanations(whole: &WholeTerm) -> View;

    /// Shows what follows the history.
    fn after(page: FollowPage<Self>, followed: &Followed<Self::Details>) -> View;

    /// Returns why a failed request leaves the shown data out of date.
    fn stale_reason(error: &NetError) -> StaleReason;

    /// Returns whether the failure shows that the gateway never knew this application. Then nothing of it is kept.
    async fn is_wrong(&self, _error: &NetError) -> bool {
        false
    }

    /// Corrects what an earlier version of the gateway reported.
    fn interpret(snapshot: Snapshot<Self::Details>) -> Snapshot<Self::Details> {
        snapshot
    }

    /// Takes what was loaded from the phone into the page's own signals.
    fn loaded(&self, _page: FollowPage<Self>) {}

    /// Prepares what must appear together with the application.
    async fn before_shown(_page: FollowPage<Self>, _followed: &Followed<Self::Details>) {}

    /// Starts what may appear later.
    fn after_shown(_page: FollowPage<Self>) {}
}

/// The signals of the page. Each part is a signal of its own, so a refresh without news changes nothing.
pub struct FollowPage<S: FollowView> {
    pub id: DraftId,
    pub state: RwSignal<FollowState<S::Details>>,
    /// The time of the gateway's last answer.
    pub checked: RwSignal<Option<Instant>>,
    pub opened: OpenCalendars,
    pub extra: S::Extra,
    stale: RwSignal<Option<StaleReason>>,
    /// The event stream, open while the page exists.
    watch: StoredValue<Option<Watch>, LocalStorage>,
}

// Derived implementations would require that the source itself can be copied.
impl<S: FollowView> Clone for FollowPage<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: FollowView> Copy for FollowPage<S> {}

/// Makes the page of the application with this id. `wrap` puts its content into the page.
pub fn follow_page<S: FollowView>(
    id: DraftId,
    extra: S::Extra,
    wrap: impl FnOnce(FollowPage<S>, View) -> View,
) -> View {
    let is_kept = page::early_headline() == Some(EarlyHeadline::Kept);
    let page = FollowPage::<S> {
        id,
        state: RwSignal::new(FollowState::Loading),
        checked: RwSignal::new(None),
        opened: RwSignal::new(Vec::new()),
        extra,
        stale: RwSignal::new(is_kept.then_some(StaleReason::Away)),
        watch: StoredValue::new_local(None),
    };
    page.refresh();
    page.listen();
    let hold = Cell::new(Some(Hold::new()));
    // A page that has been left does not refresh.
    page::on_return(move || {
        if page.state.try_with_untracked(|_| ()).is_some() {
            page.refresh();
        }
    });
    let title = Signal::derive(move || t(page.state.with(S::title)));
    let content = move || {
        let state = page.state.get();
        if state != FollowState::Loading {
            drop(hold.take());
        }
        shown(page, &state)
    };
    components::page(title, Some(Route::Start), wrap(page, view! { {content} }))
}

fn shown<S: FollowView>(page: FollowPage<S>, state: &FollowState<S::Details>) -> View {
    match state {
        FollowState::Loading => view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> },
        FollowState::StorageAway => view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
        FollowState::NoStatus => view! {
            {early_headline()}
            {stale(page)}
            <p>{tr(Msg::FollowNotYet)}</p>
            {checked(page)}
            {S::missing(page, state)}
        },
        FollowState::Unknown | FollowState::WrongLink | FollowState::Revoked => S::missing(page, state),
        FollowState::Here(followed) => application(page, followed),
    }
}

/// Shows the application. Terms of the Rules are shown only from its registration on.
fn application<S: FollowView>(page: FollowPage<S>, followed: &Arc<Followed<S::Details>>) -> View {
    let Followed { snapshot, timeline } = &**followed;
    let run = &timeline.current;
    let is_registered = !run.is_unregistered();
    view! {
        {S::first_line(page, followed)}
        {stale(page)}
        {S::about(page, followed)}
        {is_registered.then(|| history::corrected_registration(&snapshot.events, run))}
        {S::actions(page, followed)}
        {is_registered.then(|| terms::<S>(page.opened, run))}
        <h2>{tr(Msg::FollowHistory)}</h2>
        {history::history(&snapshot.events, timeline, S::reporter(&snapshot.details))}
        {S::after(page, followed)}
        <p class="hint">{tr(Msg::StartLaterActs)}</p>
    }
}

/// Shows the stages and the whole term, which are two clocks.
fn terms<S: FollowView>(opened: OpenCalendars, run: &Proceeding) -> View {
    let stages: Vec<View> = run.stages.iter().map(|stage| stages::stage_view(*stage, opened)).collect();
    let has_stages = !stages.is_empty();
    view! {
        {has_stages.then(|| view! { <h2>{tr(Msg::FollowStages)}</h2><ol class="stages">{stages}</ol> })}
        {run.whole.map(|whole| view! {
            <h2>{tr(Msg::FollowWhole)}</h2>
            {has_stages.then(|| view! { <p>{tr(Msg::FollowTwoClocks)}</p> })}
            {whole.clock.provisional.then(|| view! { <p class="hint">{tr(Msg::FollowProvisional)}</p> })}
            {days::days_view(reading::WHOLE, opened, whole.clock)}
            {source(whole.citation)}
            {(!has_stages).then(|| source(whole.starting_point))}
            {S::explanations(&whole)}
        })}
    }
}

fn stale<S: FollowView>(page: FollowPage<S>) -> View {
    let words = move |reason: StaleReason| match reason {
        StaleReason::Unknown => t(Msg::FollowUnknown),
        StaleReason::Deleted => t(Msg::FollowDeleted),
        StaleReason::Away => standing::away_words(page.checked),
    };
    let shown = move || {
        page.stale.get().map(|reason| {
            message(MessageKind::Warning, view! { <p role="status">{move || words(reason)}</p> })
        })
    };
    view! { {shown} }
}

/// Shows when the gateway was last asked, and a button to ask again.
pub fn checked<S: FollowView>(page: FollowPage<S>) -> View {
    let words = move || {
        page.checked.get().and_then(Instant::in_astana).map(|(day, minute)| {
            let time = clock_face(u32::from(minute / 60), u32::from(minute % 60));
            dated(Msg::FollowChecked, &[("date", day)], &[("time", &time)])
        })
    };
    view! {
        <p class="hint">{words}</p>
        <button class="button button-quiet" type="button" on:click=move |_| page.refresh()>{tr(Msg::FollowAgain)}</button>
    }
}

impl<S: FollowView> FollowPage<S> {
    /// Shows the stored status, then asks the gateway.
    pub fn refresh(self) {
        spawn_local(async move {
            let mut source = match S::find(self.id).await {
                Ok(Some(source)) => source,
                Ok(None) => {
                    // Also if another tab removed it. The message about a wrong link stays.
                    if self.state.try_with_untracked(|state| *state == FollowState::WrongLink) == Some(false)
                    {
                        self.become_known(FollowState::Unknown);
                    }
                    return;
                }
                Err(_) => return self.become_known(FollowState::StorageAway),
            };
            source.loaded(self);
            // If the static screen shows a newer text than the phone has stored, the page waits for the answer of the gateway.
            let is_older = !App::get().has_moved() && page::early_headline() == Some(EarlyHeadline::Fresh);
            if (source.answered_at().is_some() && !is_older) || source.is_revoked() {
                self.show(&source).await;
            }
            let failed = source.refresh().await.err();
            self.stale.set(failed.as_ref().map(S::stale_reason));
            if let Some(error) = &failed
                && source.is_wrong(error).await
            {
                self.stop_listening();
                return self.become_known(FollowState::WrongLink);
            }
            self.show(&source).await;
        });
    }

    async fn show(self, source: &S) {
        self.checked.set(source.answered_at());
        let before = self.state.try_with_untracked(|state| match state {
            FollowState::Here(followed) => Some(followed.clone()),
            _ => None,
        });
        let state = match source.snapshot().map(S::interpret) {
            _ if source.is_revoked() => FollowState::Revoked,
            None => FollowState::NoStatus,
            Some(snapshot) => {
                let followed = Followed::update(before.flatten(), snapshot, &calendar::current());
                S::before_shown(self, &followed).await;
                FollowState::Here(followed)
            }
        };
        self.become_known(state);
        S::after_shown(self);
    }

    fn become_known(self, state: FollowState<S::Details>) {
        set_if_changed(self.state, state);
    }

    fn listen(self) {
        spawn_local(async move {
            if let Ok(Some(source)) = S::find(self.id).await {
                // If the page has been left meanwhile, the stream is dropped at once.
                self.watch.set_value(source.watch(move |heard| self.heard(heard)));
            }
        });
    }

    pub fn stop_listening(self) {
        self.watch.set_value(None);
    }

    fn heard(self, heard: Heard) {
        match heard {
            Heard::Changed => self.refresh(),
            Heard::Revoked => {
                self.become_known(FollowState::Revoked);
                spawn_local(async move {
                    if let Ok(Some(mut source)) = S::find(self.id).await {
                        source.revoke().await;
                    }
                });
            }
        }
    }
}
