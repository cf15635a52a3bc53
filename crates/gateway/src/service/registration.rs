//! The registration by the authority, as the applicant reads it in the notice of Annex 3.

use crate::error::{Error, Result};
use crate::identity::{Owner, random_bytes};
use crate::service::gateway::{Gateway, retry_on_conflict, today};
use crate::service::report::{ReportOutcome, fits_reference, registrations};
use rules::event::{Event, EventKind};
use rules::time::Instant;
use rules::timeline::Standing;
use wire::answer::ServiceKind;
use wire::event::{EventRecord, RegistrationReport};

/// The maximum number of reports by the applicant of one application: each correction is an event that stays.
const MAX_REPORTS: usize = 20;

impl Gateway {
    /// Records the registration that the applicant reports. Another report corrects the first; the same one again returns
    /// the same event. [`Error::EventConflict`] if the application is not one that an operator forwards, has ended, or has
    /// a registration that the operator reported.
    pub async fn report_registration(
        &self,
        owner: &Owner,
        number: &str,
        report: &RegistrationReport,
        now: Instant,
    ) -> Result<ReportOutcome> {
        let number = self.owned(owner, number).await?;
        let reference = report.number.trim();
        if !fits_reference(reference) {
            return Err(Error::bad_request("number must have 1 to 100 characters and no control characters"));
        }
        let today = today(now)?;
        if report.on > today {
            return Err(Error::bad_request("on is in the future: a registration is reported after it"));
        }
        if self.config.kind != ServiceKind::Forwarding {
            return Err(Error::EventConflict("only at a service that forwards applications"));
        }
        retry_on_conflict(|| async {
            let application = self.application(number).await?;
            let run = self.run(&application, now)?;
            let received =
                run.events.iter().filter(|event| is_receipt(event.kind)).map(|event| event.on).min();
            let Some(received) = received else {
                return Err(Error::EventConflict("the operator has not received the application"));
            };
            if has_ended(run.standing) {
                return Err(Error::EventConflict("the application has ended"));
            }
            if report.on < received {
                return Err(Error::bad_request("on is before the day on which the operator received it"));
            }
            let known = registrations(&run, &application.events);
            if known.iter().any(|record| !record.by_applicant) {
                return Err(Error::EventConflict("the operator has reported the registration"));
            }
            let says_the_same = |record: &&&EventRecord| {
                record.event.on == report.on && record.reference.as_deref() == Some(reference)
            };
            if let Some(known) = known.iter().find(says_the_same) {
                return Ok(Some(ReportOutcome::AlreadyExists((*known).clone())));
            }
            if application.events.iter().filter(|record| record.by_applicant).count() >= MAX_REPORTS {
                return Err(Error::EventConflict("the registration was corrected too often"));
            }
            let event = Event {
                event_id: const_hex::encode(random_bytes::<16>()?),
                kind: EventKind::Registered,
                on: report.on,
                replaces: known.first().map(|record| record.event.event_id.clone()),
                came_in: None,
            };
            let reference = Some(reference.to_owned());
            let record = EventRecord { event, at: now, documents: Vec::new(), reference, by_applicant: true };
            if !self.store.add_event(number, application.revision(), &record).await? {
                return Ok(None);
            }
            self.changes.application_changed(number);
            Ok(Some(ReportOutcome::Inserted(record)))
        })
        .await
    }
}

fn is_receipt(kind: EventKind) -> bool {
    matches!(kind, EventKind::Received | EventKind::HandedOver)
}

fn has_ended(standing: Standing) -> bool {
    match standing {
        Standing::RefusedToAccept | Standing::Granted | Standing::Refused | Standing::Withdrawn => true,
        Standing::NotRegistered
        | Standing::Received
        | Standing::HandedOver
        | Standing::Registered
        | Standing::BeingChecked
        | Standing::WithCommission => false,
    }
}
