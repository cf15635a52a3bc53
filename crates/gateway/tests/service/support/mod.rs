//! What the tests have in common: starting the program, asking it, and made-up applications.

pub mod client;
#[cfg(target_os = "linux")]
pub mod faults;
pub mod listening;
pub mod place;
pub mod running;
pub mod sample;
