//! Sent applications: asking the gateway, storing its last answer for reading offline, and sending itself.

pub mod ending;
pub mod external;
pub mod first_lines;
mod followed;
pub mod ics;
mod messages;
pub mod reading;
mod recovery;
pub mod registration;
mod retry_schedule;
mod sending;
pub mod shared;
pub mod shares;
mod watch;

pub use external::ExternalPlace;
pub use followed::{FollowSource, Followed, Snapshot};
pub use recovery::{RecoverError, recover};
pub use sending::{Outbox, Progress, Sending, go_on, look, send};
pub use shared::Shared;
pub use watch::{Heard, Watch, watch};

use crate::calendar;
use crate::platform::clock;
use crate::platform::db::{self, StoreName};
use crate::platform::net::{self, Body, NetError};
use gloo_net::http::Method;
use rules::edition::Edition;
use rules::id::DraftId;
use rules::time::Instant;
use wire::answer::{Receipt, ServiceInfo, Status};
use wire::json;
use wire::path;
use wire::site::{self, SiteFile, SiteKind};

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

    /// Loads all stored applications.
    pub async fn all() -> Result<Vec<Self>, db::StorageError> {
        let texts = db::texts(StoreName::Tracked).await?;
        Ok(texts.iter().filter_map(|json| json::read(json)).collect())
    }
}

impl FollowSource for Tracked {
    /// The application itself, without the answer.
    type Details = Self;

    async fn find(id: DraftId) -> Result<Option<Self>, db::StorageError> {
        let json = db::text(StoreName::Tracked, &id.to_text()).await?;
        Ok(json.and_then(|json| json::read(&json)))
    }

    async fn refresh(&mut self) -> Result<(), NetError> {
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

    /// There are none for one made elsewhere, about which nobody knows more than this phone.
    fn watch(&self, hear: impl Fn(Heard) + 'static) -> Option<Watch> {
        let path = path::EVENTS.address([&self.receipt.number]);
        self.elsewhere.is_none().then(|| watch(path, &self.owner_key, hear))
    }

    fn answered_at(&self) -> Option<Instant> {
        self.last.as_ref().map(|(_, at)| *at)
    }

    fn snapshot(&self) -> Option<Snapshot<Self>> {
        let (status, _) = self.last.as_ref()?;
        let edition = Edition::by_id_or_in_force_on(&status.edition, status.receipt.filed_on());
        let details = Self { last: None, ..self.clone() };
        Some(Snapshot::new(status.service, edition, status.events.clone(), details))
    }
}

/// Returns whether the hosting says that it has no gateway. A file that is absent or cannot be loaded says nothing.
pub async fn says_no_gateway() -> bool {
    let file = net::Pending::asset(site::PATH).text().await;
    file.is_ok_and(|text| json::read::<SiteFile>(&text).is_some_and(|file| file.kind == SiteKind::None))
}

/// Requests the description of the service.
pub async fn service_info() -> Result<ServiceInfo, NetError> {
    net::read_json(net::send(Method::GET, &path::SERVICE.into(), &[], Body::None).await?).await
}
