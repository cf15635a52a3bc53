//! What the authority's system reports.

use crate::error::{Error, Result};
use crate::service::{Gateway, today};
use rules::event::EventKind;
use rules::time::Instant;
use wire::code::ApplicationNumber;
use wire::event::{EventRecord, EventReport};

/// How often a changed application is looked at anew.
const ATTEMPTS: usize = 8;
/// In characters.
const MAX_ID: usize = 100;
const MAX_TEXT: usize = 500;
const MAX_DOCUMENTS: usize = 100;

/// An event that is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reported {
    Now(EventRecord),
    /// It was reported before, with the same content.
    Before(EventRecord),
}

impl Gateway {
    pub async fn report(&self, number: &str, report: &EventReport, now: Instant) -> Result<Reported> {
        acceptable(report, now)?;
        let number = ApplicationNumber::parse(number).map_err(|_| Error::NotFound)?;
        for _ in 0..ATTEMPTS {
            let application = self.application(number).await?;
            let named = |id: &str| application.events.iter().find(|record| record.event.event_id == id);
            if let Some(known) = named(&report.event.event_id) {
                return if says_the_same(known, report) {
                    Ok(Reported::Before(known.clone()))
                } else {
                    Err(Error::EventConflict("an event with this id and other content is known"))
                };
            }
            if report.event.replaces.as_deref().is_some_and(|replaced| named(replaced).is_none()) {
                return Err(Error::EventConflict("the event that this one replaces is not known"));
            }
            let record = EventRecord {
                event: report.event.clone(),
                at: now,
                documents: report.documents.clone(),
                reference: report.reference.clone(),
            };
            if self.store.add_event(number, application.revision(), &record).await? {
                self.changes.something_happened(number);
                return Ok(Reported::Now(record));
            }
        }
        Err(Error::internal("the application changed each time it was looked at"))
    }
}

fn says_the_same(known: &EventRecord, report: &EventReport) -> bool {
    known.event == report.event && known.documents == report.documents && known.reference == report.reference
}

/// What can be said of a report without knowing the application.
fn acceptable(report: &EventReport, now: Instant) -> Result<()> {
    let event = &report.event;
    let refuse = |detail: &'static str| Err(Error::bad_request(detail));
    let fits =
        |text: &str, limit| (1..=limit).contains(&text.chars().count()) && !text.contains(char::is_control);
    if !fits(&event.event_id, MAX_ID) {
        return refuse("event_id is 1 to 100 characters, none of them a control character");
    }
    if event.replaces.as_deref() == Some(&event.event_id) {
        return refuse("an event cannot replace itself");
    }
    if event.on > today(now)? {
        return refuse("on lies in the future: an event is reported when it has happened");
    }
    if !report.documents.is_empty() && event.kind != EventKind::RefusedToAccept {
        return refuse("only a refusal to accept lists documents");
    }
    let titles_fit = report.documents.iter().all(|document| fits(&document.title, MAX_TEXT));
    if report.documents.len() > MAX_DOCUMENTS || !titles_fit {
        return refuse("a list has at most 100 documents, each with a title of 1 to 500 characters");
    }
    if report.reference.as_deref().is_some_and(|reference| !fits(reference, MAX_ID)) {
        return refuse("reference is 1 to 100 characters, none of them a control character");
    }
    Ok(())
}
