//! Keeps drafts on a phone and brings them to the gateway, whatever happens in between.
//!
//! [`phone`] says what is needed of the place where this runs: a store, a network, a clock. The app gives the browser's;
//! the fault run gives ones that fail. [`drafts`] writes answers so that none is lost to another tab or a dying page,
//! [`save`] orders the writes of an open one;
//! [`queue`] sends, by way of [`upload`], what [`attempt`] keeps of it.
//!
//! Deliberately absent: a runtime, threads, the web, text for people.

#![deny(missing_docs)]

pub mod attempt;
mod delay;
pub mod drafts;
pub mod phone;
pub mod queue;
mod retry_after;
pub mod save;
#[cfg(test)]
mod scripted;
mod upload;

pub use delay::until_next_write;
pub use upload::{FileState, PageTrouble, pages_of};
