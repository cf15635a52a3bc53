//! The frame of every page, and the page itself once its chunk is loaded.

use crate::app::App;
use crate::chunks::{self, Chunk, Pages};
use crate::components::{footer, header, heading, page as page_frame, service_notice};
use crate::i18n::{self, Msg, tr};
use crate::pages::not_found;
use crate::platform::db::{self, StoreName};
use crate::platform::net::NetError;
use crate::platform::page::Hold;
use crate::platform::view::{Staged, View, view};
use crate::platform::{clock, page};
use crate::route::Route;
use crate::tracking;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;

/// Replaces the static screen by the app once the first page has its content.
pub async fn start() {
    let app = App::get();
    if let Some(chunk) = Chunk::of(app.route_untracked()) {
        // If it cannot be loaded, the page says so and offers to try again.
        let _ = chunk.load().await;
    }
    let staged = Staged::new(shell);
    // A link of the static screen may have been followed since the route was read.
    arrive(app);
    page::until_ready().await;
    i18n::follow_page().await;
    staged.show("app");
    // Inputs that were created before the app was in the document could not be found earlier.
    app.hold_inputs_now();
    if app.has_moved() {
        page::focus_from_top("heading");
    }
}

/// Shows the page of the address if it is not the current one.
fn arrive(app: App) {
    let route = Route::parse(&page::path());
    if route != app.route_untracked() {
        app.arrive(route);
    }
}

fn shell() -> View {
    let app = App::get();
    // Created here so that it lives as long as the shell.
    let _ = tracking::Outbox::get();
    page::on_history(move || app.arrive(Route::parse(&page::path())));
    page::on_link(move |href| {
        let ours = Route::is_ours(href);
        if ours {
            app.go(Route::parse(href));
        }
        ours
    });
    spawn_local(async move {
        match tracking::service_info().await {
            Ok(service) => {
                clock::correct(service.now);
                app.hear(service);
            }
            // The file is asked for only where something other than a gateway has answered.
            Err(NetError::Unintelligible(_)) if tracking::says_no_gateway().await => app.hear_of_no_gateway(),
            Err(NetError::Unintelligible(_) | NetError::Unreachable | NetError::Refused(_)) => {}
        }
    });
    spawn_local(go_on_sending(app));
    let route = Memo::new(move |_| (app.route(), app.drawn()));
    // Only the route and a redraw render the page again, not what is read while it is rendered.
    let page = move || {
        let (route, _) = route.get();
        untrack(|| page(route))
    };
    view! {
        <a class="skip" href="#heading">{tr(Msg::ShellSkip)}</a>
        {header()}
        {service_notice()}
        {move || app.sending_line()}
        {move || app.keeper().map(|keeper| untrack(|| (keeper.banners)()))}
        <main id="main">{page}</main>
        {footer()}
    }
}

/// Continues what was being sent when the app was last closed. The code that sends is loaded only if there is such a
/// submission.
async fn go_on_sending(app: App) {
    for failures in 0.. {
        let go_on = match db::texts(StoreName::Attempts).await {
            Ok(attempts) if attempts.is_empty() => return,
            // Unavailable storage may contain some; the code that sends waits for it.
            _ => chunks::sending().await,
        };
        if let Ok(go_on) = go_on {
            return go_on(app.editor);
        }
        page::rest_for_room(outbox::until_next_write(failures)).await;
    }
}

/// Returns the page of a route.
fn page(route: Route) -> View {
    let Some(chunk) = Chunk::of(route) else { return not_found::view() };
    match chunk.loaded() {
        Some(pages) => loaded(route, pages),
        None => late(route, chunk),
    }
}

fn loaded(route: Route, pages: Pages) -> View {
    pages(route).unwrap_or_else(not_found::view)
}

/// The progress of loading a chunk.
#[derive(Clone, Copy)]
enum Late {
    Loading,
    Here(Pages),
    Missing,
}

/// Shows a page whose chunk has yet to be loaded.
fn late(route: Route, chunk: Chunk) -> View {
    let state = RwSignal::new(Late::Loading);
    let hold = Cell::new(Some(Hold::new()));
    spawn_local(async move {
        state.set(chunk.load().await.map_or(Late::Missing, Late::Here));
    });
    let shown = move || {
        let shown = match state.get() {
            Late::Loading => {
                return view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> };
            }
            Late::Missing => untrack(missing),
            Late::Here(pages) => untrack(|| loaded(route, pages)),
        };
        drop(hold.take());
        shown
    };
    view! { {shown} }
}

/// Says that a page cannot be loaded. After a new version was installed its files are gone from the server; then only reloading
/// the app helps, and the answers are saved before that.
fn missing() -> View {
    let app = App::get();
    let replaced = page::is_replaced();
    let is_kept = move || app.keeper().is_some_and(|keeper| (keeper.is_kept)());
    let reload = move |_| match app.keeper_untracked() {
        Some(keeper) => (keeper.reload)(),
        None => page::reload(),
    };
    let text = if replaced { Msg::MissingReplaced } else { Msg::MissingText };
    let button = if replaced {
        view! { <button class="button" type="button" on:click=reload>{tr(Msg::MissingReload)}</button> }
    } else {
        view! { <button class="button" type="button" on:click=move |_| app.start_again()>{tr(Msg::MissingRetry)}</button> }
    };
    page_frame(
        heading(Msg::MissingTitle),
        Some(Route::Start),
        view! {
            <p role="alert">{tr(text)}</p>
            {move || is_kept().then(|| view! { <p>{tr(Msg::MissingKept)}</p> })}
            {button}
            <p><a href=Route::Report.href()>{tr(Msg::ReportTitle)}</a></p>
        },
    )
}
