//! Events that the authority's system reports.

use crate::error::{Error, Result};
use crate::service::gateway::{Gateway, retry_on_conflict, today};
use rules::event::EventKind;
use rules::time::Instant;
use wire::code::ApplicationNumber;
use wire::event::{EventRecord, EventReport};

/// The maximum length of an id or a reference in characters.
const MAX_ID: usize = 100;
/// The maximum length of a title in characters.
const MAX_TITLE: usize = 500;
const MAX_DOCUMENTS: usize = 100;

/// The result of a report. The event is on disk in both cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportOutcome {
    Inserted(EventRecord),
    /// The event was reported before with the same content.
    AlreadyExists(EventRecord),
}

impl Gateway {
    pub async fn report(&self, number: &str, report: &EventReport, now: Instant) -> Result<ReportOutcome> {
        validate(report, now)?;
        let number = ApplicationNumber::parse(number).map_err(|_| Error::NotFound)?;
        retry_on_conflict(|| async {
            let application = self.application(number).await?;
            let named = |id: &str| application.events.iter().find(|record| record.event.event_id == id);
            if let Some(known) = named(&report.event.event_id) {
                return if says_the_same(known, report) {
                    Ok(Some(ReportOutcome::AlreadyExists(known.clone())))
                } else {
                    Err(Error::EventConflict("an event with this id and different content exists"))
                };
            }
            if report.event.replaces.as_deref().is_some_and(|replaced| named(replaced).is_none()) {
                return Err(Error::EventConflict("the event that this one replaces does not exist"));
            }
            let record = EventRecord {
                event: report.event.clone(),
                at: now,
                documents: report.documents.clone(),
                reference: report.reference.clone(),
            };
            if !self.store.add_event(number, application.revision(), &record).await? {
                return Ok(None);
            }
            self.changes.application_changed(number);
            Ok(Some(ReportOutcome::Inserted(record)))
        })
        .await
    }
}

fn says_the_same(known: &EventRecord, report: &EventReport) -> bool {
    known.event == report.event && known.documents == report.documents && known.reference == report.reference
}

/// Validates a report without reading the application.
fn validate(report: &EventReport, now: Instant) -> Result<()> {
    let event = &report.event;
    let refuse = |detail: &'static str| Err(Error::bad_request(detail));
    let fits =
        |text: &str, limit| (1..=limit).contains(&text.chars().count()) && !text.contains(char::is_control);
    if !fits(&event.event_id, MAX_ID) {
        return refuse("event_id must have 1 to 100 characters and no control characters");
    }
    if event.replaces.as_deref() == Some(&event.event_id) {
        return refuse("an event cannot replace itself");
    }
    if event.on > today(now)? {
        return refuse("on is in the future: an event can be reported only after it has happened");
    }
    if event.kind == EventKind::Received {
        return refuse("received is recorded by the gateway itself");
    }
    if event.came_in.is_some_and(|came_in| event.kind != EventKind::Registered || came_in > event.on) {
        return refuse("only registered can have came_in, and not a day after on");
    }
    if !report.documents.is_empty() && event.kind != EventKind::RefusedToAccept {
        return refuse("only refused_to_accept can have documents");
    }
    let titles_fit = report.documents.iter().all(|document| fits(&document.title, MAX_TITLE));
    if report.documents.len() > MAX_DOCUMENTS || !titles_fit {
        return refuse("documents must have at most 100 items, each with a title of 1 to 500 characters");
    }
    if report.reference.as_deref().is_some_and(|reference| !fits(reference, MAX_ID)) {
        return refuse("reference must have 1 to 100 characters and no control characters");
    }
    Ok(())
}
