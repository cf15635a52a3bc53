//! The last technical events of the app: failures and what may explain them. The page *Report a problem* shows them; nothing sends
//! them.
//!
//! They contain no personal data: a [`ClientEvent`] can hold only enums, numbers and texts of this program.

use super::{clock, storage};
use outbox::phone::StorageError;
use rules::time::Instant;
use std::cell::RefCell;

/// A technical event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientEvent {
    /// The phone's storage failed: the object store, or `open` for the database as a whole.
    Storage(&'static str, StorageError),
    /// A request had no usable answer: the pattern of its address, and the status of the answer, or 0 without one.
    Request(&'static str, u16),
    /// A chunk of the app was not loaded.
    Chunk(&'static str),
    /// A file of texts was not loaded.
    Texts(&'static str),
    /// Another tab writes the draft that this tab wrote until now.
    DraftTaken,
    /// Sending waits or has ended: the reason, and the status of the answer, or 0 without one.
    Sending(&'static str, u16),
    /// Another service worker has taken over, as after an update.
    ServiceWorker,
    /// The program failed at this place of its source: a thousand times the line, plus the column.
    Panic(usize),
}

/// Compiles only for a type that borrows nothing and owns no memory, so that no text made at run time fits into it.
const fn holds_no_text_of_a_person<T: Copy + 'static>() {}
const _: () = holds_no_text_of_a_person::<ClientEvent>();

impl ClientEvent {
    /// Returns the event in technical words.
    pub fn to_text(self) -> String {
        let (kind, detail, more, number): (_, _, _, usize) = match self {
            Self::Storage(store, error) => ("storage ", store, error.to_text(), 0),
            Self::Request(pattern, status) => ("request ", pattern, "", status.into()),
            Self::Chunk(name) => ("chunk ", name, "", 0),
            Self::Texts(name) => ("texts ", name, "", 0),
            Self::DraftTaken => ("draft taken", "", "", 0),
            Self::Sending(reason, status) => ("sending ", reason, "", status.into()),
            Self::ServiceWorker => ("service worker", "", "", 0),
            Self::Panic(place) => ("panic", "", "", place),
        };
        let gap = if more.is_empty() { "" } else { " " };
        let written = if number == 0 { String::new() } else { [" ", &number.to_string()].concat() };
        [kind, detail, gap, more, &written].concat()
    }
}

/// Maximum number of events.
const MOST: usize = 50;

/// The last events, each in a line with its time in seconds since 1970.
#[derive(Debug, Default, PartialEq, Eq)]
struct EventLog(String);

impl EventLog {
    /// Adds an event, in place of the oldest one if there are too many. A repetition of the last event is not added.
    fn push(&mut self, second: usize, event: ClientEvent) {
        let line = [" ", &event.to_text(), "\n"].concat();
        if self.0.ends_with(&line) {
            return;
        }
        let lines = self.0.bytes().filter(|byte| *byte == b'\n').count();
        let kept =
            if lines < MOST { &*self.0 } else { self.0.split_once('\n').map_or("", |(_, later)| later) };
        self.0 = [kept, &second.to_string(), &line].concat();
    }

    /// Returns the events with their times, oldest first.
    fn entries(&self) -> Vec<(Instant, String)> {
        let entry = |line: &str| {
            let (at, text) = line.split_once(' ')?;
            Some((Instant(at.parse().ok()?), text.to_owned()))
        };
        self.0.lines().filter_map(entry).collect()
    }
}

thread_local! {
    /// The events of this tab, first as it stored them before the app was loaded again.
    static LOG: RefCell<EventLog> = RefCell::new(EventLog(storage::events_of_tab().unwrap_or_default()));
}

/// Records an event. The tab's own storage has a copy, which outlives a reload of the app.
pub fn record(event: ClientEvent) {
    LOG.with(|log| {
        // It is in use only if recording itself has failed.
        let Ok(mut log) = log.try_borrow_mut() else { return };
        log.push(usize::try_from(clock::now().0).unwrap_or_default(), event);
        storage::set_events_of_tab(&log.0);
    });
}

/// Returns the events of this tab with their times, oldest first.
pub fn recorded() -> Vec<(Instant, String)> {
    LOG.with_borrow(EventLog::entries)
}

/// Forgets all events; [`storage::forget_all`] deletes their copy.
pub fn forget() {
    LOG.take();
}

#[cfg(test)]
mod tests {
    use super::*;
    use outbox::phone::StorageCause;
    use wire::path;

    /// Returns events of every kind, with every address and every reason that the app records.
    fn every_event() -> Vec<ClientEvent> {
        let mut events = vec![
            ClientEvent::DraftTaken,
            ClientEvent::ServiceWorker,
            ClientEvent::Panic(120_009),
            ClientEvent::Chunk("rest"),
            ClientEvent::Texts("care"),
        ];
        let others = [
            StorageCause::Unknown,
            StorageCause::NotReadable,
            StorageCause::NotFound,
            StorageCause::NoRandom,
            StorageCause::Unnamed,
        ];
        let named = [StorageError::Quota, StorageError::Denied, StorageError::Closed];
        let errors: Vec<StorageError> = named.into_iter().chain(others.map(StorageError::Other)).collect();
        for store in ["open", "drafts", "pages"] {
            events.extend(errors.iter().map(|error| ClientEvent::Storage(store, *error)));
        }
        let routes = [path::APPLICATION.pattern(), path::SHARE_CODE.pattern(), path::SERVICE];
        for status in [0, 404, 503, u16::MAX] {
            events.extend(routes.map(|pattern| ClientEvent::Request(pattern, status)));
            events.push(ClientEvent::Sending("refused", status));
        }
        events
    }

    #[test]
    fn the_51st_event_replaces_the_oldest_one() {
        let mut log = EventLog::default();
        for at in 1..=51 {
            log.push(at, ClientEvent::Panic(at));
        }
        let entries = log.entries();
        assert_eq!(entries.len(), MOST);
        assert_eq!(entries[0], (Instant(2), "panic 2".to_owned()));
        assert_eq!(entries[49], (Instant(51), "panic 51".to_owned()));
    }

    #[test]
    fn a_repetition_of_the_last_event_is_not_added() {
        let mut log = EventLog::default();
        let full = ClientEvent::Storage("drafts", StorageError::Quota);
        for (at, event) in [(1, full), (2, full), (3, ClientEvent::DraftTaken), (4, full)] {
            log.push(at, event);
        }
        let times: Vec<i64> = log.entries().into_iter().map(|(at, _)| at.0).collect();
        assert_eq!(times, [1, 3, 4]);
    }

    #[test]
    fn the_events_of_a_tab_are_read_back_after_a_reload() {
        let mut log = EventLog::default();
        for (place, event) in every_event().into_iter().enumerate() {
            log.push(place, event);
        }
        assert_eq!(EventLog(log.0.clone()).entries(), log.entries());
        assert_eq!(log.entries().len(), every_event().len());
        // A foreign text in the storage is no event.
        assert_eq!(EventLog("made up\n".to_owned()).entries(), []);
    }

    /// The values of an event come from the program, as its type shows; the rest of a text is a fixed word or a number.
    #[test]
    fn a_text_has_only_words_of_the_program_and_numbers() {
        for event in every_event() {
            let text = event.to_text();
            let own = match event {
                ClientEvent::Storage(store, error) => vec!["storage", store, error.to_text()],
                ClientEvent::Request(pattern, _) => vec!["request", pattern],
                ClientEvent::Chunk(name) => vec!["chunk", name],
                ClientEvent::Texts(name) => vec!["texts", name],
                ClientEvent::DraftTaken => vec!["draft", "taken"],
                ClientEvent::Sending(reason, _) => vec!["sending", reason],
                ClientEvent::ServiceWorker => vec!["service", "worker"],
                ClientEvent::Panic(_) => vec!["panic"],
            };
            for word in text.split(' ') {
                let is_number = word.parse::<usize>().is_ok();
                assert!(is_number || own.contains(&word), "{text}: {word}");
            }
        }
    }

    #[test]
    fn no_text_of_an_event_is_the_end_of_another_one() {
        let texts: Vec<String> = every_event().into_iter().map(ClientEvent::to_text).collect();
        for (place, text) in texts.iter().enumerate() {
            let ends = |other: &String| other.ends_with(&[" ", text].concat());
            assert!(!texts.iter().enumerate().any(|(other, found)| other != place && ends(found)), "{text}");
        }
    }
}
