//! The people of a draft: added, moved and taken out, each without touching the answers and papers of the others.

use crate::document::Document;
use crate::draft::{Draft, Person};
use crate::id::{DocumentId, PageId, PersonId};

/// Which way a member moves in the order of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveDirection {
    /// Towards the applicant, who stays the first.
    Up,
    /// Towards the end.
    Down,
}

/// What taking a member out would concern beside the member's own answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// Papers that serve nobody else. They go.
    pub own: Vec<DocumentId>,
    /// Papers with pages that serve others too. They stay unless it is said otherwise.
    pub shared: Vec<DocumentId>,
    /// Members whose way to the applicant leads through this one: they have to be asked for their kinship again.
    pub cut_off: Vec<PersonId>,
}

/// Adds a member behind all others. A person who is there already stays as they are.
pub fn add(draft: &mut Draft, id: PersonId) {
    if draft.person(id).is_none() {
        draft.people.push(Person { id, ..Person::default() });
    }
}

/// Moves a member by one place. Whether there was one: the applicant stays the first, and nobody passes the ends.
pub fn move_by_one(draft: &mut Draft, id: PersonId, direction: MoveDirection) -> bool {
    let Some(place) = draft.people.iter().position(|person| person.id == id) else { return false };
    let other = match direction {
        MoveDirection::Up => place.checked_sub(1),
        MoveDirection::Down => place.checked_add(1),
    };
    match other {
        Some(other) if place > 0 && other > 0 && other < draft.people.len() => {
            draft.people.swap(place, other);
            true
        }
        _ => false,
    }
}

/// What would leave with this member; `None` for the applicant, who cannot be taken out, and for somebody unknown.
pub fn leaving(draft: &Draft, id: PersonId) -> Option<Leaving> {
    draft.family().iter().find(|member| member.id == id)?;
    let mut leaving = Leaving::default();
    for document in draft.documents.iter().filter(|document| serves(document, id)) {
        let serves_others = document.serves.iter().any(|key| key.person != id);
        match (serves_others, document.all_pages().next()) {
            (false, _) => leaving.own.push(document.id),
            (true, Some(_)) => leaving.shared.push(document.id),
            (true, None) => {}
        }
    }
    let mut without = draft.clone();
    without.people.retain(|member| member.id != id);
    let others = without.family().iter().map(|member| member.id);
    leaving.cut_off = others
        .filter(|other| draft.family_group(*other).is_some() && without.family_group(*other).is_none())
        .collect();
    Some(leaving)
}

/// Takes the member out, the papers that served nobody else, and those `also` named; gives the pages that went. What others
/// answered stays as it is, their kinship too: where it led through this member it is found to lead nowhere.
pub fn remove(draft: &mut Draft, id: PersonId, also: &[DocumentId]) -> Vec<PageId> {
    let Some(leaving) = leaving(draft, id) else { return Vec::new() };
    draft.people.retain(|member| member.id != id);
    draft.acknowledged.retain(|finding| finding.requirement.person != id);
    let goes = |document: &Document| {
        leaving.own.contains(&document.id)
            || (leaving.shared.contains(&document.id) && also.contains(&document.id))
    };
    let gone = draft.documents.iter().filter(|document| goes(document));
    let gone = gone.flat_map(|document| document.all_pages().map(|page| page.id)).collect();
    draft.documents.retain(|document| !goes(document));
    for document in &mut draft.documents {
        document.serves.retain(|key| key.person != id);
    }
    gone
}

fn serves(document: &Document, id: PersonId) -> bool {
    document.serves.iter().any(|key| key.person == id)
}

#[cfg(test)]
mod tests;
