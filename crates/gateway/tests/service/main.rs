//! Integration tests: the real program with a real data folder on a port of its own, over HTTP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod authority;
mod backup;
mod bad_input;
mod calendar;
mod commands;
mod deletion;
mod durability;
mod folders;
mod following;
mod full_disk;
mod http;
mod kinds;
mod limits;
#[cfg(unix)]
mod logging;
#[cfg(target_os = "linux")]
mod machine;
mod metrics;
mod office;
mod openapi;
mod privacy;
mod property;
mod registration;
mod sealed;
mod sent;
mod serving;
mod shares;
mod stream;
mod submission;
mod summary;
mod support;
#[cfg(target_os = "linux")]
mod syncing;
mod upgrading;
mod uploads;
