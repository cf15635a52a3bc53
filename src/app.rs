//! The shell: what stands around every page, and what every page can reach.

use crate::components::{footer, header, service_notice, unsaved_banner};
use crate::draft::{Desk, SaveState};
use crate::i18n::{Msg, t, tr};
use crate::pages;
use crate::platform::view::{self, View, view};
use crate::platform::{clock, page, storage};
use crate::route::Route;
use crate::tracking::{self, Tracked};
use leptos::prelude::*;
use std::cell::Cell;
use wire::answer::{ServiceInfo, ServiceKind};
use wire::json;

/// What every page can reach.
#[derive(Clone, Copy)]
pub struct App {
    route: RwSignal<Route>,
    /// The draft in hand.
    pub desk: Desk,
    /// What the gateway said of itself; `None` until it has answered.
    pub service: RwSignal<Option<ServiceInfo>>,
    /// The kind of the service as this phone last heard it; `None` before the gateway has ever answered.
    kind: RwSignal<Option<ServiceKind>>,
    /// Where *Continue* leads instead of the next question: set by a change asked for on a page of answers.
    return_to: RwSignal<Option<Route>>,
    /// Counts the times a page asked to be drawn anew.
    drawn: RwSignal<u32>,
    /// Whether the person has moved between pages: only then the heading takes the focus.
    moved: StoredValue<bool>,
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
            desk: Desk::new(),
            service: RwSignal::new(None),
            kind: RwSignal::new(storage::get(storage::Key::Service).and_then(|text| json::read(&text))),
            return_to: RwSignal::new(None),
            drawn: RwSignal::new(0),
            moved: StoredValue::new(false),
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
    fn hear(self, service: ServiceInfo) {
        if self.kind.try_get_untracked() != Some(Some(service.kind)) {
            self.kind.try_set(Some(service.kind));
            // Where it is not kept the gateway is asked again at the next start.
            let _ = storage::set(storage::Key::Service, &json::write(&service.kind));
        }
        self.service.try_set(Some(service));
    }

    /// Goes to a page.
    pub fn go(self, route: Route) {
        if !route.is_here() {
            // The module that has the page reads the draft from the phone: it must be there first. Where it is not, every
            // page says so and this one stays.
            leptos::task::spawn_local(async move {
                if self.desk.carry_over().await {
                    page::load(&route.href());
                }
            });
            return;
        }
        self.moved.set_value(true);
        leptos::task::spawn_local(async move {
            // Every page says what could not be written.
            let _ = self.desk.save().await;
        });
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

    /// Draws the page anew from the draft as it is now.
    pub fn redraw(self) {
        self.drawn.update(|drawn| *drawn += 1);
    }

    /// Whether the page shows a draft that another tab writes. Read within a view, the view follows it.
    pub fn only_reads(self) -> bool {
        self.desk.state.get() == SaveState::Reading && matches!(self.route.get(), Route::Draft(..))
    }

    /// Takes the inputs of what was just drawn out of use, unless the draft has come to this tab meanwhile.
    #[cfg(feature = "whole")]
    pub fn hold_inputs(self) {
        page::after_render(move || {
            if untrack(|| self.only_reads()) {
                page::disable_inputs();
            }
        });
    }

    pub fn has_moved(self) -> bool {
        self.moved.get_value()
    }
}

/// Puts the app in the place of the static shell.
pub fn mount() {
    view::mount("app", shell);
}

fn shell() -> View {
    let app = App::get();
    app.desk.keep_saved();
    #[cfg(feature = "whole")]
    follow_other_tabs(app);
    page::on_history(move || {
        app.moved.set_value(true);
        app.route.set(Route::parse(&page::path()));
        take_link(app);
    });
    page::on_link(move |href| {
        let ours = Route::is_ours(href);
        if ours {
            app.go(Route::parse(href));
        }
        ours
    });
    leptos::task::spawn_local(async move {
        if let Ok(service) = tracking::service_info().await {
            clock::correct(service.now);
            app.hear(service);
        }
    });
    #[cfg(feature = "whole")]
    tracking::go_on(app.desk);
    #[cfg(not(feature = "whole"))]
    load_what_sends();
    take_link(app);
    let route = Memo::new(move |_| (app.route.get(), app.drawn.get()));
    // What a page reads while it is made does not have it made anew; only the route does.
    let page = move || {
        let (route, _) = route.get();
        untrack(|| pages::page(route))
    };
    #[cfg(feature = "whole")]
    let under_way = crate::components::sending_line();
    #[cfg(not(feature = "whole"))]
    let under_way = view::nothing();
    // What is read anew does not have this said anew.
    let reads = Memo::new(move |_| app.only_reads());
    view! {
        <a class="skip" href="#heading">{tr(Msg::ShellSkip)}</a>
        {header()}
        {service_notice()}
        {under_way}
        {unsaved_banner()}
        {move || reads.get().then(read_here)}
        <main id="main">{page}</main>
        {footer()}
    }
}

/// Sending is a matter of the whole app: where some was begun on this phone, the start page comes with it.
#[cfg(not(feature = "whole"))]
fn load_what_sends() {
    use crate::platform::db::{self, Store};
    leptos::task::spawn_local(async {
        if db::texts(Store::Attempts).await.is_ok_and(|attempts| !attempts.is_empty()) {
            page::load_instead(Route::START_OF_WHOLE);
        }
    });
}

/// What another tab writes is shown here as it is written, and cannot be changed here meanwhile.
#[cfg(feature = "whole")]
fn follow_other_tabs(app: App) {
    app.desk.mind_other_tabs();
    Effect::new(move |_| {
        if app.desk.read.get() > 0 {
            app.redraw();
        }
    });
    let is_reading = Memo::new(move |_| app.only_reads());
    Effect::new(move |before: Option<bool>| {
        // Read so that each of them runs this again.
        let _ = (app.route.get(), app.drawn.get(), app.desk.opened.get());
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
    let desk = App::get().desk;
    view! {
        <div class="reading" role="status">
            <p>{tr(Msg::SavedReading)}</p>
            <button class="button button-quiet" type="button" on:click=move |_| desk.take_over()>{tr(Msg::SavedContinueHere)}</button>
        </div>
    }
}
/// A link that brings a secret: a recovery code, or what a family link holds.
#[cfg(feature = "whole")]
fn take_link(app: App) {
    let open = match app.route.get_untracked() {
        Route::Recover => pages::whole::recover::open_link,
        Route::SharedCode => pages::whole::shared_code::open_link,
        _ => return,
    };
    if let Some(secret) = page::take_fragment() {
        open(app, secret);
    }
}

/// Such a link leads to the module that has the page.
#[cfg(not(feature = "whole"))]
fn take_link(_: App) {}
