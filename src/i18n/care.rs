//! Texts about keeping, moving and deleting what lies on the phone: loaded with the first page that says one.

use super::catalog::{fetch, fill_plural};
use super::lazy_texts::{CARE, Loadable, look_up};
use super::msg::{CARE_KEYS, Care};
use super::{catalog::fill_isolated, locale};
use crate::platform::view;
use std::sync::Arc;

/// Whether the texts are there. A page that says any waits for it.
pub fn care_texts() -> Loadable<()> {
    read(|_| Some(()))
}

/// A text without blanks to fill; empty while the texts are on their way.
pub fn care(text: Care) -> String {
    match read(|sheet| sheet.texts.get(text as usize).map(ToString::to_string)) {
        Loadable::Ready(text) => text,
        Loadable::Loading | Loadable::Failed => String::new(),
    }
}

/// A text with its blanks filled: `{name}` by the value that goes with `name`.
pub fn care_text(text: Care, values: &[(&str, &str)]) -> String {
    fill_isolated(&care(text), values)
}

/// A text in the plural form for `n`, which also fills the blank `{n}`.
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
