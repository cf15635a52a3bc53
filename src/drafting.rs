//! What the shell does while there is a draft. It is loaded with the first chunk that has pages of drafts, so that a reader who
//! only follows an application does not load it.

use crate::app::{App, Keeper};
use crate::components::unsaved_banner;
use crate::draft::OpenState;
use crate::i18n::{Msg, tr};
use crate::pages::{not_found, unopened};
use crate::platform::page::{self, Hold};
use crate::platform::view::{View, view};
use crate::route::Step;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;
use std::cell::Cell;
use std::pin::Pin;

/// Has the shell keep drafts from now on.
pub fn keep() {
    App::get().keep_drafts(Keeper { banners, save, is_kept, reload });
}

/// A page of a draft, or why the draft is not at hand.
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

/// What is said about the draft above every page. It lives as long as the shell, and with it what keeps the draft saved.
fn banners() -> View {
    let app = App::get();
    app.editor.keep_saved();
    follow_other_tabs(app);
    // Only a change of what it says makes it again.
    let reads = Memo::new(move |_| app.only_reads());
    view! {
        {unsaved_banner()}
        {move || reads.get().then(read_here)}
    }
}

fn save() -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async {
        // Every page says what could not be written.
        let _ = App::get().editor.save().await;
    })
}

fn is_kept() -> bool {
    App::get().editor.is_kept()
}

fn reload() {
    spawn_local(async {
        // Where the answers cannot be written, every page says so and this one stays.
        if App::get().editor.carry_over().await {
            page::reload();
        }
    });
}

/// What another tab writes is shown here as it is written, and cannot be changed here meanwhile.
fn follow_other_tabs(app: App) {
    app.editor.mind_other_tabs();
    Effect::new(move |_| {
        if app.editor.read.get() > 0 {
            app.redraw();
        }
    });
    let is_reading = Memo::new(move |_| app.only_reads());
    Effect::new(move |before: Option<bool>| {
        // Read so that each of them runs this again.
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

/// Says that another tab writes the draft, and offers to write here.
fn read_here() -> View {
    let editor = App::get().editor;
    view! {
        <div class="reading" role="status">
            <p>{tr(Msg::SavedReading)}</p>
            <button class="button button-quiet" type="button" on:click=move |_| editor.take_over()>{tr(Msg::SavedContinueHere)}</button>
        </div>
    }
}
