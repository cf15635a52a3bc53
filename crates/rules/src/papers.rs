//! The papers of a draft: which document serves a requirement, and how one paper or page serves several.
//!
//! None of this is in the order. It asks for each document once; that one paper may be given for several lines of the
//! checklist is our reading.

use crate::document::{Document, DocumentKind, DocumentPart, RequirementKey};
use crate::draft::Draft;
use crate::id::{DocumentId, PageId};

/// A paper of the draft that a document of another requirement can use, without a second photograph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reusable {
    /// A document of a fitting kind, which then serves one more requirement.
    Document(DocumentId),
    /// A page of a document of another kind; both documents then name it.
    Page {
        /// The document that has the page.
        from: DocumentId,
        /// The page.
        page: PageId,
        /// Its number in that document; `None` if it is the only one.
        number: Option<usize>,
    },
}

impl Reusable {
    /// Returns the document that has the paper now.
    pub fn from(self) -> DocumentId {
        match self {
            Self::Document(from) | Self::Page { from, .. } => from,
        }
    }
}

/// The other uses of a page, as lines of the checklist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageUses {
    /// The lines that other documents with the same page serve.
    pub elsewhere: Vec<RequirementKey>,
    /// The further lines that its own document serves.
    pub also: Vec<RequirementKey>,
}

impl Draft {
    /// Returns the document that serves this line of the checklist.
    pub fn serving(&self, key: RequirementKey) -> Option<&Document> {
        self.documents.iter().find(|document| document.serves.contains(&key))
    }

    /// Adds an empty document with this id for the line, unless one serves it. Returns the one that serves it.
    pub fn serve(&mut self, key: RequirementKey, id: DocumentId) -> DocumentId {
        if let Some(found) = self.serving(key) {
            return found.id;
        }
        self.documents.push(Document::new(id, key));
        id
    }

    /// Makes a document stop serving this line. A document of its own is then made for it.
    pub fn stop_serving(&mut self, key: RequirementKey, document: DocumentId) {
        if let Some(found) = self.document_mut(document) {
            found.serves.retain(|served| *served != key);
        }
    }

    /// Makes the identity document of the line's person serve it in place of `own`; one with the id `new` is added if
    /// the person has none. Nothing that was photographed is removed.
    pub fn serve_with_passport(&mut self, key: RequirementKey, own: DocumentId, new: DocumentId) {
        let passport = RequirementKey { document: DocumentKind::IdentityDocument, person: key.person };
        let passport = self.serve(passport, new);
        self.move_line(key, own, passport);
    }

    /// Returns the documents and pages of the draft that the document `own` of this line can use and does not have.
    /// `instead` names the kinds that the checklist accepts in place of the line's own.
    pub fn reusable(&self, key: RequirementKey, instead: &[DocumentKind], own: DocumentId) -> Vec<Reusable> {
        let has =
            |page: PageId| self.document(own).is_some_and(|own| own.all_pages().any(|held| held.id == page));
        let is_empty = self.document(own).is_none_or(Document::is_empty);
        let mut found: Vec<Reusable> = Vec::new();
        for other in self.documents.iter().filter(|other| other.id != own && !other.pages.is_empty()) {
            if other.serves.is_empty() {
                continue;
            }
            if is_empty && (other.kind == key.document || instead.contains(&other.kind)) {
                found.push(Reusable::Document(other.id));
                continue;
            }
            let is_single = other.pages.len() == 1;
            for (place, page) in other.pages.iter().enumerate() {
                let is_found = found
                    .iter()
                    .any(|known| matches!(known, Reusable::Page { page: id, .. } if *id == page.id));
                if !has(page.id) && !is_found {
                    let number = (!is_single).then_some(place + 1);
                    found.push(Reusable::Page { from: other.id, page: page.id, number });
                }
            }
        }
        found
    }

    /// Uses a paper for this line. A whole document serves one more line, and the line's own empty document `own` is
    /// removed. A single page is named by both documents; it remains one file, on the phone and when it is sent.
    pub fn reuse(&mut self, key: RequirementKey, own: DocumentId, paper: Reusable) {
        match paper {
            Reusable::Document(from) => self.move_line(key, own, from),
            Reusable::Page { from, page, .. } => self.share_page(own, from, page),
        }
    }

    fn share_page(&mut self, own: DocumentId, from: DocumentId, page: PageId) {
        let Some(from) = self.document(from) else { return };
        let Some(page) = from.all_pages().find(|held| held.id == page).cloned() else { return };
        // Facts about the whole sheet need not be asked again.
        let (language, translation) = (from.language, from.translation.clone());
        let Some(own) = self.document_mut(own) else { return };
        own.part_mut(DocumentPart::Paper).push(page);
        own.language = own.language.or(language);
        if own.translation.is_empty() {
            own.translation = translation;
        }
    }

    /// Moves a line from the document `own` to another one; `own` is removed if it then neither serves a line nor has a
    /// page.
    fn move_line(&mut self, key: RequirementKey, own: DocumentId, to: DocumentId) {
        self.stop_serving(key, own);
        self.documents
            .retain(|document| document.id != own || !document.serves.is_empty() || !document.is_empty());
        if let Some(to) = self.document_mut(to) {
            to.serves.push(key);
        }
    }

    /// Returns the other uses of a page of this document.
    pub fn other_uses(&self, document: DocumentId, page: PageId) -> PageUses {
        let others = self.documents.iter().filter(|other| other.id != document);
        let holding = others.filter(|other| other.all_pages().any(|held| held.id == page));
        let own = self.document(document).and_then(|own| own.serves.get(1..));
        PageUses {
            elsewhere: holding.flat_map(|other| other.serves.iter().copied()).collect(),
            also: own.unwrap_or_default().to_vec(),
        }
    }

    /// Returns whether a document names this page.
    pub fn has_page(&self, page: PageId) -> bool {
        self.documents.iter().flat_map(Document::all_pages).any(|held| held.id == page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Media, Page, PaperLanguage};
    use crate::id::PersonId;
    use DocumentKind::{IdentityDocument, KinshipProof, NationalityProof};

    fn line(document: DocumentKind, person: u64) -> RequirementKey {
        RequirementKey { document, person: PersonId(person) }
    }

    fn document(id: u64, kind: DocumentKind, person: u64, pages: &[u64]) -> Document {
        let page = |id: &u64| Page {
            id: PageId(*id),
            name: "made-up.jpg".into(),
            media: Media::Jpeg,
            bytes: 1,
            sha256: String::new(),
            flaw: None,
        };
        let mut document = Document::new(DocumentId(id), line(kind, person));
        document.pages = pages.iter().map(page).collect();
        document
    }

    fn draft(documents: Vec<Document>) -> Draft {
        Draft { documents, ..Draft::default() }
    }

    #[test]
    fn a_line_has_one_document() {
        let key = line(KinshipProof, 1);
        let mut draft = draft(Vec::new());
        assert_eq!(draft.serve(key, DocumentId(7)), DocumentId(7));
        assert_eq!(draft.serve(key, DocumentId(8)), DocumentId(7));
        assert_eq!(draft.documents, [Document::new(DocumentId(7), key)]);
        draft.stop_serving(key, DocumentId(7));
        assert_eq!(draft.serving(key), None);
        assert_eq!(draft.serve(key, DocumentId(8)), DocumentId(8));
    }

    #[test]
    fn a_matching_document_serves_the_requirement_and_the_empty_one_is_removed() {
        let key = line(NationalityProof, 2);
        let own = document(2, NationalityProof, 2, &[]);
        let mut draft = draft(vec![document(1, NationalityProof, 1, &[11, 12]), own]);
        let found = draft.reusable(key, &[], DocumentId(2));
        assert_eq!(found, [Reusable::Document(DocumentId(1))]);
        draft.reuse(key, DocumentId(2), found[0]);
        assert_eq!(draft.documents.len(), 1);
        assert_eq!(draft.documents[0].serves, [line(NationalityProof, 1), key]);
    }

    #[test]
    fn a_document_with_a_page_is_offered_pages_and_no_other_document() {
        let own = document(2, NationalityProof, 2, &[21]);
        let draft = draft(vec![document(1, NationalityProof, 1, &[11]), own]);
        let found = draft.reusable(line(NationalityProof, 2), &[], DocumentId(2));
        assert_eq!(found, [Reusable::Page { from: DocumentId(1), page: PageId(11), number: None }]);
    }

    #[test]
    fn an_accepted_substitute_is_offered_as_a_whole() {
        let own = document(2, NationalityProof, 1, &[]);
        let draft = draft(vec![document(1, IdentityDocument, 1, &[11, 12]), own]);
        let found = draft.reusable(line(NationalityProof, 1), &[IdentityDocument], DocumentId(2));
        assert_eq!(found, [Reusable::Document(DocumentId(1))]);
    }

    #[test]
    fn a_page_of_another_kind_of_document_is_named_by_both_and_offered_once() {
        let key = line(KinshipProof, 1);
        let mut birth = document(1, NationalityProof, 1, &[11, 12]);
        birth.language = Some(PaperLanguage::KazakhOrRussian);
        let own = DocumentId(2);
        let mut draft = draft(vec![birth, document(2, KinshipProof, 1, &[])]);
        let found = draft.reusable(key, &[], own);
        let page =
            |page, number| Reusable::Page { from: DocumentId(1), page: PageId(page), number: Some(number) };
        assert_eq!(found, [page(11, 1), page(12, 2)]);
        draft.reuse(key, own, found[1]);
        let kinship = draft.document(own).unwrap();
        assert_eq!(kinship.pages[0].id, PageId(12));
        assert_eq!(kinship.language, Some(PaperLanguage::KazakhOrRussian));
        assert_eq!(draft.reusable(key, &[], own), [page(11, 1)]);
        // The birth certificate is unchanged.
        assert_eq!(draft.documents[0].pages.len(), 2);
    }

    #[test]
    fn a_paper_that_serves_nothing_is_not_offered() {
        let mut abandoned = document(1, NationalityProof, 1, &[11]);
        abandoned.serves.clear();
        let draft = draft(vec![abandoned, document(2, KinshipProof, 1, &[])]);
        assert_eq!(draft.reusable(line(KinshipProof, 1), &[], DocumentId(2)), []);
    }

    #[test]
    fn the_passport_serves_in_place_of_a_document_and_no_photo_is_removed() {
        let key = line(NationalityProof, 1);
        for pages in [&[][..], &[21]] {
            let mut draft = draft(vec![document(2, NationalityProof, 1, pages)]);
            draft.serve_with_passport(key, DocumentId(2), DocumentId(3));
            let passport = draft.document(DocumentId(3)).unwrap();
            assert_eq!(passport.serves, [line(IdentityDocument, 1), key]);
            assert_eq!(draft.document(DocumentId(2)).is_some(), !pages.is_empty());
            assert_eq!(draft.serving(key).unwrap().id, DocumentId(3));
        }
    }

    #[test]
    fn the_uses_of_a_page_are_the_lines_of_all_documents_that_name_it() {
        let mut birth = document(1, NationalityProof, 1, &[11]);
        birth.serves.push(line(NationalityProof, 2));
        let draft = draft(vec![birth, document(2, KinshipProof, 1, &[11, 21])]);
        let uses = draft.other_uses(DocumentId(1), PageId(11));
        assert_eq!(
            (uses.elsewhere, uses.also),
            (vec![line(KinshipProof, 1)], vec![line(NationalityProof, 2)])
        );
        let uses = draft.other_uses(DocumentId(2), PageId(11));
        assert_eq!(uses.elsewhere, [line(NationalityProof, 1), line(NationalityProof, 2)]);
        assert_eq!(draft.other_uses(DocumentId(2), PageId(21)), PageUses::default());
        assert!(draft.has_page(PageId(21)) && !draft.has_page(PageId(22)));
    }
}
