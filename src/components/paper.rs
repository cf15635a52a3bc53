//! The pages of a document: photographed or chosen, stored on the phone, examined, shown, replaced or removed.

use super::{MessageKind, document_icon, message, not_kept_words};
use crate::app::App;
use crate::draft::{DraftEditor, NotKept};
use crate::i18n::{Msg, list, plural, t, text, tr};
use crate::platform::db::{self, StoreName};
use crate::platform::files::{self, FileInspection, FileProblem};
use crate::platform::page::{self, LeaveWarning};
use crate::platform::view::{Event, View, nothing, view};
use crate::platform::{picture, random, storage};
use crate::words;
use ::picture::pdf::PageCount;
use ::picture::{Look, PhotoAdvice};
use leptos::prelude::*;
use leptos::task::spawn_local;
use outbox::save::SaveError;
use rules::document::{Document, DocumentKind, Media, Page, PageFlaw};
use rules::draft::Draft;
use rules::id::{DocumentId, PageId};

/// A PDF with more pages is unlikely to be a single document; this limit is ours.
const MANY_PAGES: usize = 40;

/// The document itself or its translation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum DocumentPart {
    Paper,
    Translation,
}

impl DocumentPart {
    pub(super) fn pages(self, document: &mut Document) -> &mut Vec<Page> {
        match self {
            Self::Paper => &mut document.pages,
            Self::Translation => &mut document.translation,
        }
    }

    fn pages_of(self, document: &Document) -> &[Page] {
        match self {
            Self::Paper => &document.pages,
            Self::Translation => &document.translation,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Translation => "translation",
        }
    }
}

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
        editor.draft.with(|draft| {
            draft.document(document).map(|found| part.pages_of(found).to_vec()).unwrap_or_default()
        })
    });
    let (photo_id, file_id) = ([part.id(), "-photo"].concat(), [part.id(), "-file"].concat());
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

/// Returns the other uses of a page: by other documents, and for further requirements that its own document serves.
pub fn other_uses(draft: &Draft, document: DocumentId, page: PageId) -> (Vec<String>, Vec<String>) {
    let holds = |other: &&Document| other.id != document && other.all_pages().any(|held| held.id == page);
    let named = |document: &Document, skip: usize| {
        let lines = document.serves.iter().skip(skip);
        let names = lines.filter_map(|key| {
            let name = words::person_name(draft, draft.person(key.person)?);
            Some(words::joined(Msg::JoinMark, &t(words::document(key.document)), &name))
        });
        names.collect::<Vec<String>>()
    };
    let elsewhere = draft.documents.iter().filter(holds).flat_map(|other| named(other, 0)).collect();
    (elsewhere, draft.document(document).map(|own| named(own, 1)).unwrap_or_default())
}

/// Deletes the bytes of pages that no document contains any more.
pub async fn delete_unreferenced_pages(editor: DraftEditor, pages: Vec<PageId>) {
    for page in pages {
        let is_held = editor.draft.try_with_untracked(|draft| {
            draft.documents.iter().flat_map(Document::all_pages).any(|held| held.id == page)
        });
        if is_held == Some(false) {
            for store in [StoreName::Pages, StoreName::Looks] {
                // Bytes that no document names are shown nowhere; they only take space.
                let _ = db::delete(store, &page.to_text()).await;
            }
        }
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
            // The page may have been left by now.
            let _ = written.try_set_value(true);
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
        paper.doing.try_set(last);
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

/// The data stored on the phone about a page, in addition to the draft.
#[derive(Clone, Default, PartialEq)]
struct PageRemark {
    look: Option<Look>,
    /// True if another page of the draft shows the same.
    is_twin: bool,
    /// The number of pages, for a PDF with very many.
    many: Option<u32>,
    /// True if the person has seen the advice and keeps the page.
    is_kept: bool,
}

impl PageRemark {
    fn to_text(&self) -> String {
        let look = self.look.as_ref().map(Look::write).unwrap_or_default();
        let many = self.many.map(|count| count.to_string()).unwrap_or_default();
        let mark = |is: bool| if is { "1" } else { "" };
        [look.as_str(), mark(self.is_twin), &many, mark(self.is_kept)].join(" ")
    }

    fn parse(text: &str) -> Self {
        let mut parts = text.split(' ');
        let mut next = || parts.next().unwrap_or_default();
        Self {
            look: Look::parse(next()),
            is_twin: !next().is_empty(),
            many: next().parse().ok(),
            is_kept: !next().is_empty(),
        }
    }

    async fn of(page: PageId) -> Self {
        let text = db::text(StoreName::Looks, &page.to_text()).await;
        text.ok().flatten().map(|text| Self::parse(&text)).unwrap_or_default()
    }

    async fn keep(&self, page: PageId) {
        // If it is lost, only advice is lost.
        let _ = db::put_text(StoreName::Looks, &page.to_text(), &self.to_text()).await;
    }

    fn advice(&self) -> Vec<String> {
        let seen = self.look.iter().flat_map(|look| look.advice.iter());
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
        all.extend(self.is_twin.then(|| t(Msg::PagesTwin)));
        all.extend(self.many.map(|count| plural(Msg::PagesMany, count, &[])));
        all
    }
}

/// Returns the flaw that an officer would notice first, among those that make a picture unreadable.
fn flaw(look: &Look) -> Option<PageFlaw> {
    look.advice.iter().find(|advice| advice.is_unreadable()).and_then(|advice| match advice {
        PhotoAdvice::Dark => Some(PageFlaw::TooDark),
        PhotoAdvice::Blurred => Some(PageFlaw::Blurred),
        PhotoAdvice::Blank => Some(PageFlaw::Blank),
        PhotoAdvice::Cut | PhotoAdvice::Small => None,
    })
}

/// Returns whether another page of the draft, except `but`, has the same bytes or shows the same.
async fn is_twin(paper: Paper, sha256: &str, look: Option<&Look>, but: Option<PageId>) -> bool {
    let others: Vec<(PageId, String)> = paper.editor.draft.with_untracked(|draft| {
        let pages = draft.documents.iter().flat_map(Document::all_pages).filter(|page| Some(page.id) != but);
        pages.map(|page| (page.id, page.sha256.clone())).collect()
    });
    if others.iter().any(|(_, other)| other == sha256) {
        return true;
    }
    let Some(look) = look else { return false };
    for (page, _) in others {
        if PageRemark::of(page).await.look.is_some_and(|other| other.print.is_same(look.print)) {
            return true;
        }
    }
    false
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
        db::put_bytes(StoreName::Pages, &id.to_text(), &read.bytes).await.map_err(SaveError::Storage)
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
    let is_twin = is_twin(paper, &read.sha256, look.as_ref(), replaced).await;
    let page = Page {
        id,
        name: read.name,
        media: read.media,
        bytes: read.bytes.len() as u64,
        sha256: read.sha256,
        // The officer will see this page unless another photo replaces it.
        flaw: look.as_ref().and_then(flaw),
    };
    PageRemark { look, is_twin, many, is_kept: false }.keep(id).await;
    paper.newest.try_set(Some(id));
    paper.editor.draft.try_update(|draft| {
        if let Some(found) = draft.document_mut(paper.document) {
            let pages = paper.part.pages(found);
            match pages.iter_mut().find(|page| Some(page.id) == replaced) {
                Some(place) => *place = page,
                None => pages.push(page),
            }
        }
    });
    until_kept(paper, &name, 0, async || paper.editor.save().await).await?;
    delete_unreferenced_pages(paper.editor, replaced.into_iter().collect()).await;
    Ok(())
}

fn page_item(paper: Paper, page: Page) -> View {
    let address = RwSignal::new(None::<String>);
    let remark = RwSignal::new(PageRemark::default());
    let is_large = RwSignal::new(paper.newest.get_untracked() == Some(page.id));
    let (id, media) = (page.id, page.media);
    spawn_local(async move {
        remark.try_set(PageRemark::of(id).await);
        if media != Media::Pdf
            && let Ok(Some(bytes)) = db::bytes(StoreName::Pages, &id.to_text()).await
        {
            address.try_set(files::picture_address(&bytes, media));
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
    let advice = found.advice();
    if advice.is_empty() {
        return nothing();
    }
    let again = move |_| {
        paper.replacing.set(Some(page));
        files::open_dialog(&[paper.part.id(), "-photo"].concat());
    };
    let keep = move |_| {
        remark.update(|remark| remark.is_kept = true);
        spawn_local(async move { remark.get_untracked().keep(page).await });
    };
    let is_defect = found.look.as_ref().and_then(flaw).is_some();
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

/// Asks before a page is removed, and says who else uses it.
fn removal(paper: Paper, page: PageId) -> View {
    let removing = RwSignal::new(false);
    let remove = move |_| {
        paper.editor.draft.update(|draft| {
            if let Some(found) = draft.document_mut(paper.document) {
                paper.part.pages(found).retain(|held| held.id != page);
            }
        });
        paper.doing.set(FileProgress::Nothing);
        spawn_local(async move {
            // The stored draft must no longer name the page before its bytes are deleted.
            if paper.editor.save().await.is_ok() {
                delete_unreferenced_pages(paper.editor, vec![page]).await;
            }
        });
    };
    let asks = move || {
        let (elsewhere, also) =
            paper.editor.draft.with_untracked(|draft| other_uses(draft, paper.document, page));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_read_back_unchanged() {
        let digits = "0".repeat(::picture::Print::DIGITS);
        for remark in [
            PageRemark::default(),
            PageRemark { look: Look::parse(&(digits + "dc")), is_twin: true, many: None, is_kept: true },
            PageRemark { look: None, is_twin: false, many: Some(64), is_kept: false },
        ] {
            assert!(PageRemark::parse(&remark.to_text()) == remark, "{}", remark.to_text());
        }
    }

    #[test]
    fn only_an_unreadable_picture_has_a_flaw() {
        let look = |letters: &str| Look::parse(&("0".repeat(::picture::Print::DIGITS) + letters)).unwrap();
        for (letters, expected) in [
            ("", None),
            ("cs", None),
            ("dc", Some(PageFlaw::TooDark)),
            ("bs", Some(PageFlaw::Blurred)),
            ("nc", Some(PageFlaw::Blank)),
        ] {
            assert_eq!(flaw(&look(letters)), expected, "{letters}");
        }
    }
}
