//! The last technical events of the app: failures and what may explain them. The page *Report a problem* shows them; nothing sends
//! them.
//!
//! They contain no personal data: a [`ClientEvent`] can hold only enums, numbers and texts of this program.

use super::{clock, storage};
use outbox::phone::StorageError;
use rules::time::Instant;
use std::cell::Cell;

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

/// The last events with their times.
#[derive(Clone, Copy)]
struct EventLog {
    /// A ring: the next event takes the place of the oldest one.
    events: [Option<(Instant, ClientEvent)>; MOST],
    /// The place of the next event.
    next: usize,
}

impl EventLog {
    const EMPTY: Self = Self { events: [None; MOST], next: 0 };

    /// Adds an event, in place of the oldest one if there are too many. A repetition of the last event is not added.
    fn push(&mut self, at: Instant, event: ClientEvent) {
        let last = self.events[(self.next + MOST - 1) % MOST];
        if last.is_none_or(|(_, last)| last != event) {
            self.events[self.next % MOST] = Some((at, event));
            self.next = (self.next + 1) % MOST;
        }
    }

    /// Returns the events with their times, oldest first.
    fn entries(&self) -> impl Iterator<Item = (Instant, ClientEvent)> {
        let (newer, older) = self.events.split_at(self.next % MOST);
        older.iter().chain(newer).copied().flatten()
    }
}

thread_local! {
    static LOG: Cell<EventLog> = const { Cell::new(EventLog::EMPTY) };
}

/// Records an event.
pub fn record(event: ClientEvent) {
    let mut log = LOG.get();
    log.push(clock::now(), event);
    LOG.set(log);
}

/// Records a panic in the tab's own storage, since the program ends with it.
pub fn record_panic(line: u32, column: u32) {
    storage::set_panic(&(line as usize * 1000 + column as usize).to_string());
}

/// Returns the panic that ended the app in this tab before it was loaded again, if any, then the events since, oldest first.
pub fn recorded() -> Vec<(Option<Instant>, ClientEvent)> {
    let panic = storage::panic_before().and_then(|place| place.parse().ok()).map(ClientEvent::Panic);
    let panic = panic.map(|panic| (None, panic));
    panic.into_iter().chain(LOG.get().entries().map(|(at, event)| (Some(at), event))).collect()
}

/// Forgets all events; [`storage::forget_all`] deletes a stored panic.
pub fn forget() {
    LOG.set(EventLog::EMPTY);
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

    fn texts(log: &EventLog) -> Vec<(i64, String)> {
        log.entries().map(|(at, event)| (at.0, event.to_text())).collect()
    }

    #[test]
    fn the_51st_event_replaces_the_oldest_one() {
        let mut log = EventLog::EMPTY;
        for place in 1..=51 {
            log.push(Instant(i64::try_from(place).unwrap()), ClientEvent::Panic(place));
        }
        let entries = texts(&log);
        assert_eq!(entries.len(), MOST);
        assert_eq!(entries[0], (2, "panic 2".to_owned()));
        assert_eq!(entries[49], (51, "panic 51".to_owned()));
    }

    #[test]
    fn a_repetition_of_the_last_event_is_not_added() {
        let mut log = EventLog::EMPTY;
        assert_eq!(texts(&log), []);
        let full = ClientEvent::Storage("drafts", StorageError::Quota);
        for (at, event) in [(1, full), (2, full), (3, ClientEvent::DraftTaken), (4, full)] {
            log.push(Instant(at), event);
        }
        let times: Vec<i64> = texts(&log).into_iter().map(|(at, _)| at).collect();
        assert_eq!(times, [1, 3, 4]);
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
}
