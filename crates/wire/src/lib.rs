//! What travels between the phone, the gateway and the authority's system, and what is stored: envelopes around the draft.
//!
//! The draft itself stands in `rules`, so that both sides check the very same thing. Stored and sent things carry a
//! version; [`stored`] brings older ones up to date. Their JSON is pinned by snapshot tests.
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
pub mod portable;
pub mod share;
pub mod stored;
pub mod submission;
pub mod summary;
