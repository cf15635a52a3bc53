//! Events that the authority's system reports.

use crate::error::{Error, Result};
use crate::service::gateway::{Gateway, retry_on_conflict, today};
use rules::event::EventKind;
use rules::time::Instant;
use rules::timeline::Proceeding;
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
    /// Records an event. A registration replaces the one that the applicant reported, unless it replaces another event.
    pub async fn report(&self, number: &str, report: &EventReport, now: Instant) -> Result<ReportOutcome> {
        validate(report, now)?;
        let number = ApplicationNumber::parse(number).map_err(|_| Error::NotFound)?;
        retry_on_conflict(|| async {
            let application = self.application(number).await?;
            let named = |id: &str| application.events.iter().find(|record| record.event.event_id == id);
            if let Some(known) = named(&report.event.event_id) {
                let is_by_applicant = |id: &str| named(id).is_some_and(|replaced| replaced.by_applicant);
                return if says_the_same(known, report, is_by_applicant) {
                    Ok(Some(ReportOutcome::AlreadyExists(known.clone())))
                } else {
                    Err(Error::EventConflict("an event with this id and different content exists"))
                };
            }
            if report.event.replaces.as_deref().is_some_and(|replaced| named(replaced).is_none()) {
                return Err(Error::EventConflict("the event that this one replaces does not exist"));
            }
            let mut event = report.event.clone();
            if event.kind == EventKind::Registered && event.replaces.is_none() {
                event.replaces = registrations(&self.run(&application, now)?, &application.events)
                    .into_iter()
                    .find(|record| record.by_applicant)
                    .map(|record| record.event.event_id.clone());
            }
            let record = EventRecord {
                event,
                at: now,
                documents: report.documents.clone(),
                reference: report.reference.clone(),
                by_applicant: false,
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

/// Returns whether a report repeats a known event. The gateway itself has completed `replaces` where the event replaced
/// one of the applicant.
fn says_the_same(known: &EventRecord, report: &EventReport, is_by_applicant: impl Fn(&str) -> bool) -> bool {
    let mut event = report.event.clone();
    if event.replaces.is_none() && known.event.replaces.as_deref().is_some_and(is_by_applicant) {
        event.replaces.clone_from(&known.event.replaces);
    }
    known.event == event && known.documents == report.documents && known.reference == report.reference
}

/// Returns the registrations that count in a run, as they were reported.
pub fn registrations<'a>(run: &Proceeding, records: &'a [EventRecord]) -> Vec<&'a EventRecord> {
    let counts = |record: &&EventRecord| {
        record.event.kind == EventKind::Registered
            && run.events.iter().any(|event| event.event_id == record.event.event_id)
    };
    records.iter().filter(counts).collect()
}

/// Returns whether the text has a permitted length and is on one line.
fn fits(text: &str, limit: usize) -> bool {
    (1..=limit).contains(&text.chars().count()) && !text.contains(char::is_control)
}

/// Returns whether a text can be the authority's own number.
pub fn fits_reference(text: &str) -> bool {
    fits(text, MAX_ID)
}

/// Validates a report without reading the application.
fn validate(report: &EventReport, now: Instant) -> Result<()> {
    let event = &report.event;
    let refuse = |detail: &'static str| Err(Error::bad_request(detail));
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
    if report.reference.as_deref().is_some_and(|reference| !fits_reference(reference)) {
        return refuse("reference must have 1 to 100 characters and no control characters");
    }
    Ok(())
}
