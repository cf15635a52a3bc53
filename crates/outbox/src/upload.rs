//! Uploads a page to the gateway with tus 1.0, in pieces; an interrupted upload continues at the offset that it had
//! reached.

use crate::phone::{Body, Collection, Method, Phone, Precondition, Request, Written};
use crate::run::{FileState, PageTrouble, RequestError, SendEvent, SendFailure, SendRun};
use rules::document::{Document, Page};
use rules::draft::Draft;
use rules::id::PageId;
use wire::answer::RefusalCode;
use wire::path;

/// Number of bytes sent in one request. At 10 KB/s a request takes less than half a minute.
const PIECE: usize = 256 * 1024;
/// The size to which pieces are reduced when requests keep failing.
const SMALLEST_PIECE: usize = 16 * 1024;
/// Number of times that an upload is created again because the gateway does not have it.
const BEGINNINGS: u32 = 5;
/// Number of times in a row that the gateway may reject the offset that it has just given.
const DIFFERENCES: u32 = 5;

const TUS: (&str, &str) = ("Tus-Resumable", "1.0.0");

/// Returns all pages of a draft, including those of translations, each once: several documents may contain the same
/// page.
pub fn pages_of(draft: &Draft) -> impl Iterator<Item = &Page> {
    let all = || draft.documents.iter().flat_map(Document::all_pages);
    let is_first =
        move |(place, page): &(usize, &Page)| !all().take(*place).any(|before| before.id == page.id);
    all().enumerate().filter(is_first).map(|(_, page)| page)
}

/// Deletes the upload ids of pages that the gateway does not have.
pub async fn forget<P: Phone>(phone: &P, pages: &[PageId]) -> Result<(), SendFailure> {
    for page in pages {
        phone.delete(Collection::Uploads, &page.to_text()).await?;
    }
    Ok(())
}

/// Uploads a page completely and returns the id that the gateway gave it. Calls `arrived` with the number of bytes that
/// the gateway has.
pub async fn upload_page<P: Phone>(
    run: &SendRun<'_, P>,
    page: &Page,
    owner_key: &str,
    arrived: &dyn Fn(u64),
) -> Result<String, SendFailure> {
    let trouble = |trouble| {
        (run.watch)(SendEvent::File(page.id, FileState::NotAccepted(trouble)));
        Err(SendFailure::Page(page.id, trouble))
    };
    let name = page.id.to_text();
    let mut known = run.phone.text(Collection::Uploads, &name).await?;
    let mut noted = known.clone();
    let mut offset = None;
    let mut bytes = None;
    let mut piece = PIECE;
    let mut beginnings = 0;
    let mut differences = 0;
    (run.watch)(SendEvent::File(page.id, FileState::BeingSent));
    loop {
        run.stop_if_asked()?;
        let Some(id) = known.clone() else {
            if beginnings == BEGINNINGS {
                return Err(SendFailure::Refused(RefusalCode::Gone.status()));
            }
            match create(run, page.bytes, owner_key).await {
                Ok(id) => {
                    beginnings += 1;
                    let unchanged = Precondition::Unchanged(noted.as_deref());
                    match run.phone.write_text(Collection::Uploads, &name, &id, unchanged).await? {
                        Written::Done => (known, offset) = (Some(id), Some(0)),
                        // Another tab uploads the same page: one upload is enough.
                        Written::Overtaken => {
                            known = run.phone.text(Collection::Uploads, &name).await?;
                            offset = None;
                        }
                    }
                    noted.clone_from(&known);
                }
                Err(RequestError::Refused(refusal)) if refusal.code == RefusalCode::TooLarge => {
                    return trouble(PageTrouble::TooLarge);
                }
                Err(other) => run.back_off(other).await?,
            }
            continue;
        };
        let path = path::FILE.with([&id]);
        let Some(at) = offset else {
            match ask_offset(run, &path, owner_key).await {
                Ok(at) => offset = Some(at),
                // A response to HEAD has no body, so a refusal is recognised by its status alone.
                Err(RequestError::UnexpectedStatus(404 | 410)) => known = None,
                Err(RequestError::Refused(refusal)) if is_gone(refusal.code) => known = None,
                Err(other) => run.back_off(other).await?,
            }
            continue;
        };
        if at >= page.bytes {
            (run.watch)(SendEvent::File(page.id, FileState::Received));
            return Ok(id);
        }
        arrived(at);
        if bytes.is_none() {
            let whole = run.phone.bytes(Collection::Pages, &name).await?;
            bytes = whole.filter(|bytes| bytes.len() as u64 == page.bytes);
        }
        let Some(whole) = &bytes else { return trouble(PageTrouble::Lost) };
        let start = usize::try_from(at).unwrap_or(usize::MAX).min(whole.len());
        let end = start.saturating_add(piece).min(whole.len());
        match send_piece(run, &path, owner_key, at, &whole[start..end]).await {
            Ok(reached) => {
                run.went_on();
                differences = 0;
                offset = Some(reached);
            }
            Err(RequestError::Refused(refusal)) => match refusal.code {
                RefusalCode::OffsetDiffers if differences == DIFFERENCES => {
                    return Err(SendFailure::Refused(RefusalCode::OffsetDiffers.status()));
                }
                RefusalCode::OffsetDiffers => {
                    differences += 1;
                    offset = None;
                }
                RefusalCode::UnsupportedMedia => return trouble(PageTrouble::NotAFormat),
                RefusalCode::TooLarge => return trouble(PageTrouble::TooLarge),
                code if is_gone(code) => known = None,
                _ => run.back_off(RequestError::Refused(refusal)).await?,
            },
            Err(other) => {
                // Some of the bytes may have arrived: the next step asks the gateway for its offset.
                offset = None;
                piece = (piece / 2).max(SMALLEST_PIECE);
                run.back_off(other).await?;
            }
        }
    }
}

fn is_gone(code: RefusalCode) -> bool {
    matches!(code, RefusalCode::NotFound | RefusalCode::Gone)
}

async fn create<P: Phone>(run: &SendRun<'_, P>, length: u64, key: &str) -> Result<String, RequestError> {
    let length = length.to_string();
    let headers = &[TUS, ("Upload-Length", length.as_str())];
    let request =
        Request { method: Method::Post, path: path::FILES, key: Some(key), headers, body: Body::None };
    let location = run.once(request).await?.location.ok_or(RequestError::NotTheGateway)?;
    let id = location.rsplit_once(path::FILES).and_then(|(_, rest)| rest.strip_prefix('/'));
    match id {
        Some(id) if !id.is_empty() => Ok(id.to_owned()),
        _ => Err(RequestError::NotTheGateway),
    }
}

async fn ask_offset<P: Phone>(run: &SendRun<'_, P>, path: &str, key: &str) -> Result<u64, RequestError> {
    let request = Request { method: Method::Head, path, key: Some(key), headers: &[TUS], body: Body::None };
    offset_in(run.once(request).await?.offset)
}

async fn send_piece<P: Phone>(
    run: &SendRun<'_, P>,
    path: &str,
    key: &str,
    at: u64,
    piece: &[u8],
) -> Result<u64, RequestError> {
    let offset = at.to_string();
    let headers = &[TUS, ("Upload-Offset", offset.as_str())];
    let body = Body::Piece(piece);
    let answer = run.once(Request { method: Method::Patch, path, key: Some(key), headers, body }).await?;
    let reached = offset_in(answer.offset)?;
    if reached > at { Ok(reached) } else { Err(RequestError::NotTheGateway) }
}

fn offset_in(header: Option<String>) -> Result<u64, RequestError> {
    header.and_then(|offset| offset.parse().ok()).ok_or(RequestError::NotTheGateway)
}
