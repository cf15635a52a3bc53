//! Ending a sent application: withdrawing it, and then having it deleted at the service and on this phone.

use crate::app::App;
use crate::components::{MessageKind, care_page, heading, message};
use crate::i18n::{Care, Msg, tr};
use crate::platform::net::NetError;
use crate::platform::view::{View, nothing, view};
use crate::platform::{clock, page};
use crate::route::Route;
use crate::tracking::{Tracked, ending, timeline_of};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;
use rules::timeline::Standing;
use wire::answer::RefusalCode;

/// What may be done now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Looking,
    /// The phone's storage does not answer.
    StorageAway,
    /// This phone has no such application, or it was made elsewhere.
    Nothing,
    Running,
    /// Withdrawn, or decided: it can be deleted.
    Ended,
    Deleted,
    /// Deleted at the service; the phone would not let go of its copy.
    DeletedThere,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Withdraw,
    Delete,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Away,
    Refused,
    /// The phone's storage does not answer.
    Storage,
}

#[derive(Clone, Copy)]
struct Page {
    id: DraftId,
    stage: RwSignal<Stage>,
    asked: RwSignal<Option<Act>>,
    withdrawn: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    busy: RwSignal<bool>,
}

pub fn view(id: DraftId) -> View {
    let ending = Page {
        id,
        stage: RwSignal::new(Stage::Looking),
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
                Stage::Looking => view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> },
                Stage::StorageAway => view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
                Stage::Nothing => view! { <p>{tr(Msg::FollowNoneTitle)}</p> },
                Stage::Running => running(ending),
                Stage::Ended => ended(ending),
                Stage::Deleted => deleted(Care::EndingDeleted),
                Stage::DeletedThere => deleted(Care::EndingDeletedThere),
            }}
        }
    })
}

impl Page {
    fn look(self) {
        spawn_local(async move {
            let stage = match Tracked::find(self.id).await {
                Err(_) => Stage::StorageAway,
                Ok(Some(mut tracked)) if tracked.elsewhere.is_none() => {
                    // Without the gateway what it said last holds; it has the last word when something is pressed.
                    let heard = tracked.refresh().await;
                    let is_gone = heard.is_err_and(|error| error.code() == Some(RefusalCode::Gone));
                    if is_gone || is_ended(&tracked) { Stage::Ended } else { Stage::Running }
                }
                Ok(_) => Stage::Nothing,
            };
            self.stage.try_set(stage);
        });
    }

    fn ask(self, act: Act) {
        self.withdrawn.set(false);
        self.trouble.set(None);
        self.asked.set(Some(act));
        page::after_render(|| page::focus_field("ending-ask"));
    }

    fn act(self, act: Act) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let result = match Tracked::find(self.id).await {
                Ok(Some(tracked)) => self.carry_out(act, &tracked).await.map_err(|error| match error {
                    NetError::Unreachable | NetError::Unintelligible(_) => Trouble::Away,
                    NetError::Refused(_) => Trouble::Refused,
                }),
                Ok(None) => Ok(Stage::Nothing),
                Err(_) => Err(Trouble::Storage),
            };
            self.busy.try_set(false);
            self.asked.try_set(None);
            match result {
                Ok(stage) => {
                    self.withdrawn.try_set(act == Act::Withdraw);
                    self.stage.try_set(stage);
                }
                Err(trouble) => {
                    self.trouble.try_set(Some(trouble));
                    if trouble == Trouble::Refused {
                        self.look();
                    }
                }
            }
            page::after_render(|| page::focus_from_top("heading"));
        });
    }

    async fn carry_out(self, act: Act, tracked: &Tracked) -> Result<Stage, NetError> {
        match act {
            Act::Withdraw => ending::withdraw(tracked).await.map(|()| Stage::Ended),
            Act::Delete => {
                ending::delete(tracked).await?;
                let is_gone = App::get().desk.forget_sent(self.id).await.is_ok();
                Ok(if is_gone { Stage::Deleted } else { Stage::DeletedThere })
            }
        }
    }
}

/// Whether nobody works on it any more, as far as was heard.
fn is_ended(tracked: &Tracked) -> bool {
    let standing = |status| timeline_of(status, clock::today()).current.standing;
    tracked.last.as_ref().is_some_and(|(status, _)| {
        matches!(
            standing(status),
            Standing::Withdrawn | Standing::Granted | Standing::Refused | Standing::RefusedToAccept
        )
    })
}

fn trouble(trouble: Trouble) -> View {
    let words = match trouble {
        Trouble::Away => Care::EndingAway,
        Trouble::Refused => Care::EndingNotNow,
        Trouble::Storage => {
            return message(
                MessageKind::Problem,
                view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
            );
        }
    };
    message(MessageKind::Problem, view! { <p role="alert">{words}</p> })
}

fn running(ending: Page) -> View {
    view! {
        <h2>{Care::EndingWithdrawTitle}</h2>
        <p>{Care::EndingWithdrawText}</p>
        {question(ending, Act::Withdraw, Care::EndingWithdrawButton, Care::EndingWithdrawAsk, Care::EndingWithdrawYes)}
        <h2>{Care::EndingDeleteTitle}</h2>
        <p>{Care::EndingDeleteFirst}</p>
    }
}

fn ended(ending: Page) -> View {
    view! {
        <h2>{Care::EndingDeleteTitle}</h2>
        <p>{Care::EndingDeleteText}</p>
        <p>{Care::EndingDeleteOthers}</p>
        {question(ending, Act::Delete, Care::EndingDeleteButton, Care::EndingDeleteAsk, Care::EndingDeleteYes)}
    }
}

fn deleted(words: Care) -> View {
    view! {
        {message(MessageKind::Success, view! { <p role="status">{words}</p> })}
        <p><a class="button button-quiet" href=Route::Start.href()>{tr(Msg::ShellToStart)}</a></p>
    }
}

/// The button, and in its place the question before anything is done.
fn question(ending: Page, act: Act, button: Care, ask: Care, yes: Care) -> View {
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
