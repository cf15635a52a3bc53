//! Status, change notifications and withdrawal for the owner of an application.

use crate::error::{Error, Result};
use crate::identity::{Owner, random_bytes};
use crate::service::changes::ChangeListener;
use crate::service::gateway::{Gateway, retry_on_conflict, today};
use crate::sharing::LinkToken;
use rules::event::{Event, EventKind};
use rules::time::Instant;
use rules::timeline::Standing;
use wire::answer::{Owned, Status};
use wire::code::ApplicationNumber;
use wire::event::EventRecord;

impl Gateway {
    /// Returns the numbers of an owner's applications; [`Error::Gone`] if all of them are deleted.
    pub async fn owned_numbers(&self, owner: &Owner) -> Result<Owned> {
        let numbers = self.store.numbers(owner).await?;
        if numbers.is_empty() && self.store.has_deleted(owner).await? {
            return Err(Error::Gone);
        }
        Ok(Owned { numbers: numbers.into_iter().map(ApplicationNumber::to_text).collect() })
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

    pub async fn listen_as_owner(&self, owner: &Owner, number: &str) -> Result<ChangeListener> {
        self.listen(self.owned(owner, number).await?)
    }

    pub async fn listen_as_family(&self, token: &LinkToken) -> Result<ChangeListener> {
        self.listen(self.shared_number(token).await?)
    }

    fn listen(&self, number: ApplicationNumber) -> Result<ChangeListener> {
        self.changes.listen(number).ok_or(Error::TooMany { seconds: 60 })
    }

    /// Notifies the followers of events that another process wrote. `seen` is the id of the last known event.
    pub async fn announce_events_since(&self, seen: &mut i64) -> Result<()> {
        let (last, numbers) = self.store.events_since(*seen).await?;
        *seen = last;
        for number in numbers {
            self.changes.application_changed(number);
        }
        Ok(())
    }

    /// Ends all event streams, so that the program can end.
    pub fn end_streams(&self) {
        self.changes.close();
    }

    pub fn open_streams(&self) -> usize {
        self.changes.listener_count()
    }

    /// Withdraws an application for its owner. A repeated call returns the same event.
    pub async fn withdraw(&self, owner: &Owner, number: &str, now: Instant) -> Result<EventRecord> {
        let number = self.owned(owner, number).await?;
        retry_on_conflict(|| async {
            let application = self.application(number).await?;
            match self.standing(&application, now)? {
                Standing::Withdrawn => {
                    let withdrawn = application
                        .events
                        .into_iter()
                        .rfind(|record| record.event.kind == EventKind::Withdrawn);
                    return withdrawn.ok_or(Error::NotFound).map(Some);
                }
                Standing::Granted | Standing::Refused => return Err(Error::Decided),
                _ => {}
            }
            let event = Event {
                event_id: const_hex::encode(random_bytes::<16>()?),
                kind: EventKind::Withdrawn,
                on: today(now)?,
                replaces: None,
                came_in: None,
            };
            let record =
                EventRecord { event, at: now, documents: Vec::new(), reference: None, by_applicant: false };
            if !self.store.add_event(number, application.revision(), &record).await? {
                return Ok(None);
            }
            self.changes.application_changed(number);
            Ok(Some(record))
        })
        .await
    }
}
