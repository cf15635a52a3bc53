//! The window, the document and its address.
//!
//! DOM calls fail here only if the element or the window is gone, and then there is nobody to tell: their results are dropped in this module.

use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, HtmlElement, Window};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Shows the plain block of index.html instead of the app.
pub fn show_broken() {
    if let Some(broken) = element("broken") {
        // Setting plain attributes never fails.
        let _ = broken.set_attribute("role", "main");
        let _ = broken.remove_attribute("hidden");
    }
    if let Some(app) = element("app") {
        let _ = app.set_attribute("hidden", "");
    }
}

pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Returns the language of the whole document, which language.js set first.
pub fn language() -> String {
    let root = document().and_then(|document| document.document_element());
    root.and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

pub fn set_language(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Marks the page by whether there is a gateway; without one, the style hides what needs it (`.needs-gateway`). `language.js` does
/// the same before the page is painted.
pub fn mark_gateway(exists: bool) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let marked =
            if exists { root.remove_attribute(NO_GATEWAY) } else { root.set_attribute(NO_GATEWAY, "") };
        // The name is valid, so that neither fails.
        let _ = marked;
    }
}

const NO_GATEWAY: &str = "data-no-gateway";

/// Returns the content of a `<meta>` of index.html.
pub fn meta(name: &str) -> Option<String> {
    let metas = document()?.get_elements_by_tag_name("meta");
    let found = (0..metas.length()).filter_map(|place| metas.item(place));
    found
        .filter(|meta| meta.get_attribute("name").as_deref() == Some(name))
        .find_map(|meta| meta.get_attribute("content"))
}

/// Returns the path of the address, without query and fragment.
pub fn path() -> String {
    window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// The key under which `language.js` stores the secret of an opened link after it has removed it from the address.
const BROUGHT: &str = "qandas.brought";

/// Returns the secret from the fragment of the address and removes it there, where it must not stay.
pub fn take_fragment() -> Option<String> {
    let window = window()?;
    if let Some(storage) = window.session_storage().ok().flatten()
        && let Some(brought) = storage.get_item(BROUGHT).ok().flatten()
    {
        let _ = storage.remove_item(BROUGHT);
        return Some(brought);
    }
    // For an address that changed while the app was open, or a browser without that storage.
    let fragment = window.location().hash().ok()?;
    let fragment = fragment.strip_prefix('#')?;
    if fragment.is_empty() {
        return None;
    }
    replace_path(&window.location().pathname().ok()?);
    Some(fragment.to_owned())
}

/// Minimum number of characters of a secret in the fragment of the address. `language.js` has the same value.
const SHORTEST_SECRET: usize = 26;

/// Returns whether the address has more for the page than its path: a secret or a query. An anchor within the page is neither.
pub fn brings_something() -> bool {
    let Some(location) = window().map(|window| window.location()) else { return false };
    let fragment = location.hash().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    fragment.strip_prefix('#').is_some_and(|fragment| fragment.len() >= SHORTEST_SECRET) || !query.is_empty()
}

pub fn push_path(path: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(path));
    }
}

pub fn replace_path(path: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(path));
    }
}

/// Moves the focus to an element by id and scrolls to the top, as a change of page does.
pub fn focus_from_top(id: &str) {
    let Some(found) = element(id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) else { return };
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = found.focus_with_options(&options);
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Moves the focus to an element by id and returns whether it exists.
pub fn focus(id: &str) -> bool {
    element(id)
        .and_then(|found| found.dyn_into::<HtmlElement>().ok())
        .is_some_and(|found| found.focus().is_ok())
}

/// Scrolls a field's group into view, including its label, and then focuses the field itself.
pub fn focus_field(id: &str) {
    let Some(field) = element(id) else { return };
    let group = field.closest(".field").ok().flatten().unwrap_or_else(|| field.clone());
    group.scroll_into_view();
    let inside = field.matches("input, select, textarea, button").unwrap_or(false);
    let target = if inside {
        Some(field)
    } else {
        field.query_selector("input, select, textarea, button").ok().flatten()
    };
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = target.focus_with_options(&options);
    }
}

/// Adds an event listener that stays as long as the page lives.
fn listen(target: &web_sys::EventTarget, event: &str, call: impl FnMut(web_sys::Event) + 'static) {
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(call);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Calls back when the person goes back or forward in the history.
pub fn on_history(mut call: impl FnMut() + 'static) {
    if let Some(window) = window() {
        listen(&window, "popstate", move |_| call());
    }
}

/// Calls back when the page is hidden or left, which is the last moment to write.
pub fn on_leaving(call: impl Fn() + Clone + 'static) {
    if let (Some(window), Some(document)) = (window(), document()) {
        let leaving = call.clone();
        listen(&window, "pagehide", move |_| leaving());
        listen(&document.clone(), "visibilitychange", move |_| {
            if document.hidden() {
                call();
            }
        });
    }
}

/// Calls back when the page becomes visible again.
pub fn on_return(call: impl Fn() + 'static) {
    if let Some(document) = document() {
        listen(&document.clone(), "visibilitychange", move |_| {
            if !document.hidden() {
                call();
            }
        });
    }
}

/// Calls back when another service worker takes over this page from the one that it was loaded by.
pub fn on_new_worker(mut call: impl FnMut() + 'static) {
    if let Some(workers) = super::js_reflect::of_navigator("serviceWorker")
        && super::js_reflect::property(&workers, "controller").is_some()
    {
        listen(workers.unchecked_ref(), "controllerchange", move |_| call());
    }
}

/// Passes plain clicks on links within the app to `call` instead of loading the page again; `call` returns whether it handled
/// the link.
pub fn on_link(call: impl Fn(&str) -> bool + 'static) {
    let Some(document) = document() else { return };
    listen(&document, "click", move |event| {
        let Some(click) = event.dyn_ref::<web_sys::MouseEvent>() else { return };
        let modified = click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
        if click.default_prevented() || modified || click.button() != 0 {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(href) =
            link.filter(|link| !link.has_attribute("download")).and_then(|link| link.get_attribute("href"))
        else {
            return;
        };
        if call(&href) {
            event.prevent_default();
        }
    });
}

/// Runs a closure after the browser has had time to render.
pub fn after_render(call: impl FnOnce() + 'static) {
    leptos::prelude::request_animation_frame(call);
}

pub async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Returns whether the disclosure element that fired the event is open now.
pub fn is_open(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.has_attribute("open"))
}

/// Copies a text to the clipboard and returns whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    // Browsers offer no clipboard to a page from an insecure connection.
    if !window.is_secure_context() {
        return false;
    }
    let written = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(written).await.is_ok()
}

/// Waits for this number of milliseconds, until the browser reports a network again, or until [`wake`].
pub async fn rest(milliseconds: i32) {
    rest_until(ONLINE, milliseconds).await;
}

/// Waits for this number of milliseconds, or until [`room_made`] reports that there may be room.
pub async fn rest_for_room(milliseconds: u32) {
    rest_until(ROOM, i32::try_from(milliseconds).unwrap_or(i32::MAX)).await;
}

async fn rest_until(event: &str, milliseconds: i32) {
    let mut listener = None;
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
            let _ = window.add_event_listener_with_callback(event, &resolve);
        }
        listener = Some(resolve);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    if let (Some(window), Some(listener)) = (window(), listener) {
        let _ = window.remove_event_listener_with_callback(event, &listener);
    }
}

/// Ends all waits for the network, as the browser does when there is a network again.
pub fn wake() {
    dispatch(ONLINE);
}

/// Ends all waits for room: something was deleted from this phone, or the person returned to the page.
pub fn room_made() {
    dispatch(ROOM);
}

fn dispatch(name: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(name)) {
        let _ = window.dispatch_event(&event);
    }
}

const ONLINE: &str = "online";
const ROOM: &str = "qandas-room";

thread_local! {
    static WARNINGS: Cell<u32> = const { Cell::new(0) };
    static WARN: Closure<dyn FnMut(web_sys::Event)> = Closure::new(|event: web_sys::Event| {
        event.prevent_default();
        // Browsers before 2023 need this too.
        let _ = js_sys::Reflect::set(&event, &"returnValue".into(), &"".into());
    });
}

/// While a value of this type exists, the browser asks before the page is closed.
pub struct LeaveWarning(());

impl LeaveWarning {
    pub fn new() -> Self {
        let before = WARNINGS.replace(WARNINGS.get() + 1);
        if before == 0
            && let Some(window) = window()
        {
            WARN.with(|warn| {
                let _ = window.add_event_listener_with_callback(LEAVING, warn.as_ref().unchecked_ref());
            });
        }
        Self(())
    }
}

impl Drop for LeaveWarning {
    fn drop(&mut self) {
        let left = WARNINGS.get().saturating_sub(1);
        WARNINGS.set(left);
        if left == 0
            && let Some(window) = window()
        {
            WARN.with(|warn| {
                let _ = window.remove_event_listener_with_callback(LEAVING, warn.as_ref().unchecked_ref());
            });
        }
    }
}

const LEAVING: &str = "beforeunload";

/// The event that ends a wait in [`until_ready`].
const READY: &str = "qandas-ready";
/// Maximum time that the static screen waits for the content of the first page, in milliseconds.
const LONGEST: f64 = 10_000.0;

thread_local! {
    static HOLDS: Cell<u32> = const { Cell::new(0) };
}

/// While a value of this type exists, the static screen stays visible, because the first page is still loading its content.
pub struct Hold(());

impl Hold {
    pub fn new() -> Self {
        HOLDS.set(HOLDS.get() + 1);
        Self(())
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let left = HOLDS.get().saturating_sub(1);
        HOLDS.set(left);
        if left == 0 {
            dispatch(READY);
        }
    }
}

/// Returns when no [`Hold`] exists and the changes of signals have been rendered.
pub async fn until_ready() {
    let end = js_sys::Date::now() + LONGEST;
    // Rendering, which may create a hold again, happens in tasks that are queued by now.
    sleep(0).await;
    while HOLDS.get() > 0 {
        let left = end - js_sys::Date::now();
        if left <= 0.0 {
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most LONGEST")]
        rest_until(READY, left as i32).await;
        sleep(0).await;
    }
}

/// The headline about a followed application on the static screen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum EarlyHeadline {
    /// From an answer that the gateway has just given.
    Fresh,
    /// The text last shown on this phone, with its date, because the gateway cannot be reached.
    Kept,
}

/// Returns the headline shown by headline.js while the static screen exists.
pub fn early_headline() -> Option<EarlyHeadline> {
    match element("early")?.get_attribute("data-headline")?.as_str() {
        "fresh" => Some(EarlyHeadline::Fresh),
        "kept" => Some(EarlyHeadline::Kept),
        _ => None,
    }
}

/// Returns whether a link of the static screen was followed.
pub fn has_moved_early() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-moved"))
}

/// Returns the value of a parameter in the query of the address and removes it there.
pub fn take_query(name: &str) -> Option<String> {
    let location = window()?.location();
    let query = location.search().ok()?;
    let value = web_sys::UrlSearchParams::new_with_str(&query).ok()?.get(name)?;
    replace_path(&location.pathname().ok()?);
    Some(value)
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Returns whether secrets and files are safe from others on the network: over https, or on this same machine.
pub fn is_secure() -> bool {
    window().is_some_and(|window| window.is_secure_context())
}

/// Reports an error of the app to the browser's console.
pub fn report(words: &str) {
    web_sys::console::error_1(&words.into());
}

/// Returns whether the server no longer has the files of this version: boot.js marks the page when a file was not found.
pub fn is_replaced() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-replaced"))
}

/// Returns the hash in the name of the app's main file; `None` in a build whose names have none.
pub fn build() -> Option<String> {
    let file = element("app-wasm")?.get_attribute("href")?;
    let name = file.strip_suffix(".wasm")?;
    name.rsplit_once('.').map(|(_, hash)| hash.to_owned())
}

/// Returns the name by which the browser introduces itself.
pub fn user_agent() -> String {
    window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default()
}

/// Loads the app again.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Disables all inputs and buttons of the page, because only another tab may write what they would change.
pub fn disable_inputs() {
    let Some(main) = element("main") else { return };
    let Ok(found) = main.query_selector_all("input, textarea, select, button") else { return };
    for place in 0..found.length() {
        if let Some(input) = found.item(place).and_then(|node| node.dyn_into::<Element>().ok()) {
            let _ = input.set_attribute("disabled", "");
        }
    }
}

/// Returns the number of days after which this browser deletes stored data of an unused page: Safari does so unless the page
/// was added to the home screen.
pub fn days_kept() -> Option<u64> {
    let navigator = window()?.navigator();
    let vendor = js_sys::Reflect::get(&navigator, &"vendor".into()).ok()?.as_string()?;
    let standalone = js_sys::Reflect::get(&navigator, &"standalone".into()).ok()?.as_bool();
    (vendor.starts_with("Apple") && standalone != Some(true)).then_some(7)
}

/// Deletes the caches of the service worker and unregisters it.
pub async fn forget_offline() {
    use super::js_reflect;
    if let Some(caches) = js_reflect::of_window("caches")
        && let Some(names) = js_reflect::call_later(&caches, "keys", &[]).await
    {
        for name in js_sys::Array::from(&names).iter() {
            js_reflect::call_later(&caches, "delete", &[name]).await;
        }
    }
    if let Some(workers) = js_reflect::of_navigator("serviceWorker")
        && let Some(found) = js_reflect::call_later(&workers, "getRegistrations", &[]).await
    {
        for registration in js_sys::Array::from(&found).iter() {
            js_reflect::call_later(&registration, "unregister", &[]).await;
        }
    }
}
