//! A followed application as a page shows it, with its terms. It is one's own or that of a family link; both have the same data.

use super::{Heard, Watch};
use crate::calendar;
use crate::platform::clock;
use crate::platform::db::StorageError;
use crate::platform::net::NetError;
use chrono::NaiveDate;
use rules::calendar::WorkingCalendar;
use rules::edition::Edition;
use rules::event::Event;
use rules::id::DraftId;
use rules::service::Service;
use rules::time::Instant;
use rules::timeline::Timeline;
use std::sync::Arc;
use wire::event::EventRecord;

/// The place that knows an application: the gateway, asked with an owner key or a family link, and the copy on this phone.
pub trait FollowSource: Sized + 'static {
    /// The data that only this source has.
    type Details: Clone + PartialEq + Send + Sync + 'static;

    /// Loads what is stored on this phone under the id.
    async fn find(id: DraftId) -> Result<Option<Self>, StorageError>;

    /// Asks the gateway and stores its answer.
    async fn refresh(&mut self) -> Result<(), NetError>;

    /// Returns whether the link was revoked, so that there is nothing to ask the gateway for any more.
    fn is_revoked(&self) -> bool {
        false
    }

    /// Deletes the shown data and the link itself, after it was revoked.
    async fn revoke(&mut self) {}

    /// Subscribes to change notifications until the returned value is dropped. Returns `None` if there are none.
    fn watch(&self, hear: impl Fn(Heard) + 'static) -> Option<Watch>;

    /// Returns the time of the gateway's last answer.
    fn answered_at(&self) -> Option<Instant>;

    /// Returns what the last answer said; `None` before the first one.
    fn snapshot(&self) -> Option<Snapshot<Self::Details>>;
}

/// The data from which the terms are computed and the page is rendered. While they are equal, nothing is rendered again; so the
/// time of the answer is not among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot<D> {
    pub service: Service,
    pub edition: &'static Edition,
    pub events: Vec<EventRecord>,
    pub today: NaiveDate,
    /// The version of the calendar in use.
    pub calendar: String,
    pub details: D,
}

impl<D> Snapshot<D> {
    /// Creates the snapshot of today, with the calendar in use.
    pub fn new(service: Service, edition: &'static Edition, events: Vec<EventRecord>, details: D) -> Self {
        let calendar = calendar::current().version().to_owned();
        Self { service, edition, events, today: clock::today(), calendar, details }
    }

    /// Computes the terms with the calendar of this snapshot.
    pub fn timeline(&self, calendar: &WorkingCalendar) -> Timeline {
        let events: Vec<Event> = self.events.iter().map(|record| record.event.clone()).collect();
        Timeline::new(self.service, self.edition, calendar, &events, self.today)
    }
}

/// A snapshot with the terms that follow from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed<D> {
    pub snapshot: Snapshot<D>,
    pub timeline: Timeline,
}

impl<D: PartialEq> Followed<D> {
    /// Returns `before` if it has the same snapshot. So the terms are computed once for each change.
    pub fn update(before: Option<Arc<Self>>, snapshot: Snapshot<D>, calendar: &WorkingCalendar) -> Arc<Self> {
        match before {
            Some(before) if before.snapshot == snapshot => before,
            _ => Arc::new(Self { timeline: snapshot.timeline(calendar), snapshot }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::event::EventKind;
    use rules::time::parse_day;

    fn snapshot(events: &[(EventKind, &str)]) -> Snapshot<()> {
        let day = |text: &str| parse_day(text).unwrap();
        let record = |(place, (kind, on)): (usize, &(EventKind, &str))| EventRecord {
            event: Event {
                event_id: place.to_string(),
                kind: *kind,
                on: day(on),
                replaces: None,
                came_in: None,
            },
            at: Instant(0),
            documents: Vec::new(),
            reference: None,
            by_applicant: false,
        };
        Snapshot {
            service: Service::Grant,
            edition: Edition::by_id("539-2023").unwrap(),
            events: events.iter().enumerate().map(record).collect(),
            today: day("2026-11-25"),
            calendar: "made-up".to_owned(),
            details: (),
        }
    }

    #[test]
    fn the_terms_are_computed_again_only_for_another_snapshot() {
        let calendar = WorkingCalendar::built_in();
        let update = |before, snapshot| Followed::update(before, snapshot, &calendar);
        let registered = (EventKind::Registered, "2026-11-23");
        let first = update(None, snapshot(&[registered]));
        let same = update(Some(first.clone()), snapshot(&[registered]));
        assert!(Arc::ptr_eq(&first, &same));
        let accepted = (EventKind::Accepted, "2026-11-24");
        let later = update(Some(same), snapshot(&[registered, accepted]));
        assert!(!Arc::ptr_eq(&first, &later));
        assert_ne!(first.timeline, later.timeline);
        assert_eq!(later.timeline, later.snapshot.timeline(&calendar));
        let next_day = Snapshot { today: parse_day("2026-11-26").unwrap(), ..later.snapshot.clone() };
        assert!(!Arc::ptr_eq(&later, &update(Some(later.clone()), next_day)));
    }
}
