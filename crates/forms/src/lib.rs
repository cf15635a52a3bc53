//! The official forms as data: rows with the text of the order, our layout, the answers, and for each text the message in the
//! reader's language.
//!
//! A [`FormSheet`] does not know how it is rendered. The app draws it as a page, and [`plain_text`] writes it as the text
//! that the officer reads. The texts in Kazakh come from the caller through [`KazakhTexts`], as for a headline.
//!
//! Deliberately absent: IO, a clock, texts in the languages of readers, everything specific to the web.

#![deny(missing_docs)]

mod annex_1;
mod annex_3;
mod annex_6;
mod annex_8;
mod checklist;
mod filled;
mod officer_copy;
mod phrase;
mod plain;
mod sheet;
mod texts;
pub mod words;

pub use annex_1::annex_1;
pub use annex_3::{RegisteredTerm, Registration, annex_3};
pub use annex_6::annex_6;
pub use annex_8::annex_8;
pub use checklist::{ChecklistPeople, checklist_sheet};
pub use officer_copy::{OfficerCopy, PackagedFile};
pub use phrase::{DUE_KEY, FormPhrase, OrderPlace};
pub use plain::{one_line, plain_text};
pub use sheet::{
    Chosen, Filling, FormSheet, LabelledValue, PrintedValue, Row, RowPart, Shape, Ticked, Width,
    WordingSource,
};
pub use texts::{BilingualText, FormText, KazakhTexts};

#[cfg(test)]
mod tests;
