//! Importing a draft from a file: it is shown first, then stored in addition to the drafts on this phone.

use crate::app::App;
use crate::components::{MessageKind, care_heading, care_page, message, passphrase_input};
use crate::i18n::{Care, Msg, care, care_dated, care_plural, care_text, dated, tr};
use crate::platform::db::StorageError;
use crate::platform::files::{self, ChosenFile};
use crate::platform::page;
use crate::platform::view::{Event, View, nothing, view};
use crate::portable::{self, PortableContents, PortableFileError};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::time::Instant;
use std::rc::Rc;
use wire::portable::PortableError;

/// The progress of an import.
#[derive(Clone)]
enum ImportState {
    Nothing,
    Reading,
    Found(Box<PortableContents>),
    NoFile,
    Failed(PortableFileError),
}

/// The chosen file and the typed passphrase.
#[derive(Clone, Copy)]
struct ImportForm {
    /// The file belongs to the browser and cannot be sent between threads.
    file: RwSignal<Option<Rc<ChosenFile>>, LocalStorage>,
    passphrase: RwSignal<String>,
    is_shown: RwSignal<bool>,
    doing: RwSignal<ImportState>,
}

pub fn view() -> View {
    let form = ImportForm {
        file: RwSignal::new_local(None),
        passphrase: RwSignal::new(String::new()),
        is_shown: RwSignal::new(false),
        doing: RwSignal::new(ImportState::Nothing),
    };
    care_page(care_heading(Care::ImportTitle), Some(Route::Start), move || form_view(form))
}

fn form_view(form: ImportForm) -> View {
    let ImportForm { file, passphrase, is_shown, doing } = form;
    let choose = move |event: Event| {
        if let Some(chosen) = files::take_chosen(&event).pop() {
            file.set(Some(Rc::new(chosen)));
            doing.set(ImportState::Nothing);
        }
    };
    let submit = move |event: Event| {
        event.prevent_default();
        if !matches!(doing.get_untracked(), ImportState::Reading) {
            spawn_local(look(form));
        }
    };
    let chosen = move || {
        file.get().map(|file| {
            let name = file.name();
            view! { <p><bdi>{name}</bdi></p> }
        })
    };
    let no_file = Memo::new(move |_| matches!(*doing.read(), ImportState::NoFile));
    let wrong = Signal::derive(move || {
        matches!(*doing.read(), ImportState::Failed(PortableFileError::Passphrase))
            .then_some(Care::ImportWrong)
    });
    view! {
        <p>{Care::ImportText}</p>
        <form novalidate on:submit=submit>
            <div class=move || if no_file.get() { "field field-wrong" } else { "field" }>
                <p class="label" id="import-label">{Care::ImportFile}</p>
                <p class="hint" id="import-hint">{Care::ImportFileHint}</p>
                <div aria-live="assertive">
                    {move || no_file.get().then(|| view! { <p class="error" id="import-error">{Care::ImportNoFile}</p> })}
                </div>
                <div role="status">{chosen}</div>
            </div>
            <div class="actions">
                <label class="button button-quiet" for="import-file">{tr(Msg::PagesFile)}</label>
                <input class="file" id="import-file" type="file" accept=".qandas,application/octet-stream"
                    aria-describedby=move || if no_file.get() { "import-hint import-error" } else { "import-hint" }
                    on:change=choose/>
            </div>
            {passphrase_input(passphrase, is_shown, None, wrong)}
            <button class="button" type="submit">{Care::ImportButton}</button>
            <div role="status">{move || doing_view(form, &doing.get())}</div>
        </form>
    }
}

async fn look(form: ImportForm) {
    let Some(file) = form.file.get_untracked() else {
        form.doing.set(ImportState::NoFile);
        page::focus_field("import-file");
        return;
    };
    form.doing.set(ImportState::Reading);
    let passphrase = form.passphrase.get_untracked();
    let doing = match portable::look(&file, &passphrase).await {
        Ok(found) => ImportState::Found(Box::new(found)),
        Err(trouble) => ImportState::Failed(trouble),
    };
    let is_wrong = matches!(doing, ImportState::Failed(PortableFileError::Passphrase));
    form.doing.set(doing);
    if is_wrong {
        page::after_render(|| page::focus_field("passphrase"));
    }
}

async fn keep(form: ImportForm, found: PortableContents) {
    let Some(file) = form.file.get_untracked() else { return };
    form.doing.set(ImportState::Reading);
    match portable::keep(&file, &form.passphrase.get_untracked(), found).await {
        Ok(id) => App::get().go(Route::Draft(id, Step::Tasks)),
        Err(trouble) => {
            form.doing.set(ImportState::Failed(trouble));
        }
    }
}

fn doing_view(form: ImportForm, doing: &ImportState) -> View {
    match doing {
        ImportState::Nothing | ImportState::NoFile => nothing(),
        ImportState::Reading => view! { <p class="hint">{Care::ImportBusy}</p> },
        ImportState::Failed(trouble) => match words_of(*trouble) {
            None => nothing(),
            Some(words) => message(MessageKind::Problem, view! { <p>{move || care_or_core(words)}</p> }),
        },
        ImportState::Found(found) => found_view(form, found.as_ref().clone()),
    }
}

/// The set of texts that an error message comes from.
#[derive(Clone, Copy)]
enum ImportText {
    Care(Care),
    Core(Msg),
}

fn care_or_core(words: ImportText) -> String {
    match words {
        ImportText::Care(words) => care(words),
        ImportText::Core(words) => crate::i18n::t(words),
    }
}

/// Returns the text of an error, or `None` for a wrong passphrase, which is reported at its field.
fn words_of(trouble: PortableFileError) -> Option<ImportText> {
    Some(ImportText::Care(match trouble {
        PortableFileError::Passphrase => return None,
        PortableFileError::Unreadable => return Some(ImportText::Core(Msg::FileUnreadable)),
        PortableFileError::NoCrypto => Care::ImportNoCrypto,
        PortableFileError::Storage(StorageError::Quota) => Care::ImportNoSpace,
        PortableFileError::Storage(error) => return Some(ImportText::Core(words::storage_error(error))),
        PortableFileError::NotMade => Care::KeepFailed,
        PortableFileError::File(PortableError::NotOurs) => Care::ImportNotOurs,
        PortableFileError::File(PortableError::Newer(_)) => Care::ImportNewer,
        PortableFileError::File(PortableError::Truncated) => Care::ImportTruncated,
        PortableFileError::File(PortableError::Damaged) => Care::ImportDamaged,
    }))
}

fn found_view(form: ImportForm, found: PortableContents) -> View {
    let day = |at: Instant| at.in_astana().map(|(day, _)| day);
    let saved = day(found.stored.saved_at);
    let twin = found.twin.as_ref().and_then(|twin| day(twin.saved_at));
    let (number, pages) = (found.stored.number.clone(), found.pages);
    let stored = found.stored.clone();
    let found = StoredValue::new_local(found);
    view! {
        <section class="kept">
            <h2>{Care::ImportFound}</h2>
            <p><bdi>{move || words::draft_name(&stored)}</bdi></p>
            <p>{move || saved.map(|day| dated(Msg::StartSavedOn, &[("date", day)], &[]))}</p>
            <p>{move || care_plural(Care::ImportFoundPages, pages)}</p>
            {number.map(|number| view! { <p>{move || care_text(Care::ImportFoundSent, &[("number", &number)])}</p> })}
            {twin.map(|day| message(
                MessageKind::Warning,
                view! { <p>{move || care_dated(Care::ImportTwin, &[("date", day)])}</p> },
            ))}
            <button class="button" type="button"
                on:click=move |_| spawn_local(keep(form, found.get_value()))>
                {Care::ImportKeep}
            </button>
        </section>
    }
}
