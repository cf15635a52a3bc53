//! The messages between the phone, the gateway and the authority's system, and the stored records: envelopes around the
//! draft.
//!
//! The draft itself is defined in `rules`, so that both sides check exactly the same thing. Stored and sent records
//! have a version; [`stored`] migrates older ones. Their JSON is pinned by snapshot tests.
//!
//! Deliberately absent: rules of the law, IO, floats.

#![deny(missing_docs)]

pub mod answer;
pub mod authority;
pub mod calendar;
pub mod code;
pub mod contact;
pub mod event;
pub mod json;
pub mod path;
pub mod portable;
pub mod share;
pub mod site;
pub mod stored;
pub mod submission;
pub mod summary;
