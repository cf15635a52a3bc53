//! The pages of a paper: photographed or chosen, kept on the phone, shown, taken out again.

use super::{MessageKind, document_icon, message};
use crate::draft::Desk;
use crate::i18n::{Msg, plural, text, tr};
use crate::platform::db::{self, Store};
use crate::platform::files::{self, FileProblem};
use crate::platform::random;
use crate::platform::view::{Event, View, nothing, view};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::document::{Document, DocumentKind, Media, Page};
use rules::id::{DocumentId, PageId};

/// The paper itself or its translation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Paper,
    Translation,
}

impl Part {
    fn pages(self, document: &mut Document) -> &mut Vec<Page> {
        match self {
            Self::Paper => &mut document.pages,
            Self::Translation => &mut document.translation,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Translation => "translation",
        }
    }
}

/// What is being done with a chosen file.
#[derive(Clone, PartialEq)]
enum Doing {
    Nothing,
    Reading,
    Kept,
    Refused(FileProblem, String),
    StorageFailed,
}

pub fn paper_pages(desk: Desk, document: DocumentId, part: Part) -> View {
    let doing = RwSignal::new(Doing::Nothing);
    let pages = Memo::new(move |_| {
        desk.draft.with(|draft| {
            draft.document(document).map(|found| part.pages(&mut found.clone()).clone()).unwrap_or_default()
        })
    });
    let chosen = move |event: Event| {
        let chosen = files::take_chosen(&event);
        if chosen.is_empty() {
            return;
        }
        doing.set(Doing::Reading);
        spawn_local(async move {
            let mut last = Doing::Kept;
            for file in chosen {
                let name = file.name();
                last = match file.read().await {
                    Ok(read) => keep(desk, document, part, read).await,
                    Err(problem) => Doing::Refused(problem, name),
                };
                if last != Doing::Kept {
                    break;
                }
            }
            doing.try_set(last);
        });
    };
    let (photo_id, file_id) = ([part.id(), "-photo"].concat(), [part.id(), "-file"].concat());
    view! {
        <div class="pages">
            <ol class="page-list">
                {move || pages.get().into_iter().map(|page| thumbnail(desk, document, part, page)).collect::<Vec<View>>()}
            </ol>
            <div aria-live="polite">{move || doing_view(doing.get())}</div>
            <div class="actions">
                <label class="button button-quiet" for=photo_id.clone()>{tr(Msg::PagesPhoto)}</label>
                <input class="file" id=photo_id type="file" accept="image/*" capture="environment" on:change=chosen/>
                <label class="button button-quiet" for=file_id.clone()>{tr(Msg::PagesFile)}</label>
                <input class="file" id=file_id type="file" multiple
                    accept="image/jpeg,image/png,image/heic,application/pdf,.jpg,.jpeg,.png,.pdf,.heic" on:change=chosen/>
            </div>
        </div>
    }
}

fn doing_view(doing: Doing) -> View {
    match doing {
        Doing::Nothing => nothing(),
        Doing::Reading => view! { <p class="hint">{tr(Msg::PagesReading)}</p> },
        Doing::Kept => view! { <p class="hint">{tr(Msg::PagesKept)}</p> },
        Doing::StorageFailed => message(MessageKind::Problem, view! { <p>{tr(Msg::PagesStorageFailed)}</p> }),
        Doing::Refused(problem, name) => {
            let mend = match problem {
                FileProblem::Empty => Msg::FileEmpty,
                FileProblem::TooLarge => Msg::FileTooLarge,
                FileProblem::WrongType => Msg::FileWrongType,
                FileProblem::Heic => Msg::FileHeic,
                FileProblem::Damaged => Msg::FileDamaged,
                FileProblem::Encrypted => Msg::FileEncrypted,
                FileProblem::Unreadable => Msg::FileUnreadable,
            };
            message(MessageKind::Problem, view! { <p><bdi>{name}</bdi> ": " {tr(mend)}</p> })
        }
    }
}

/// Writes the bytes first and then the draft that names them, so that no page is ever without its bytes.
async fn keep(desk: Desk, document: DocumentId, part: Part, read: files::ReadFile) -> Doing {
    let Some(id) = random::id().map(PageId) else { return Doing::StorageFailed };
    if db::put_bytes(Store::Pages, &id.write(), &read.bytes).await.is_err() {
        return Doing::StorageFailed;
    }
    let page = Page {
        id,
        name: read.name,
        media: read.media,
        bytes: read.bytes.len() as u64,
        sha256: read.sha256,
        flaw: None,
    };
    desk.draft.try_update(|draft| {
        if let Some(found) = draft.document_mut(document) {
            part.pages(found).push(page);
        }
    });
    desk.save().await;
    Doing::Kept
}

fn thumbnail(desk: Desk, document: DocumentId, part: Part, page: Page) -> View {
    let address = RwSignal::new(None::<String>);
    let removing = RwSignal::new(false);
    let (id, media) = (page.id, page.media);
    if media != Media::Pdf {
        spawn_local(async move {
            if let Ok(Some(bytes)) = db::bytes(Store::Pages, &id.write()).await {
                address.try_set(files::picture_address(&bytes, media));
            }
        });
    }
    on_cleanup(move || {
        if let Some(Some(address)) = address.try_get_untracked() {
            files::forget_picture(&address);
        }
    });
    let remove = move |_| {
        desk.draft.update(|draft| {
            if let Some(found) = draft.document_mut(document) {
                part.pages(found).retain(|page| page.id != id);
            }
        });
        spawn_local(async move {
            let _ = db::delete(Store::Pages, &id.write()).await;
        });
    };
    let name = page.name.clone();
    let alt = move || text(Msg::PagesPicture, &[("name", &name)]);
    let kilobytes = u32::try_from(page.bytes.div_ceil(1000)).unwrap_or(u32::MAX);
    view! {
        <li class="page-item">
            {move || match address.get() {
                Some(address) => view! { <img src=address alt=alt.clone()/> },
                None => view! { <span class="page-icon">{document_icon(DocumentKind::GrantApplication)}</span> },
            }}
            <p>
                <bdi>{page.name}</bdi><br/>
                <span class="hint">{move || plural(Msg::PagesSize, kilobytes, &[])}</span>
            </p>
            {move || if removing.get() {
                view! {
                    <p>
                        {tr(Msg::PagesRemoveAsk)} " "
                        <button class="link link-danger" type="button" on:click=remove>{tr(Msg::PagesRemoveYes)}</button> " "
                        <button class="link" type="button" on:click=move |_| removing.set(false)>{tr(Msg::PagesRemoveNo)}</button>
                    </p>
                }
            } else {
                view! { <button class="link" type="button" on:click=move |_| removing.set(true)>{tr(Msg::PagesRemove)}</button> }
            }}
        </li>
    }
}
