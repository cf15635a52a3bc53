//! Ending a sent application: withdrawing it, then deleting it at the gateway and on this phone.

use crate::app::App;
use crate::calendar;
use crate::components::{MessageKind, care_page, heading, message};
use crate::i18n::{Care, Msg, tr};
use crate::platform::net::NetError;
use crate::platform::page;
use crate::platform::view::{View, nothing, view};
use crate::route::Route;
use crate::tracking::{FollowSource, Tracked, ending};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;
use rules::timeline::Standing;
use wire::answer::RefusalCode;

/// The state of the application as far as ending it is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EndingState {
    Looking,
    /// The phone's storage does not respond.
    StorageAway,
    /// This phone has no such application, or it was made elsewhere.
    Nothing,
    Running,
    /// Withdrawn or decided, so that it can be deleted.
    Ended,
    Deleted,
    /// Deleted at the gateway, but the copy on the phone could not be deleted.
    DeletedThere,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EndingAction {
    Withdraw,
    Delete,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EndingError {
    Away,
    Refused,
    /// The phone's storage does not respond.
    Storage,
}

#[derive(Clone, Copy)]
struct EndingPage {
    id: DraftId,
    stage: RwSignal<EndingState>,
    asked: RwSignal<Option<EndingAction>>,
    withdrawn: RwSignal<bool>,
    trouble: RwSignal<Option<EndingError>>,
    busy: RwSignal<bool>,
}

pub fn view(id: DraftId) -> View {
    let ending = EndingPage {
        id,
        stage: RwSignal::new(EndingState::Looking),
        asked: RwSignal::new(None),
        withdrawn: RwSignal::new(false),
        trouble: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    ending.look();
    care_page(heading(Msg::FollowEnding), Some(Route::Follow(id)), move || {
        view! {
            {move || ending.withdrawn.get().then(|| message(MessageKind::Success, view! { <p role="status">{Care::EndingWithdrawn}</p> }))}
            {move || ending.trouble.get().map(trouble)}
            {move || match ending.stage.get() {
                EndingState::Looking => view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> },
                EndingState::StorageAway => view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
                EndingState::Nothing => view! { <p>{tr(Msg::FollowNoneTitle)}</p> },
                EndingState::Running => running(ending),
                EndingState::Ended => ended(ending),
                EndingState::Deleted => deleted(Care::EndingDeleted),
                EndingState::DeletedThere => deleted(Care::EndingDeletedThere),
            }}
        }
    })
}

impl EndingPage {
    fn look(self) {
        spawn_local(async move {
            let stage = match Tracked::find(self.id).await {
                Err(_) => EndingState::StorageAway,
                Ok(Some(mut tracked)) if tracked.elsewhere.is_none() => {
                    // If the gateway cannot be reached, its last known answer applies; the gateway decides when a button is
                    // pressed.
                    let heard = tracked.refresh().await;
                    let is_gone = heard.is_err_and(|error| error.code() == Some(RefusalCode::Gone));
                    if is_gone || is_ended(&tracked) { EndingState::Ended } else { EndingState::Running }
                }
                Ok(_) => EndingState::Nothing,
            };
            self.stage.set(stage);
        });
    }

    fn ask(self, act: EndingAction) {
        self.withdrawn.set(false);
        self.trouble.set(None);
        self.asked.set(Some(act));
        page::after_render(|| page::focus_field("ending-ask"));
    }

    fn act(self, act: EndingAction) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let result = match Tracked::find(self.id).await {
                Ok(Some(tracked)) => self.carry_out(act, &tracked).await.map_err(|error| match error {
                    NetError::Unreachable | NetError::Unintelligible(_) => EndingError::Away,
                    NetError::Refused(_) => EndingError::Refused,
                }),
                Ok(None) => Ok(EndingState::Nothing),
                Err(_) => Err(EndingError::Storage),
            };
            self.busy.set(false);
            self.asked.set(None);
            match result {
                Ok(stage) => {
                    self.withdrawn.set(act == EndingAction::Withdraw);
                    self.stage.set(stage);
                }
                Err(trouble) => {
                    self.trouble.set(Some(trouble));
                    if trouble == EndingError::Refused {
                        self.look();
                    }
                }
            }
            page::after_render(|| page::focus_from_top("heading"));
        });
    }

    async fn carry_out(self, act: EndingAction, tracked: &Tracked) -> Result<EndingState, NetError> {
        match act {
            EndingAction::Withdraw => ending::withdraw(tracked).await.map(|()| EndingState::Ended),
            EndingAction::Delete => {
                ending::delete(tracked).await?;
                let is_gone = App::get().editor.forget_sent(self.id).await.is_ok();
                Ok(if is_gone { EndingState::Deleted } else { EndingState::DeletedThere })
            }
        }
    }
}

/// Returns whether the application has ended, as far as this phone knows.
fn is_ended(tracked: &Tracked) -> bool {
    tracked.snapshot().is_some_and(|snapshot| {
        matches!(
            snapshot.timeline(&calendar::current()).current.standing,
            Standing::Withdrawn | Standing::Granted | Standing::Refused | Standing::RefusedToAccept
        )
    })
}

fn trouble(trouble: EndingError) -> View {
    let words = match trouble {
        EndingError::Away => Care::EndingAway,
        EndingError::Refused => Care::EndingNotNow,
        EndingError::Storage => {
            return message(
                MessageKind::Problem,
                view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
            );
        }
    };
    message(MessageKind::Problem, view! { <p role="alert">{words}</p> })
}

fn running(ending: EndingPage) -> View {
    view! {
        <h2>{Care::EndingWithdrawTitle}</h2>
        <p>{Care::EndingWithdrawText}</p>
        {question(ending, EndingAction::Withdraw, Care::EndingWithdrawButton, Care::EndingWithdrawAsk, Care::EndingWithdrawYes)}
        <h2>{Care::EndingDeleteTitle}</h2>
        <p>{Care::EndingDeleteFirst}</p>
    }
}

fn ended(ending: EndingPage) -> View {
    view! {
        <h2>{Care::EndingDeleteTitle}</h2>
        <p>{Care::EndingDeleteText}</p>
        <p>{Care::EndingDeleteOthers}</p>
        {question(ending, EndingAction::Delete, Care::EndingDeleteButton, Care::EndingDeleteAsk, Care::EndingDeleteYes)}
    }
}

fn deleted(words: Care) -> View {
    view! {
        {message(MessageKind::Success, view! { <p role="status">{words}</p> })}
        <p><a class="button button-quiet" href=Route::Start.href()>{tr(Msg::ShellToStart)}</a></p>
    }
}

/// Shows the button, and after it is pressed a confirmation question in its place.
fn question(ending: EndingPage, act: EndingAction, button: Care, ask: Care, yes: Care) -> View {
    let content = move || match ending.asked.get() {
        Some(asked) if asked == act => view! {
            <div class="message message-warning field" id="ending-ask" role="group" aria-labelledby="ending-question">
                <p id="ending-question">{ask}</p>
                <div class="actions">
                    <button class="button button-quiet" type="button" on:click=move |_| ending.asked.set(None)>{tr(Msg::RemoveNo)}</button>
                    <button class="button button-danger" type="button" aria-disabled=move || ending.busy.get().then_some("true")
                        on:click=move |_| ending.act(act)>{yes}</button>
                </div>
            </div>
        },
        Some(_) => nothing(),
        None => view! {
            <button class="button button-danger" type="button" on:click=move |_| ending.ask(act)>{button}</button>
        },
    };
    view! { {content} }
}
