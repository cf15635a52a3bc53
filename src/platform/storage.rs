//! Small settings in the browser's local storage. Answers and files lie in [`super::db`].

/// Every key there is.
#[derive(Clone, Copy)]
pub enum Key {
    /// The chosen language, by its tag. `boot.js` reads it too.
    Locale,
}

impl Key {
    fn name(self) -> &'static str {
        match self {
            Self::Locale => "qandas.locale",
        }
    }
}

/// Keeps a setting. Where storage is off the choice lasts until the page is closed.
pub fn set(key: Key, value: &str) {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        let _ = storage.set_item(key.name(), value);
    }
}
