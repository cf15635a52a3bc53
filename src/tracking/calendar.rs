//! The gateway's calendar data: both sides count days by the same data, and the phone stores them for reading offline.

use crate::draft::today;
use crate::platform::net::{self, Body, NetError};
use crate::platform::storage::{self, Key};
use gloo_net::http::Method;
use rules::calendar::WorkingCalendar;

/// Returns the stored calendar, if it is valid.
pub fn kept_calendar() -> Option<WorkingCalendar> {
    wire::calendar::read(&storage::get(Key::Calendar)?).ok()
}

/// Loads and uses the gateway's calendar data if their version differs from the current one.
pub async fn follow_calendar(version: &str) -> Result<(), NetError> {
    if today::calendar().version() == version {
        return Ok(());
    }
    let response = net::send(Method::GET, "/api/v1/calendar", &[], Body::None).await?;
    let file = net::read_text(response).await?;
    let calendar = wire::calendar::read(&file).map_err(|_| NetError::Unintelligible(200))?;
    // If it cannot be stored, the next start uses the built-in calendar until the gateway is asked.
    let _ = storage::set(Key::Calendar, &file);
    today::replace_calendar(calendar);
    Ok(())
}
