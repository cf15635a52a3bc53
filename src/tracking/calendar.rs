//! The gateway's calendar data: days are counted by the same on both sides, and the phone keeps them for reading offline.

use crate::draft::today;
use crate::platform::net::{self, Body, NetError};
use crate::platform::storage::{self, Key};
use gloo_net::http::Method;
use rules::calendar::WorkingCalendar;

/// What the phone keeps, if it makes a calendar.
pub fn kept_calendar() -> Option<WorkingCalendar> {
    wire::calendar::read(&storage::get(Key::Calendar)?).ok()
}

/// Takes the gateway's data over where their version is another than that of the data at hand.
pub async fn follow_calendar(version: &str) -> Result<(), NetError> {
    if today::calendar().version() == version {
        return Ok(());
    }
    let response = net::send(Method::GET, "/api/v1/calendar", &[], Body::None).await?;
    let file = net::read_text(response).await?;
    let calendar = wire::calendar::read(&file).map_err(|_| NetError::Unintelligible(200))?;
    // Where it is not kept, the next start counts by the built-in one until the gateway is asked.
    let _ = storage::set(Key::Calendar, &file);
    today::replace_calendar(calendar);
    Ok(())
}
