//! Texts about storing, moving and deleting data on the phone: loaded with the first page that uses one.

use super::catalog::{fetch, fill_plural};
use super::date::fill_dated;
use super::lazy_texts::{CARE, Loadable, look_up};
use super::msg::{CARE_KEYS, Care, DatedCare};
use super::{catalog::fill_isolated, locale};
use crate::platform::view;
use chrono::NaiveDate;
use std::sync::Arc;

/// Returns whether the texts are loaded. A page that uses them waits for it.
pub fn care_texts() -> Loadable<()> {
    read(|_| Some(()))
}

/// Returns a text without placeholders; empty while the texts are being loaded.
pub fn care(text: Care) -> String {
    text_at(text as usize)
}

fn text_at(place: usize) -> String {
    match read(|sheet| sheet.texts.get(place).map(ToString::to_string)) {
        Loadable::Ready(text) => text,
        Loadable::Loading | Loadable::Failed => String::new(),
    }
}

/// Returns a text with its placeholders filled: `{name}` by the value for `name`.
pub fn care_text(text: Care, values: &[(&str, &str)]) -> String {
    fill_isolated(&care(text), values)
}

/// Returns a text with its placeholders of dates filled by the days, in the form that the text requires.
pub fn care_dated(text: DatedCare, days: &[(&str, NaiveDate)]) -> String {
    fill_dated(&text_at(text.0.into()), days, &[])
}

/// Returns a text in the plural form for `n`, which also fills the placeholder `{n}`.
pub fn care_plural(text: Care, n: u32) -> String {
    fill_plural(&care(text), n, &[])
}

fn read<T>(read: impl FnOnce(&Arc<super::catalog::TextFile>) -> Option<T>) -> Loadable<T> {
    let locale = locale();
    look_up(&CARE, locale, fetch("care", locale, CARE_KEYS), read)
}

impl view::Child for Care {
    fn into_child(self) -> view::View {
        view::reactive_text(Box::new(move || care(self)))
    }
}
