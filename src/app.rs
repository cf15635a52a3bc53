//! What every page can reach.

use crate::draft::{DraftEditor, SaveState};
use crate::i18n::{Msg, t};
use crate::platform::view::View;
use crate::platform::{page, storage};
use crate::route::Route;
use crate::tracking::Tracked;
use leptos::prelude::*;
use std::cell::Cell;
use std::pin::Pin;
use wire::answer::{ServiceInfo, ServiceKind};
use wire::json;

/// What every page can reach.
#[derive(Clone, Copy)]
pub struct App {
    route: RwSignal<Route>,
    /// The draft in hand.
    pub editor: DraftEditor,
    /// What the gateway said of itself; `None` until it has answered.
    pub service: RwSignal<Option<ServiceInfo>>,
    /// The kind of the service as this phone last heard it; `None` before the gateway has ever answered.
    kind: RwSignal<Option<ServiceKind>>,
    /// Where *Continue* leads instead of the next question: set by a change asked for on a page of answers.
    return_to: RwSignal<Option<Route>>,
    /// Counts the times a page asked to be drawn again.
    drawn: RwSignal<u32>,
    /// What keeps drafts; `None` until a page of a draft was opened.
    keeper: RwSignal<Option<Keeper>>,
    /// What the shell shows about sending; `None` until the chunk that sends is in use.
    sending_line: RwSignal<Option<fn() -> View>>,
    /// Whether the person has moved between pages: only then the heading takes the focus.
    moved: StoredValue<bool>,
}

/// What the shell calls of the code that keeps drafts, which is loaded when it is needed.
#[derive(Clone, Copy)]
pub struct Keeper {
    /// Makes what is said about the draft above every page.
    pub banners: fn() -> View,
    /// Saves the draft in hand. Every page says what could not be written.
    pub save: fn() -> Pin<Box<dyn Future<Output = ()>>>,
    /// Whether there is a draft in hand and all of it is on the phone's disk. Read within a view, the view follows it.
    pub is_kept: fn() -> bool,
    /// Saves the draft in hand and loads the app again.
    pub reload: fn(),
}

thread_local! {
    /// There is one app in a page. It does not stand in a context, which event handlers would not find.
    static APP: Cell<Option<App>> = const { Cell::new(None) };
}

impl App {
    /// The app's parts from anywhere. The shell asks first, so that they live as long as it.
    pub fn get() -> Self {
        APP.get().unwrap_or_else(|| {
            let app = Self::new();
            APP.set(Some(app));
            app
        })
    }

    /// The page in sight, for what is made once with it.
    pub fn route_untracked(self) -> Route {
        self.route.get_untracked()
    }

    /// The page in sight. Read within a view, the view follows it.
    pub fn route(self) -> Route {
        self.route.get()
    }

    fn new() -> Self {
        Self {
            route: RwSignal::new(Route::parse(&page::path())),
            editor: DraftEditor::new(),
            service: RwSignal::new(None),
            kind: RwSignal::new(storage::get(storage::Key::Service).and_then(|text| json::read(&text))),
            return_to: RwSignal::new(None),
            drawn: RwSignal::new(0),
            keeper: RwSignal::new(None),
            sending_line: RwSignal::new(None),
            moved: StoredValue::new(page::has_moved_early()),
        }
    }

    /// The kind of the service; the one that promises least as long as none is known. Read within a view, the view follows it.
    pub fn service_kind(self) -> ServiceKind {
        self.kind.get().unwrap_or_default()
    }

    /// The kind of the service that took an application in. Read within a view, the view follows it.
    pub fn kind_of(self, tracked: &Tracked) -> ServiceKind {
        if tracked.elsewhere.is_some() {
            return ServiceKind::Authority;
        }
        self.kind.get().unwrap_or(tracked.receipt.service_kind)
    }

    /// Who runs the service, in words that stand in a sentence. Read within a view, the view follows it.
    pub fn operator(self) -> String {
        let named = self.service.with(|service| service.as_ref().map(|service| service.operator.clone()));
        named.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| t(Msg::KindThisService))
    }

    /// Takes over what the gateway says of itself.
    pub fn hear(self, service: ServiceInfo) {
        if self.kind.try_get_untracked() != Some(Some(service.kind)) {
            self.kind.try_set(Some(service.kind));
            // Where it is not kept the gateway is asked again at the next start.
            let _ = storage::set(storage::Key::Service, &json::write(&service.kind));
        }
        self.service.try_set(Some(service));
    }

    /// Goes to a page.
    pub fn go(self, route: Route) {
        self.moved.set_value(true);
        if let Some(keeper) = self.keeper_untracked() {
            leptos::task::spawn_local((keeper.save)());
        }
        page::push_path(&route.href());
        self.route.set(route);
    }

    /// Goes to a page in place of this one, so that *back* does not lead here again.
    pub fn replace(self, route: Route) {
        self.moved.set_value(true);
        page::replace_path(&route.href());
        self.route.set(route);
    }

    /// Goes on from a question: back to where a change was asked for, else to `next`.
    pub fn go_on(self, next: Route) {
        self.go(self.return_to.get_untracked().unwrap_or(next));
        self.return_to.set(None);
    }

    /// From now until the next *Continue* a question leads back to this page.
    pub fn return_to(self, route: Option<Route>) {
        self.return_to.set(route);
    }

    /// Draws the page again from the draft as it is now.
    pub fn redraw(self) {
        self.drawn.update(|drawn| *drawn += 1);
    }

    /// Changes with every redraw. Read within a view, the view follows it.
    pub fn drawn(self) -> u32 {
        self.drawn.get()
    }

    /// Shows a route that the browser went to by itself. A place within the page in sight leaves the page as it is.
    pub fn arrive(self, route: Route) {
        self.moved.set_value(true);
        if self.route.get_untracked() == route && page::brings_something() {
            self.redraw();
        }
        self.route.set(route);
    }

    /// Makes the page in sight again, and moves the focus to its heading.
    pub fn start_again(self) {
        self.moved.set_value(true);
        self.redraw();
    }

    /// From now on drafts are kept by this.
    pub fn keep_drafts(self, keeper: Keeper) {
        if self.keeper_untracked().is_none() {
            self.keeper.set(Some(keeper));
        }
    }

    /// What keeps drafts. Read within a view, the view follows it.
    pub fn keeper(self) -> Option<Keeper> {
        self.keeper.get()
    }

    pub fn keeper_untracked(self) -> Option<Keeper> {
        self.keeper.get_untracked()
    }

    /// From now on the shell shows what is being sent.
    pub fn show_sending(self, line: fn() -> View) {
        if self.sending_line.with_untracked(Option::is_none) {
            self.sending_line.set(Some(line));
        }
    }

    /// What the shell shows about sending. Read within a view, the view follows it.
    pub fn sending_line(self) -> Option<View> {
        self.sending_line.get().map(|line| line())
    }

    /// Whether the page shows a draft that another tab writes. Read within a view, the view follows it.
    pub fn only_reads(self) -> bool {
        self.editor.state.get() == SaveState::Reading && matches!(self.route.get(), Route::Draft(..))
    }

    /// Disables the inputs of what was just drawn, unless the draft has come to this tab meanwhile.
    pub fn hold_inputs(self) {
        page::after_render(move || self.hold_inputs_now());
    }

    /// The same for what is in the page already.
    pub fn hold_inputs_now(self) {
        if untrack(|| self.only_reads()) {
            page::disable_inputs();
        }
    }

    pub fn has_moved(self) -> bool {
        self.moved.get_value()
    }
}
