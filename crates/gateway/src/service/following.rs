//! What the owner of an application sees of it and does with it.

use crate::error::{Error, Result};
use crate::identity::{Owner, hex, random_bytes};
use crate::service::{Gateway, Listener, today};
use crate::sharing::Token;
use rules::event::{Event, EventKind};
use rules::time::Instant;
use rules::timeline::Standing;
use wire::answer::{Owned, Status};
use wire::code::ApplicationNumber;
use wire::event::EventRecord;

/// How often a changed application is looked at anew.
const ATTEMPTS: usize = 8;

impl Gateway {
    /// [`Error::Gone`] where all that was sent with this key is deleted.
    pub async fn owned_numbers(&self, owner: &Owner) -> Result<Owned> {
        let numbers = self.store.numbers(owner).await?;
        if numbers.is_empty() && self.store.has_deleted(owner).await? {
            return Err(Error::Gone);
        }
        Ok(Owned { numbers: numbers.into_iter().map(ApplicationNumber::write).collect() })
    }

    pub async fn status(&self, owner: &Owner, number: &str, now: Instant) -> Result<Status> {
        let number = self.owned(owner, number).await?;
        let application = self.application(number).await?;
        Ok(Status {
            receipt: application.receipt,
            service: application.service,
            basis: application.basis,
            edition: application.edition,
            calendar: self.calendar().version().to_owned(),
            events: application.events,
            as_of: now,
        })
    }

    pub async fn listen_as_owner(&self, owner: &Owner, number: &str) -> Result<Listener> {
        self.listen(self.owned(owner, number).await?)
    }

    pub async fn listen_as_family(&self, token: &Token) -> Result<Listener> {
        self.listen(self.shared_number(token).await?)
    }

    fn listen(&self, number: ApplicationNumber) -> Result<Listener> {
        self.changes.listen(number).ok_or(Error::TooMany { seconds: 60 })
    }

    /// Tells those who follow of events that another process wrote. `seen` is the last event known of.
    pub async fn tell_of_events_since(&self, seen: &mut i64) -> Result<()> {
        let (last, numbers) = self.store.events_since(*seen).await?;
        *seen = last;
        for number in numbers {
            self.changes.something_happened(number);
        }
        Ok(())
    }

    /// Ends all streams, so that the program can end.
    pub fn end_streams(&self) {
        self.changes.end();
    }

    pub fn open_streams(&self) -> usize {
        self.changes.open()
    }

    /// Ends an application at its owner's wish. Once withdrawn it is told the same again.
    pub async fn withdraw(&self, owner: &Owner, number: &str, now: Instant) -> Result<EventRecord> {
        let number = self.owned(owner, number).await?;
        for _ in 0..ATTEMPTS {
            let application = self.application(number).await?;
            match self.standing(&application, now)? {
                Standing::Withdrawn => {
                    let withdrawn = application
                        .events
                        .into_iter()
                        .rfind(|record| record.event.kind == EventKind::Withdrawn);
                    return withdrawn.ok_or(Error::NotFound);
                }
                Standing::Granted | Standing::Refused => return Err(Error::Decided),
                _ => {}
            }
            let event = Event {
                event_id: hex(&random_bytes::<16>()?),
                kind: EventKind::Withdrawn,
                on: today(now)?,
                replaces: None,
            };
            let record = EventRecord { event, at: now, documents: Vec::new(), reference: None };
            if self.store.add_event(number, application.revision(), &record).await? {
                self.changes.something_happened(number);
                return Ok(record);
            }
        }
        Err(Error::internal("the application changed each time it was looked at"))
    }
}
