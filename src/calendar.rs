//! The working calendar in use: the gateway's data, so that both sides count days by the same data, or the built-in data. The phone
//! stores the gateway's for reading offline.

use crate::platform::net::{self, Body, NetError};
use crate::platform::storage::{self, Key};
use gloo_net::http::Method;
use rules::calendar::WorkingCalendar;
use std::cell::RefCell;
use std::rc::Rc;
use wire::path;

thread_local! {
    static CALENDAR: RefCell<Rc<WorkingCalendar>> = RefCell::new(Rc::new(first()));
}

/// Returns the gateway's calendar data as stored on the phone, or the built-in data.
fn first() -> WorkingCalendar {
    stored().unwrap_or_else(WorkingCalendar::built_in)
}

/// Returns the stored calendar, if it is valid.
fn stored() -> Option<WorkingCalendar> {
    wire::calendar::read(&storage::get(Key::Calendar)?).ok()
}

/// Returns the calendar in use.
pub fn current() -> Rc<WorkingCalendar> {
    CALENDAR.with_borrow(Rc::clone)
}

/// Loads and uses the gateway's calendar data if their version differs from the current one.
pub async fn follow(version: &str) -> Result<(), NetError> {
    if current().version() == version {
        return Ok(());
    }
    let response = net::send(Method::GET, &path::CALENDAR.into(), &[], Body::None).await?;
    let file = net::read_text(response).await?;
    let calendar = wire::calendar::read(&file).map_err(|_| NetError::Unintelligible(200))?;
    // If it cannot be stored, the next start uses the built-in calendar until the gateway is asked.
    let _ = storage::set(Key::Calendar, &file);
    CALENDAR.set(Rc::new(calendar));
    Ok(())
}
