//! What pages are made of. One file per component, with its style under the same name in `style/`.

mod citation;
mod date_input;
mod footer;
mod header;
mod icon;
mod inputs;
mod language;
mod page;
mod question;
mod saved;
mod tag;

pub use citation::Source;
pub use date_input::DateInput;
pub use footer::Footer;
pub use header::Header;
pub use icon::DocumentIcon;
pub use inputs::{Checkbox, Choice, PartInput, Radios, Select, TextArea, TextInput, TextKind, yes_no};
pub use page::{BackLink, Message, MessageKind, Page, TitleMark, announce};
pub use question::{ErrorSummary, Problems, Question};
pub use saved::SavedLine;
pub use tag::{Tag, TagKind};
