//! Texts for people: messages, dates and numbers in the language that they chose.
//!
//! Every visible string is a [`Msg`]. One catalog is loaded at a time; changing the language changes a signal, and every text
//! on the page follows without anything else being rendered again. Explanations of legal terms and the text of the Rules are
//! separate files, loaded when the first of them is used.

mod care;
mod catalog;
#[cfg(test)]
mod choice_tests;
mod date;
// It reads the catalogs, which no browser has.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod date_tests;
mod form_texts;
mod lazy_texts;
mod msg;
mod writing;

pub use ::locale::Locale;
pub use care::{care, care_dated, care_plural, care_text, care_texts};
#[cfg(any(test, not(target_arch = "wasm32")))]
pub use catalog::in_locale;
pub use catalog::{Part, WithLocale, follow_page, load, locale, plural, switch, t, template, text, tr};
pub use date::{PageTexts, clock_face, date, date_with_weekday, dated, plural_dated};
pub use date::{month_of_year, short_weekdays, weekday};
pub use form_texts::FormTexts;
pub use lazy_texts::{
    Explanation, Loadable, ask_again, explanation, form_texts, official_words, prepare_forms,
};
pub use msg::Msg;
pub use msg::{Care, DatedMsg};
pub use msg::{Help, Official};
pub use writing::{list, translation_note};
