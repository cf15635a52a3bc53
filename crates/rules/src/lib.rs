//! The law of kandas status as data and pure functions, shared by the app and the gateway.
//!
//! Source: order No. 539 of 29 December 2023 of the Minister of Labour and Social Protection of Kazakhstan, amending
//! the Rules for granting or extending kandas status. Statements that do not come from the order carry another
//! [`citation::Mark`].
//!
//! Deliberately absent: IO, a clock, global state, user-visible text, everything specific to the web. *Today* is an
//! argument. No function panics, for any input.
//!
//! The modules and their relations:
//! - [`draft`] is the input of a person, in which anything may be empty or wrong; [`check`] turns it into an
//!   [`application`] or returns each [`check::Problem`].
//! - [`checklist`] lists the documents that the case needs; [`examine`] finds the defects of the given ones under ¶5-1.
//! - [`papers`] says which document serves which line of the checklist; [`prefill`] fills answers from the
//!   machine-readable lines that [`mrz`] reads.
//! - [`family`] adds, moves and removes people; [`spelling`] compares the forms of a name with the names on papers.
//! - [`calendar`] counts working days; [`timeline`] compares events with the terms of an [`edition`].

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
pub mod papers;
pub mod prefill;
pub mod region;
pub mod service;
pub mod spelling;
pub mod time;
pub mod timeline;
