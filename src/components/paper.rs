//! The pages of a document: photographed or chosen, stored on the phone, examined, shown, replaced or removed.

use super::{MessageKind, document_icon, message, not_kept_words};
use crate::app::App;
use crate::draft::pages::{self, PageRemark};
use crate::draft::{DraftEditor, NotKept};
use crate::i18n::{Msg, list, plural, t, text, tr};
use crate::platform::files::{self, FileInspection, FileProblem};
use crate::platform::page::{self, LeaveWarning};
use crate::platform::view::{Event, View, nothing, view};
use crate::platform::{picture, random, storage};
use crate::words;
use ::picture::PhotoAdvice;
use ::picture::pdf::PageCount;
use leptos::prelude::*;
use leptos::task::spawn_local;
use outbox::save::SaveError;
use rules::document::{DocumentKind, DocumentPart, Media, Page, RequirementKey};
use rules::draft::Draft;
use rules::id::{DocumentId, PageId};

/// A PDF with more pages is unlikely to be a single document; this limit is ours.
const MANY_PAGES: usize = 40;

/// The progress of a chosen file.
#[derive(Clone, PartialEq)]
enum FileProgress {
    Nothing,
    Reading,
    Kept,
    Refused(FileProblem, String),
    /// The file of this name is not on the phone's disk yet; writing it is retried.
    NotKept(NotKept, String),
    /// Another tab writes the draft.
    Elsewhere,
}

/// The pages of one part of a document, with their state.
#[derive(Clone, Copy)]
struct Paper {
    editor: DraftEditor,
    document: DocumentId,
    part: DocumentPart,
    doing: RwSignal<FileProgress>,
    /// The page that the next photo replaces.
    replacing: RwSignal<Option<PageId>>,
    /// The page that was added last; it is shown large.
    newest: RwSignal<Option<PageId>>,
}

pub fn paper_pages(editor: DraftEditor, document: DocumentId, part: DocumentPart) -> View {
    let paper = Paper {
        editor,
        document,
        part,
        doing: RwSignal::new(FileProgress::Nothing),
        replacing: RwSignal::new(None),
        newest: RwSignal::new(None),
    };
    picture::warm_up();
    let here = App::get().route_untracked().href();
    // If the mark is there when a page is opened, the page was closed while its camera was open: leaving a page removes the
    // mark.
    let was_closed = storage::get(storage::Key::Dialog).as_ref() == Some(&here);
    storage::remove(storage::Key::Dialog);
    on_cleanup(|| storage::remove(storage::Key::Dialog));
    let pages = Memo::new(move |_| {
        editor
            .draft
            .with(|draft| draft.document(document).map(|found| found.part(part).to_vec()).unwrap_or_default())
    });
    let (photo_id, file_id) = ([part_id(part), "-photo"].concat(), [part_id(part), "-file"].concat());
    let by_label = move |_| paper.replacing.set(None);
    view! {
        <div class="pages">
            {(was_closed && part == DocumentPart::Paper).then(|| message(MessageKind::Note, view! { <p role="status">{tr(Msg::PagesReturned)}</p> }))}
            <ol class="page-list">
                {move || pages.get().into_iter().map(|page| page_item(paper, page)).collect::<Vec<View>>()}
            </ol>
            <div aria-live="polite">{move || doing_view(paper.doing.get())}</div>
            <div class="actions">
                <label class="button button-quiet" for=photo_id.clone() on:click=by_label>{tr(Msg::PagesPhoto)}</label>
                <input class="file" id=photo_id.clone() type="file" accept="image/*" capture="environment"
                    on:click=opening(editor, here.clone(), photo_id) on:cancel=move |_| closed(paper) on:change=move |event: Event| chosen(paper, &event)/>
                <label class="button button-quiet" for=file_id.clone() on:click=by_label>{tr(Msg::PagesFile)}</label>
                <input class="file" id=file_id.clone() type="file" multiple
                    accept="image/jpeg,image/png,image/heic,image/webp,application/pdf,.jpg,.jpeg,.png,.pdf,.heic"
                    on:click=opening(editor, here, file_id) on:cancel=move |_| closed(paper) on:change=move |event: Event| chosen(paper, &event)/>
            </div>
        </div>
    }
}

/// Returns the prefix of the ids of a part's inputs.
fn part_id(part: DocumentPart) -> &'static str {
    match part {
        DocumentPart::Paper => "paper",
        DocumentPart::Translation => "translation",
    }
}

/// Returns the click handler that saves the draft and marks the page before the camera opens, because cheap phones close the
/// page while their camera is open.
fn opening(editor: DraftEditor, here: String, id: String) -> impl FnMut(Event) + 'static {
    let written = StoredValue::new(false);
    move |event: Event| {
        // If it cannot be stored, the person has to find the way back to a closed page.
        let _ = storage::set(storage::Key::Dialog, &here);
        if written.get_value() || !editor.is_unsaved() {
            written.set_value(false);
            return;
        }
        event.prevent_default();
        let id = id.clone();
        spawn_local(async move {
            // If the phone cannot store anything, the camera opens nevertheless: every page reports the failure.
            let _ = editor.save().await;
            written.set_value(true);
            files::open_dialog(&id);
        });
    }
}

fn closed(paper: Paper) {
    storage::remove(storage::Key::Dialog);
    paper.replacing.set(None);
}

fn chosen(paper: Paper, event: &Event) {
    let replaced = paper.replacing.get_untracked();
    closed(paper);
    let chosen = files::take_chosen(event);
    if chosen.is_empty() {
        return;
    }
    paper.doing.set(FileProgress::Reading);
    spawn_local(async move {
        let mut last = FileProgress::Kept;
        let mut replaced = replaced;
        for file in chosen {
            let name = file.name();
            last = match file.read().await {
                Ok(read) => keep(paper, replaced.take(), read).await,
                Err(problem) => FileProgress::Refused(problem, name),
            };
            if last != FileProgress::Kept {
                break;
            }
        }
        paper.doing.set(last);
    });
}

fn doing_view(doing: FileProgress) -> View {
    match doing {
        FileProgress::Nothing => nothing(),
        FileProgress::Reading => view! { <p class="hint">{tr(Msg::PagesReading)}</p> },
        FileProgress::Kept => view! { <p class="hint">{tr(Msg::PagesKept)}</p> },
        FileProgress::NotKept(why, name) => {
            let words = move || text(Msg::PagesStorageFailed, &[("name", &name)]);
            message(MessageKind::Problem, view! { {not_kept_words(why)} <p>{words}</p> })
        }
        FileProgress::Elsewhere => message(MessageKind::Problem, view! { <p>{tr(Msg::SavedOvertaken)}</p> }),
        FileProgress::Refused(problem, name) => {
            let advice = match problem {
                FileProblem::Empty => Msg::FileEmpty,
                FileProblem::TooLarge => Msg::FileTooLarge,
                FileProblem::WrongType => Msg::FileWrongType,
                FileProblem::Heic => Msg::FileHeic,
                FileProblem::Damaged => Msg::FileDamaged,
                FileProblem::DrawnEmpty => Msg::FileDrawnEmpty,
                FileProblem::Encrypted => Msg::FileEncrypted,
                FileProblem::BrokenPdf => Msg::FileBrokenPdf,
                FileProblem::Unreadable => Msg::FileUnreadable,
            };
            message(MessageKind::Problem, view! { <p><bdi>{name}</bdi> ": " {tr(advice)}</p> })
        }
    }
}

/// Retries until the phone has stored the file, and reports the failure all the while. `None` if the page was left before.
async fn until_kept<T>(
    paper: Paper,
    name: &str,
    bytes: usize,
    attempt: impl AsyncFn() -> Result<T, SaveError>,
) -> Result<T, Option<FileProgress>> {
    let mut warning = None;
    let mut failures = 0;
    loop {
        let error = match attempt().await {
            Ok(done) => return Ok(done),
            Err(SaveError::Elsewhere) => return Err(Some(FileProgress::Elsewhere)),
            Err(SaveError::Storage(error)) => error,
        };
        let why = NotKept::of(error, bytes as u64).await;
        // `try_set` returns the value if the page no longer exists.
        if paper.doing.try_set(FileProgress::NotKept(why, name.to_owned())).is_some() {
            return Err(None);
        }
        warning.get_or_insert_with(LeaveWarning::new);
        page::rest_for_room(outbox::until_next_write(failures)).await;
        failures += 1;
    }
}

/// Writes the bytes first and then the draft that names them, so that no page is ever without its bytes.
async fn keep(paper: Paper, replaced: Option<PageId>, read: files::ReadFile) -> FileProgress {
    match try_to_keep(paper, replaced, read).await {
        Ok(()) => FileProgress::Kept,
        Err(doing) => doing.unwrap_or(FileProgress::Nothing),
    }
}

async fn try_to_keep(
    paper: Paper,
    replaced: Option<PageId>,
    read: files::ReadFile,
) -> Result<(), Option<FileProgress>> {
    let unreadable = || Some(FileProgress::Refused(FileProblem::Unreadable, read.name.clone()));
    let id = PageId(random::id().ok_or_else(unreadable)?);
    until_kept(paper, &read.name, read.bytes.len(), async || {
        pages::save_bytes(id, &read.bytes).await.map_err(SaveError::Storage)
    })
    .await?;
    let name = read.name.clone();
    let (look, many) = match read.seen {
        FileInspection::Picture(look) => (Some(*look), None),
        FileInspection::Pdf(PageCount::Known(count)) if count > MANY_PAGES => {
            (None, u32::try_from(count).ok())
        }
        FileInspection::Pdf(_) => (None, None),
    };
    let draft = paper.editor.draft.with_untracked(Draft::clone);
    let is_twin = pages::has_twin(&draft, &read.sha256, look.as_ref(), replaced).await;
    let remark = PageRemark { look, is_twin, many, is_kept: false };
    let page = Page {
        id,
        name: read.name,
        media: read.media,
        bytes: read.bytes.len() as u64,
        sha256: read.sha256,
        // The officer will see this page unless another photo replaces it.
        flaw: remark.flaw(),
    };
    remark.save(id).await;
    paper.newest.set(Some(id));
    paper.editor.draft.update(|draft| {
        if let Some(found) = draft.document_mut(paper.document) {
            let pages = found.part_mut(paper.part);
            match pages.iter_mut().find(|page| Some(page.id) == replaced) {
                Some(place) => *place = page,
                None => pages.push(page),
            }
        }
    });
    until_kept(paper, &name, 0, async || paper.editor.save().await).await?;
    pages::delete_unreferenced(paper.editor, replaced.into_iter().collect()).await;
    Ok(())
}

fn page_item(paper: Paper, page: Page) -> View {
    let address = RwSignal::new(None::<String>);
    let remark = RwSignal::new(PageRemark::default());
    let is_large = RwSignal::new(paper.newest.get_untracked() == Some(page.id));
    let (id, media) = (page.id, page.media);
    spawn_local(async move {
        remark.set(PageRemark::load(id).await);
        if media != Media::Pdf
            && let Ok(Some(bytes)) = pages::load_bytes(id).await
        {
            address.set(files::picture_address(&bytes, media));
        }
    });
    on_cleanup(move || {
        if let Some(Some(address)) = address.try_get_untracked() {
            files::forget_picture(&address);
        }
    });
    let name = page.name.clone();
    let alt = move || text(Msg::PagesPicture, &[("name", &name)]);
    let kilobytes = u32::try_from(page.bytes.div_ceil(1000)).unwrap_or(u32::MAX);
    let class = move || if is_large.get() { "page-item page-item-large" } else { "page-item" };
    let size = move || {
        let words = if is_large.get() { Msg::PagesShowSmall } else { Msg::PagesShowLarge };
        address.get().map(|_| {
            view! { <button class="link" type="button" on:click=move |_| is_large.update(|is| *is = !*is)>{tr(words)}</button> }
        })
    };
    view! {
        <li class=class>
            {move || match address.get() {
                Some(address) => view! { <img src=address alt=alt.clone()/> },
                None => view! { <span class="page-icon">{document_icon(DocumentKind::GrantApplication)}</span> },
            }}
            <p>
                <bdi>{page.name}</bdi><br/>
                <span class="hint">{move || plural(Msg::PagesSize, kilobytes, &[])}</span>
            </p>
            {move || advice_view(paper, id, remark)}
            <p class="page-actions">{size} {removal(paper, id)}</p>
        </li>
    }
}

/// Shows the findings about the page, with the choice to replace it or keep it.
fn advice_view(paper: Paper, page: PageId, remark: RwSignal<PageRemark>) -> View {
    let found = remark.get();
    let advice = advice_words(&found);
    if advice.is_empty() {
        return nothing();
    }
    let again = move |_| {
        paper.replacing.set(Some(page));
        files::open_dialog(&[part_id(paper.part), "-photo"].concat());
    };
    let keep = move |_| {
        remark.update(|remark| remark.is_kept = true);
        spawn_local(async move { remark.get_untracked().save(page).await });
    };
    let is_defect = found.flaw().is_some();
    let advice: Vec<View> = advice.into_iter().map(|line| view! { <p>{line}</p> }).collect();
    let kept = (found.is_kept && is_defect).then(|| view! { <p>{tr(Msg::PagesKeptAnyway)}</p> });
    let choice = view! {
        <div class="actions">
            <button class="button button-quiet" type="button" on:click=again>{tr(Msg::PagesAgain)}</button>
            {(!found.is_kept).then(|| view! { <button class="button button-quiet" type="button" on:click=keep>{tr(Msg::PagesKeep)}</button> })}
        </div>
    };
    let kind = if found.is_kept && !is_defect { MessageKind::Note } else { MessageKind::Warning };
    view! { <div class="page-advice" role="status">{message(kind, view! { {advice} {kept} {choice} })}</div> }
}

fn advice_words(remark: &PageRemark) -> Vec<String> {
    let seen = remark.look.iter().flat_map(|look| look.advice.iter());
    let mut all: Vec<String> = seen
        .map(|advice| {
            t(match advice {
                PhotoAdvice::Dark => Msg::PagesDark,
                PhotoAdvice::Blurred => Msg::PagesBlurred,
                PhotoAdvice::Blank => Msg::PagesBlank,
                PhotoAdvice::Cut => Msg::PagesCut,
                PhotoAdvice::Small => Msg::PagesSmall,
            })
        })
        .collect();
    all.extend(remark.is_twin.then(|| t(Msg::PagesTwin)));
    all.extend(remark.many.map(|count| plural(Msg::PagesMany, count, &[])));
    all
}

/// Returns the lines of the checklist in words: the document and the person.
fn line_names(draft: &Draft, lines: &[RequirementKey]) -> Vec<String> {
    let names = lines.iter().filter_map(|key| {
        let name = words::person_name(draft, draft.person(key.person)?);
        Some(words::joined(Msg::JoinMark, &t(words::document(key.document)), &name))
    });
    names.collect()
}

/// Asks before a page is removed, and says who else uses it.
fn removal(paper: Paper, page: PageId) -> View {
    let removing = RwSignal::new(false);
    let remove = move |_| {
        paper.editor.draft.update(|draft| {
            if let Some(found) = draft.document_mut(paper.document) {
                found.part_mut(paper.part).retain(|held| held.id != page);
            }
        });
        paper.doing.set(FileProgress::Nothing);
        spawn_local(async move {
            // The stored draft must no longer name the page before its bytes are deleted.
            if paper.editor.save().await.is_ok() {
                pages::delete_unreferenced(paper.editor, vec![page]).await;
            }
        });
    };
    let asks = move || {
        let (elsewhere, also) = paper.editor.draft.with_untracked(|draft| {
            let uses = draft.other_uses(paper.document, page);
            (line_names(draft, &uses.elsewhere), line_names(draft, &uses.also))
        });
        let say = |what: Msg, names: &[String]| {
            (!names.is_empty()).then(|| text(what, &[("documents", &list(names))]) + " ")
        };
        view! { {say(Msg::PagesRemoveElsewhere, &elsewhere)} {say(Msg::PagesRemoveAlso, &also)} {tr(Msg::PagesRemoveAsk)} " " }
    };
    view! {
        {move || if removing.get() {
            view! {
                <span role="status">
                    {asks}
                    <button class="link link-danger" type="button" on:click=remove>{tr(Msg::PagesRemoveYes)}</button> " "
                    <button class="link" type="button" on:click=move |_| removing.set(false)>{tr(Msg::PagesRemoveNo)}</button>
                </span>
            }
        } else {
            view! { <button class="link" type="button" on:click=move |_| removing.set(true)>{tr(Msg::PagesRemove)}</button> }
        }}
    }
}
