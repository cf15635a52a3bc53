//! The state that every page can access.

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
use wire::site::SiteKind;

/// The state that every page can access.
#[derive(Clone, Copy)]
pub struct App {
    route: RwSignal<Route>,
    /// The current draft.
    pub editor: DraftEditor,
    /// The gateway's description of the service; `None` until it has answered.
    pub service: RwSignal<Option<ServiceInfo>>,
    /// The last known kind of the service; `None` before the gateway or the hosting has ever answered.
    backing: RwSignal<Option<Backing>>,
    /// The page to which *Continue* leads instead of the next question; set when a change is requested on a page of answers.
    return_to: RwSignal<Option<Route>>,
    /// Number of times a page requested to be rendered again.
    drawn: RwSignal<u32>,
    /// The code that saves drafts; `None` until a page of a draft was opened.
    keeper: RwSignal<Option<Keeper>>,
    /// The shell's view of the sending progress; `None` until the chunk that sends is in use.
    sending_line: RwSignal<Option<fn() -> View>>,
    /// True if the person has moved between pages: only then does the heading take the focus.
    moved: StoredValue<bool>,
}

/// The functions of the code that saves drafts, which the shell calls and which is loaded when it is needed.
#[derive(Clone, Copy)]
pub struct Keeper {
    /// Returns the banners about the draft above every page.
    pub banners: fn() -> View,
    /// Saves the current draft. A failed save is shown on every page.
    pub save: fn() -> Pin<Box<dyn Future<Output = ()>>>,
    /// Returns whether there is a current draft and all of it is on the phone's disk. A view that reads it is updated when it
    /// changes.
    pub is_kept: fn() -> bool,
    /// Saves the current draft and reloads the app.
    pub reload: fn(),
}

/// What belongs to this copy of the app.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Backing {
    Gateway(ServiceKind),
    /// The hosting says that there is no gateway.
    None,
}

impl Backing {
    fn parse(text: &str) -> Option<Self> {
        let none = || json::read(text).map(|SiteKind::None| Self::None);
        json::read(text).map(Self::Gateway).or_else(none)
    }

    fn to_text(self) -> String {
        match self {
            Self::Gateway(kind) => json::write(&kind),
            Self::None => json::write(&SiteKind::None),
        }
    }

    fn gateway(self) -> Option<ServiceKind> {
        match self {
            Self::Gateway(kind) => Some(kind),
            Self::None => None,
        }
    }
}

thread_local! {
    /// The only app of the page. It is not in a context, because event handlers would not find it there.
    static APP: Cell<Option<App>> = const { Cell::new(None) };
}

impl App {
    /// Returns the app from anywhere. The shell calls it first, so that the signals live as long as the shell.
    pub fn get() -> Self {
        APP.get().unwrap_or_else(|| {
            let app = Self::new();
            APP.set(Some(app));
            app
        })
    }

    /// Returns the current page, for content that is created once with it.
    pub fn route_untracked(self) -> Route {
        self.route.get_untracked()
    }

    /// Returns the current page. A view that reads it is updated when it changes.
    pub fn route(self) -> Route {
        self.route.get()
    }

    fn new() -> Self {
        Self {
            route: RwSignal::new(Route::parse(&page::path())),
            editor: DraftEditor::new(),
            service: RwSignal::new(None),
            backing: RwSignal::new(
                storage::get(storage::Key::Service).and_then(|text| Backing::parse(&text)),
            ),
            return_to: RwSignal::new(None),
            drawn: RwSignal::new(0),
            keeper: RwSignal::new(None),
            sending_line: RwSignal::new(None),
            moved: StoredValue::new(page::has_moved_early()),
        }
    }

    /// Returns the kind of the service; while none is known, the one that promises least. A view that reads it is updated when
    /// it changes.
    pub fn service_kind(self) -> ServiceKind {
        self.backing.get().and_then(Backing::gateway).unwrap_or_default()
    }

    /// Returns whether something can be sent from this site: false only where its hosting says that there is no gateway. A view
    /// that reads it is updated when it changes.
    pub fn has_gateway(self) -> bool {
        self.backing.get() != Some(Backing::None)
    }

    /// Returns the kind of the service that received an application. A view that reads it is updated when it changes.
    pub fn kind_of(self, tracked: &Tracked) -> ServiceKind {
        if tracked.elsewhere.is_some() {
            return ServiceKind::Authority;
        }
        self.backing.get().and_then(Backing::gateway).unwrap_or(tracked.receipt.service_kind)
    }

    /// Returns the operator of the service, for use within a sentence. A view that reads it is updated when it changes.
    pub fn operator(self) -> String {
        let named = self.service.with(|service| service.as_ref().map(|service| service.operator.clone()));
        named.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| t(Msg::KindThisService))
    }

    /// Takes over the gateway's description of the service.
    pub fn hear(self, service: ServiceInfo) {
        self.learn(Backing::Gateway(service.kind));
        self.service.set(Some(service));
    }

    /// Takes over that the hosting has no gateway.
    pub fn hear_of_no_gateway(self) {
        self.learn(Backing::None);
    }

    fn learn(self, backing: Backing) {
        if self.backing.try_get_untracked() == Some(Some(backing)) {
            return;
        }
        self.backing.set(Some(backing));
        page::mark_gateway(backing != Backing::None);
        // If it cannot be stored, the next start asks again.
        let _ = storage::set(storage::Key::Service, &backing.to_text());
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

    /// Goes to a page in place of the current one, so that *back* does not lead here again.
    pub fn replace(self, route: Route) {
        self.moved.set_value(true);
        page::replace_path(&route.href());
        self.route.set(route);
    }

    /// Continues from a question: back to the page where a change was requested, else to `next`.
    pub fn go_on(self, next: Route) {
        self.go(self.return_to.get_untracked().unwrap_or(next));
        self.return_to.set(None);
    }

    /// Makes the next *Continue* of a question lead back to this page.
    pub fn return_to(self, route: Option<Route>) {
        self.return_to.set(route);
    }

    /// Renders the page again from the present draft.
    pub fn redraw(self) {
        self.drawn.update(|drawn| *drawn += 1);
    }

    /// Changes with every redraw. A view that reads it is updated.
    pub fn drawn(self) -> u32 {
        self.drawn.get()
    }

    /// Shows a route that the browser went to by itself. An anchor within the current page leaves the page as it is.
    pub fn arrive(self, route: Route) {
        self.moved.set_value(true);
        if self.route.get_untracked() == route && page::brings_something() {
            self.redraw();
        }
        self.route.set(route);
    }

    /// Renders the current page again and moves the focus to its heading.
    pub fn start_again(self) {
        self.moved.set_value(true);
        self.redraw();
    }

    /// Sets the code that saves drafts.
    pub fn keep_drafts(self, keeper: Keeper) {
        if self.keeper_untracked().is_none() {
            self.keeper.set(Some(keeper));
        }
    }

    /// Returns the code that saves drafts. A view that reads it is updated when it changes.
    pub fn keeper(self) -> Option<Keeper> {
        self.keeper.get()
    }

    pub fn keeper_untracked(self) -> Option<Keeper> {
        self.keeper.get_untracked()
    }

    /// Makes the shell show the progress of sending.
    pub fn show_sending(self, line: fn() -> View) {
        if self.sending_line.with_untracked(Option::is_none) {
            self.sending_line.set(Some(line));
        }
    }

    /// Returns the shell's view of the sending progress. A view that reads it is updated when it changes.
    pub fn sending_line(self) -> Option<View> {
        self.sending_line.get().map(|line| line())
    }

    /// Returns whether the page shows a draft that another tab writes. A view that reads it is updated when it changes.
    pub fn only_reads(self) -> bool {
        self.editor.state.get() == SaveState::Reading && matches!(self.route.get(), Route::Draft(..))
    }

    /// Disables the inputs of the rendered page if another tab still writes the draft after rendering.
    pub fn hold_inputs(self) {
        page::after_render(move || self.hold_inputs_now());
    }

    /// Disables the inputs that are already in the page, if another tab writes the draft.
    pub fn hold_inputs_now(self) {
        if untrack(|| self.only_reads()) {
            page::disable_inputs();
        }
    }

    pub fn has_moved(self) -> bool {
        self.moved.get_value()
    }
}
