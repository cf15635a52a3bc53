//! The applicant's report of the registration by the authority.

use super::Tracked;
use super::reading::ReadingRecord;
use crate::platform::net::{self, Body, NetError};
use gloo_net::http::Method;
use rules::id::DraftId;
use wire::event::{EventRecord, RegistrationReport};
use wire::json;
use wire::path;

/// Reports the registration of an application. What the person has just typed is not shown to them as news.
pub async fn report(tracked: &Tracked, report: &RegistrationReport) -> Result<(), NetError> {
    let path = path::REGISTRATION.address([&tracked.receipt.number]);
    let body = json::write(report);
    let sent = net::send_with(&tracked.owner_key, Method::POST, &path, Body::Json(&body)).await?;
    let recorded: EventRecord = net::read_json(sent).await?;
    mark_as_read(tracked.id, recorded.event.event_id).await;
    Ok(())
}

async fn mark_as_read(id: DraftId, event: String) {
    // If the record cannot be loaded, the event is shown as news.
    let Ok(mut reading) = ReadingRecord::find(id).await else { return };
    let Some(seen) = &mut reading.seen else { return };
    seen.events.push(event);
    // The same holds if it cannot be stored.
    let _ = reading.keep(id).await;
}
