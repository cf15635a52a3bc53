//! Reuse of a page that is already here for another requirement, with one press and without copying its bytes.

use super::paper::DocumentPart;
use crate::app::App;
use crate::draft::DraftEditor;
use crate::i18n::{Msg, t, text, tr};
use crate::platform::view::{View, view};
use crate::words;
use leptos::prelude::*;
use rules::checklist::Requirement;
use rules::document::{Document, DocumentKind, RequirementKey};
use rules::draft::Draft;
use rules::id::{DocumentId, PageId};

/// A document or page that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    from: DocumentId,
    /// One page of another kind of document; `None` for a whole document that serves the requirement as it is.
    page: Option<PageId>,
    title: String,
}

/// Offers the documents and pages of the draft that this document does not have. Shows nothing if there are none.
pub fn reuse(editor: DraftEditor, line: &Requirement, document: DocumentId) -> View {
    let (key, instead) = (line.key, line.instead);
    let offered = Memo::new(move |_| editor.draft.with(|draft| offers(draft, key, instead, document)));
    let app = App::get();
    let buttons = move || {
        let all = offered.get().into_iter().map(|offer| {
            let title = offer.title.clone();
            let take = move |_| {
                editor.draft.update(|draft| use_it(draft, key, document, &offer));
                app.redraw();
            };
            view! { <li><button class="button button-quiet" type="button" on:click=take><bdi>{title}</bdi></button></li> }
        });
        all.collect::<Vec<View>>()
    };
    // Another language gives other titles; an open list stays open.
    let is_any = Memo::new(move |_| !offered.with(Vec::is_empty));
    view! {
        {move || is_any.get().then(|| view! {
            <details class="reuse">
                <summary>{tr(Msg::PagesReuse)}</summary>
                <p class="hint">{tr(Msg::PagesReuseHint)}</p>
                <ul class="reuse-list">{buttons}</ul>
            </details>
        })}
    }
}

fn offers(draft: &Draft, key: RequirementKey, instead: &[DocumentKind], own: DocumentId) -> Vec<Offer> {
    let is_empty = draft.document(own).is_none_or(|own| own.all_pages().next().is_none());
    let has =
        |page: PageId| draft.document(own).is_some_and(|own| own.all_pages().any(|held| held.id == page));
    let mut offers: Vec<Offer> = Vec::new();
    for other in draft.documents.iter().filter(|other| other.id != own && !other.pages.is_empty()) {
        let Some(first) = other.serves.first() else { continue };
        let person =
            draft.person(first.person).map(|person| words::person_name(draft, person)).unwrap_or_default();
        let paper = words::joined(Msg::JoinMark, &t(words::document(other.kind)), &person);
        let fits = other.kind == key.document || instead.contains(&other.kind);
        if fits && is_empty {
            offers.push(Offer { from: other.id, page: None, title: paper });
            continue;
        }
        for (place, page) in other.pages.iter().enumerate() {
            let is_offered = offers.iter().any(|offer| offer.page == Some(page.id));
            if has(page.id) || is_offered {
                continue;
            }
            let number = (place + 1).to_string();
            let title = if other.pages.len() == 1 {
                paper.clone()
            } else {
                text(Msg::PagesReusePage, &[("document", &paper), ("n", &number)])
            };
            offers.push(Offer { from: other.id, page: Some(page.id), title });
        }
    }
    offers
}

/// Uses an offer. A whole document serves one more requirement, and the requirement's own empty document is removed. A single
/// page is named by both documents; it remains one file, on the phone and when it is sent.
fn use_it(draft: &mut Draft, key: RequirementKey, own: DocumentId, offer: &Offer) {
    let Some(from) = draft.document(offer.from).cloned() else { return };
    let Some(page) = offer.page else {
        if let Some(own) = draft.document_mut(own) {
            own.serves.retain(|served| *served != key);
        }
        let is_needed =
            |document: &Document| !document.serves.is_empty() || document.all_pages().next().is_some();
        draft.documents.retain(|document| document.id != own || is_needed(document));
        if let Some(from) = draft.document_mut(offer.from) {
            from.serves.push(key);
        }
        return;
    };
    let Some(page) = from.all_pages().find(|held| held.id == page) else { return };
    if let Some(own) = draft.document_mut(own) {
        DocumentPart::Paper.pages(own).push(page.clone());
        // Facts about the whole sheet need not be asked again.
        own.language = own.language.or(from.language);
        if own.translation.is_empty() {
            own.translation.clone_from(&from.translation);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::document::{Media, Page, PaperLanguage};
    use rules::id::PersonId;

    fn document(id: u64, kind: DocumentKind, person: u64, pages: &[u64]) -> Document {
        let key = RequirementKey { document: kind, person: PersonId(person) };
        let mut document = Document::new(DocumentId(id), key);
        document.pages = pages
            .iter()
            .map(|id| Page {
                id: PageId(*id),
                name: "made-up.jpg".into(),
                media: Media::Jpeg,
                bytes: 1,
                sha256: String::new(),
                flaw: None,
            })
            .collect();
        document
    }

    #[test]
    fn a_matching_document_serves_the_requirement_and_the_empty_one_is_removed() {
        let key = RequirementKey { document: DocumentKind::NationalityProof, person: PersonId(2) };
        let mut draft = Draft {
            documents: vec![
                document(1, DocumentKind::NationalityProof, 1, &[11, 12]),
                document(2, DocumentKind::NationalityProof, 2, &[]),
            ],
            ..Draft::default()
        };
        let offers = offers(&draft, key, &[], DocumentId(2));
        assert_eq!(offers.iter().map(|offer| (offer.from.0, offer.page)).collect::<Vec<_>>(), [(1, None)]);
        use_it(&mut draft, key, DocumentId(2), &offers[0]);
        assert_eq!(draft.documents.len(), 1);
        assert_eq!(draft.documents[0].serves.iter().map(|key| key.person.0).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_page_of_another_kind_of_document_is_named_by_both_and_offered_once() {
        let key = RequirementKey { document: DocumentKind::KinshipProof, person: PersonId(1) };
        let mut birth = document(1, DocumentKind::NationalityProof, 1, &[11, 12]);
        birth.language = Some(PaperLanguage::KazakhOrRussian);
        let own = DocumentId(2);
        let mut draft = Draft {
            documents: vec![birth, document(2, DocumentKind::KinshipProof, 1, &[])],
            ..Draft::default()
        };
        let found = offers(&draft, key, &[], own);
        assert_eq!(
            found.iter().map(|offer| offer.page).collect::<Vec<_>>(),
            [Some(PageId(11)), Some(PageId(12))]
        );
        use_it(&mut draft, key, own, &found[1]);
        let kinship = draft.document(own).unwrap();
        assert_eq!(kinship.pages[0].id, PageId(12));
        assert_eq!(kinship.language, Some(PaperLanguage::KazakhOrRussian));
        assert_eq!(offers(&draft, key, &[], own).len(), 1);
        // The birth certificate is unchanged.
        assert_eq!(draft.documents[0].pages.len(), 2);
    }
}
