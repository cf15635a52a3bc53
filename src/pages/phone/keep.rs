//! Actions on a whole draft: name it, save it to a file, delete it.

use crate::app::App;
use crate::components::{MessageKind, care_heading, care_page, message, passphrase_input};
use crate::draft::DraftEditor;
use crate::i18n::{Care, Msg, care_plural, care_text, tr};
use crate::platform::view::{Event, View, nothing, view};
use crate::platform::{crypto, page};
use crate::portable::{self, PortableFileError, SHORTEST_PASSPHRASE};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::id::DraftId;
use wire::stored::StoredDraft;

/// The progress of saving to a file.
#[derive(Clone, Copy, PartialEq)]
enum SaveProgress {
    Nothing,
    Under,
    /// The file was made, without the given number of pages, which could not be read.
    Done(u32),
    Failed(PortableFileError),
}

pub fn view(id: DraftId) -> View {
    let editor = App::get().editor;
    let title =
        editor.envelope.with_untracked(|envelope| envelope.as_ref().and_then(|known| known.title.clone()));
    let title = RwSignal::new(title.unwrap_or_default());
    let renamed = RwSignal::new(false);
    let passphrase = RwSignal::new(portable::new_passphrase().unwrap_or_default());
    let is_shown = RwSignal::new(true);
    let making = RwSignal::new(SaveProgress::Nothing);
    let short = RwSignal::new(false);
    let asks = RwSignal::new(false);
    let failed = RwSignal::new(false);
    care_page(care_heading(Care::KeepTitle), Some(Route::Draft(id, Step::Tasks)), move || {
        view! {
            <p class="caption"><bdi>{move || name_of(editor)}</bdi></p>
            {name_form(editor, title, renamed)}
            <section>
                <h2>{Care::KeepFileTitle}</h2>
                {if crypto::is_there() {
                    file_form(editor, passphrase, is_shown, short, making)
                } else {
                    plain_file(editor)
                }}
            </section>
            {deletion(editor, asks, failed)}
        }
    })
}

fn name_form(editor: DraftEditor, title: RwSignal<String>, renamed: RwSignal<bool>) -> View {
    let submit = move |event: Event| {
        event.prevent_default();
        renamed.set(false);
        spawn_local(async move {
            let kept = editor.rename(title.get_untracked().trim().to_owned()).await;
            renamed.set(kept.is_ok());
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="field">
                <label for="draft-name">{Care::KeepName}</label>
                <p class="hint" id="draft-name-hint">{Care::KeepNameHint}</p>
                <input class="input" id="draft-name" type="text" autocomplete="off" dir="auto" maxlength="60"
                    aria-describedby="draft-name-hint"
                    prop:value=move || title.get()
                    on:input=move |event: Event| title.set(event_target_value(&event))/>
            </div>
            <button class="button button-quiet" type="submit">{Care::KeepNameSave}</button>
            <div role="status">{move || renamed.get().then(|| view! { <p class="hint">{Care::KeepNameSaved}</p> })}</div>
        </form>
    }
}

fn file_form(
    editor: DraftEditor,
    passphrase: RwSignal<String>,
    is_shown: RwSignal<bool>,
    short: RwSignal<bool>,
    making: RwSignal<SaveProgress>,
) -> View {
    let submit = move |event: Event| {
        event.prevent_default();
        if making.get_untracked() == SaveProgress::Under {
            return;
        }
        let typed = passphrase.get_untracked();
        let is_short = typed.trim().chars().count() < SHORTEST_PASSPHRASE;
        short.set(is_short);
        if is_short {
            page::focus_field("passphrase");
            return;
        }
        making.set(SaveProgress::Under);
        spawn_local(async move {
            let made = portable::save(editor, &typed).await;
            making.set(made.map_or_else(SaveProgress::Failed, SaveProgress::Done));
        });
    };
    let error = Signal::derive(move || short.get().then_some(Care::KeepPassphraseShort));
    let another = move |_| passphrase.set(portable::new_passphrase().unwrap_or_default());
    view! {
        <p>{Care::KeepFileText}</p>
        <p>{Care::KeepFileOnce}</p>
        <form novalidate on:submit=submit>
            {passphrase_input(passphrase, is_shown, Some(Care::KeepPassphraseHint), error)}
            <p><button class="link" type="button" on:click=another>{Care::KeepPassphraseNew}</button></p>
            <button class="button" type="submit" aria-disabled=move || (making.get() == SaveProgress::Under).then_some("true")>
                {tr(Msg::SavedToFile)}
            </button>
            <div role="status">{move || making_view(making.get())}</div>
        </form>
    }
}

fn making_view(making: SaveProgress) -> View {
    match making {
        SaveProgress::Nothing => nothing(),
        SaveProgress::Under => view! { <p class="hint">{Care::KeepBusy}</p> },
        SaveProgress::Done(missing) => view! {
            {message(MessageKind::Success, view! { <p>{Care::KeepDone}</p> })}
            {(missing > 0).then(|| message(
                MessageKind::Warning,
                view! { <p>{move || care_plural(Care::KeepMissing, missing)}</p> },
            ))}
        },
        SaveProgress::Failed(_) => message(MessageKind::Problem, view! { <p>{Care::KeepFailed}</p> }),
    }
}

/// Offers an unencrypted file where the browser cannot encrypt.
fn plain_file(editor: DraftEditor) -> View {
    message(
        MessageKind::Warning,
        view! {
            <p>{Care::KeepNoCrypto}</p>
            <button class="button button-quiet" type="button" on:click=move |_| editor.save_to_file()>{tr(Msg::SavedToFile)}</button>
        },
    )
}

fn deletion(editor: DraftEditor, asks: RwSignal<bool>, failed: RwSignal<bool>) -> View {
    let pages = editor.draft.with_untracked(|draft| outbox::pages_of(draft).count());
    let pages = u32::try_from(pages).unwrap_or(u32::MAX);
    let is_sent = editor
        .envelope
        .with_untracked(|envelope| envelope.as_ref().is_some_and(|envelope| envelope.number.is_some()));
    let delete = move |_| {
        spawn_local(async move {
            match editor.delete().await {
                Ok(()) => App::get().replace(Route::Start),
                Err(_) => {
                    failed.set(true);
                }
            }
        });
    };
    let ask = move |_| {
        asks.set(true);
        page::after_render(|| page::focus_field("delete-ask"));
    };
    let question = move || {
        if asks.get() {
            view! {
                <div class="message message-warning field" id="delete-ask" role="group" aria-labelledby="delete-question">
                    <p id="delete-question">{move || care_text(Care::KeepDeleteAsk, &[("name", &name_of(editor))])}</p>
                    <div class="actions">
                        <button class="button button-quiet" type="button" on:click=move |_| asks.set(false)>{tr(Msg::RemoveNo)}</button>
                        <button class="button button-danger" type="button" on:click=delete>{Care::KeepDeleteYes}</button>
                    </div>
                </div>
            }
        } else {
            view! { <button class="button button-danger" type="button" on:click=ask>{Care::KeepDeleteButton}</button> }
        }
    };
    view! {
        <section>
            <h2>{Care::KeepDeleteTitle}</h2>
            <p>{Care::KeepDeleteText}</p>
            {(pages > 0).then(|| view! { <p>{move || care_plural(Care::KeepDeletePages, pages)}</p> })}
            {is_sent.then(|| view! { <p>{Care::KeepDeleteSent}</p> })}
            {question}
            {move || failed.get().then(|| message(
                MessageKind::Problem,
                view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
            ))}
        </section>
    }
}

fn name_of(editor: DraftEditor) -> String {
    let draft = editor.draft.get();
    editor
        .envelope
        .with(|envelope| {
            envelope.as_ref().map(|envelope| words::draft_name(&StoredDraft { draft, ..envelope.clone() }))
        })
        .unwrap_or_default()
}
