//! Deleting everything from this phone: what is stored here, what remains elsewhere, and a confirmation.

use crate::app::App;
use crate::components::care_page;
use crate::components::{MessageKind, heading, message};
use crate::draft::{self, DraftListItem};
use crate::i18n::{Care, Msg, care_plural, tr};
use crate::platform::db;
use crate::platform::view::{View, nothing, view};
use crate::platform::{events, page, storage};
use crate::route::Route;
use crate::tracking::Tracked;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The data stored on the phone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inventory {
    Unknown,
    StorageAway,
    Counted { drafts: u32, pages: u32, sent: u32 },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Deletion {
    NotAsked,
    Asked,
    Done,
    Failed,
}

pub fn view() -> View {
    let inventory = RwSignal::new(Inventory::Unknown);
    let deletion = RwSignal::new(Deletion::NotAsked);
    spawn_local(async move {
        // A failed save is shown on every page; only stored data are counted here.
        let _ = App::get().editor.save().await;
        let counted = count().await;
        inventory.set(counted);
    });
    care_page(heading(Msg::FooterWipe), Some(Route::Start), move || {
        view! { {move || if deletion.get() == Deletion::Done { done() } else { ask(inventory, deletion) }} }
    })
}

async fn count() -> Inventory {
    let (Ok(listed), Ok(sent)) = (draft::list().await, Tracked::all().await) else {
        return Inventory::StorageAway;
    };
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let pages = listed.iter().map(|line| match line {
        DraftListItem::Readable(stored) => outbox::pages_of(&stored.draft).count(),
        DraftListItem::Unreadable(_) => 0,
    });
    Inventory::Counted { pages: number(pages.sum()), sent: number(sent.len()), drafts: number(listed.len()) }
}

fn ask(inventory: RwSignal<Inventory>, deletion: RwSignal<Deletion>) -> View {
    let ask = move |_| {
        deletion.set(Deletion::Asked);
        page::after_render(|| page::focus_field("wipe-ask"));
    };
    let wipe = move |_| {
        spawn_local(async move {
            let done = delete_everything().await;
            deletion.set(if done { Deletion::Done } else { Deletion::Failed });
            page::after_render(|| page::focus_from_top("heading"));
        });
    };
    let question = move || match deletion.get() {
        Deletion::Asked => view! {
            <div class="message message-warning field" id="wipe-ask" role="group" aria-labelledby="wipe-question">
                <p id="wipe-question">{Care::WipeAsk}</p>
                <div class="actions">
                    <button class="button button-quiet" type="button" on:click=move |_| deletion.set(Deletion::NotAsked)>{tr(Msg::RemoveNo)}</button>
                    <button class="button button-danger" type="button" on:click=wipe>{Care::KeepDeleteYes}</button>
                </div>
            </div>
        },
        Deletion::NotAsked | Deletion::Failed | Deletion::Done => view! {
            <button class="button button-danger" type="button" on:click=ask>{Care::WipeButton}</button>
        },
    };
    view! {
        {move || (deletion.get() == Deletion::Failed).then(|| message(
            MessageKind::Problem,
            view! { <p role="alert">{Care::WipeFailed}</p> },
        ))}
        <p>{Care::WipeText}</p>
        {move || inventory_view(inventory.get())}
        {question}
    }
}

fn inventory_view(inventory: Inventory) -> View {
    let Inventory::Counted { drafts, pages, sent } = inventory else {
        return if inventory == Inventory::StorageAway {
            view! { <p>{Care::WipeAway}</p> }
        } else {
            nothing()
        };
    };
    let lines = [(drafts, Care::WipeDrafts), (pages, Care::WipePages), (sent, Care::WipeSent)];
    let lines = lines.into_iter().filter(|(count, _)| *count > 0);
    let lines: Vec<View> =
        lines.map(|(count, words)| view! { <li>{move || care_plural(words, count)}</li> }).collect();
    view! {
        <ul>
            {lines}
            <li>{Care::WipeSettings}</li>
        </ul>
        {(sent > 0).then(|| message(MessageKind::Warning, view! { <p>{Care::WipeCodeFirst}</p> <p>{Care::WipeStays}</p> }))}
    }
}

fn done() -> View {
    view! {
        {message(MessageKind::Success, view! { <p role="status">{Care::WipeDone}</p> })}
        <p>{Care::WipeStays}</p>
        <p><a class="button button-quiet" href=Route::Start.href()>{tr(Msg::ShellToStart)}</a></p>
    }
}

/// Deletes everything and returns whether all of it is gone.
async fn delete_everything() -> bool {
    App::get().editor.forget();
    let is_gone = db::forget_all().await.is_ok();
    events::forget();
    storage::forget_all();
    page::forget_offline().await;
    is_gone
}
