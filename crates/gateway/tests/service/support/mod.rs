//! Shared helpers: starting the program, sending requests, and made-up applications.

pub mod client;
#[cfg(target_os = "linux")]
pub mod faults;
pub mod listening;
pub mod place;
pub mod running;
pub mod sample;
