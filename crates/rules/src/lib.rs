//! The law of kandas status as data and pure functions, shared by the app and the gateway.
//!
//! Source: order No. 539 of 29 December 2023 of the Minister of Labour and Social Protection of Kazakhstan, amending the
//! Rules for granting or extending kandas status. What the order does not say carries another [`citation::Mark`].
//!
//! Deliberately absent: IO, a clock, global state, text for people, anything of the web. *Today* is an argument.
//! No function panics, whatever it is given.
//!
//! How the modules hang together:
//! - [`draft`] is what a person typed, where anything may be empty or wrong; [`check`] turns it into an
//!   [`application`] or names each [`check::Problem`].
//! - [`checklist`] says which documents the case needs; [`examine`] says what ¶5-1 would find among those given.
//! - [`family`] adds, moves and takes out people; [`spelling`] lays the forms of a name beside what stands on papers.
//! - [`calendar`] counts working days; [`timeline`] lays events against the terms of an [`edition`].

#![deny(missing_docs)]

pub mod application;
pub mod calendar;
pub mod check;
pub mod checklist;
pub mod citation;
pub mod date_order;
pub mod document;
pub mod draft;
pub mod edition;
pub mod eligibility;
pub mod event;
pub mod examine;
pub mod family;
pub mod finding;
pub mod id;
pub mod iin;
pub mod mrz;
pub mod region;
pub mod service;
pub mod spelling;
pub mod time;
pub mod timeline;
