//! The shell's work while there is a draft. It is loaded with the first chunk that has pages of drafts, so that a reader who
//! only follows an application does not load it.

use crate::app::{App, Keeper};
use crate::components::unsaved_banner;
use crate::draft::OpenState;
use crate::i18n::{Msg, tr};
use crate::pages::{not_found, unopened};
use crate::platform::events::{self, ClientEvent};
use crate::platform::page::{self, Hold};
use crate::platform::view::{View, view};
use crate::route::Step;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;
use std::cell::Cell;
use std::pin::Pin;

/// Makes the shell save drafts from now on.
pub fn keep() {
    App::get().keep_drafts(Keeper { banners, save, is_kept, reload });
}

/// Shows a page of a draft, or the reason why the draft is not open.
pub fn page(draft: DraftId, step: Step, view: fn(DraftId, Step) -> Option<View>) -> View {
    keep();
    let editor = App::get().editor;
    editor.open(draft);
    let opened = Memo::new(move |_| editor.opened.get());
    let hold = Cell::new(Some(Hold::new()));
    let shown = move || {
        let opened = opened.get();
        if opened != OpenState::Loading {
            drop(hold.take());
        }
        untrack(|| match opened {
            OpenState::Here => view(draft, step).unwrap_or_else(not_found::view),
            _ => unopened::view(opened),
        })
    };
    view! { {shown} }
}

/// Returns the banners about the draft above every page. They live as long as the shell, and with them the effect that saves
/// the draft.
fn banners() -> View {
    let app = App::get();
    app.editor.keep_saved();
    follow_other_tabs(app);
    page::on_new_worker(|| events::record(ClientEvent::ServiceWorker));
    // A memo, so that the banner is rendered again only when its value changes.
    let reads = Memo::new(move |_| app.only_reads());
    view! {
        {unsaved_banner()}
        {move || reads.get().then(read_here)}
    }
}

fn save() -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async {
        // A failed save is shown on every page.
        let _ = App::get().editor.save().await;
    })
}

fn is_kept() -> bool {
    App::get().editor.is_kept()
}

fn reload() {
    spawn_local(async {
        // If the answers cannot be written, every page says so and this one stays.
        if App::get().editor.carry_over().await {
            page::reload();
        }
    });
}

/// Shows here what another tab writes; inputs are disabled meanwhile.
fn follow_other_tabs(app: App) {
    app.editor.mind_other_tabs();
    Effect::new(move |_| {
        if app.editor.read.get() > 0 {
            app.redraw();
        }
    });
    let is_reading = Memo::new(move |_| app.only_reads());
    Effect::new(move |before: Option<bool>| {
        // Read so that each of them runs this effect again.
        let _ = (app.route(), app.drawn(), app.editor.opened.get());
        let reads = is_reading.get();
        if reads {
            app.hold_inputs();
        } else if before == Some(true) {
            app.redraw();
        }
        reads
    });
}

/// Says that another tab writes the draft, and offers to write here instead.
fn read_here() -> View {
    let editor = App::get().editor;
    view! {
        <div class="reading" role="status">
            <p>{tr(Msg::SavedReading)}</p>
            <button class="button button-quiet" type="button" on:click=move |_| editor.take_over()>{tr(Msg::SavedContinueHere)}</button>
        </div>
    }
}
