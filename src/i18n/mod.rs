//! What people read: messages, dates and numbers in the language they chose.
//!
//! Every visible string is a [`Msg`]. One catalog is loaded at a time; changing the language changes a signal, and every
//! text on the page follows without anything else being made anew.

mod catalog;
mod date;
mod locale;
mod msg;

pub use catalog::{load, locale, plural, switch, t, text, tr};
pub use date::{clock_face, date, date_with_weekday, short_date};
pub use locale::Locale;
pub use msg::Msg;
