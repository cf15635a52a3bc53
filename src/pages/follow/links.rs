//! The family links of a sent application: they are created, named, shown again, exchanged for a spoken code, and revoked.

mod qr;

use crate::components::{MessageKind, heading, message};
use crate::i18n::{Msg, clock_face, dated, t, text, tr};
use crate::platform::db::StorageError;
use crate::platform::net::NetError;
use crate::platform::view::{Event, View, view};
use crate::platform::{clock, page as window, sharing};
use crate::route::Route;
use crate::signals::set_if_changed;
use crate::tracking::{FollowSource, Tracked, shares};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;
use wire::answer::RefusalCode;
use wire::share::{MAX_NAME, MAX_SHARES, Share, ShareCode};

/// The list of links as far as it is known.
#[derive(Clone, PartialEq)]
enum LinksState {
    Looking,
    /// The phone's storage does not respond.
    StorageAway,
    /// This phone has no such application, or it was made elsewhere.
    Nothing,
    /// Neither the phone nor the gateway could give a list.
    Away,
    Here(Vec<Share>),
}

/// Reasons why an action failed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LinkError {
    Away,
    Full,
    Refused,
    NoRandom,
    /// The phone's storage does not respond.
    Storage,
}

/// The signals of the page. The open link is identified by its id, so that a new list does not close it.
#[derive(Clone, Copy)]
struct LinksPage {
    id: DraftId,
    known: RwSignal<LinksState>,
    /// True if the gateway could not be asked, so that the list may be out of date.
    is_old: RwSignal<bool>,
    name: RwSignal<String>,
    /// The id of a link whose creation was requested but not answered; the link may exist.
    unanswered: RwSignal<Option<String>>,
    trouble: RwSignal<Option<LinkError>>,
    /// The action that was just completed.
    done: RwSignal<Option<Msg>>,
    busy: RwSignal<bool>,
    shown: RwSignal<Option<String>>,
    asked: RwSignal<Option<String>>,
    code: RwSignal<Option<(String, ShareCode)>>,
    now: RwSignal<i64>,
}

pub fn view(id: DraftId) -> View {
    let page = LinksPage {
        id,
        known: RwSignal::new(LinksState::Looking),
        is_old: RwSignal::new(false),
        name: RwSignal::new(String::new()),
        unanswered: RwSignal::new(None),
        trouble: RwSignal::new(None),
        done: RwSignal::new(None),
        busy: RwSignal::new(false),
        shown: RwSignal::new(None),
        asked: RwSignal::new(None),
        code: RwSignal::new(None),
        now: RwSignal::new(clock::now().0),
    };
    page.look();
    let content = move || match page.known.get() {
        LinksState::Looking => view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> },
        LinksState::StorageAway => view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
        LinksState::Nothing => view! { <p>{tr(Msg::FollowNoneTitle)}</p> },
        LinksState::Away => view! {
            {message(MessageKind::Warning, view! { <p role="status">{tr(Msg::FollowAwayNever)}</p> })}
            <button class="button button-quiet" type="button" on:click=move |_| page.look()>{tr(Msg::FollowAgain)}</button>
        },
        LinksState::Here(shares) => list(page, shares),
    };
    crate::components::page(
        heading(Msg::LinksTitle),
        Some(Route::Follow(id)),
        view! {
            <p>{tr(Msg::LinksText)}</p>
            {content}
        },
    )
}

impl LinksPage {
    /// Shows the stored list, then asks the gateway.
    fn look(self) {
        spawn_local(async move {
            let tracked = match self.tracked().await {
                Ok(Some(tracked)) => tracked,
                Ok(None) => {
                    self.known.set(LinksState::Nothing);
                    return;
                }
                Err(_) => {
                    self.become_known(LinksState::StorageAway);
                    return;
                }
            };
            // Without the stored list, the page shows that of the gateway or that the gateway is away.
            let kept = shares::kept(&tracked).await.unwrap_or_default();
            let is_first = self.known.try_with_untracked(|known| *known == LinksState::Looking) == Some(true);
            if let Some(kept) = kept.clone().filter(|_| is_first) {
                self.become_known(LinksState::Here(kept));
            }
            let listed = shares::list(&tracked).await;
            self.is_old.set(listed.is_err());
            match listed {
                Ok(listed) => self.become_known(LinksState::Here(listed)),
                Err(_) if kept.is_some() => {}
                Err(_) => self.become_known(LinksState::Away),
            }
        });
    }

    /// Sets the state only if it changed, so that an unchanged list is not rendered again and the focus stays.
    fn become_known(self, known: LinksState) {
        set_if_changed(self.known, known);
    }

    /// Applies a change to the shown list at once, then asks the gateway.
    fn change(self, change: impl FnOnce(&mut Vec<Share>)) {
        self.known.update(|known| {
            if let LinksState::Here(shares) = known {
                change(shares);
            }
        });
        self.look();
    }

    /// Returns the application if it was sent from this phone or found by its recovery code.
    async fn tracked(self) -> Result<Option<Tracked>, StorageError> {
        let found = Tracked::find(self.id).await?;
        Ok(found.filter(|tracked| tracked.elsewhere.is_none()))
    }

    /// Runs one action at a time and shows its error.
    fn act<F: Future<Output = Result<(), LinkError>> + 'static>(
        self,
        act: impl FnOnce(Tracked) -> F + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        self.done.set(None);
        spawn_local(async move {
            let result = match self.tracked().await {
                Ok(Some(tracked)) => act(tracked).await,
                Ok(None) => Ok(()),
                Err(_) => Err(LinkError::Storage),
            };
            self.busy.set(false);
            self.trouble.set(result.err());
        });
    }

    fn make(self) {
        let name = self.name.get_untracked();
        // A retry after a lost answer uses the same id and so creates the same link.
        let Some(id) = self.unanswered.get_untracked().or_else(shares::fresh_id) else {
            self.trouble.set(Some(LinkError::NoRandom));
            return;
        };
        self.unanswered.set(Some(id.clone()));
        self.act(move |tracked| async move {
            let made = shares::make(&tracked, &id, name.trim()).await;
            if !matches!(&made, Err(NetError::Unreachable)) {
                self.unanswered.set(None);
            }
            let made = made?;
            self.name.set(String::new());
            self.shown.set(Some(made.id.clone()));
            let share = made.clone();
            self.change(move |shares| {
                shares.retain(|other| other.id != share.id);
                shares.push(share);
            });
            window::after_render(move || window::focus_field(&card_id(&made.id)));
            Ok(())
        });
    }

    fn revoke(self, id: String) {
        self.act(move |tracked| async move {
            match shares::revoke(&tracked, &id).await {
                Err(error) if error.code() != Some(RefusalCode::NotFound) => return Err(error.into()),
                _ => {}
            }
            self.asked.set(None);
            self.done.set(Some(Msg::LinksRevoked));
            self.change(move |shares| shares.retain(|share| share.id != id));
            window::focus_from_top("heading");
            Ok(())
        });
    }

    fn tell_code(self, id: String) {
        self.act(move |tracked| async move {
            let code = shares::code(&tracked, &id).await?;
            let ends_at = code.ends_at.0;
            self.code.set(Some((id, code)));
            spawn_local(async move {
                // Runs until the code expires or the page is closed.
                loop {
                    let now = clock::now().0;
                    if self.now.try_set(now).is_some() || now >= ends_at {
                        return;
                    }
                    window::sleep(1000).await;
                }
            });
            Ok(())
        });
    }
}

impl From<NetError> for LinkError {
    fn from(error: NetError) -> Self {
        match error.code() {
            Some(RefusalCode::SharesFull) => Self::Full,
            Some(RefusalCode::BadRequest) => Self::Refused,
            _ => Self::Away,
        }
    }
}

fn list(page: LinksPage, shares: Vec<Share>) -> View {
    let is_full = shares.len() >= MAX_SHARES;
    let is_empty = shares.is_empty();
    let cards: Vec<View> = shares.into_iter().map(|share| card(page, share)).collect();
    let trouble = move || {
        page.trouble.get().map(|trouble| {
            let words = match trouble {
                LinkError::Away => Msg::LinksAway,
                LinkError::Full => Msg::LinksFull,
                LinkError::Refused => Msg::LinksRefused,
                LinkError::NoRandom => Msg::StartNoRandom,
                LinkError::Storage => Msg::UnopenedStorageText,
            };
            message(MessageKind::Problem, view! { <p role="alert">{tr(words)}</p> })
        })
    };
    view! {
        {move || page.is_old.get().then(|| {
            message(MessageKind::Warning, view! { <p role="status">{tr(Msg::LinksAwayList)}</p> })
        })}
        <div role="status">{move || page.done.get().map(|done| {
            message(MessageKind::Success, view! { <p>{tr(done)}</p> })
        })}</div>
        {trouble}
        {is_empty.then(|| view! { <p>{tr(Msg::LinksNone)}</p> })}
        <ul class="links">{cards}</ul>
        {if is_full { view! { <p>{tr(Msg::LinksFull)}</p> } } else { form(page) }}
    }
}

fn form(page: LinksPage) -> View {
    let submit = move |event: Event| {
        event.prevent_default();
        page.make();
    };
    view! {
        <form class="link-form" novalidate on:submit=submit>
            <div class="field">
                <label for="link-name">{tr(Msg::LinksFor)}</label>
                <p class="hint" id="link-name-hint">{tr(Msg::LinksForHint)}</p>
                <input class="input" id="link-name" type="text" autocomplete="off" maxlength=MAX_NAME.to_string()
                    aria-describedby="link-name-hint"
                    prop:value=move || page.name.get()
                    on:input=move |event| page.name.set(event_target_value(&event))/>
            </div>
            <button class="button" type="submit">{tr(Msg::LinksMake)}</button>
        </form>
    }
}

fn card_id(id: &str) -> String {
    ["link-", id].concat()
}

fn card(page: LinksPage, share: Share) -> View {
    let Share { id, name, made_at, .. } = share.clone();
    let made = made_at.in_astana().map(|(day, _)| day);
    let is_shown = {
        let id = id.clone();
        Memo::new(move |_| page.shown.with(|shown| shown.as_ref() == Some(&id)))
    };
    let toggle = {
        let id = id.clone();
        move |_| {
            let id = id.clone();
            page.shown.update(|shown| *shown = if shown.as_ref() == Some(&id) { None } else { Some(id) });
        }
    };
    let opened = move || is_shown.get().then(|| link(page, &share));
    view! {
        <li class="link-card" id=card_id(&id)>
            <h2><bdi>{move || if name.is_empty() { t(Msg::LinksNameless) } else { name.clone() }}</bdi></h2>
            <p class="hint">{move || made.map(|day| dated(Msg::LinksMade, &[("date", day)], &[]))}</p>
            <button class="button button-quiet" type="button" on:click=toggle
                aria-expanded=move || if is_shown.get() { "true" } else { "false" }>
                {move || t(if is_shown.get() { Msg::LinksHide } else { Msg::LinksShow })}
            </button>
            {opened}
        </li>
    }
}

/// Shows the link in every form in which it can be passed on.
fn link(page: LinksPage, share: &Share) -> View {
    let address = shares::address(share);
    let copied = RwSignal::new(None::<bool>);
    let copy = {
        let address = address.clone();
        move |_| {
            let address = address.clone();
            spawn_local(async move {
                let done = window::copy(&address).await;
                copied.set(Some(done));
            });
        }
    };
    let send = sharing::has_sheet().then(|| {
        let address = address.clone();
        let send = move |_| {
            let address = address.clone();
            // A link preview made by the receiving app contains only the name of this app.
            spawn_local(async move { sharing::share(&t(Msg::ShellName), &address).await });
        };
        view! { <button class="button" type="button" on:click=send>{tr(Msg::LinksShare)}</button> }
    });
    let said = move || {
        copied.get().map(|done| {
            view! { <p>{tr(if done { Msg::LinksCopied } else { Msg::LinksNotCopied })}</p> }
        })
    };
    let id = share.id.clone();
    let tell = move |_| page.tell_code(id.clone());
    let ending = ending(page, share.id.clone());
    view! {
        {qr::qr_view(&address)}
        <p class="link-address"><bdi dir="ltr">{address}</bdi></p>
        <div class="actions">
            {send}
            <button class="button button-quiet" type="button" on:click=copy>{tr(Msg::LinksCopy)}</button>
        </div>
        <div role="status">{said}</div>
        <div class="actions">
            <button class="button button-quiet" type="button" on:click=tell>{tr(Msg::LinksCode)}</button>
        </div>
        <div role="status">{code(page, share.id.clone())}</div>
        {ending}
    }
}

/// Shows the code with the time that is left.
fn code(page: LinksPage, id: String) -> impl Fn() -> Option<View> + 'static {
    move || {
        let (_, made) = page.code.get().filter(|(of, _)| *of == id)?;
        let ends_at = made.ends_at.0;
        let is_over = Memo::new(move |_| page.now.get() >= ends_at);
        let left = move || {
            let seconds = u32::try_from(ends_at - page.now.get()).unwrap_or_default();
            text(Msg::LinksCodeLeft, &[("time", &clock_face(seconds / 60, seconds % 60))])
        };
        let content = move || {
            if is_over.get() {
                return view! { <p>{tr(Msg::LinksCodeOver)}</p> };
            }
            let code = made.code.clone();
            view! {
                <p>{tr(Msg::LinksCodeText)}</p>
                <div class="number code"><bdi dir="ltr">{code}</bdi></div>
                // The text before says it once; a screen reader that counts seconds is of no use.
                <p aria-live="off">{left}</p>
            }
        };
        Some(view! { {content} })
    }
}

fn ending(page: LinksPage, id: String) -> View {
    let is_asked = {
        let id = id.clone();
        Memo::new(move |_| page.asked.with(|asked| asked.as_ref() == Some(&id)))
    };
    let ask = {
        let id = id.clone();
        move |_| page.asked.set(Some(id.clone()))
    };
    let sure = move || {
        let id = id.clone();
        is_asked.get().then(|| {
            message(
                MessageKind::Warning,
                view! {
                    <p>{tr(Msg::LinksRevokeSure)}</p>
                    <div class="actions">
                        <button class="button button-danger" type="button" on:click=move |_| page.revoke(id.clone())>
                            {tr(Msg::LinksRevokeYes)}
                        </button>
                        <button class="button button-quiet" type="button" on:click=move |_| page.asked.set(None)>
                            {tr(Msg::RemoveNo)}
                        </button>
                    </div>
                },
            )
        })
    };
    view! {
        <div class="actions">
            <button class="button button-quiet" type="button" on:click=ask>{tr(Msg::LinksRevoke)}</button>
        </div>
        <div role="status">{sure}</div>
    }
}
