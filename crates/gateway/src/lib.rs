//! The gateway: registers applications, stores their files, and reports their progress.
//!
//! The modules from the outside in:
//! - [`settings`] parses the command line; the program next to this library runs the commands. [`data_folder`] is the folder of
//!   the data.
//! - [`http`] is the HTTP interface. It parses requests, calls [`service`] and returns responses. It knows no SQL and no paths.
//! - [`service`] implements the operations. It knows neither HTTP nor SQL; the current time is an argument.
//! - [`store`] is the database and [`blobs`] stores the bytes of files. Each is a trait with one implementation so far.
//! - [`keys`] is the table of the encryption keys, which is stored separately from the data; [`sealing`] is the encryption.
//! - [`sharing`] has the ids, tokens and names of family links.
//! - [`clock`] reads the time and [`steady`] detects a clock that went back. [`calendar_file`] loads the operator's calendar.
//! - [`identity`] identifies owners and files. [`error`] is the error type. [`fs`] has file-system helpers; [`lock`]
//!   locks mutexes.
//! - [`texts`] has the texts of a summary in every language.
//! - [`log`] is a non-blocking log writer.
//! - [`maintenance`] is backup, restore and check.
//! - [`demo`] creates made-up applications through the same service.
//!
//! Invariants: a success is reported only after the data it reports are synced to disk. Secrets, application numbers and personal
//! data are never logged. `rules::check` alone decides what can be submitted.

pub mod blobs;
pub mod calendar_file;
pub mod clock;
pub mod data_folder;
pub mod demo;
pub mod error;
pub mod fs;
pub mod http;
pub mod identity;
pub mod keys;
pub mod lock;
pub mod log;
pub mod maintenance;
pub mod sealing;
pub mod service;
pub mod settings;
pub mod sharing;
pub mod steady;
pub mod store;
pub mod texts;
