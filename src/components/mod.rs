//! What pages are made of. One file per component, with its style under the same name in `style/`.

#[cfg(feature = "whole")]
mod care;
mod date_input;
mod doubt;
mod footer;
mod header;
mod icon;
mod inputs;
mod language;
mod message;
mod official;
mod page;
mod paper;
mod question;
mod saved;
mod source;
mod tag;
mod term;

#[cfg(feature = "whole")]
pub use care::{care_heading, care_page, passphrase_input};
pub use date_input::{date_input, date_input_in};
pub use doubt::doubts;
pub use footer::footer;
pub use header::header;
pub use icon::document_icon;
pub use inputs::{Choice, TextInput, TextKind, checkbox, part_input, radios, select, yes_no};
pub use message::{MessageKind, message};
pub use official::official;
pub use page::{announce, back_link, heading, page, subtitle};
pub use paper::{Part, paper_pages};
pub use question::{Problems, error_summary, question};
pub use saved::{save_to_file, saved_line};
pub use source::source;
pub use tag::{TagKind, tag};
pub use term::{glossary, term};
