//! Taking a family member out asks first, and says what goes and what stays.

use crate::app::App;
use crate::components::{heading, let_go, page};
use crate::i18n::{Msg, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::draft::Draft;
use rules::id::{DraftId, PageId, PersonId};

pub fn view(id: DraftId, person: PersonId) -> View {
    let app = App::get();
    let family = Route::Draft(id, Step::Family);
    let member = app.desk.draft.with_untracked(|draft| draft.person(person).cloned()).unwrap_or_default();
    let shared = app.desk.draft.with_untracked(|draft| shared_documents(draft, person));
    let remove = move |_| {
        let gone = app.desk.draft.try_update(|draft| take_out(draft, person)).unwrap_or_default();
        spawn_local(async move { let_go(app.desk, gone).await });
        app.replace(family);
    };
    let name = move || app.desk.draft.with_untracked(|draft| words::person_name(draft, &member));
    page(
        heading(Msg::RemoveTitle),
        Some(family),
        view! {
            <p class="lede"><bdi>{name}</bdi></p>
            <p>{tr(Msg::RemoveText)}</p>
            {(shared > 0).then(|| view! { <p>{tr(Msg::RemoveShared)}</p> })}
            <div class="actions">
                <button class="button button-danger" type="button" on:click=remove>{tr(Msg::RemoveYes)}</button>
                <a class="button button-quiet" href=family.href()>{tr(Msg::RemoveNo)}</a>
            </div>
        },
    )
}

/// How many of the person's documents serve others too, or have a page that a document of others names.
fn shared_documents(draft: &Draft, person: PersonId) -> usize {
    let serves =
        |document: &&rules::document::Document| document.serves.iter().any(|key| key.person == person);
    let shared =
        |document: &&rules::document::Document| document.serves.iter().any(|key| key.person != person);
    let own = |document: &&rules::document::Document| serves(document) && !shared(document);
    let is_elsewhere = |page: &PageId| {
        let others = draft.documents.iter().filter(|document| !own(document));
        others.flat_map(rules::document::Document::all_pages).any(|held| held.id == *page)
    };
    let named = |document: &&rules::document::Document| {
        shared(document) || document.all_pages().any(|page| is_elsewhere(&page.id))
    };
    draft.documents.iter().filter(serves).filter(named).count()
}

/// Takes the person out, and the documents that served nobody else; gives the pages that went.
fn take_out(draft: &mut Draft, person: PersonId) -> Vec<PageId> {
    draft.people.retain(|member| member.id != person);
    let mut gone = Vec::new();
    for document in &mut draft.documents {
        document.serves.retain(|key| key.person != person);
        if document.serves.is_empty() {
            gone.extend(document.all_pages().map(|page| page.id));
        }
    }
    draft.documents.retain(|document| !document.serves.is_empty());
    gone
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::document::{Document, DocumentKind, Media, Page, RequirementKey};
    use rules::draft::Person;
    use rules::id::DocumentId;

    fn document(id: u64, persons: &[u64]) -> Document {
        let key = |person: &u64| RequirementKey {
            document: DocumentKind::NationalityProof,
            person: PersonId(*person),
        };
        let mut document = Document::new(DocumentId(id), key(&persons[0]));
        document.serves = persons.iter().map(key).collect();
        let page = Page {
            id: PageId(id),
            name: String::new(),
            media: Media::Jpeg,
            bytes: 1,
            sha256: String::new(),
            flaw: None,
        };
        document.pages.push(page);
        document
    }

    #[test]
    fn only_the_person_and_what_served_nobody_else_goes() {
        let people = [1, 2, 3].map(|id| Person { id: PersonId(id), ..Person::default() }).to_vec();
        let documents =
            vec![document(10, &[2]), document(11, &[2, 3]), document(12, &[3]), document(13, &[1])];
        let mut draft = Draft { people, documents, ..Draft::default() };
        assert_eq!(shared_documents(&draft, PersonId(2)), 1);
        assert_eq!(take_out(&mut draft, PersonId(2)), [PageId(10)]);
        assert_eq!(draft.people.iter().map(|person| person.id.0).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(draft.documents.iter().map(|document| document.id.0).collect::<Vec<_>>(), [11, 12, 13]);
        assert_eq!(draft.documents[0].serves.len(), 1);
    }

    #[test]
    fn a_page_that_a_document_of_others_names_counts_as_shared() {
        let people = [1, 2].map(|id| Person { id: PersonId(id), ..Person::default() }).to_vec();
        let mut documents = vec![document(10, &[2]), document(13, &[1])];
        documents[1].pages.push(documents[0].pages[0].clone());
        let draft = Draft { people, documents, ..Draft::default() };
        assert_eq!(shared_documents(&draft, PersonId(2)), 1);
        assert_eq!(shared_documents(&draft, PersonId(1)), 1);
    }
}
