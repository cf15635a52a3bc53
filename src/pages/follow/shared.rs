//! The page of a family link: the state of the application, its stages and days, without account, name or number.

use super::history::Reporter;
use super::page::{FollowPage, FollowState, FollowView, StaleReason, checked, follow_page};
use super::standing;
use crate::app::App;
use crate::components::{MessageKind, message};
use crate::i18n::{Msg, tr};
use crate::platform::net::NetError;
use crate::platform::view::{Event, View, nothing, view};
use crate::route::Route;
use crate::signals::set_if_changed;
use crate::tracking::shared::SharedDetails;
use crate::tracking::{FollowSource, Followed, Shared};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;
use rules::timeline::WholeTerm;
use std::sync::Arc;
use wire::answer::RefusalCode;
use wire::share::MAX_NAME;

/// The signals that only this page has.
#[derive(Clone, Copy)]
pub struct FamilySignals {
    /// The name that the reader gave to the application; may be empty.
    label: RwSignal<String>,
}

type FamilyPage = FollowPage<Shared>;
type FamilyState = FollowState<SharedDetails>;
type FamilyFollowed = Followed<SharedDetails>;

pub fn view(id: DraftId) -> View {
    let family = FamilySignals { label: RwSignal::new(String::new()) };
    follow_page::<Shared>(id, family, |page, content| view! { {label(page)} {content} })
}

impl FollowView for Shared {
    type Extra = FamilySignals;

    fn title(state: &FamilyState) -> Msg {
        match state {
            FollowState::Unknown => Msg::FollowNoneTitle,
            FollowState::StorageAway => Msg::UnopenedStorageTitle,
            FollowState::WrongLink => Msg::SharedWrongTitle,
            FollowState::Revoked => Msg::SharedRevokedTitle,
            FollowState::Loading | FollowState::NoStatus | FollowState::Here(_) => Msg::SharedTitle,
        }
    }

    fn missing(page: FamilyPage, state: &FamilyState) -> View {
        match state {
            FollowState::WrongLink => ask_again(Msg::SharedBroken),
            FollowState::Revoked => revoked(page),
            FollowState::NoStatus => own(page),
            _ => ask_again(Msg::SharedNoneText),
        }
    }

    fn reporter(_: &SharedDetails) -> Reporter {
        Reporter::Gateway
    }

    fn first_line(page: FamilyPage, followed: &FamilyFollowed) -> View {
        let is_needed = followed.snapshot.details.is_needed;
        let (run, events) = (&followed.timeline.current, &followed.snapshot.events);
        standing::first_line_for_family(run, events, is_needed, page.id, page.checked)
    }

    fn about(_: FamilyPage, followed: &Arc<FamilyFollowed>) -> View {
        view! {
            <p class="caption">{tr(words::service(followed.snapshot.service))}</p>
            <p>{tr(Msg::SharedAbout)}</p>
        }
    }

    /// There are none: what is required is somebody else's task.
    fn actions(_: FamilyPage, _: &FamilyFollowed) -> View {
        nothing()
    }

    fn explanations(_: &WholeTerm) -> View {
        nothing()
    }

    fn after(page: FamilyPage, _: &FamilyFollowed) -> View {
        view! { {checked(page)} {own(page)} }
    }

    fn stale_reason(_: &NetError) -> StaleReason {
        StaleReason::Away
    }

    /// A link that never showed anything was not copied completely, or is not one of ours.
    async fn is_wrong(&self, error: &NetError) -> bool {
        let is_wrong = error.code() == Some(RefusalCode::Unauthorized) && self.last.is_none();
        if is_wrong {
            // If deletion fails, the record leads to the same message again.
            let _ = Self::forget(self.id).await;
        }
        is_wrong
    }

    fn loaded(&self, page: FamilyPage) {
        set_if_changed(page.extra.label, self.label.clone());
    }
}

impl FamilyPage {
    fn save_label(self, typed: String, done: RwSignal<bool>) {
        spawn_local(async move {
            let Ok(Some(shared)) = Shared::find(self.id).await else {
                done.set(false);
                return;
            };
            let label = typed.trim().to_owned();
            let kept = Shared { label: label.clone(), ..shared }.keep().await;
            self.extra.label.set(label);
            done.set(kept.is_ok());
        });
    }

    fn forget(self) {
        spawn_local(async move {
            self.stop_listening();
            if Shared::forget(self.id).await.is_ok() {
                App::get().replace(Route::Start);
            }
        });
    }
}

/// Shows the name that the reader gave to the application.
fn label(page: FamilyPage) -> View {
    let shown = move || {
        let label = page.extra.label.get();
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

/// Shows the reader's own actions: naming the application and removing it from the phone.
fn own(page: FamilyPage) -> View {
    let typed = RwSignal::new(page.extra.label.get_untracked());
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
        if page.state.with_untracked(|state| *state == FollowState::Revoked) {
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
