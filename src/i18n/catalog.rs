//! The catalog in use, and looking messages up in it.

use super::{Locale, Msg, msg};
use crate::platform::{net, page, storage, view};
use leptos::prelude::*;
use std::sync::Arc;

/// The texts of one language in the order of [`Msg`].
struct Catalog {
    locale: Locale,
    texts: Vec<Box<str>>,
}

/// Separates the plural forms of a message in a catalog file, and stands for a line break within a text.
const BETWEEN_FORMS: char = '\u{1F}';
const LINE_BREAK: char = '\u{1E}';

thread_local! {
    static CURRENT: ArcRwSignal<Arc<Catalog>> =
        ArcRwSignal::new(Arc::new(Catalog { locale: Locale::Kazakh, texts: Vec::new() }));
}

fn current() -> ArcRwSignal<Arc<Catalog>> {
    CURRENT.with(Clone::clone)
}

/// Reads a catalog file; `None` if it belongs to another build.
fn parse(locale: Locale, file: &str) -> Option<Catalog> {
    let mut lines = file.lines();
    if lines.next()? != msg::CATALOG_KEYS {
        return None;
    }
    let texts = lines.map(|line| line.replace(LINE_BREAK, "\n").into_boxed_str()).collect();
    Some(Catalog { locale, texts })
}

/// Why a language could not be had: there is no network, or a newer build took this one's place.
#[derive(Clone, Copy, Debug)]
pub struct CatalogMissing;

async fn fetch(locale: Locale) -> Result<Catalog, CatalogMissing> {
    let mut name = String::from("catalog-");
    name.push_str(locale.tag());
    let address = page::meta(&name).ok_or(CatalogMissing)?;
    let file = net::asset(&address).await.map_err(|_| CatalogMissing)?;
    parse(locale, &file).ok_or(CatalogMissing)
}

/// Loads the language that boot.js chose.
pub async fn load() -> Result<(), CatalogMissing> {
    let catalog = fetch(Locale::from_tag(&page::language())).await?;
    current().set(Arc::new(catalog));
    Ok(())
}

/// Changes the language. Until its texts are there, and if they cannot be had, the old ones stay.
pub async fn switch(locale: Locale) -> Result<(), CatalogMissing> {
    let catalog = fetch(locale).await?;
    storage::set(storage::Key::Locale, locale.tag());
    page::set_language(locale.tag());
    current().set(Arc::new(catalog));
    Ok(())
}

/// The language in use. Read within a view, the view follows it.
pub fn locale() -> Locale {
    current().with(|catalog| catalog.locale)
}

/// A message without blanks to fill.
pub fn t(msg: Msg) -> String {
    current().with(|catalog| catalog.texts.get(msg as usize).map(ToString::to_string).unwrap_or_default())
}

/// A message within a view: its words follow the language.
#[derive(Clone, Copy)]
pub struct Tr(Msg);

/// A message as a piece of a view or the value of an attribute.
pub fn tr(msg: Msg) -> Tr {
    Tr(msg)
}

impl view::Piece for Tr {
    fn into_piece(self) -> view::View {
        view::words(Box::new(move || t(self.0)))
    }
}

impl view::Value for Tr {
    fn set(self, element: &view::Element, name: &'static str) {
        element.attribute(name, move || t(self.0));
    }
}

/// A message with its blanks filled: `{name}` by the value that goes with `name`.
pub fn text(msg: Msg, values: &[(&str, &str)]) -> String {
    fill(&t(msg), values)
}

/// A message in the plural form for `n`, which also fills the blank `{n}`.
pub fn plural(msg: Msg, n: u32, values: &[(&str, &str)]) -> String {
    let forms = t(msg);
    let form = forms
        .split(BETWEEN_FORMS)
        .nth(locale().plural_form(n))
        .or_else(|| forms.split(BETWEEN_FORMS).next_back());
    let number = n.to_string();
    let mut all = vec![("n", number.as_str())];
    all.extend_from_slice(values);
    fill(form.unwrap_or_default(), &all)
}

fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, blank)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = blank.split_once('}') else {
            rest = blank;
            break;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_by_name_and_values_are_taken_as_they_are() {
        assert_eq!(fill("{a} – {b}!", &[("b", "{a}"), ("a", "1")]), "1 – {a}!");
        assert_eq!(fill("no blank", &[]), "no blank");
        assert_eq!(fill("unknown {x}.", &[]), "unknown .");
    }

    #[test]
    fn a_catalog_of_another_build_is_refused() {
        assert!(parse(Locale::English, "other\ntext").is_none());
        let mut file = String::from(msg::CATALOG_KEYS);
        file.push_str("\nfirst\u{1E}second\n");
        assert_eq!(&*parse(Locale::English, &file).unwrap().texts[0], "first\nsecond");
    }
}
