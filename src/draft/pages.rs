//! The pages of documents on the phone: their bytes, and what the phone found out about each.

use super::DraftEditor;
use crate::platform::db::{self, StorageError, StoreName};
use leptos::prelude::*;
use picture::{Look, PhotoAdvice};
use rules::document::{Document, PageFlaw};
use rules::draft::Draft;
use rules::id::PageId;
use wire::stored;

/// The data stored about a page, in addition to the draft.
#[derive(Clone, Default, PartialEq)]
pub struct PageRemark {
    pub look: Option<Look>,
    /// True if another page of the draft shows the same.
    pub is_twin: bool,
    /// The number of pages, for a PDF with very many.
    pub many: Option<u32>,
    /// True if the person has seen the advice and keeps the page.
    pub is_kept: bool,
}

impl PageRemark {
    /// Loads the remark about a page; an empty one if there is none or the storage fails, because it only holds advice.
    pub async fn load(page: PageId) -> Self {
        let text = db::text(StoreName::Looks, &page.to_text()).await;
        text.ok().flatten().map(|text| Self::parse(&text)).unwrap_or_default()
    }

    pub async fn save(&self, page: PageId) {
        // If it is lost, only advice is lost.
        let _ = db::put_text(StoreName::Looks, &page.to_text(), &self.to_text()).await;
    }

    /// Returns the flaw that an officer would notice first, among those that make a picture unreadable.
    pub fn flaw(&self) -> Option<PageFlaw> {
        let look = self.look.as_ref()?;
        look.advice.iter().find(|advice| advice.is_unreadable()).and_then(|advice| match advice {
            PhotoAdvice::Dark => Some(PageFlaw::TooDark),
            PhotoAdvice::Blurred => Some(PageFlaw::Blurred),
            PhotoAdvice::Blank => Some(PageFlaw::Blank),
            PhotoAdvice::Cut | PhotoAdvice::Small => None,
        })
    }

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
}

pub async fn save_bytes(page: PageId, bytes: &[u8]) -> Result<(), StorageError> {
    db::put_bytes(StoreName::Pages, &page.to_text(), bytes).await
}

pub async fn load_bytes(page: PageId) -> Result<Option<Vec<u8>>, StorageError> {
    db::bytes(StoreName::Pages, &page.to_text()).await
}

/// Returns whether another page of the draft, except `but`, has the same bytes or shows the same.
pub async fn has_twin(draft: &Draft, sha256: &str, look: Option<&Look>, but: Option<PageId>) -> bool {
    let pages = draft.documents.iter().flat_map(Document::all_pages);
    let others: Vec<_> = pages.filter(|page| Some(page.id) != but).collect();
    if others.iter().any(|other| other.sha256 == sha256) {
        return true;
    }
    let Some(look) = look else { return false };
    for page in others {
        if PageRemark::load(page.id).await.look.is_some_and(|other| other.print.is_same(look.print)) {
            return true;
        }
    }
    false
}

/// Returns the pages whose bytes the gateway has too: those of drafts that were sent and are not being corrected. Also returns
/// their total size in bytes.
pub async fn sent() -> Result<(Vec<PageId>, u64), StorageError> {
    let there = db::keys(StoreName::Pages).await?;
    let (mut pages, mut bytes) = (Vec::new(), 0);
    for json in db::texts(StoreName::Drafts).await? {
        let Ok(stored) = stored::read(&json) else { continue };
        if stored.number.is_none() || stored.refused.is_some() {
            continue;
        }
        for page in outbox::pages_of(&stored.draft).filter(|page| there.contains(&page.id.to_text())) {
            pages.push(page.id);
            bytes += page.bytes;
        }
    }
    Ok((pages, bytes))
}

/// Deletes the bytes of pages from this phone. The gateway's ids of their uploads stay known.
pub async fn delete_bytes(pages: &[PageId]) -> Result<(), StorageError> {
    for page in pages {
        db::delete(StoreName::Pages, &page.to_text()).await?;
    }
    Ok(())
}

/// Deletes the data of those of these pages that no document contains any more.
pub async fn delete_unreferenced(editor: DraftEditor, pages: Vec<PageId>) {
    for page in pages {
        if editor.draft.try_with_untracked(|draft| draft.has_page(page)) == Some(false) {
            for store in [StoreName::Pages, StoreName::Looks] {
                // Bytes that no document names are shown nowhere; they only take space.
                let _ = db::delete(store, &page.to_text()).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_read_back_unchanged() {
        let digits = "0".repeat(picture::Print::DIGITS);
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
        let look = |letters: &str| Look::parse(&("0".repeat(picture::Print::DIGITS) + letters));
        for (letters, expected) in [
            ("", None),
            ("cs", None),
            ("dc", Some(PageFlaw::TooDark)),
            ("bs", Some(PageFlaw::Blurred)),
            ("nc", Some(PageFlaw::Blank)),
        ] {
            let remark = PageRemark { look: look(letters), ..PageRemark::default() };
            assert!(remark.look.is_some());
            assert_eq!(remark.flaw(), expected, "{letters}");
        }
    }
}
