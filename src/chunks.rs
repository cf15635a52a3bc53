//! The pages that are loaded together. Each chunk is a WebAssembly file of its own, loaded when one of its pages is opened; the
//! splitter (`xtask/src/split.rs`) finds what several chunks need. Main contains the shell and no page.
//!
//! Without the feature `split` (native, tests, `trunk build`) everything is one file and nothing has to be loaded.

use crate::app::App;
use crate::components::sending_line;
use crate::draft::DraftEditor;
use crate::drafting;
use crate::i18n::{self, Part};
use crate::lazy::ChunkError;
use crate::pages::{apply, begin, follow, forms, phone, send, terms};
use crate::platform::events::{self, ClientEvent};
use crate::platform::view::View;
use crate::route::{PersonStep, Route, Step};
use crate::tracking;
use leptos::prelude::*;
use rules::id::DraftId;
use std::cell::Cell;

/// A part of the app that is loaded as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// The start page.
    Start,
    /// The first questions, up to the checklist.
    Begin,
    /// The task list of a draft.
    Tasks,
    /// The questions and documents of a draft.
    Apply,
    /// Following an application by a family link.
    Family,
    /// Following one's own application.
    Follow,
    /// Sending, forms to print, family links, privacy and the other pages.
    Rest,
}

/// The pages of a chunk: returns the view of a route, or `None` if there is nothing to show.
pub type Pages = fn(Route) -> Option<View>;

thread_local! {
    static LOADED: Cell<[Option<Pages>; 7]> = const { Cell::new([None; 7]) };
}

impl Chunk {
    /// Returns the chunk that contains the page of a route; `None` for a page that main shows itself.
    pub fn of(route: Route) -> Option<Self> {
        Some(match route {
            Route::NotFound => return None,
            Route::Start => Self::Start,
            Route::Recover | Route::Follow(_) => Self::Follow,
            Route::SharedCode | Route::Shared(_) => Self::Family,
            Route::Elsewhere(_)
            | Route::Links(_)
            | Route::Ending(_)
            | Route::Form(..)
            | Route::Terms
            | Route::Privacy
            | Route::Report
            | Route::Wipe
            | Route::Import => Self::Rest,
            Route::Draft(_, step) => match step {
                Step::Service | Step::Eligibility | Step::Obstacles | Step::Basis | Step::Checklist => {
                    Self::Begin
                }
                Step::Tasks => Self::Tasks,
                Step::Person(..)
                | Step::You(_)
                | Step::Facts
                | Step::Family
                | Step::RemovePerson(_)
                | Step::Document(_)
                | Step::Officer
                | Step::Spelling
                | Step::Answers => Self::Apply,
                Step::Channels | Step::Send | Step::OnPaper | Step::Receipt | Step::Keep => Self::Rest,
            },
        })
    }

    /// Returns the parts of the texts that its pages use.
    pub const fn texts(self) -> &'static [Part] {
        match self {
            Self::Start | Self::Begin => &[Part::Core],
            Self::Tasks | Self::Apply => &[Part::Core, Part::Draft],
            Self::Family | Self::Follow => &[Part::Core, Part::Follow],
            Self::Rest => &Part::ALL,
        }
    }

    /// Returns the name of the chunk among the files of the build.
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Begin => "begin",
            Self::Tasks => "tasks",
            Self::Apply => "apply",
            Self::Family => "family",
            Self::Follow => "follow",
            Self::Rest => "rest",
        }
    }

    /// Returns the pages, if they are loaded.
    pub fn loaded(self) -> Option<Pages> {
        LOADED.get()[self as usize]
    }

    /// Loads the pages and their texts. A failure is not remembered: the next call tries again.
    pub async fn load(self) -> Result<Pages, ChunkError> {
        if let Some(pages) = self.loaded() {
            return Ok(pages);
        }
        let texts = i18n::load(self.texts());
        let pages = match self {
            Self::Start => points::load_start().await,
            Self::Begin => points::load_begin().await,
            Self::Tasks => points::load_tasks().await,
            Self::Apply => points::load_apply().await,
            Self::Family => points::load_family().await,
            Self::Follow => points::load_follow().await,
            Self::Rest => points::load_rest().await,
        };
        let texts = texts.await;
        if pages.is_err() {
            events::record(ClientEvent::Chunk(self.name()));
        }
        let (pages, ()) = (pages?, texts.map_err(|_| ChunkError)?);
        let mut loaded = LOADED.get();
        loaded[self as usize] = Some(pages);
        LOADED.set(loaded);
        Ok(pages)
    }
}

/// Loads the function that continues what was being sent when the app was last closed. Called only if there is such a
/// submission.
pub async fn sending() -> Result<fn(DraftEditor), ChunkError> {
    let texts = i18n::load(Chunk::Rest.texts());
    let go_on = points::load_sending().await;
    texts.await.map_err(|_| ChunkError)?;
    go_on
}

fn go_on_sending(editor: DraftEditor) {
    drafting::keep();
    App::get().show_sending(sending_line);
    tracking::go_on(editor);
}

fn start(route: Route) -> Option<View> {
    (route == Route::Start).then(begin::start::view)
}

fn begin(route: Route) -> Option<View> {
    let Route::Draft(draft, step) = route else { return None };
    Some(drafting::page(draft, step, begin_draft))
}

fn begin_draft(draft: DraftId, step: Step) -> Option<View> {
    Some(match step {
        Step::Service => begin::service::view(draft),
        Step::Eligibility => begin::eligibility::view(draft),
        Step::Obstacles => begin::obstacles::view(draft),
        Step::Basis => begin::basis::view(draft),
        Step::Checklist => begin::checklist::view(draft),
        _ => return None,
    })
}

fn tasks(route: Route) -> Option<View> {
    let Route::Draft(draft, step) = route else { return None };
    Some(drafting::page(draft, step, |draft, _| Some(apply::tasks::view(draft))))
}

fn apply(route: Route) -> Option<View> {
    let Route::Draft(draft, step) = route else { return None };
    Some(drafting::page(draft, step, apply_draft))
}

fn apply_draft(draft: DraftId, step: Step) -> Option<View> {
    let is_known = |person| App::get().editor.draft.with_untracked(|draft| draft.person(person).is_some());
    Some(match step {
        Step::Person(person, _) | Step::RemovePerson(person) if !is_known(person) => return None,
        Step::Person(person, PersonStep::Lines) => apply::lines::view(draft, person),
        Step::Person(person, step) => apply::person::view(draft, person, step),
        Step::You(step) => apply::you::view(draft, step),
        Step::Facts => apply::facts::view(draft),
        Step::Family => apply::family::view(draft),
        Step::RemovePerson(person) => return apply::remove_person::view(draft, person),
        Step::Document(key) => apply::document::view(draft, key),
        Step::Officer => apply::officer::view(draft),
        Step::Spelling => apply::spelling::view(draft),
        Step::Answers => apply::answers::view(draft),
        _ => return None,
    })
}

fn family(route: Route) -> Option<View> {
    Some(match route {
        Route::SharedCode => follow::shared_code::view(),
        Route::Shared(id) => follow::shared::view(id),
        _ => return None,
    })
}

fn follow(route: Route) -> Option<View> {
    Some(match route {
        Route::Recover => follow::recover::view(),
        Route::Follow(id) => follow::own::view(id),
        _ => return None,
    })
}

fn rest(route: Route) -> Option<View> {
    Some(match route {
        Route::Terms => terms::view(),
        Route::Privacy => phone::privacy::view(),
        Route::Report => phone::report::view(),
        Route::Wipe => phone::wipe::view(),
        Route::Import => phone::import::view(),
        Route::Elsewhere(id) => follow::external::view(id),
        Route::Form(id, form) => forms::view(id, form),
        Route::Links(id) => follow::links::view(id),
        Route::Ending(id) => follow::ending::view(id),
        Route::Draft(draft, step) => drafting::page(draft, step, rest_draft),
        _ => return None,
    })
}

fn rest_draft(draft: DraftId, step: Step) -> Option<View> {
    Some(match step {
        Step::Channels => send::channels::view(draft),
        Step::Send => {
            App::get().show_sending(sending_line);
            send::submit::view(draft)
        }
        Step::OnPaper => send::on_paper::view(draft),
        Step::Receipt => send::receipt::view(draft),
        Step::Keep => phone::keep::view(draft),
        _ => return None,
    })
}

#[allow(unsafe_code, reason = "the macro of the splitter declares imports and exports")]
mod points {
    use super::Pages;
    use crate::draft::DraftEditor;
    use crate::lazy::{ChunkError, split_points};

    split_points! {
        load_start: start => super::start, Pages;
        load_begin: begin => super::begin, Pages;
        load_apply: apply => super::apply, Pages;
        load_tasks: tasks => super::tasks, Pages;
        load_family: family => super::family, Pages;
        load_follow: follow => super::follow, Pages;
        load_rest: rest => super::rest, Pages;
        load_sending: rest => super::go_on_sending, fn(DraftEditor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::every_route;

    /// Returns the table of boot.js: patterns and the chunk of each, in its order.
    fn pages() -> Vec<(Vec<&'static str>, &'static str)> {
        let script = include_str!("platform/boot.js");
        let (_, table) = script.split_once("const PAGES = [\n").unwrap();
        let (table, _) = table.split_once("\n];").unwrap();
        table
            .lines()
            .map(|line| {
                let [_, pattern, _, chunk, _] = line.split('"').collect::<Vec<_>>().try_into().unwrap();
                (pattern.split('/').filter(|part| !part.is_empty()).collect(), chunk)
            })
            .collect()
    }

    const CHUNKS: [Chunk; 7] =
        [Chunk::Start, Chunk::Begin, Chunk::Tasks, Chunk::Apply, Chunk::Family, Chunk::Follow, Chunk::Rest];

    #[test]
    fn the_start_script_loads_the_texts_of_every_chunk() {
        let script = include_str!("platform/boot.js");
        for chunk in CHUNKS {
            let texts: Vec<_> = chunk.texts().iter().map(|part| format!("{part:?}").to_lowercase()).collect();
            let row = format!("  {}: [\"{}\"],\n", chunk.name(), texts.join("\", \""));
            assert!(script.contains(&row), "{row}");
        }
    }

    /// Texts of shared components and of `words` are not examined: the app itself reports them in the browser.
    // It reads the sources.
    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn no_page_uses_a_text_that_is_not_loaded_with_it() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let parts = catalog::Catalogs::read(root).unwrap().parts_of_messages();
        let chunk_of = |path: &str| match path {
            "begin/start.rs" => Some(Chunk::Start),
            "apply/tasks.rs" => Some(Chunk::Tasks),
            "not_found.rs" | "unopened.rs" | "mod.rs" => Some(Chunk::Begin),
            // Loaded by functions of `lazy`, some of them with all texts.
            "follow/links.rs"
            | "follow/ending.rs"
            | "follow/external.rs"
            | "follow/links/qr.rs"
            | "follow/registration.rs" => None,
            _ if path.starts_with("begin/") => Some(Chunk::Begin),
            _ if path.starts_with("apply/") => Some(Chunk::Apply),
            _ if path.starts_with("follow/") => Some(Chunk::Follow),
            // The chunk of all other pages loads all texts.
            _ => None,
        };
        let (mut seen, mut missing) = (0, Vec::new());
        let mut folders = vec![root.join("src/pages")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let place =
                    path.strip_prefix(root.join("src/pages")).unwrap().to_str().unwrap().replace('\\', "/");
                let Some(chunk) = chunk_of(&place) else { continue };
                let loaded: Vec<_> = chunk.texts().iter().map(|part| format!("{part:?}")).collect();
                let source = std::fs::read_to_string(&path).unwrap();
                let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
                for named in source.split("Msg::").skip(1) {
                    let end = named.find(|char: char| !char.is_alphanumeric()).unwrap_or(named.len());
                    // A name that is not a message is the name of a function.
                    let Some(part) = parts.get(&named[..end]) else { continue };
                    if !loaded.contains(&format!("{part:?}")) {
                        missing.push(format!("{place}: {} is of {part:?}", &named[..end]));
                    }
                    seen += 1;
                }
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
        assert!(seen > 300, "{seen}");
    }

    #[test]
    fn the_start_script_loads_the_chunk_of_every_page() {
        let pages = pages();
        for route in every_route() {
            let path = route.href();
            let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
            let fits = |pattern: &[&str]| {
                pattern.len() == parts.len()
                    && pattern.iter().zip(&parts).all(|(wanted, part)| *wanted == "*" || wanted == part)
            };
            let found = pages.iter().find(|(pattern, _)| fits(pattern)).map(|(_, chunk)| *chunk);
            let chunk = Chunk::of(route).map(Chunk::name);
            assert_eq!(found, chunk, "{path}");
        }
    }
}
