//! Data that must be read or written synchronously, in the browser's local storage. Answers and files are stored in
//! [`super::db`].

use rules::id::DraftId;
use std::borrow::Cow;

/// All keys of the local storage.
#[derive(Clone, Copy)]
pub enum Key {
    /// The tag of the chosen language. `language.js` reads it too.
    Locale,
    /// A stored draft with what was typed but not yet in the database when the page was left.
    Journal,
    /// The gateway's calendar data, in their file format.
    Calendar,
    /// The address of the page that opened the camera or the file dialog, until that is closed.
    Dialog,
    /// The kind of the service in the gateway's last answer.
    Service,
    /// The ids of the drafts in the database, to notice when the browser has deleted them.
    Drafts,
    /// `0` if the start page found nothing in the database, `1` if something was written since. `language.js` reads it too.
    Kept,
    /// The first lines of the page of a followed application, by the application's id on this phone. `headline.js` reads them.
    Headline(DraftId),
}

impl Key {
    fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Locale => "qandas.locale",
            Self::Journal => "qandas.journal",
            Self::Calendar => "qandas.calendar",
            Self::Dialog => "qandas.dialog",
            Self::Service => "qandas.service",
            Self::Drafts => "qandas.drafts",
            Self::Kept => "qandas.kept",
            Self::Headline(id) => return Cow::Owned(["qandas.headline.", &id.to_text()].concat()),
        })
    }
}

/// Returns the stored value, if any.
pub fn get(key: Key) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(&key.name()).ok()?
}

pub fn remove(key: Key) {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        // Disabled storage has nothing to remove.
        let _ = storage.remove_item(&key.name());
    }
}

/// Stores a setting and returns whether the browser accepted it. It does not if storage is disabled or full.
#[must_use]
pub fn set(key: Key, value: &str) -> bool {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    storage.is_some_and(|storage| storage.set_item(&key.name(), value).is_ok())
}

/// Records for `language.js` whether the start page has stored data to show.
pub fn set_kept(keeps: bool) {
    let value = if keeps { "1" } else { "0" };
    if get(Key::Kept).as_deref() != Some(value) {
        // If it is not stored, the static screen waits for the app or shows less than the app does a moment later.
        let _ = set(Key::Kept, value);
    }
}

/// The key of the tab's own storage for the place of a panic.
const PANIC: &str = "qandas.panic";

fn of_tab() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Returns the place of the last panic in this tab, if any.
pub fn panic_before() -> Option<String> {
    of_tab()?.get_item(PANIC).ok()?
}

/// Stores the place of a panic for the next page load of this tab.
pub fn set_panic(place: &str) {
    if let Some(storage) = of_tab() {
        // If it is not stored, it is not reported.
        let _ = storage.set_item(PANIC, place);
    }
}

/// Deletes all keys, and those of the tab's own storage.
pub fn forget_all() {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        // Disabled storage has nothing to clear.
        let _ = storage.clear();
    }
    if let Some(storage) = of_tab() {
        // Disabled storage has nothing to clear.
        let _ = storage.clear();
    }
}
