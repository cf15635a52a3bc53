//! Adds, moves and removes the people of a draft without changing the answers and papers of the others.

use crate::document::Document;
use crate::draft::{Draft, Person};
use crate::id::{DocumentId, PageId, PersonId};

/// The direction in which a member moves in the order of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveDirection {
    /// Towards the applicant, who stays the first.
    Up,
    /// Towards the end.
    Down,
}

/// The consequences of removing a member, in addition to the loss of the member's own answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// Papers that serve nobody else. They are removed.
    pub own: Vec<DocumentId>,
    /// Papers with pages that serve others too. They are kept unless the caller names them.
    pub shared: Vec<DocumentId>,
    /// Members whose kinship leads to the applicant through this one: they have to be asked for their kinship again.
    pub cut_off: Vec<PersonId>,
}

/// Adds a member at the end. Does nothing if a person with this id exists.
pub fn add(draft: &mut Draft, id: PersonId) {
    if draft.person(id).is_none() {
        draft.people.push(Person { id, ..Person::default() });
    }
}

/// Moves a member by one place and returns whether it moved: the applicant stays first, and the ends are fixed.
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

/// Returns the consequences of removing this member; `None` for the applicant, who cannot be removed, and for an
/// unknown id.
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
    leaving.cut_off =
        others.filter(|other| draft.is_related(*other) && !without.is_related(*other)).collect();
    Some(leaving)
}

/// Removes the member, the papers that served nobody else, and the papers in `also`; returns the removed pages. The
/// answers of others stay unchanged, including their kinship: if it led through this member, it now leads to no group.
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
