//! What pages are made of, one file per component.

#[cfg(feature = "whole")]
mod care;
#[cfg(feature = "whole")]
mod code_form;
mod data_cost;
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
#[cfg(feature = "whole")]
mod question_of;
mod reuse;
mod saved;
#[cfg(feature = "whole")]
mod sending_line;
mod service_kind;
mod source;
mod tag;
mod term;
mod unsaved;

#[cfg(feature = "whole")]
pub use care::{care_heading, care_page, passphrase_input};
#[cfg(feature = "whole")]
pub use code_form::{code_form, code_words};
pub use data_cost::data_cost;
pub use date_input::{date_input, date_input_in};
pub use doubt::doubts;
pub use footer::footer;
pub use header::header;
pub use icon::document_icon;
pub use inputs::{Choice, TextInput, TextKind, checkbox, part_input, radios, select, yes_no};
pub use message::{MessageKind, message};
pub use official::official;
pub use page::{TitleMark, announce, back_link, heading, page, subtitle};
pub use paper::{Part, let_go, paper_pages};
pub use question::{Problems, error_summary, question};
#[cfg(feature = "whole")]
pub use question_of::{problem_links, question_of};
pub use reuse::reuse;
pub use saved::{save_to_file, saved_line};
#[cfg(feature = "whole")]
pub use sending_line::{sending_line, unkept_receipt};
#[cfg(feature = "whole")]
pub use service_kind::received_by;
pub use service_kind::service_notice;
pub use source::source;
pub use tag::{TagKind, tag};
pub use term::{glossary, term};
pub use unsaved::{not_kept_words, unsaved_banner};
