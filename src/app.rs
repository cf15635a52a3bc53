//! The shell: what stands around every page, and what every page can reach.

use crate::components::{Footer, Header};
use crate::draft::Desk;
use crate::pages;
use crate::platform::{clock, page};
use crate::route::Route;
use crate::tracking;
use leptos::prelude::*;
use wire::answer::ServiceInfo;

/// What every page can reach.
#[derive(Clone, Copy)]
pub struct App {
    route: RwSignal<Route>,
    /// The draft in hand.
    pub desk: Desk,
    /// What the gateway said of itself; `None` until it has answered.
    pub service: RwSignal<Option<ServiceInfo>>,
    /// Where *Continue* leads instead of the next question: set by a change asked for on a page of answers.
    return_to: RwSignal<Option<Route>>,
    /// Counts the times a page asked to be drawn anew.
    drawn: RwSignal<u32>,
    /// Whether the person has moved between pages: only then the heading takes the focus.
    moved: StoredValue<bool>,
}

impl App {
    /// The app's parts from anywhere within its views.
    pub fn get() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    fn new() -> Self {
        Self {
            route: RwSignal::new(Route::parse(&page::path())),
            desk: Desk::new(),
            service: RwSignal::new(None),
            return_to: RwSignal::new(None),
            drawn: RwSignal::new(0),
            moved: StoredValue::new(false),
        }
    }

    pub fn route(self) -> Route {
        self.route.get()
    }

    /// Goes to a page.
    pub fn go(self, route: Route) {
        self.moved.set_value(true);
        self.desk.save_soon();
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

    pub fn has_moved(self) -> bool {
        self.moved.get_value()
    }
}

/// Puts the app in the place of the static shell.
pub fn mount() {
    if let Some(place) = page::mount_point() {
        leptos::mount::mount_to(place, Shell).forget();
    }
}

#[component]
fn Shell() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    app.desk.keep_saved();
    page::on_history(move || {
        app.moved.set_value(true);
        app.route.set(Route::parse(&page::path()));
    });
    page::on_link(move |href| {
        let ours = href == "/" || href == "/app" || href.starts_with("/app/");
        if ours && !href.contains('#') {
            app.go(Route::parse(href));
        }
        ours && !href.contains('#')
    });
    leptos::task::spawn_local(async move {
        if let Ok(service) = tracking::service_info().await {
            clock::correct(service.now);
            app.service.try_set(Some(service));
        }
    });
    // A link that brings a recovery code.
    if app.route.get_untracked() == Route::Recover
        && let Some(code) = page::take_fragment()
    {
        pages::recover::open_link(app, code);
    }
    let route = Memo::new(move |_| (app.route(), app.drawn.get()));
    view! {
        <a class="skip" href="#heading">{crate::i18n::tr(crate::i18n::Msg::ShellSkip)}</a>
        <Header/>
        <main id="main">{move || pages::view(route.get().0)}</main>
        <Footer/>
    }
}
