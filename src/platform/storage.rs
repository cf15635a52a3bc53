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
    /// The address of the page from which the camera or the file dialog was opened, until it is closed.
    Dialog,
    /// The kind of the service, as the gateway last said it.
    Service,
    /// The ids of the drafts in the database, to be missed when the browser has deleted them.
    Drafts,
}

impl Key {
    fn name(self) -> &'static str {
        match self {
            Self::Locale => "qandas.locale",
            Self::Journal => "qandas.journal",
            Self::Calendar => "qandas.calendar",
            Self::Dialog => "qandas.dialog",
            Self::Service => "qandas.service",
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
        // Storage that is off has nothing to remove.
        let _ = storage.remove_item(key.name());
    }
}

/// Keeps a setting; whether the browser took it. It has not where storage is off or full.
#[must_use]
pub fn set(key: Key, value: &str) -> bool {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    storage.is_some_and(|storage| storage.set_item(key.name(), value).is_ok())
}

/// Forgets every key.
pub fn forget_all() {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        // Storage that is off has nothing to clear.
        let _ = storage.clear();
    }
}
