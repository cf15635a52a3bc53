//! A draft from a file: looked at first, and kept beside whatever is on this phone.

use crate::app::App;
use crate::components::{MessageKind, care_heading, care_page, message, passphrase_input};
use crate::i18n::{Care, Msg, care, care_plural, care_text, short_date, text, tr};
use crate::platform::files::{self, ChosenFile};
use crate::platform::page;
use crate::platform::view::{Event, View, nothing, view};
use crate::portable::{self, Found, Trouble};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::time::Instant;
use std::rc::Rc;
use wire::portable::PortableError;

/// How far opening has come.
#[derive(Clone)]
enum Doing {
    Nothing,
    Reading,
    Found(Box<Found>),
    NoFile,
    Failed(Trouble),
}

/// What was chosen and typed.
#[derive(Clone, Copy)]
struct Form {
    /// The file lives in the browser and cannot be sent between threads.
    file: RwSignal<Option<Rc<ChosenFile>>, LocalStorage>,
    passphrase: RwSignal<String>,
    is_shown: RwSignal<bool>,
    doing: RwSignal<Doing>,
}

pub fn view() -> View {
    let form = Form {
        file: RwSignal::new_local(None),
        passphrase: RwSignal::new(String::new()),
        is_shown: RwSignal::new(false),
        doing: RwSignal::new(Doing::Nothing),
    };
    care_page(care_heading(Care::ImportTitle), Some(Route::Start), move || form_view(form))
}

fn form_view(form: Form) -> View {
    let Form { file, passphrase, is_shown, doing } = form;
    let choose = move |event: Event| {
        if let Some(chosen) = files::take_chosen(&event).pop() {
            file.set(Some(Rc::new(chosen)));
            doing.set(Doing::Nothing);
        }
    };
    let submit = move |event: Event| {
        event.prevent_default();
        if !matches!(doing.get_untracked(), Doing::Reading) {
            spawn_local(look(form));
        }
    };
    let chosen = move || {
        file.get().map(|file| {
            let name = file.name();
            view! { <p><bdi>{name}</bdi></p> }
        })
    };
    let no_file = Memo::new(move |_| matches!(*doing.read(), Doing::NoFile));
    let wrong = Signal::derive(move || {
        matches!(*doing.read(), Doing::Failed(Trouble::Passphrase)).then_some(Care::ImportWrong)
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

async fn look(form: Form) {
    let Some(file) = form.file.get_untracked() else {
        form.doing.set(Doing::NoFile);
        page::focus_field("import-file");
        return;
    };
    form.doing.set(Doing::Reading);
    let passphrase = form.passphrase.get_untracked();
    let doing = match portable::look(&file, &passphrase).await {
        Ok(found) => Doing::Found(Box::new(found)),
        Err(trouble) => Doing::Failed(trouble),
    };
    let is_wrong = matches!(doing, Doing::Failed(Trouble::Passphrase));
    form.doing.try_set(doing);
    if is_wrong {
        page::after_render(|| page::focus_field("passphrase"));
    }
}

async fn keep(form: Form, found: Found) {
    let Some(file) = form.file.get_untracked() else { return };
    form.doing.set(Doing::Reading);
    match portable::keep(&file, &form.passphrase.get_untracked(), found).await {
        Ok(id) => App::get().go(Route::Draft(id, Step::Tasks)),
        Err(trouble) => {
            form.doing.try_set(Doing::Failed(trouble));
        }
    }
}

fn doing_view(form: Form, doing: &Doing) -> View {
    match doing {
        Doing::Nothing | Doing::NoFile => nothing(),
        Doing::Reading => view! { <p class="hint">{Care::ImportBusy}</p> },
        Doing::Failed(trouble) => match words_of(*trouble) {
            None => nothing(),
            Some(words) => message(MessageKind::Problem, view! { <p>{move || care_or_core(words)}</p> }),
        },
        Doing::Found(found) => found_view(form, found.as_ref().clone()),
    }
}

/// Where the words of a trouble stand.
#[derive(Clone, Copy)]
enum Words {
    Care(Care),
    Core(Msg),
}

fn care_or_core(words: Words) -> String {
    match words {
        Words::Care(words) => care(words),
        Words::Core(words) => crate::i18n::t(words),
    }
}

/// A wrong passphrase is said beside its field.
fn words_of(trouble: Trouble) -> Option<Words> {
    Some(Words::Care(match trouble {
        Trouble::Passphrase => return None,
        Trouble::Unreadable => return Some(Words::Core(Msg::FileUnreadable)),
        Trouble::NoCrypto => Care::ImportNoCrypto,
        Trouble::Storage => Care::ImportNoSpace,
        Trouble::File(PortableError::NotOurs) => Care::ImportNotOurs,
        Trouble::File(PortableError::Newer(_)) => Care::ImportNewer,
        Trouble::File(PortableError::Truncated) => Care::ImportTruncated,
        Trouble::File(PortableError::Damaged) => Care::ImportDamaged,
    }))
}

fn found_view(form: Form, found: Found) -> View {
    let day = |at: Instant| at.in_astana().map(|(day, _)| short_date(day)).unwrap_or_default();
    let saved = day(found.stored.saved_at);
    let twin = found.twin.as_ref().map(|twin| day(twin.saved_at));
    let (number, pages) = (found.stored.number.clone(), found.pages);
    let stored = found.stored.clone();
    let found = StoredValue::new_local(found);
    view! {
        <section class="kept">
            <h2>{Care::ImportFound}</h2>
            <p><bdi>{move || words::draft_name(&stored)}</bdi></p>
            <p>{move || text(Msg::StartSavedOn, &[("date", &saved)])}</p>
            <p>{move || care_plural(Care::ImportFoundPages, pages)}</p>
            {number.map(|number| view! { <p>{move || care_text(Care::ImportFoundSent, &[("number", &number)])}</p> })}
            {twin.map(|day| message(
                MessageKind::Warning,
                view! { <p>{move || care_text(Care::ImportTwin, &[("date", &day)])}</p> },
            ))}
            <button class="button" type="button"
                on:click=move |_| spawn_local(keep(form, found.get_value()))>
                {Care::ImportKeep}
            </button>
        </section>
    }
}
