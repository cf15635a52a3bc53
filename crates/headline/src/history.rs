//! The lines of the history of an application.

use crate::{Phrase, PhraseTexts, words};
use chrono::NaiveDate;
use locale::DatePattern;
use rules::timeline::Timeline;
use wire::event::EventRecord;

/// The contents of a line of the history: the legal day, the event, whose word it is, and a note for corrected, replaced
/// and earlier events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    /// The legal day.
    pub on: NaiveDate,
    /// The name of the event.
    pub event: Phrase,
    /// Whose word it is, in brackets, if it is the applicant's.
    pub source: Option<Phrase>,
    /// The note in brackets after it.
    pub note: Option<Phrase>,
}

impl HistoryLine {
    /// Creates the line of one of `all` events, from which `timeline` was computed.
    pub fn new(record: &EventRecord, all: &[EventRecord], timeline: &Timeline) -> Self {
        let is_same = |id: &str| id == record.event.event_id;
        let replaces = |other: &EventRecord| other.event.replaces.as_deref().is_some_and(is_same);
        let is_replaced = all.iter().any(|other| replaces(other) && !is_same(&other.event.event_id));
        let mut earlier = timeline.earlier.iter().flat_map(|run| &run.events);
        let note = match () {
            () if is_replaced => Some(Phrase::HistoryReplaced),
            () if record.event.replaces.is_some() => Some(Phrase::HistoryCorrected),
            () if earlier.any(|event| is_same(&event.event_id)) => Some(Phrase::HistoryEarlier),
            () => None,
        };
        let source = record.by_applicant.then_some(Phrase::HistoryByApplicant);
        Self { on: record.event.on, event: words::event(record.event.kind), source, note }
    }

    /// Returns what is in brackets after the event.
    pub fn notes(self) -> impl Iterator<Item = Phrase> {
        self.source.into_iter().chain(self.note)
    }

    /// Returns whether another event has replaced this one.
    pub fn is_replaced(self) -> bool {
        self.note == Some(Phrase::HistoryReplaced)
    }

    /// Returns the text in the language of `texts`.
    pub fn to_text(self, texts: &impl PhraseTexts) -> String {
        let mut text =
            [locale::date(texts, DatePattern::Official, self.on), texts.message(self.event)].join(" ");
        for note in self.notes() {
            text.push_str(" (");
            text.push_str(&texts.message(note));
            text.push(')');
        }
        text
    }
}

/// Returns the event that was reported last; of several reported at the same time, the last in the list.
pub fn last_reported(events: &[EventRecord]) -> Option<&EventRecord> {
    events.iter().max_by_key(|record| record.at)
}
