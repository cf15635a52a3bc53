//! What must be there at once or written at once, in the browser's local storage. Answers and files lie in [`super::db`].

use rules::id::DraftId;
use std::borrow::Cow;

/// Every key there is.
#[derive(Clone, Copy)]
pub enum Key {
    /// The chosen language, by its tag. `language.js` reads it too.
    Locale,
    /// What was typed and not yet in the database when the page was left: a stored draft.
    Journal,
    /// The gateway's calendar data, as its file has them.
    Calendar,
    /// The address of the page from which the camera or the file dialog was opened, until it is closed.
    Dialog,
    /// The kind of the service, as the gateway last said it.
    Service,
    /// The ids of the drafts in the database, to be missed when the browser has deleted them.
    Drafts,
    /// `0` where the start page has found nothing in the database, `1` where something was written since. `language.js` reads
    /// it too.
    Kept,
    /// What the page of a followed application said first, by the application's id on this phone. `headline.js` reads it.
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

/// What is kept, if anything is.
pub fn get(key: Key) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(&key.name()).ok()?
}

pub fn remove(key: Key) {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        // Storage that is off has nothing to remove.
        let _ = storage.remove_item(&key.name());
    }
}

/// Keeps a setting; whether the browser took it. It has not where storage is off or full.
#[must_use]
pub fn set(key: Key, value: &str) -> bool {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    storage.is_some_and(|storage| storage.set_item(&key.name(), value).is_ok())
}

/// Whether the start page has something of this phone to show, for `language.js`.
pub fn set_kept(keeps: bool) {
    let value = if keeps { "1" } else { "0" };
    if get(Key::Kept).as_deref() != Some(value) {
        // Where it is not kept, the static screen waits for the app or shows less than the app does a moment later.
        let _ = set(Key::Kept, value);
    }
}

/// Forgets every key.
pub fn forget_all() {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        // Storage that is off has nothing to clear.
        let _ = storage.clear();
    }
}
