//! Annex 1: the application for granting. The Rules give two paragraphs of this form; the rest is our layout, after Annex 6
//! and ¶¶3–9.

use super::filled::{
    annex_of, citizenship, day_parts, members, members_of_no_group, name_of, region, typed, typed_day, word,
    yes_no,
};
use super::sheet::{
    BilingualText, Filling, FormSheet, LabelledValue, Row, RowPart, Shape, Ticked, Width, WordingSource,
    parts,
};
use crate::draft::today;
use crate::i18n::{FormTexts, Msg, Official, plural, t};
use crate::words;
use chrono::NaiveDate;
use rules::check::{Field, PersonField};
use rules::document::{Document, DocumentKind};
use rules::draft::{Draft, FamilyGroup, Person};
use rules::service::{Basis, CloseRelative, WorkKind};
use std::rc::Rc;

/// Returns the form. `sent` is the day on which it was sent; before that, the form is dated by hand.
pub fn sheet(texts: &FormTexts, draft: &Draft, sent: Option<NaiveDate>) -> FormSheet {
    let label = |field| BilingualText::of(texts, words::field(field));
    let field = |of, filled| Row::field(label(of), filled);
    let ours = |shape, msg| Row::ours(texts, shape, msg);
    let quoted = |place, own| Row::quoted(Shape::Text, texts.order(place), vec![], own);
    let name: Vec<Filling> =
        draft.applicant().map(name_of).filter(|name| !name.is_empty()).into_iter().collect();

    let mut rows = vec![
        Row::said(Shape::Corner, annex_of(texts, "1")),
        Row { shape: Shape::Corner, ..Row::field(BilingualText::of(texts, Msg::FormBody), vec![]) },
        Row { shape: Shape::Corner, ..Row::field(BilingualText::of(texts, Msg::FormFullName), name) },
        ours(Shape::Title, Msg::FormTitle1),
        ours(Shape::Text, Msg::FormRequest1),
    ];
    if let Some(applicant) = draft.applicant() {
        let kazakh = draft.is_kazakh(applicant);
        rows.extend(about(texts, applicant, kazakh).into_iter().filter_map(|(asked, filled)| {
            (!filled.is_empty() || asked.is_needed).then(|| Row::field(asked.label, filled))
        }));
    }
    rows.extend([
        field(Field::Address, typed(&draft.address)),
        field(Field::Phone, typed(&draft.phone)),
        field(Field::Email, typed(&draft.email)),
        field(Field::Region, region(texts, draft)),
        field(Field::Settlement, typed(&draft.settlement)),
        field(Field::Basis, word(texts, draft.basis.map(words::basis))),
    ]);
    rows.extend(facts(texts, draft).into_iter().map(|(of, filled)| field(of, filled)));

    rows.push(ours(Shape::Heading, Msg::FormMembers));
    for (group, msg) in [
        (FamilyGroup::Spouse, Msg::FormSpouse),
        (FamilyGroup::Parents, Msg::FormParents),
        (FamilyGroup::ChildrenAndTheirFamilies, Msg::FormChildren),
        (FamilyGroup::UnmarriedSiblings, Msg::FormSiblings),
    ] {
        let filled = members(draft, group).map(|member| about_member(texts, draft, member)).collect();
        rows.push(Row::field(BilingualText::of(texts, msg), filled));
    }
    let others: Vec<Filling> =
        members_of_no_group(draft).map(|member| about_member(texts, draft, member)).collect();
    if !others.is_empty() {
        rows.push(Row::field(BilingualText::of(texts, Msg::PersonMember), others));
    }

    rows.push(ours(Shape::Heading, Msg::FormAttached));
    rows.extend(attached(texts, draft));
    rows.extend([
        quoted(Official::Annex1Paragraph7, Msg::FormParagraph7),
        quoted(Official::Annex1Paragraph9, Msg::FormParagraph9),
        ours(Shape::Heading, Msg::FieldConsent),
        ours(Shape::Text, Msg::SendConsent),
    ]);
    let signed = day_parts(texts, sent);
    rows.push(Row {
        source: WordingSource::Ours,
        shape: Shape::Signature,
        parts: parts(texts.t(Msg::FormDated), vec![signed.day, signed.month, signed.year]),
        own: Some(Rc::new(|| t(Msg::FormSignature))),
    });
    if sent.is_some() {
        rows.push(Row::field(BilingualText::of(texts, Msg::FormConfirmed), typed(&draft.confirmed_name)));
    }
    FormSheet { title: BilingualText::of(texts, Msg::FormAnnex1), rows }
}

/// The label of an answer, and whether an empty answer is shown.
struct AnswerLabel {
    label: BilingualText,
    is_needed: bool,
}

/// Returns the answers about any person, in the order of the questions.
fn about(texts: &FormTexts, person: &Person, kazakh: Option<bool>) -> Vec<(AnswerLabel, Vec<Filling>)> {
    use PersonField as P;
    let asked = |field| AnswerLabel { label: BilingualText::of(texts, words::field(field)), is_needed: true };
    // The labels in the questions say that these answers are optional.
    let ours = |msg| AnswerLabel { label: BilingualText::of(texts, msg), is_needed: false };
    let of = |field| Field::Person(person.id, field);
    let one = |piece: Option<LabelledValue>| piece.map(|piece| vec![vec![piece]]).unwrap_or_default();
    let expires = if person.identity.no_expiry {
        word(texts, Some(Msg::PaperNoExpiry))
    } else {
        one(typed_day(texts, &person.identity.expires))
    };
    vec![
        (asked(of(P::Born)), one(typed_day(texts, &person.born))),
        (asked(of(P::BirthPlace)), typed(&person.birth_place)),
        (asked(of(P::Citizenship)), citizenship(texts, person)),
        (asked(of(P::Kazakh)), yes_no(texts, kazakh)),
        (asked(of(P::DocumentNumber)), typed(&person.identity.number)),
        (ours(Msg::FormIssued), one(typed_day(texts, &person.identity.issued))),
        (asked(of(P::DocumentExpires)), expires),
        (ours(Msg::FormIin), typed(&person.iin)),
    ]
}

/// Returns a family member as one line: the name in its forms, then each answer after its label.
fn about_member(texts: &FormTexts, draft: &Draft, member: &Person) -> Filling {
    let mut line = name_of(member);
    let kazakh = draft.is_kazakh(member);
    for (asked, filled) in about(texts, member, kazakh) {
        let value = filled.into_iter().flatten().next();
        line.extend(value.map(|piece| piece.labelled(asked.label)));
    }
    line
}

/// Returns the facts that the chosen condition requires.
fn facts(texts: &FormTexts, draft: &Draft) -> Vec<(Field, Vec<Filling>)> {
    let facts = &draft.facts;
    match draft.basis {
        Some(Basis::FamilyReunion) => {
            let mut rows = vec![
                (Field::RelativeName, typed(&facts.relative_name)),
                (Field::RelativeIs, word(texts, facts.relative_is.map(words::relative))),
            ];
            if facts.relative_is == Some(CloseRelative::Other) {
                rows.push((Field::RelativeIsOther, typed(&facts.relative_is_other)));
            }
            rows.extend([
                (Field::RelativeIsCitizen, yes_no(texts, facts.relative_is_citizen)),
                (Field::RelativeLivesInRegion, yes_no(texts, facts.relative_lives_in_region)),
                (Field::RelativeIsKazakh, yes_no(texts, facts.relative_is_kazakh)),
                (Field::Housing, yes_no(texts, facts.housing)),
                (Field::Home, word(texts, facts.home.map(words::home))),
            ]);
            rows
        }
        Some(Basis::Employment) => {
            let mut rows = vec![(Field::Work, word(texts, facts.work.map(words::work)))];
            match facts.work {
                Some(WorkKind::Employer) => rows.extend([
                    (Field::Employer, typed(&facts.employer)),
                    (Field::Position, typed(&facts.position)),
                    (Field::Housing, yes_no(texts, facts.housing)),
                ]),
                Some(WorkKind::SoleTrader) => rows.push((Field::Trade, typed(&facts.trade))),
                None => {}
            }
            rows
        }
        Some(Basis::Study) => {
            vec![(Field::Institution, typed(&facts.institution)), (Field::Programme, typed(&facts.programme))]
        }
        Some(Basis::SettlementRegion | Basis::DevelopingSettlement) | None => Vec::new(),
    }
}

/// Returns a row for each required document, with a box that is ticked if the document is on the phone.
fn attached(texts: &FormTexts, draft: &Draft) -> Vec<Row> {
    let asked = today::checklist(draft).into_iter().filter(|line| !line.key.document.is_made_here());
    asked
        .map(|line| {
            let given = draft.serving(line.key);
            let mut filling: Filling =
                vec![LabelledValue::said(BilingualText::of(texts, words::document(line.key.document)))];
            filling
                .extend(draft.person(line.key.person).and_then(|person| name_of(person).into_iter().next()));
            let given = given.and_then(|given| how_given(texts, given));
            let ticked = if given.is_some() { Ticked::Yes } else { Ticked::No };
            filling.extend(given.map(LabelledValue::said));
            Row {
                source: WordingSource::Ours,
                shape: Shape::Tick(ticked),
                parts: vec![RowPart::Blank(Width::Long, vec![filling])],
                own: None,
            }
        })
        .collect()
}

/// Returns the number of pages, or that the document was written in the app; `None` for a document without either.
fn how_given(texts: &FormTexts, given: &Document) -> Option<BilingualText> {
    let pages = u32::try_from(given.all_pages().count()).unwrap_or(u32::MAX);
    if pages > 0 {
        let own = Rc::new(move || plural(Msg::AnswersPages, pages, &[]));
        return Some(BilingualText { kazakh: texts.plural(Msg::AnswersPages, pages, &[]), own });
    }
    let written = given.kind == DocumentKind::Autobiography && !given.text.trim().is_empty();
    written.then(|| BilingualText::of(texts, Msg::AnswersWritten))
}
