//! A draft with all its pages as one encrypted file, made on one phone and opened on another.
//!
//! The copy keeps the owner key and the idempotency key, so that the gateway registers only one of all copies and the recovery
//! code of a sent application stays the same. It gets a new id on the phone, and its pages get new ids, so that nothing stored
//! there is replaced and deleting one copy leaves the other complete.

use crate::draft::{self, DraftEditor, DraftListItem};
use crate::i18n::{Care, care_text};
use crate::platform::crypto::{self, FileKey};
use crate::platform::db::{self, StoreName};
use crate::platform::files::{ChosenFile, NewFile};
use crate::platform::{clock, random};
use crate::tracking::{FollowSource, Tracked};
use crate::words;
use leptos::prelude::*;
use rules::draft::Draft;
use rules::id::{DraftId, PageId};
use std::collections::BTreeMap;
use wire::json;
use wire::portable::{
    ContentPart, HEADER, Header, ITERATIONS, Packer, PortableError, Sealed, Unpacker, frames,
    meant_passphrase,
};
use wire::stored::{self, StoredDraft, UnreadableDraft};

/// Minimum number of characters of a passphrase chosen by the person.
pub const SHORTEST_PASSPHRASE: usize = 12;

/// Reasons why no file was made or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortableFileError {
    /// The file itself is invalid.
    File(PortableError),
    /// The header of the file is valid, but the passphrase is wrong.
    Passphrase,
    /// The phone can no longer read the chosen file.
    Unreadable,
    /// The browser has no cryptography: it is old, or the connection is insecure.
    NoCrypto,
    /// The phone's storage failed.
    Storage(db::StorageError),
    /// The draft was closed meanwhile, a part of it is too long for a file, or the browser does not save the file.
    NotMade,
}

impl From<PortableError> for PortableFileError {
    fn from(error: PortableError) -> Self {
        Self::File(error)
    }
}

impl From<db::StorageError> for PortableFileError {
    fn from(error: db::StorageError) -> Self {
        Self::Storage(error)
    }
}

/// The content of a file, before anything of it is stored.
#[derive(Clone)]
pub struct PortableContents {
    pub stored: StoredDraft,
    tracked: Option<Tracked>,
    pub pages: u32,
    /// The same application on this phone, if any.
    pub twin: Option<StoredDraft>,
}

/// Returns a passphrase that nobody can guess; `None` if the browser has no random generator.
pub fn new_passphrase() -> Option<String> {
    Some(wire::portable::passphrase(random::bytes()?))
}

/// Makes a file of the current draft, saves it, and returns the number of pages that could not be read.
pub async fn save(editor: DraftEditor, passphrase: &str) -> Result<u32, PortableFileError> {
    // The file is made of the current answers, whether or not the phone stores them.
    let _ = editor.save().await;
    let Some(envelope) = editor.envelope.get_untracked() else { return Err(PortableFileError::NotMade) };
    let stored = StoredDraft { draft: editor.draft.get_untracked(), ..envelope };
    let (salt, nonce_prefix) = random::bytes().zip(random::bytes()).ok_or(PortableFileError::NoCrypto)?;
    let header = Header { iterations: ITERATIONS, salt, nonce_prefix };
    let mut writer = PortableWriter::begin(header, passphrase).await?;
    let mut missing = 0;
    writer.put(&ContentPart::Draft(json::write(&stored))).await?;
    // If the storage is unavailable, only the answers can be saved.
    if let Ok(Some(tracked)) = Tracked::find(stored.id).await {
        writer.put(&ContentPart::Tracked(json::write(&tracked))).await?;
    }
    for page in outbox::pages_of(&stored.draft) {
        match db::bytes(StoreName::Pages, &page.id.to_text()).await {
            Ok(Some(bytes)) => writer.put(&ContentPart::Page(page.id, bytes)).await?,
            Ok(None) | Err(_) => missing += 1,
        }
    }
    writer.put(&ContentPart::End).await?;
    // The name contains nothing personal, because everybody with access to the folder can read it.
    let day = rules::time::write_day(clock::today());
    let is_saved = writer.finish().await?.save(&["qandas-", &day, ".qandas"].concat());
    if is_saved { Ok(missing) } else { Err(PortableFileError::NotMade) }
}

/// Reads a whole file without storing anything of it.
pub async fn look(file: &ChosenFile, passphrase: &str) -> Result<PortableContents, PortableFileError> {
    let mut reader = PortableReader::begin(file, passphrase).await?;
    let (mut stored, mut tracked, mut pages) = (None, None, 0);
    while let Some(part) = reader.next_part().await? {
        match part {
            ContentPart::Draft(json) => stored = Some(json),
            ContentPart::Tracked(json) => tracked = json::read(&json),
            ContentPart::Page(..) => pages += 1,
            ContentPart::End => {}
        }
    }
    let stored = stored::read(&stored.ok_or(PortableError::Damaged)?).map_err(|error| match error {
        UnreadableDraft::Newer(version) => PortableError::Newer(version),
        UnreadableDraft::Damaged => PortableError::Damaged,
    })?;
    let here = draft::list().await?;
    let twin = here.into_iter().find_map(|listed| match listed {
        DraftListItem::Readable(draft) if draft.owner_key == stored.owner_key => Some(*draft),
        DraftListItem::Readable(_) | DraftListItem::Unreadable(_) => None,
    });
    Ok(PortableContents { stored, tracked, pages, twin })
}

/// Stores the content as a further draft of this phone. Its pages are written before the draft is.
pub async fn keep(
    file: &ChosenFile,
    passphrase: &str,
    found: PortableContents,
) -> Result<DraftId, PortableFileError> {
    let id = DraftId(random::id().ok_or(PortableFileError::NoCrypto)?);
    let mut stored = found.stored;
    let mut names = BTreeMap::new();
    for page in outbox::pages_of(&stored.draft) {
        names.insert(page.id.0, PageId(random::id().ok_or(PortableFileError::NoCrypto)?));
    }
    if found.twin.is_some() {
        stored.title = Some(care_text(Care::ImportCopyName, &[("name", &words::draft_name(&stored))]));
    }
    rename_pages(&mut stored.draft, &names);
    stored.id = id;
    let kept = keep_parts(file, passphrase, &stored, found.tracked, &names).await;
    if kept.is_err() {
        // Half of the pages would only take space.
        for name in names.values() {
            // A page that cannot be deleted takes space and nothing else.
            let _ = db::delete(StoreName::Pages, &name.to_text()).await;
        }
    }
    kept.map(|()| id)
}

async fn keep_parts(
    file: &ChosenFile,
    passphrase: &str,
    stored: &StoredDraft,
    tracked: Option<Tracked>,
    names: &BTreeMap<u64, PageId>,
) -> Result<(), PortableFileError> {
    let mut reader = PortableReader::begin(file, passphrase).await?;
    while let Some(part) = reader.next_part().await? {
        if let ContentPart::Page(id, bytes) = part
            && let Some(name) = names.get(&id.0)
        {
            db::put_bytes(StoreName::Pages, &name.to_text(), &bytes).await?;
        }
    }
    if let Some(tracked) = tracked {
        Tracked { id: stored.id, ..tracked }.keep().await?;
    }
    db::put_text(StoreName::Drafts, &stored.id.to_text(), &json::write(stored)).await?;
    draft::remember_draft_id(stored.id);
    Ok(())
}

fn rename_pages(draft: &mut Draft, names: &BTreeMap<u64, PageId>) {
    let pages = draft
        .documents
        .iter_mut()
        .flat_map(|document| document.pages.iter_mut().chain(&mut document.translation));
    for page in pages {
        if let Some(name) = names.get(&page.id.0) {
            page.id = *name;
        }
    }
}

/// A file being made.
struct PortableWriter {
    header: Header,
    written_header: Vec<u8>,
    key: FileKey,
    packer: Packer,
    place: u32,
    file: NewFile,
}

impl PortableWriter {
    async fn begin(header: Header, passphrase: &str) -> Result<Self, PortableFileError> {
        let key = key_of(&header, passphrase).await?;
        let check = key.seal(&header.nonce(Sealed::Check), &header.bound_by_check(), &[]).await;
        let check = check.and_then(|tag| tag.try_into().ok()).ok_or(PortableFileError::NoCrypto)?;
        let written_header = header.encode(&check);
        let mut file = NewFile::default();
        file.add(&written_header);
        Ok(Self { header, written_header, key, packer: Packer::default(), place: 0, file })
    }

    async fn put(&mut self, part: &ContentPart) -> Result<(), PortableFileError> {
        for content in self.packer.put(part).ok_or(PortableFileError::NotMade)? {
            self.seal(&content, false).await?;
        }
        Ok(())
    }

    async fn seal(&mut self, content: &[u8], is_last: bool) -> Result<(), PortableFileError> {
        let nonce = self.header.nonce(Sealed::Frame { place: self.place, is_last });
        let sealed =
            self.key.seal(&nonce, &self.written_header, content).await.ok_or(PortableFileError::NoCrypto)?;
        self.file.add(&sealed);
        self.place += 1;
        Ok(())
    }

    async fn finish(mut self) -> Result<NewFile, PortableFileError> {
        let last = std::mem::take(&mut self.packer).finish();
        self.seal(&last, true).await?;
        Ok(self.file)
    }
}

/// A file being read, frame by frame.
struct PortableReader<'a> {
    file: &'a ChosenFile,
    header: Header,
    written_header: Vec<u8>,
    key: FileKey,
    frames: std::vec::IntoIter<(Sealed, std::ops::Range<usize>)>,
    unpacker: Unpacker,
}

impl<'a> PortableReader<'a> {
    async fn begin(file: &'a ChosenFile, passphrase: &str) -> Result<Self, PortableFileError> {
        let length = file.length();
        let written_header = file.piece(0..HEADER.min(length)).await.ok_or(PortableFileError::Unreadable)?;
        let (header, check) = Header::read(&written_header)?;
        let frames = frames(length)?.into_iter();
        let key = key_of(&header, passphrase).await?;
        let nonce = header.nonce(Sealed::Check);
        if key.open(&nonce, &header.bound_by_check(), &check).await.is_none() {
            return Err(PortableFileError::Passphrase);
        }
        Ok(Self { file, header, written_header, key, frames, unpacker: Unpacker::default() })
    }

    /// Returns the next part; `None` at the end of a complete file.
    async fn next_part(&mut self) -> Result<Option<ContentPart>, PortableFileError> {
        loop {
            if let Some(part) = self.unpacker.next_part()? {
                return Ok(Some(part));
            }
            let Some((sealed, stretch)) = self.frames.next() else {
                std::mem::take(&mut self.unpacker).finish()?;
                return Ok(None);
            };
            let bytes = self.file.piece(stretch).await.ok_or(PortableFileError::Unreadable)?;
            let nonce = self.header.nonce(sealed);
            let content =
                self.key.open(&nonce, &self.written_header, &bytes).await.ok_or(PortableError::Damaged)?;
            self.unpacker.add(&content);
        }
    }
}

async fn key_of(header: &Header, passphrase: &str) -> Result<FileKey, PortableFileError> {
    if !crypto::is_there() {
        return Err(PortableFileError::NoCrypto);
    }
    let key = FileKey::derive(&meant_passphrase(passphrase), &header.salt, header.iterations).await;
    key.ok_or(PortableFileError::NoCrypto)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::document::{Document, DocumentKind, Media, Page, RequirementKey};
    use rules::id::{DocumentId, PersonId};

    #[test]
    fn pages_of_a_copy_get_new_ids_and_so_do_translations() {
        let page = |id| Page {
            id: PageId(id),
            name: String::new(),
            media: Media::Jpeg,
            bytes: 1,
            sha256: String::new(),
            flaw: None,
        };
        let key = RequirementKey { document: DocumentKind::IdentityDocument, person: PersonId(1) };
        let mut document = Document::new(DocumentId(1), key);
        document.pages = vec![page(1), page(2)];
        document.translation = vec![page(3)];
        let mut draft = Draft { documents: vec![document], ..Draft::default() };
        let names = [1, 2, 3].map(|id| (id, PageId(id + 100))).into();
        rename_pages(&mut draft, &names);
        let ids: Vec<u64> = outbox::pages_of(&draft).map(|page| page.id.0).collect();
        assert_eq!(ids, [101, 102, 103]);
    }
}
