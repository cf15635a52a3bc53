//! The current catalog, and the lookup of messages in it.

use super::msg::{self, DatedMsg};
use super::{Locale, Msg};
use crate::platform::events::{self, ClientEvent};
use crate::platform::net::Pending;
use crate::platform::{page, storage, view};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// Texts that are loaded together (`locales/parts.toml`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Core,
    Draft,
    Follow,
    Rest,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Core, Self::Draft, Self::Follow, Self::Rest];

    const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Draft => "draft",
            Self::Follow => "follow",
            Self::Rest => "rest",
        }
    }

    /// Returns the part of the message at this place of [`Msg`], and the index of the message in it.
    fn place(at: usize) -> (Self, usize) {
        let mut begin = 0;
        for (part, end) in Self::ALL.into_iter().zip(msg::PART_ENDS) {
            if at < end {
                return (part, at - begin);
            }
            begin = end;
        }
        (Self::Rest, usize::MAX)
    }
}

type Texts = Arc<[Box<str>]>;

/// The texts of one language: each part in the order of [`Msg`], once it is loaded.
#[derive(Clone)]
struct Catalog {
    locale: Locale,
    parts: [Option<Texts>; 4],
}

impl Catalog {
    const fn new(locale: Locale) -> Self {
        Self { locale, parts: [const { None }; 4] }
    }

    fn has(&self, part: Part) -> bool {
        self.parts[part as usize].is_some()
    }

    fn text(&self, place: usize) -> Option<&str> {
        let (part, at) = Part::place(place);
        self.parts[part as usize].as_ref()?.get(at).map(|text| &**text)
    }

    /// Requests those of the parts that are not loaded, all at once.
    fn request(&self, parts: &[Part]) -> Vec<(Part, Pending)> {
        let missing = parts.iter().filter(|part| !self.has(**part));
        missing.map(|part| (*part, request(part.name(), self.locale))).collect()
    }

    async fn receive(&mut self, requests: Vec<(Part, Pending)>) -> Result<(), CatalogMissing> {
        let mut result = Ok(());
        for (part, request) in requests {
            match receive(request, msg::CATALOG_KEYS).await {
                Ok(sheet) => self.parts[part as usize] = Some(sheet.texts.into()),
                Err(missing) => {
                    events::record(ClientEvent::Texts(part.name()));
                    result = Err(missing);
                }
            }
        }
        result
    }

    async fn load(&mut self, parts: &[Part]) -> Result<(), CatalogMissing> {
        let requests = self.request(parts);
        self.receive(requests).await
    }

    fn loaded(&self) -> Vec<Part> {
        Part::ALL.into_iter().filter(|part| self.has(*part)).collect()
    }
}

/// Represents a line break within a text.
const LINE_BREAK: char = '\u{1E}';

thread_local! {
    static CURRENT: ArcRwSignal<Arc<Catalog>> = ArcRwSignal::new(Arc::new(Catalog::new(Locale::Kazakh)));
}

thread_local! {
    /// The texts of another language, used for some output while the page stays in its own.
    static BORROWED: RefCell<Option<Arc<Catalog>>> = const { RefCell::new(None) };
}

/// Reads the current texts. A view that reads them is updated when the language of the page changes.
fn with_texts<T>(read: impl FnOnce(&Catalog) -> T) -> T {
    match BORROWED.with_borrow(Clone::clone) {
        Some(borrowed) => read(&borrowed),
        None => current().with(|catalog| read(catalog)),
    }
}

/// A language other than that of the page, for output in it.
#[derive(Clone)]
pub struct WithLocale(Arc<Catalog>);

impl WithLocale {
    /// Loads the texts of a language, or uses the current ones.
    pub async fn load(locale: Locale) -> Result<Self, CatalogMissing> {
        let in_use = current().get_untracked();
        if in_use.locale == locale && Part::ALL.into_iter().all(|part| in_use.has(part)) {
            return Ok(Self(in_use));
        }
        let mut catalog = Catalog::new(locale);
        catalog.load(&Part::ALL).await?;
        Ok(Self(Arc::new(catalog)))
    }

    /// Returns the language.
    pub fn locale(&self) -> Locale {
        self.0.locale
    }

    /// Calls `say` with every text, date and number in this language, and returns its result.
    pub fn run<T>(&self, say: impl FnOnce() -> T) -> T {
        let before = BORROWED.replace(Some(self.0.clone()));
        let said = say();
        BORROWED.set(before);
        said
    }
}

fn current() -> ArcRwSignal<Arc<Catalog>> {
    CURRENT.with(Clone::clone)
}

/// The lines of a text file.
pub(super) struct TextFile {
    /// The tag of the language of the texts.
    pub language: Box<str>,
    pub texts: Vec<Box<str>>,
}

/// Reads a text file; `None` if it belongs to another build, which has other keys.
pub(super) fn parse(keys: &str, file: &str) -> Option<TextFile> {
    let mut lines = file.lines();
    let (found, language) = lines.next()?.split_once(' ')?;
    if found != keys {
        return None;
    }
    let texts = lines.map(|line| line.replace(LINE_BREAK, "\n").into_boxed_str()).collect();
    Some(TextFile { language: language.into(), texts })
}

/// The error of a language that could not be loaded: there is no network, or a newer build has replaced this one.
#[derive(Clone, Copy, Debug)]
pub struct CatalogMissing;

/// Requests the file of this name and language.
fn request(name: &str, locale: Locale) -> Pending {
    let build = page::meta("texts").unwrap_or_default();
    Pending::asset(&["/assets/", name, ".", locale.tag(), ".", &build, ".txt"].concat())
}

async fn receive(request: Pending, keys: &str) -> Result<TextFile, CatalogMissing> {
    let file = request.text().await.map_err(|_| CatalogMissing)?;
    parse(keys, &file).ok_or(CatalogMissing)
}

/// Loads the file of this name and language.
pub(super) async fn fetch(
    name: &'static str,
    locale: Locale,
    keys: &str,
) -> Result<TextFile, CatalogMissing> {
    let received = receive(request(name, locale), keys).await;
    received.inspect_err(|_| events::record(ClientEvent::Texts(name)))
}

/// Loads all texts of a language, in the order of [`Msg`].
pub(super) async fn fetch_whole(locale: Locale) -> Result<TextFile, CatalogMissing> {
    let mut catalog = Catalog::new(locale);
    catalog.load(&Part::ALL).await?;
    let texts = catalog.parts.iter().flatten().flat_map(|texts| texts.iter().cloned()).collect();
    Ok(TextFile { language: locale.tag().into(), texts })
}

/// Loads parts of the current language, or of the one that language.js chose if none is in use yet. Nothing on the page is
/// rendered again, because it uses none of these texts. The requests run from the start, before the future is polled.
pub fn load(parts: &[Part]) -> impl Future<Output = Result<(), CatalogMissing>> + use<> {
    let in_use = current().get_untracked();
    let locale = if in_use.has(Part::Core) { in_use.locale } else { Locale::from_tag(&page::language()) };
    let mut catalog = if in_use.locale == locale { Catalog::clone(&in_use) } else { Catalog::new(locale) };
    let requests = catalog.request(parts);
    async move {
        catalog.receive(requests).await?;
        take(catalog, |signal, catalog| *signal.write_untracked() = catalog);
        Ok(())
    }
}

/// Makes a catalog the current one, with the parts that were loaded meanwhile. If another language was chosen meanwhile, that
/// one stays.
fn take(mut catalog: Catalog, put: impl FnOnce(&ArcRwSignal<Arc<Catalog>>, Arc<Catalog>)) {
    let current = current();
    let in_use = current.get_untracked();
    if in_use.locale == catalog.locale {
        for (mine, other) in catalog.parts.iter_mut().zip(&in_use.parts) {
            *mine = mine.take().or_else(|| other.clone());
        }
    } else if in_use.has(Part::Core) {
        return;
    }
    put(&current, Arc::new(catalog));
}

/// Loads the part of a text that was used although it is not loaded with its page, and renders the page again.
fn load_late(place: usize) {
    let (part, at) = Part::place(place);
    thread_local! {
        static COMING: Cell<[bool; 4]> = const { Cell::new([false; 4]) };
    }
    let mut coming = COMING.get();
    if std::mem::replace(&mut coming[part as usize], true) {
        return;
    }
    COMING.set(coming);
    let at = (at + 1).to_string();
    page::report(&["text ", &at, " of `", part.name(), "` is not loaded with its page"].concat());
    spawn_local(async move {
        let mut catalog = Catalog::clone(&current().get_untracked());
        if catalog.load(&[part]).await.is_ok() {
            take(catalog, Set::set);
        }
        let mut coming = COMING.get();
        coming[part as usize] = false;
        COMING.set(coming);
    });
}

/// Changes the language. Until its texts are loaded, and if they cannot be, the old ones stay. language.js observes the new
/// `lang` of the page and sets `dir` accordingly, as it does when the page opens.
pub async fn switch(locale: Locale) -> Result<(), CatalogMissing> {
    let mut catalog = Catalog::new(locale);
    catalog.load(&current().get_untracked().loaded()).await?;
    // If it cannot be stored, the choice lasts until the page is closed.
    let _ = storage::set(storage::Key::Locale, locale.tag());
    page::set_language(locale.tag());
    current().set(Arc::new(catalog));
    Ok(())
}

/// Adopts the language of the page, which may have been chosen on the static screen since the texts were loaded. If its texts
/// cannot be loaded, the page continues with the current ones.
pub async fn follow_page() {
    let in_use = current().with_untracked(|catalog| catalog.locale);
    let chosen = Locale::from_tag(&page::language());
    if chosen != in_use && switch(chosen).await.is_err() {
        page::set_language(in_use.tag());
    }
}

/// Returns the current language. A view that reads it is updated when it changes.
pub fn locale() -> Locale {
    with_texts(|catalog| catalog.locale)
}

/// Returns a message without placeholders.
pub fn t(msg: Msg) -> String {
    text_at(msg as usize)
}

/// Returns a message with a date as in the catalog, with its placeholders.
pub fn template(msg: DatedMsg) -> String {
    text_at(msg.0.into())
}

/// Returns the text at this place of [`Msg`], with its placeholders.
pub(super) fn text_at(place: usize) -> String {
    let text = with_texts(|catalog| catalog.text(place).map(ToOwned::to_owned));
    text.unwrap_or_else(|| {
        // Natively the texts are built in, and a test that has not chosen a language has none.
        if cfg!(target_arch = "wasm32") {
            load_late(place);
        }
        String::new()
    })
}

/// A message within a view: its text follows the language.
#[derive(Clone, Copy)]
pub struct Tr(Msg);

/// Returns a message as a child of a view or the value of an attribute.
pub fn tr(msg: Msg) -> Tr {
    Tr(msg)
}

impl view::Child for Tr {
    fn into_child(self) -> view::View {
        view::reactive_text(Box::new(move || t(self.0)))
    }
}

impl view::AttributeValue for Tr {
    fn set(self, element: &view::Element, name: &'static str) {
        element.attribute(name, move || t(self.0));
    }
}

/// Returns a message with its placeholders filled: `{name}` by the value for `name`.
pub fn text(msg: Msg, values: &[(&str, &str)]) -> String {
    fill_isolated(&t(msg), values)
}

/// Returns a message in the plural form for `n`, which also fills the placeholder `{n}`.
pub fn plural(msg: Msg, n: u32, values: &[(&str, &str)]) -> String {
    fill_plural(&t(msg), n, values)
}

/// Returns the form for `n` among the forms of a text, with its placeholders filled.
pub(super) fn fill_plural(forms: &str, n: u32, values: &[(&str, &str)]) -> String {
    locale::plural(locale(), forms, n, values)
}

/// Fills placeholders; a value may have another text direction than the text around it.
pub(super) fn fill_isolated(template: &str, values: &[(&str, &str)]) -> String {
    locale::fill_isolated(locale(), template, values)
}

/// Returns the texts of a language as built, part by part. A native program has no address to load them from.
#[cfg(any(test, not(target_arch = "wasm32")))]
fn built(locale: Locale) -> [Option<TextFile>; 4] {
    macro_rules! files {
        ($($tag:literal)*) => {
            match locale.tag() {
                $($tag => files!(@ $tag "core" "draft" "follow" "rest"),)*
                _ => [""; 4],
            }
        };
        (@ $tag:literal $($part:literal)*) => {
            [$(include_str!(concat!(env!("OUT_DIR"), "/", $part, ".", $tag, ".txt"))),*]
        };
    }
    let files = files!("kk" "kk-Arab" "kk-Latn" "ru" "en" "uz" "uz-Cyrl" "zh" "en-XA");
    files.map(|file| parse(msg::CATALOG_KEYS, file))
}

/// Returns all texts of a language as built, in the order of [`Msg`].
#[cfg(test)]
pub(super) fn built_sheet(locale: Locale) -> TextFile {
    let texts = built(locale).into_iter().flatten().flat_map(|sheet| sheet.texts).collect();
    TextFile { language: locale.tag().into(), texts }
}

/// Calls `say` with the built texts of a language, and returns its result.
#[cfg(any(test, not(target_arch = "wasm32")))]
pub fn in_locale<T>(locale: Locale, say: impl FnOnce() -> T) -> T {
    let parts = built(locale).map(|sheet| sheet.map(|sheet| sheet.texts.into()));
    current().set(Arc::new(Catalog { locale, parts }));
    untrack(say)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_build_is_rejected() {
        assert!(parse("keys", "other en\ntext").is_none());
        assert!(parse("keys", "keys\ntext").is_none());
        let sheet = parse("keys", "keys en\nfirst\u{1E}second\n").unwrap();
        assert_eq!((&*sheet.language, &*sheet.texts[0]), ("en", "first\nsecond"));
    }

    #[test]
    fn every_text_is_found_in_its_part() {
        assert_eq!(Part::place(Msg::ShellName as usize).0, Part::Core);
        assert_eq!(Part::place(Msg::TasksTitle as usize).0, Part::Draft);
        assert_eq!(Part::place(Msg::SharedTitle as usize).0, Part::Follow);
        assert_eq!(Part::place(Msg::TermsRegistration as usize).0, Part::Rest);
        assert_eq!(in_locale(Locale::English, || t(Msg::ShellName)), "Qandas");
        assert_eq!(in_locale(Locale::Russian, || t(Msg::ShellChange)), "Изменить");
        let texts = built_sheet(Locale::English).texts;
        assert_eq!(texts.len(), msg::PART_ENDS[3]);
        assert_eq!(
            in_locale(Locale::English, || t(Msg::TermsRegistration)),
            &*texts[Msg::TermsRegistration as usize]
        );
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
