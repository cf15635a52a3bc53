//! The personal checklist: for each document the person, the form, whether a translation is needed, the reason, and a box to
//! tick.

use super::filled::name_of;
use super::sheet::{
    BilingualText, Filling, FormSheet, LabelledValue, PrintedValue, Row, RowPart, Shape, Ticked, Width,
    WordingSource,
};
use crate::draft::today;
use crate::i18n::{FormTexts, Msg};
use crate::words;
use rules::checklist::Requirement;
use rules::document::DocumentForm;
use rules::draft::{Draft, Person};
use std::rc::Rc;

/// Tells whether the people are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    Named,
    /// People are described by their relation to the applicant.
    Unnamed,
}

pub fn sheet(texts: &FormTexts, draft: &Draft, people: People) -> FormSheet {
    let list = today::checklist(draft);
    let mut rows = vec![Row::ours(texts, Shape::Title, Msg::ChecklistTitle)];
    if let Some(service) = draft.service {
        rows.push(Row::ours(texts, Shape::Text, words::service(service)));
    }
    if let Some(basis) = draft.basis {
        rows.push(Row::ours(texts, Shape::Text, words::basis(basis)));
    }
    for (place, person) in draft.people.iter().enumerate() {
        let own: Vec<&Requirement> = list.iter().filter(|line| line.key.person == person.id).collect();
        if own.is_empty() {
            continue;
        }
        rows.push(heading(texts, draft, place, person, people));
        rows.extend(own.into_iter().map(|line| document(texts, line)));
    }
    FormSheet { title: BilingualText::of(texts, Msg::ChecklistTitle), rows }
}

fn heading(texts: &FormTexts, draft: &Draft, place: usize, person: &Person, people: People) -> Row {
    let name = name_of(person);
    if people == People::Named && !name.is_empty() {
        let parts = vec![RowPart::Blank(Width::Long, vec![name])];
        return Row { source: WordingSource::Ours, shape: Shape::Heading, parts, own: None };
    }
    let role = match draft.family_group(person.id) {
        _ if place == 0 => Msg::PersonYou,
        Some(group) => words::family_group(group),
        None => Msg::PersonMember,
    };
    Row::ours(texts, Shape::Heading, role)
}

fn document(texts: &FormTexts, line: &Requirement) -> Row {
    let form = match line.form {
        DocumentForm::MadeHere => Msg::FormMadeHere,
        DocumentForm::Free => Msg::FormFree,
        DocumentForm::Copy => Msg::FormCopy,
        DocumentForm::CopyOfNotarisedPaper => Msg::FormCopyNotarised,
    };
    let said = |msg| LabelledValue::said(BilingualText::of(texts, msg));
    let mut filled: Vec<Filling> = vec![vec![said(words::document(line.key.document)), said(form)]];
    if !line.instead.is_empty() {
        let instead = line.instead.iter().map(|kind| said(words::document(*kind)));
        let instead = instead.enumerate().map(|(place, piece)| {
            if place == 0 { piece.labelled(BilingualText::of(texts, Msg::ChecklistInstead)) } else { piece }
        });
        filled.push(instead.collect());
    }
    if line.translation.is_some() {
        filled.push(vec![said(Msg::ChecklistTranslation)]);
    }
    let citation = line.citation;
    let why = PrintedValue::Read(Rc::new(move || words::citation(&citation)));
    filled.push(vec![LabelledValue { label: None, value: why }]);
    Row {
        source: WordingSource::Ours,
        shape: Shape::Tick(Ticked::No),
        parts: vec![RowPart::Blank(Width::Long, filled)],
        own: None,
    }
}
