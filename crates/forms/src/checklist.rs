//! The personal checklist: for each document the person, the form, whether a translation is needed, the reason, and a box to
//! tick.

use crate::FormPhrase;
use crate::filled::{name_of, said, ticked_row};
use crate::sheet::{
    Filling, FormSheet, LabelledValue, PrintedValue, Row, RowPart, Shape, Ticked, Width, WordingSource,
};
use crate::texts::{BilingualText, FormText, KazakhTexts};
use crate::words;
use rules::checklist::Requirement;
use rules::document::DocumentForm;
use rules::draft::{Draft, Person};

/// Tells whether the people are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChecklistPeople {
    /// People are named.
    Named,
    /// People are described by their relation to the applicant.
    Unnamed,
}

/// Returns the checklist of a draft.
pub fn checklist_sheet(
    texts: &dyn KazakhTexts,
    draft: &Draft,
    required: &[Requirement],
    people: ChecklistPeople,
) -> FormSheet {
    let mut rows = vec![Row::ours(texts, Shape::Title, FormPhrase::ChecklistTitle)];
    if let Some(service) = draft.service {
        rows.push(Row::ours(texts, Shape::Text, words::service(service)));
    }
    if let Some(basis) = draft.basis {
        rows.push(Row::ours(texts, Shape::Text, words::basis(basis)));
    }
    for (place, person) in draft.people.iter().enumerate() {
        let own: Vec<&Requirement> = required.iter().filter(|line| line.key.person == person.id).collect();
        if own.is_empty() {
            continue;
        }
        rows.push(heading(texts, draft, place, person, people));
        rows.extend(own.into_iter().map(|line| document(texts, line)));
    }
    FormSheet { title: BilingualText::of(texts, FormPhrase::ChecklistTitle), rows }
}

fn heading(
    texts: &dyn KazakhTexts,
    draft: &Draft,
    place: usize,
    person: &Person,
    people: ChecklistPeople,
) -> Row {
    let name = name_of(person);
    if people == ChecklistPeople::Named && !name.is_empty() {
        let parts = vec![RowPart::Blank(Width::Long, vec![name])];
        return Row { source: WordingSource::Ours, shape: Shape::Heading, parts, own: None };
    }
    let role = match draft.family_group(person.id) {
        _ if place == 0 => FormPhrase::PersonYou,
        Some(group) => words::short_family_group(group),
        None => FormPhrase::PersonMember,
    };
    Row::ours(texts, Shape::Heading, role)
}

fn document(texts: &dyn KazakhTexts, line: &Requirement) -> Row {
    let form = match line.form {
        DocumentForm::MadeHere => FormPhrase::FormMadeHere,
        DocumentForm::Free => FormPhrase::FormFree,
        DocumentForm::Copy => FormPhrase::FormCopy,
        DocumentForm::CopyOfNotarisedPaper => FormPhrase::FormCopyNotarised,
    };
    let said = |phrase| said(texts, FormText::Phrase(phrase));
    let mut filled: Vec<Filling> = vec![vec![said(words::document(line.key.document)), said(form)]];
    if !line.instead.is_empty() {
        let instead = line.instead.iter().map(|kind| said(words::document(*kind)));
        let label = || BilingualText::of(texts, FormPhrase::ChecklistInstead);
        let instead = instead
            .enumerate()
            .map(|(place, piece)| if place == 0 { piece.labelled(label()) } else { piece });
        filled.push(instead.collect());
    }
    if line.translation.is_some() {
        filled.push(vec![said(FormPhrase::ChecklistTranslation)]);
    }
    filled.push(vec![LabelledValue { label: None, value: PrintedValue::Source(line.citation) }]);
    ticked_row(Ticked::No, filled)
}
