//! Adds, moves and removes people in random order, with papers of their own and shared ones.

use super::*;
use crate::document::{DocumentKind, Media, Page, RequirementKey};
use crate::draft::{FamilyGroup, Kinship};
use proptest::prelude::*;
use std::collections::BTreeMap;

const APPLICANT: PersonId = PersonId(1);

fn key(person: PersonId) -> RequirementKey {
    RequirementKey { document: DocumentKind::NationalityProof, person }
}

/// Returns a paper of one page for these people; page and paper have the same number.
fn paper(id: u64, people: &[PersonId]) -> Document {
    let mut document = Document::new(DocumentId(id), key(people[0]));
    document.serves = people.iter().copied().map(key).collect();
    document.pages.push(Page {
        id: PageId(id),
        name: String::new(),
        media: Media::Jpeg,
        bytes: 1,
        sha256: String::new(),
        flaw: None,
    });
    document
}

fn person(id: PersonId, kinship: Option<Kinship>) -> Person {
    let mut person = Person { id, kinship, ..Person::default() };
    person.name.family = format!("SYNAQ {}", id.0);
    person
}

fn three() -> Draft {
    let of = |id| PersonId(id);
    let people = vec![
        person(APPLICANT, None),
        person(of(2), Some(Kinship::SpouseOf(APPLICANT))),
        person(of(3), Some(Kinship::ChildOf(of(2)))),
        person(of(4), Some(Kinship::ChildOf(APPLICANT))),
    ];
    let documents =
        vec![paper(10, &[of(2)]), paper(11, &[of(2), of(3)]), paper(12, &[of(3)]), paper(13, &[APPLICANT])];
    Draft { people, documents, ..Draft::default() }
}

#[test]
fn leaving_lists_shared_papers_and_members_who_lose_their_kinship() {
    let mut draft = three();
    let expected =
        Leaving { own: vec![DocumentId(10)], shared: vec![DocumentId(11)], cut_off: vec![PersonId(3)] };
    assert_eq!(leaving(&draft, PersonId(2)), Some(expected));
    let before = draft.clone();
    assert_eq!(remove(&mut draft, PersonId(2), &[]), [PageId(10)]);
    assert_eq!(draft.people, [&before.people[0], &before.people[2], &before.people[3]].map(Clone::clone));
    assert_eq!(draft.documents[0].serves, [key(PersonId(3))]);
    assert_eq!(draft.documents[1..], before.documents[2..]);
    // The child's answer is kept, but leads to no group.
    assert_eq!(draft.family_group(PersonId(3)), None);
    assert_eq!(draft.family_group(PersonId(4)), Some(FamilyGroup::ChildrenAndTheirFamilies));
}

#[test]
fn a_shared_paper_is_removed_only_if_named_and_papers_of_others_never() {
    let mut draft = three();
    let gone = remove(&mut draft, PersonId(2), &[DocumentId(11), DocumentId(12), DocumentId(13)]);
    assert_eq!(gone, [PageId(10), PageId(11)]);
    assert_eq!(draft.documents.iter().map(|document| document.id.0).collect::<Vec<_>>(), [12, 13]);
}

#[test]
fn the_applicant_is_neither_removed_nor_moved() {
    let mut draft = three();
    let before = draft.clone();
    assert_eq!(leaving(&draft, APPLICANT), None);
    assert_eq!(remove(&mut draft, APPLICANT, &[]), []);
    assert!(!move_by_one(&mut draft, APPLICANT, MoveDirection::Down));
    assert!(!move_by_one(&mut draft, PersonId(2), MoveDirection::Up));
    assert!(!move_by_one(&mut draft, PersonId(4), MoveDirection::Down));
    assert!(!move_by_one(&mut draft, PersonId(99), MoveDirection::Up));
    assert_eq!(draft, before);
}

/// An action on the family page; people are identified by their current position.
#[derive(Clone, Debug)]
enum Done {
    Added,
    Named(usize),
    Moved(usize, MoveDirection),
    Removed(usize),
    PaperFor(usize),
    PaperForTwo(usize, usize),
}

fn done() -> impl Strategy<Value = Done> {
    let place = 0usize..10;
    let direction = prop_oneof![Just(MoveDirection::Up), Just(MoveDirection::Down)];
    prop_oneof![
        3 => Just(Done::Added),
        2 => place.clone().prop_map(Done::Named),
        3 => (place.clone(), direction).prop_map(|(place, direction)| Done::Moved(place, direction)),
        2 => place.clone().prop_map(Done::Removed),
        2 => place.clone().prop_map(Done::PaperFor),
        2 => (place.clone(), place).prop_map(|(one, other)| Done::PaperForTwo(one, other)),
    ]
}

proptest! {
    #[test]
    fn adding_moving_and_removing_changes_nobody_else(doings in prop::collection::vec(done(), 1..60)) {
        let mut draft = Draft { people: vec![person(APPLICANT, None)], ..Draft::default() };
        // A model of the draft: each person's answers, and the people whom each paper serves, tracked separately.
        let mut answers: BTreeMap<PersonId, Person> = BTreeMap::from([(APPLICANT, draft.people[0].clone())]);
        let mut papers: BTreeMap<u64, Vec<PersonId>> = BTreeMap::new();
        let mut gone = Vec::new();
        let mut next = 2u64;
        for doing in doings {
            let at = |place: usize| draft.people.get(place % draft.people.len()).map_or(APPLICANT, |person| person.id);
            next += 1;
            match doing {
                Done::Added => {
                    add(&mut draft, PersonId(next));
                    answers.insert(PersonId(next), Person { id: PersonId(next), ..Person::default() });
                }
                Done::Named(place) => {
                    let id = at(place);
                    let name = format!("SYNAQ {next}");
                    draft.person_mut(id).unwrap().name.family.clone_from(&name);
                    answers.get_mut(&id).unwrap().name.family = name;
                }
                Done::Moved(place, direction) => {
                    let id = at(place);
                    let before = draft.people.clone();
                    let moved = move_by_one(&mut draft, id, direction);
                    prop_assert_eq!(moved, before != draft.people);
                }
                Done::Removed(place) => {
                    let id = at(place);
                    let pages = remove(&mut draft, id, &[]);
                    if id == APPLICANT {
                        prop_assert!(pages.is_empty());
                    } else {
                        answers.remove(&id);
                        for people in papers.values_mut() {
                            people.retain(|person| *person != id);
                        }
                        let went: Vec<u64> =
                            papers.iter().filter(|(_, people)| people.is_empty()).map(|(id, _)| *id).collect();
                        papers.retain(|_, people| !people.is_empty());
                        prop_assert_eq!(pages.iter().map(|page| page.0).collect::<Vec<_>>(), went);
                    }
                    gone.extend(pages);
                }
                Done::PaperFor(place) => {
                    let id = at(place);
                    draft.documents.push(paper(next, &[id]));
                    papers.insert(next, vec![id]);
                }
                Done::PaperForTwo(one, other) => {
                    let mut people = vec![at(one), at(other)];
                    people.dedup();
                    draft.documents.push(paper(next, &people));
                    papers.insert(next, people);
                }
            }
            prop_assert_eq!(draft.people[0].id, APPLICANT);
            prop_assert_eq!(draft.people.len(), answers.len());
            for person in &draft.people {
                prop_assert_eq!(Some(person), answers.get(&person.id));
            }
            let there: BTreeMap<u64, Vec<PersonId>> = draft
                .documents
                .iter()
                .map(|document| (document.id.0, document.serves.iter().map(|key| key.person).collect()))
                .collect();
            prop_assert_eq!(&there, &papers);
            for document in &draft.documents {
                prop_assert!(document.all_pages().all(|page| !gone.contains(&page.id)));
            }
        }
    }
}
