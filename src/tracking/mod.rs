//! Sent applications: asking the gateway, storing its last answer for reading offline, and sending itself.

pub mod ending;
pub mod external;
pub mod first_lines;
pub mod ics;
mod messages;
pub mod reading;
mod recovery;
mod retry_schedule;
mod sending;
pub mod shared;
pub mod shares;
mod watch;

pub use external::ExternalPlace;
pub use recovery::{RecoverError, recover};
pub use sending::{Outbox, Progress, Sending, go_on, look, send};
pub use shared::Shared;
pub use watch::{Heard, Watch, watch};

use crate::calendar;
use crate::platform::clock;
use crate::platform::db::{self, StoreName};
use crate::platform::net::{self, Body, NetError};
use chrono::NaiveDate;
use gloo_net::http::Method;
use rules::edition::Edition;
use rules::event::Event;
use rules::id::DraftId;
use rules::time::Instant;
use rules::timeline::Timeline;
use wire::answer::{Receipt, ServiceInfo, Status};
use wire::json;
use wire::path;

/// A sent application with the data that this phone has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// Its id on this phone only: that of its draft, or a new one if it was recovered.
    pub id: DraftId,
    pub owner_key: String,
    pub receipt: Receipt,
    /// The gateway's last answer, with the time it arrived.
    pub last: Option<(Status, Instant)>,
    /// The place where it was made, if not here: then the person records the events, and no server is asked.
    pub elsewhere: Option<ExternalPlace>,
}

wire::record!(Tracked { id, owner_key, receipt, last, elsewhere: unless_empty });

impl Tracked {
    pub async fn keep(&self) -> Result<(), db::StorageError> {
        db::put_text(StoreName::Tracked, &self.id.to_text(), &json::write(self)).await
    }

    /// Loads the application stored under this id.
    pub async fn find(id: DraftId) -> Result<Option<Self>, db::StorageError> {
        let json = db::text(StoreName::Tracked, &id.to_text()).await?;
        Ok(json.and_then(|json| json::read(&json)))
    }

    /// Loads all stored applications.
    pub async fn all() -> Result<Vec<Self>, db::StorageError> {
        let texts = db::texts(StoreName::Tracked).await?;
        Ok(texts.iter().filter_map(|json| json::read(json)).collect())
    }

    /// Asks the gateway and stores its answer.
    pub async fn refresh(&mut self) -> Result<(), NetError> {
        if self.elsewhere.is_some() {
            return Ok(());
        }
        let path = path::APPLICATION.address([&self.receipt.number]);
        let status: Status = net::get_with(&self.owner_key, &path).await?;
        clock::correct(status.as_of);
        // If its calendar data cannot be loaded now, days are counted by the current ones; the answer contains both versions.
        let _ = calendar::follow(&status.calendar).await;
        self.receipt = status.receipt.clone();
        self.last = Some((status, clock::now()));
        // The answer is shown even if the phone cannot store it.
        let _ = self.keep().await;
        Ok(())
    }
}

/// Subscribes to change notifications of a sent application until the returned value is dropped. Returns `None` for one made
/// elsewhere, about which nobody knows more than this phone.
pub fn watch_sent(tracked: &Tracked, hear: impl Fn(Heard) + 'static) -> Option<Watch> {
    let path = path::EVENTS.address([&tracked.receipt.number]);
    tracked.elsewhere.is_none().then(|| watch(path, &tracked.owner_key, hear))
}

/// Returns the edition of the Rules that applies to the application.
pub fn edition_of(status: &Status) -> &'static Edition {
    Edition::by_id_or_in_force_on(&status.edition, status.receipt.registered_on)
}

/// Returns the timeline of the reported events, with its terms.
pub fn timeline_of(status: &Status, today: NaiveDate) -> Timeline {
    let events: Vec<Event> = status.events.iter().map(|record| record.event.clone()).collect();
    Timeline::new(status.service, edition_of(status), &calendar::current(), &events, today)
}

/// Requests the description of the service.
pub async fn service_info() -> Result<ServiceInfo, NetError> {
    net::read_json(net::send(Method::GET, &path::SERVICE.into(), &[], Body::None).await?).await
}
