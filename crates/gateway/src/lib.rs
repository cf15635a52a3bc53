//! The gateway: takes applications in, keeps their files, and tells what became of them.
//!
//! How the modules hang together, from the outside in:
//! - [`settings`] reads the command line, and the program beside this library does what it says; [`folder`] is the data
//!   folder with its keys.
//! - [`http`] speaks HTTP: it reads requests, calls [`service`], writes answers. It knows no SQL and no path.
//! - [`service`] is what a submission, an upload or a report does. It knows neither HTTP nor SQL; *now* is an argument.
//! - [`store`] keeps rows and [`files`] keeps bytes, each a trait with one implementation so far.
//! - [`keys`] are what both are sealed with, by [`sealing`]; they lie apart from the data.
//! - [`sharing`] is what family links are made of.
//! - [`clock`] says what time it is, and [`steady`] whether to believe it; [`calendar_file`] watches the operator's calendar data; [`identity`] is who asks and what files are called; [`error`] is why not.
//! - [`texts`] are what a summary of an application says, in all languages.
//! - [`log`] writes the log without anybody waiting for it.
//! - [`upkeep`] is backup, restore and check.
//! - [`demo`] lays made-up applications in through the same service.
//!
//! What holds throughout: a success is answered only when what it speaks of is on disk and synced. Neither a secret nor a
//! number nor anything of a person is logged. What may be sent is decided by `rules::check` and by nothing else.

pub mod calendar_file;
pub mod clock;
pub mod demo;
pub mod error;
pub mod files;
pub mod folder;
pub mod http;
pub mod identity;
pub mod keys;
pub mod log;
pub mod sealing;
pub mod service;
pub mod settings;
pub mod sharing;
pub mod steady;
pub mod store;
pub mod texts;
pub mod upkeep;
