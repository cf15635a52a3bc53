//! The catalog in use, and looking messages up in it.

use super::{Locale, Msg, msg};
use crate::platform::{net, page, storage, view};
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;

/// The texts of one language in the order of [`Msg`].
struct Catalog {
    locale: Locale,
    texts: Vec<Box<str>>,
}

/// Stands for a line break within a text.
const LINE_BREAK: char = '\u{1E}';

thread_local! {
    static CURRENT: ArcRwSignal<Arc<Catalog>> =
        ArcRwSignal::new(Arc::new(Catalog { locale: Locale::Kazakh, texts: Vec::new() }));
}

thread_local! {
    /// Another language's texts, in which something is said while the page goes on in its own.
    static BORROWED: RefCell<Option<Arc<Catalog>>> = const { RefCell::new(None) };
}

/// The texts to look in. Read within a view, the view follows the language of the page.
fn with_texts<T>(read: impl FnOnce(&Catalog) -> T) -> T {
    match BORROWED.with_borrow(Clone::clone) {
        Some(borrowed) => read(&borrowed),
        None => current().with(|catalog| read(catalog)),
    }
}

/// Another language than that of the page, to say something in it.
#[derive(Clone)]
pub struct Borrowed(Arc<Catalog>);

impl Borrowed {
    /// Loads its texts, or takes those in use.
    pub async fn load(locale: Locale) -> Result<Self, CatalogMissing> {
        let in_use = current().get_untracked();
        if in_use.locale == locale {
            return Ok(Self(in_use));
        }
        fetch_catalog(locale).await.map(|catalog| Self(Arc::new(catalog)))
    }

    /// The language.
    pub fn locale(&self) -> Locale {
        self.0.locale
    }

    /// What `say` gives when every text, date and number is in this language.
    pub fn say<T>(&self, say: impl FnOnce() -> T) -> T {
        let before = BORROWED.replace(Some(self.0.clone()));
        let said = say();
        BORROWED.set(before);
        said
    }
}

fn current() -> ArcRwSignal<Arc<Catalog>> {
    CURRENT.with(Clone::clone)
}

/// The lines of a file of texts.
pub(super) struct Sheet {
    /// The tag of the language that the texts are in.
    pub language: Box<str>,
    pub texts: Vec<Box<str>>,
}

/// Reads a file of texts; `None` if it belongs to another build, whose keys are others.
pub(super) fn parse(keys: &str, file: &str) -> Option<Sheet> {
    let mut lines = file.lines();
    let (found, language) = lines.next()?.split_once(' ')?;
    if found != keys {
        return None;
    }
    let texts = lines.map(|line| line.replace(LINE_BREAK, "\n").into_boxed_str()).collect();
    Some(Sheet { language: language.into(), texts })
}

/// Why a language could not be had: there is no network, or a newer build took this one's place.
#[derive(Clone, Copy, Debug)]
pub struct CatalogMissing;

/// Loads the file whose address stands in the `<meta>` of this name.
pub(super) async fn fetch(meta: &str, keys: &str) -> Result<Sheet, CatalogMissing> {
    let address = page::meta(meta).ok_or(CatalogMissing)?;
    let file = net::asset(&address).await.map_err(|_| CatalogMissing)?;
    parse(keys, &file).ok_or(CatalogMissing)
}

async fn fetch_catalog(locale: Locale) -> Result<Catalog, CatalogMissing> {
    let sheet = fetch(&["catalog-", locale.tag()].concat(), msg::CATALOG_KEYS).await?;
    Ok(Catalog { locale, texts: sheet.texts })
}

/// Loads the language that language.js chose.
pub async fn load() -> Result<(), CatalogMissing> {
    let catalog = fetch_catalog(Locale::from_tag(&page::language())).await?;
    current().set(Arc::new(catalog));
    Ok(())
}

/// Changes the language. Until its texts are there, and if they cannot be had, the old ones stay. language.js sees the new
/// `lang` of the page and sets `dir` with it, as it does when the page opens.
pub async fn switch(locale: Locale) -> Result<(), CatalogMissing> {
    let catalog = fetch_catalog(locale).await?;
    // Where it is not kept, the choice lasts until the page is closed.
    let _ = storage::set(storage::Key::Locale, locale.tag());
    page::set_language(locale.tag());
    current().set(Arc::new(catalog));
    Ok(())
}

/// Follows the language of the page, which may have been chosen on the static screen since the texts were loaded. Where its
/// texts cannot be had the page goes on in those at hand.
pub async fn follow_page() {
    let in_use = current().with_untracked(|catalog| catalog.locale);
    let chosen = Locale::from_tag(&page::language());
    if chosen != in_use && switch(chosen).await.is_err() {
        page::set_language(in_use.tag());
    }
}

/// The language in use. Read within a view, the view follows it.
pub fn locale() -> Locale {
    with_texts(|catalog| catalog.locale)
}

/// A message without blanks to fill.
pub fn t(msg: Msg) -> String {
    with_texts(|catalog| catalog.texts.get(msg as usize).map(ToString::to_string).unwrap_or_default())
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
    fill_isolated(&t(msg), values)
}

/// A message in the plural form for `n`, which also fills the blank `{n}`.
pub fn plural(msg: Msg, n: u32, values: &[(&str, &str)]) -> String {
    fill_plural(&t(msg), n, values)
}

/// The form for `n` among the forms of a text, its blanks filled.
pub(super) fn fill_plural(forms: &str, n: u32, values: &[(&str, &str)]) -> String {
    locale::plural(locale(), forms, n, values)
}

/// What fills a blank may read the other way than the text around it.
pub(super) fn fill_isolated(template: &str, values: &[(&str, &str)]) -> String {
    locale::fill_isolated(locale(), template, values)
}

/// What runs natively has no address to load texts from: the static pages, and tests.
#[cfg(any(test, not(target_arch = "wasm32")))]
/// What `say` gives with the texts of a language, as they are built.
pub fn in_locale<T>(locale: Locale, say: impl FnOnce() -> T) -> T {
    macro_rules! built {
        ($($tag:literal)*) => {
            match locale.tag() {
                $($tag => include_str!(concat!(env!("OUT_DIR"), "/catalog.", $tag, ".txt")),)*
                _ => "",
            }
        };
    }
    let file = built!("kk" "kk-Arab" "kk-Latn" "ru" "en" "uz" "uz-Cyrl" "zh" "en-XA");
    let texts = parse(msg::CATALOG_KEYS, file).map(|sheet| sheet.texts).unwrap_or_default();
    current().set(Arc::new(Catalog { locale, texts }));
    untrack(say)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_build_is_refused() {
        assert!(parse("keys", "other en\ntext").is_none());
        assert!(parse("keys", "keys\ntext").is_none());
        let sheet = parse("keys", "keys en\nfirst\u{1E}second\n").unwrap();
        assert_eq!((&*sheet.language, &*sheet.texts[0]), ("en", "first\nsecond"));
    }

    #[test]
    fn plurals_follow_the_language() {
        let days = |locale, n| in_locale(locale, || plural(Msg::FollowLeft, n, &[]));
        assert_eq!(days(Locale::Kazakh, 35), "35 жұмыс күні қалды");
        assert_eq!(days(Locale::Russian, 1), "Остался 1 рабочий день");
        assert_eq!(days(Locale::Russian, 3), "Осталось 3 рабочих дня");
        assert_eq!(days(Locale::Russian, 35), "Осталось 35 рабочих дней");
        assert_eq!(
            [days(Locale::English, 1), days(Locale::English, 2)],
            ["1 working day left", "2 working days left"]
        );
        assert!(days(Locale::Chinese, 1).contains('1') && days(Locale::Chinese, 2).contains('2'));
    }
}
