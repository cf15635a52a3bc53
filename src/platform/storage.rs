//! What must be there at once or written at once, in the browser's local storage. Answers and files lie in [`super::db`].

/// Every key there is.
#[derive(Clone, Copy)]
pub enum Key {
    /// The chosen language, by its tag. `boot.js` reads it too.
    Locale,
    /// What was typed and not yet in the database when the page was left: a stored draft.
    Journal,
    /// The gateway's calendar data, as its file has them.
    Calendar,
    /// The ids of the drafts in the database, to be missed when the browser has deleted them.
    Drafts,
}

impl Key {
    fn name(self) -> &'static str {
        match self {
            Self::Locale => "qandas.locale",
            Self::Journal => "qandas.journal",
            Self::Calendar => "qandas.calendar",
            Self::Drafts => "qandas.drafts",
        }
    }
}

/// What is kept, if anything is.
pub fn get(key: Key) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(key.name()).ok()?
}

pub fn remove(key: Key) {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        let _ = storage.remove_item(key.name());
    }
}

/// Keeps a setting. Where storage is off the choice lasts until the page is closed.
pub fn set(key: Key, value: &str) {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        let _ = storage.set_item(key.name(), value);
    }
}

/// Forgets every key.
#[cfg(feature = "whole")]
pub fn forget_all() {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        let _ = storage.clear();
    }
}
