//! Brings the pages of a draft to the gateway: resumable uploads by tus 1.0, in pieces, each known before it is sent.

use crate::platform::db::{self, Store};
use crate::platform::net::{self, Body, NetError};
use gloo_net::http::{Method, Response};
use rules::document::Page;
use rules::draft::Draft;
use wire::answer::RefusalCode;
use wire::submission::FileClaim;

/// Bytes sent in one request. At 10 KB/s one takes less than half a minute.
const PIECE: usize = 256 * 1024;
/// How often a page is tried again before the person is told. The queue goes on where it was at the next attempt.
const TRIES: u32 = 3;

/// Why the pages are not all at the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadError {
    Net(NetError),
    /// The phone has lost the bytes of a page; it must be added again.
    PageLost(String),
    /// The phone's storage does not answer.
    StorageAway,
}

impl From<NetError> for UploadError {
    fn from(error: NetError) -> Self {
        Self::Net(error)
    }
}

/// All pages of a draft, those of translations included.
pub fn pages_of(draft: &Draft) -> impl Iterator<Item = &Page> {
    draft.documents.iter().flat_map(rules::document::Document::all_pages)
}

/// The pages to bring over, each once: several documents may name the same.
fn files_of(draft: &Draft) -> Vec<&Page> {
    let mut files: Vec<&Page> = Vec::new();
    for page in pages_of(draft) {
        if !files.iter().any(|known| known.id == page.id) {
            files.push(page);
        }
    }
    files
}

/// Uploads what is not there yet. `progress` is told the bytes that are there, of all.
pub async fn upload_all(
    draft: &Draft,
    key: &str,
    progress: impl Fn(u64, u64),
) -> Result<Vec<FileClaim>, UploadError> {
    let files = files_of(draft);
    let total: u64 = files.iter().map(|page| page.bytes).sum();
    let mut done = 0;
    let mut claims = Vec::new();
    for page in files {
        let before = done;
        let mut tries = 0;
        let file = loop {
            match upload(page, key, |bytes| progress(before + bytes, total)).await {
                Ok(file) => break file,
                Err(UploadError::Net(NetError::Unreachable)) if tries < TRIES => {
                    tries += 1;
                    crate::platform::page::sleep(1000 << tries).await;
                }
                Err(error) => return Err(error),
            }
        };
        done += page.bytes;
        progress(done, total);
        claims.push(FileClaim { page: page.id, file, sha256: page.sha256.clone() });
    }
    Ok(claims)
}

/// Forgets which uploads were made, so that the next attempt makes them anew: the gateway does not have them.
pub async fn forget(pages: &[rules::id::PageId]) {
    for page in pages {
        let _ = db::delete(Store::Uploads, &page.write()).await;
    }
}

async fn upload(page: &Page, key: &str, progress: impl Fn(u64)) -> Result<String, UploadError> {
    let page_key = page.id.write();
    let known = db::text(Store::Uploads, &page_key).await.map_err(|_| UploadError::StorageAway)?;
    let (id, mut offset) = match known {
        Some(id) => match offset_of(&id, key).await {
            Ok(offset) => (id, offset),
            Err(NetError::Refused(refusal))
                if matches!(refusal.code, RefusalCode::NotFound | RefusalCode::Gone) =>
            {
                (create(page, key).await?, 0)
            }
            // HEAD answers carry no body, so that a refusal to it cannot be read.
            Err(NetError::Unintelligible(404 | 410)) => (create(page, key).await?, 0),
            Err(error) => return Err(error.into()),
        },
        None => (create(page, key).await?, 0),
    };
    if offset < page.bytes {
        let bytes = db::bytes(Store::Pages, &page_key).await.map_err(|_| UploadError::StorageAway)?;
        let Some(bytes) = bytes.filter(|bytes| bytes.len() as u64 == page.bytes) else {
            return Err(UploadError::PageLost(page.name.clone()));
        };
        while offset < page.bytes {
            progress(offset);
            let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
            let end = (start + PIECE).min(bytes.len());
            offset = send_piece(&id, key, offset, &bytes[start..end]).await?;
        }
    }
    Ok(id)
}

fn address(id: &str) -> String {
    ["/api/v1/files/", id].concat()
}

async fn create(page: &Page, key: &str) -> Result<String, UploadError> {
    let length = page.bytes.to_string();
    let bearer = net::bearer(key);
    let headers =
        [("Authorization", bearer.as_str()), ("Tus-Resumable", "1.0.0"), ("Upload-Length", &length)];
    let response = net::send(Method::POST, "/api/v1/files", &headers, Body::None).await?;
    let location = response.headers().get("Location").unwrap_or_default();
    let id = location.rsplit('/').next().unwrap_or_default().to_owned();
    if id.is_empty() {
        return Err(NetError::Unintelligible(response.status()).into());
    }
    db::put_text(Store::Uploads, &page.id.write(), &id).await.map_err(|_| UploadError::StorageAway)?;
    Ok(id)
}

async fn offset_of(id: &str, key: &str) -> Result<u64, NetError> {
    let bearer = net::bearer(key);
    let headers = [("Authorization", bearer.as_str()), ("Tus-Resumable", "1.0.0")];
    let response = net::send(Method::HEAD, &address(id), &headers, Body::None).await?;
    read_offset(&response)
}

async fn send_piece(id: &str, key: &str, offset: u64, piece: &[u8]) -> Result<u64, NetError> {
    let bearer = net::bearer(key);
    let offset = offset.to_string();
    let headers =
        [("Authorization", bearer.as_str()), ("Tus-Resumable", "1.0.0"), ("Upload-Offset", &offset)];
    let response = net::send(Method::PATCH, &address(id), &headers, Body::Piece(piece)).await?;
    read_offset(&response)
}

fn read_offset(response: &Response) -> Result<u64, NetError> {
    let offset = response.headers().get("Upload-Offset").and_then(|offset| offset.parse().ok());
    offset.ok_or(NetError::Unintelligible(response.status()))
}
