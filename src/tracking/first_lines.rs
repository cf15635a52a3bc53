//! The first lines of the page of a followed application as finished texts: `headline.js` shows them before the app is loaded
//! if
//! the gateway cannot be reached.

use crate::platform::storage::{self, Key};
use rules::id::DraftId;
use wire::json;

/// The first lines of the page in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstLines {
    /// The tag of the language.
    pub language: String,
    /// True if the state is marked as a problem.
    pub problem: bool,
    /// The class and the text of each line; the first is the tag with the state.
    pub lines: Vec<(String, String)>,
    /// The text that the gateway cannot be reached, with the day of its last answer.
    pub away: String,
}

wire::record!(FirstLines { language, problem, lines, away });

impl FirstLines {
    pub fn find(id: DraftId) -> Option<Self> {
        json::read(&storage::get(Key::Headline(id))?)
    }

    pub fn keep(&self, id: DraftId) {
        // If there is no room, the static screen shows that the app is loading.
        let _ = storage::set(Key::Headline(id), &json::write(self));
    }
}

/// Deletes the stored lines of an application.
pub fn forget(id: DraftId) {
    storage::remove(Key::Headline(id));
}
