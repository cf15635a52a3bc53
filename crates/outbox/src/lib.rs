//! Keeps drafts on a phone and sends them to the gateway, across lost tabs, failing storage and failing networks.
//!
//! [`phone`] has the traits of what this crate needs: storage, a network and a clock. The app implements them with the
//! browser's APIs, the fault-injection program with ones that fail. [`drafts`] writes drafts so that no answer is lost
//! to another tab or to a page that is closed, [`save`] orders the writes of an open draft, and [`queue`] sends the
//! drafts that [`attempt`] records, using [`upload`] for their pages.
//!
//! Deliberately absent: a runtime, threads, browser APIs, text for people.

#![deny(missing_docs)]

pub mod attempt;
mod delay;
pub mod drafts;
pub mod phone;
pub mod queue;
mod retry_after;
mod run;
pub mod save;
#[cfg(test)]
mod scripted;
mod upload;

pub use delay::until_next_write;
pub use run::{FileState, PageTrouble};
pub use upload::pages_of;
