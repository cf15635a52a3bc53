//! An application made elsewhere: the person records its dates on this phone, and no server is asked.

use super::Tracked;
use super::reading::ReadingRecord;
use crate::calendar;
use crate::platform::db::{self, StoreName};
use crate::platform::{clock, random};
use chrono::NaiveDate;
use rules::edition::Edition;
use rules::event::{Event, EventKind};
use rules::id::DraftId;
use rules::service::Service;
use wire::answer::{Receipt, ServiceKind, Status};
use wire::event::EventRecord;
use wire::json::{Json, Value};

/// The place where an application was made that this app did not send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExternalPlace {
    ForeignInstitution,
    Paper,
    QuttyMekenApp,
}

impl ExternalPlace {
    pub const ALL: [Self; 3] = [Self::ForeignInstitution, Self::Paper, Self::QuttyMekenApp];

    fn word(self) -> &'static str {
        match self {
            Self::ForeignInstitution => "foreign_institution",
            Self::Paper => "paper",
            Self::QuttyMekenApp => "qutty_meken_app",
        }
    }
}

impl Json for ExternalPlace {
    fn to_json(&self) -> Value {
        Value::Text(self.word().to_owned())
    }

    fn from_json(value: &Value) -> Option<Self> {
        let word = value.as_text()?;
        Self::ALL.into_iter().find(|place| place.word() == word)
    }
}

/// The person's own record of an application made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalRecord {
    pub place: ExternalPlace,
    pub service: Service,
    pub registered: NaiveDate,
    /// Events after the registration, in any order.
    pub later: Vec<(EventKind, NaiveDate)>,
}

impl ExternalRecord {
    /// Returns the record of an application; `None` for one that was sent from here.
    pub fn of(tracked: &Tracked) -> Option<Self> {
        let place = tracked.elsewhere?;
        let (status, _) = tracked.last.as_ref()?;
        let registered_on = status.receipt.registered_on?;
        let days = status.events.iter().map(|record| (record.event.kind, record.event.on));
        let (registered, later): (Vec<_>, Vec<_>) =
            days.partition(|(kind, on)| *kind == EventKind::Registered && *on == registered_on);
        registered.first()?;
        Some(Self { place, service: status.service, registered: registered_on, later })
    }

    /// Stores the record under this id, or under a new one.
    pub async fn keep(self, id: Option<DraftId>) -> Result<DraftId, db::StorageError> {
        let id = id
            .or_else(|| random::id().map(DraftId))
            .ok_or(db::StorageError::Other(db::StorageCause::NoRandom))?;
        self.tracked(id).keep().await?;
        // The person has just entered these events, so none of them is news.
        let reading = ReadingRecord { seen: None, ..ReadingRecord::find(id).await? };
        reading.keep(id).await?;
        Ok(id)
    }

    fn tracked(self, id: DraftId) -> Tracked {
        let now = clock::now();
        let receipt = Receipt {
            number: String::new(),
            received_at: now,
            registered_on: Some(self.registered),
            // The authority registered it, not a service of ours.
            service_kind: ServiceKind::Authority,
        };
        let all = std::iter::once((EventKind::Registered, self.registered)).chain(self.later);
        // The id is made of kind and day, so that the same event entered again is the same event.
        let events = all.map(|(kind, on)| EventRecord {
            event: Event {
                event_id: [kind.to_json().as_text().unwrap_or_default(), "-", &rules::time::write_day(on)]
                    .concat(),
                kind,
                on,
                replaces: None,
                came_in: None,
            },
            at: now,
            documents: Vec::new(),
            reference: None,
            by_applicant: false,
        });
        let status = Status {
            receipt: receipt.clone(),
            service: self.service,
            basis: None,
            edition: Edition::in_force_on(self.registered).edition().id.to_owned(),
            calendar: calendar::current().version().to_owned(),
            events: events.collect(),
            as_of: now,
        };
        Tracked {
            id,
            owner_key: String::new(),
            receipt,
            last: Some((status, now)),
            elsewhere: Some(self.place),
        }
    }
}

/// Deletes an application and the record of its last reading from this phone.
pub async fn forget(id: DraftId) -> Result<(), db::StorageError> {
    db::delete(StoreName::Tracked, &id.to_text()).await?;
    db::delete(StoreName::Read, &id.to_text()).await
}
