//! Texts that are loaded when the first of them is used: the meanings of legal terms, the text of the Rules, and the Kazakh
//! texts of printed forms.

use super::catalog::{CatalogMissing, TextFile, fetch, fetch_whole};
use super::form_texts::FormTexts;
use super::msg::{HELP_KEYS, HELP_LANGUAGES, Help, OFFICIAL_KEYS, Official};
use super::{Locale, locale};
use leptos::prelude::*;
use leptos::task::spawn_local;
use locale::BETWEEN_FORMS;
use std::cell::Cell;
use std::sync::Arc;
use std::thread::LocalKey;

/// A text that may still be loading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Loadable<T> {
    /// It is being loaded.
    Loading,
    /// Loading failed; [`ask_again`] tries once more.
    Failed,
    Ready(T),
}

/// The explanation of a legal term.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// The tag of the language of `term` and `text`: Kazakh if the reader's own language has no explanations.
    pub language: String,
    pub term: String,
    pub text: String,
    /// The term of the law, for readers of a language other than Kazakh.
    pub kazakh_term: Option<String>,
}

/// The files of one family of texts.
pub(super) struct LazyTexts {
    /// The language for which the file was last requested.
    asked: Cell<Option<Locale>>,
    state: ArcRwSignal<Loadable<Arc<TextFile>>>,
}

impl LazyTexts {
    fn new() -> Self {
        Self { asked: Cell::new(None), state: ArcRwSignal::new(Loadable::Loading) }
    }
}

thread_local! {
    static HELP: LazyTexts = LazyTexts::new();
    static OFFICIAL: LazyTexts = LazyTexts::new();
    static KAZAKH: LazyTexts = LazyTexts::new();
    pub(super) static CARE: LazyTexts = LazyTexts::new();
}

/// Returns the explanation of a term in the reader's language. A view that reads it is updated when it changes.
pub fn explanation(term: Help) -> Loadable<Explanation> {
    let locale = locale();
    // If a language has no explanations of its own, the Kazakh ones are shown.
    let from = if HELP_LANGUAGES.contains(&locale.tag()) { locale } else { Locale::Kazakh };
    let load = fetch("help", from, HELP_KEYS);
    look_up(&HELP, locale, load, |sheet| read_explanation(sheet, locale, term as usize))
}

/// Returns the text of the Rules at a place, in Kazakh.
pub fn official_words(place: Official) -> Loadable<String> {
    look_up(&OFFICIAL, Locale::Kazakh, official(), |sheet| {
        sheet.texts.get(place as usize).map(ToString::to_string)
    })
}

fn official() -> impl Future<Output = Result<TextFile, CatalogMissing>> {
    fetch("official", Locale::Kazakh, OFFICIAL_KEYS)
}

/// Returns the texts of printed forms. They are loaded in addition for readers of a language other than Kazakh in Cyrillic.
pub fn form_texts() -> Loadable<FormTexts> {
    let whole = |sheet: &Arc<TextFile>| Some(Arc::clone(sheet));
    // Both are requested at once.
    let order = look_up(&OFFICIAL, Locale::Kazakh, official(), whole);
    let kazakh = look_up(&KAZAKH, Locale::Kazakh, fetch_whole(Locale::Kazakh), whole);
    match (order, kazakh) {
        (Loadable::Ready(order), Loadable::Ready(kazakh)) => Loadable::Ready(FormTexts::new(order, kazakh)),
        (Loadable::Failed, _) | (_, Loadable::Failed) => Loadable::Failed,
        _ => Loadable::Loading,
    }
}

/// Starts to load the texts of printed forms, so that they are there when a form is opened.
pub fn prepare_forms() {
    // Asking starts to load them.
    let _ = form_texts();
}

/// Allows failed texts to be requested again.
pub fn ask_again() {
    for shelf in [&HELP, &OFFICIAL, &KAZAKH, &CARE] {
        shelf.with(|shelf| {
            if matches!(shelf.state.get_untracked(), Loadable::Failed) {
                shelf.asked.set(None);
                shelf.state.set(Loadable::Loading);
            }
        });
    }
}

pub(super) fn look_up<T>(
    shelf: &'static LocalKey<LazyTexts>,
    locale: Locale,
    load: impl Future<Output = Result<TextFile, CatalogMissing>> + 'static,
    read: impl FnOnce(&Arc<TextFile>) -> Option<T>,
) -> Loadable<T> {
    let (before, state) = shelf.with(|shelf| (shelf.asked.replace(Some(locale)), shelf.state.clone()));
    let current = state.get();
    if before != Some(locale) {
        spawn_local(async move {
            let found = match load.await {
                Ok(sheet) => Loadable::Ready(Arc::new(sheet)),
                Err(_) => Loadable::Failed,
            };
            // Another language may have been chosen meanwhile.
            if shelf.with(|shelf| shelf.asked.get()) == Some(locale) {
                state.set(found);
            }
        });
        return Loadable::Loading;
    }
    match current {
        Loadable::Ready(sheet) => read(&sheet).map_or(Loadable::Failed, Loadable::Ready),
        Loadable::Loading => Loadable::Loading,
        Loadable::Failed => Loadable::Failed,
    }
}

/// Reads a line: the term, its explanation, and the Kazakh term if the explanation is in another language. A reader of another
/// language who is shown the Kazakh explanation sees the Kazakh term too.
fn read_explanation(sheet: &TextFile, reader: Locale, place: usize) -> Option<Explanation> {
    let mut parts = sheet.texts.get(place)?.split(BETWEEN_FORMS);
    let term = parts.next()?.to_owned();
    let text = parts.next()?.to_owned();
    let kazakh_term = match parts.next().filter(|written| !written.is_empty()) {
        Some(written) => Some(written.to_owned()),
        None => reader.kazakh_script().is_none().then(|| term.clone()),
    };
    Some(Explanation { language: sheet.language.to_string(), term, text, kazakh_term })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::catalog::parse;

    #[test]
    fn an_explanation_has_the_kazakh_term_only_in_other_languages() {
        let read = |file: &str, reader| {
            let sheet = parse(HELP_KEYS, file).unwrap();
            read_explanation(&sheet, reader, Help::WorkingDay as usize).unwrap()
        };
        let russian = read(include_str!(concat!(env!("OUT_DIR"), "/help.ru.txt")), Locale::Russian);
        assert_eq!((&*russian.language, russian.kazakh_term.as_deref()), ("ru", Some("жұмыс күні")));
        assert!(russian.text.starts_with("День, который не выходной"));
        let arabic = read(include_str!(concat!(env!("OUT_DIR"), "/help.kk-Arab.txt")), Locale::KazakhArabic);
        assert_eq!((&*arabic.language, arabic.kazakh_term), ("kk-Arab", None));
        assert!(script::is_arabic(&arabic.text));
        let kazakh = include_str!(concat!(env!("OUT_DIR"), "/help.kk.txt"));
        assert_eq!(read(kazakh, Locale::Kazakh).kazakh_term, None);
        assert_eq!(read(kazakh, Locale::Chinese).kazakh_term.as_deref(), Some("жұмыс күні"));
    }

    #[test]
    fn the_text_of_the_rules_is_found_by_its_place() {
        let sheet = parse(OFFICIAL_KEYS, include_str!(concat!(env!("OUT_DIR"), "/official.kk.txt"))).unwrap();
        assert_eq!(&*sheet.texts[Official::Annex1Paragraph9 as usize], "-оқу орнынан анықтама.");
        assert_eq!(sheet.texts[Official::Paragraph51 as usize].lines().count(), 3);
    }
}
