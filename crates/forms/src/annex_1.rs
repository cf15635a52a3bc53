//! Annex 1: the application for granting. The order gives two paragraphs of this form; the rest is our layout, after Annex 6
//! and ¶¶3–9.

use crate::filled::{
    citizenship, day_parts, expiry, members, members_of_no_group, name_line, name_of, region, said, single,
    ticked_row, typed, typed_day, word, yes_no,
};
use crate::sheet::{Filling, FormSheet, Row, Shape, Ticked, WordingSource, parts};
use crate::texts::{BilingualText, FormText, KazakhTexts};
use crate::{FormPhrase, OrderPlace, words};
use chrono::NaiveDate;
use rules::check::{Field, PersonField};
use rules::checklist::Requirement;
use rules::document::{Document, DocumentKind};
use rules::draft::{Draft, FamilyGroup, Person};
use rules::service::{Basis, CloseRelative, WorkKind};

/// The groups of family members in the order of Annex 6.
pub const GROUPS: [FamilyGroup; 4] = [
    FamilyGroup::Spouse,
    FamilyGroup::Parents,
    FamilyGroup::ChildrenAndTheirFamilies,
    FamilyGroup::UnmarriedSiblings,
];

/// Returns the form. `required` is the checklist of the draft; `sent` is the day on which it was sent, and before that the
/// form is dated by hand.
pub fn annex_1(
    texts: &dyn KazakhTexts,
    draft: &Draft,
    required: &[Requirement],
    sent: Option<NaiveDate>,
) -> FormSheet {
    use FormPhrase as P;
    let label = |field| BilingualText::of(texts, words::field(field));
    let field = |of, filled| Row::field(label(of), filled);
    let ours = |shape, phrase| Row::ours(texts, shape, phrase);
    let quoted = |place, own| Row::quoted(texts, Shape::Text, place, vec![], own);
    let in_corner =
        |phrase, filled| Row { shape: Shape::Corner, ..Row::field(BilingualText::of(texts, phrase), filled) };

    let mut rows = vec![
        Row::said(Shape::Corner, BilingualText::from_text(texts, FormText::AnnexOf("1"))),
        in_corner(P::FormBody, vec![]),
        in_corner(P::FormFullName, name_line(draft.applicant())),
        ours(Shape::Title, P::FormTitle1),
        ours(Shape::Text, P::FormRequest1),
    ];
    if let Some(applicant) = draft.applicant() {
        let answers = about(texts, applicant, draft.is_kazakh(applicant));
        rows.extend(answers.into_iter().filter_map(|(asked, filled)| {
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

    rows.push(ours(Shape::Heading, P::FormMembers));
    for group in GROUPS {
        let filled = members(draft, group).map(|member| about_member(texts, draft, member)).collect();
        rows.push(Row::field(BilingualText::of(texts, words::family_group(group)), filled));
    }
    let others: Vec<Filling> =
        members_of_no_group(draft).map(|member| about_member(texts, draft, member)).collect();
    if !others.is_empty() {
        rows.push(Row::field(BilingualText::of(texts, P::PersonMember), others));
    }

    rows.push(ours(Shape::Heading, P::FormAttached));
    rows.extend(attached(texts, draft, required));
    rows.extend([
        quoted(OrderPlace::Annex1Paragraph7, P::FormParagraph7),
        quoted(OrderPlace::Annex1Paragraph9, P::FormParagraph9),
        ours(Shape::Heading, P::FieldConsent),
        ours(Shape::Text, P::SendConsent),
    ]);
    let signed = day_parts(texts, sent);
    rows.push(Row {
        source: WordingSource::Ours,
        shape: Shape::Signature,
        parts: parts(texts.message(P::FormDated), vec![signed.day, signed.month, signed.year]),
        own: Some(FormText::Phrase(P::FormSignature)),
    });
    if sent.is_some() {
        rows.push(Row::field(BilingualText::of(texts, P::FormConfirmed), typed(&draft.confirmed_name)));
    }
    FormSheet { title: BilingualText::of(texts, P::FormAnnex1), rows }
}

/// The label of an answer, and whether an empty answer is shown.
pub struct AnswerLabel {
    pub label: BilingualText,
    pub is_needed: bool,
}

/// Returns the answers about any person, in the order of the questions.
pub fn about(
    texts: &dyn KazakhTexts,
    person: &Person,
    kazakh: Option<bool>,
) -> Vec<(AnswerLabel, Vec<Filling>)> {
    use PersonField as P;
    let asked = |field| {
        let phrase = words::field(Field::Person(person.id, field));
        AnswerLabel { label: BilingualText::of(texts, phrase), is_needed: true }
    };
    // The labels in the questions say that these answers are optional.
    let ours = |phrase| AnswerLabel { label: BilingualText::of(texts, phrase), is_needed: false };
    let identity = &person.identity;
    vec![
        (asked(P::Born), typed_day(texts, &person.born)),
        (asked(P::BirthPlace), typed(&person.birth_place)),
        (asked(P::Citizenship), citizenship(texts, person)),
        (asked(P::Kazakh), yes_no(texts, kazakh)),
        (asked(P::DocumentNumber), typed(&identity.number)),
        (ours(FormPhrase::FormIssued), typed_day(texts, &identity.issued)),
        (asked(P::DocumentExpires), expiry(texts, &identity.expires, identity.no_expiry)),
        (ours(FormPhrase::FormIin), typed(&person.iin)),
    ]
}

/// Returns a family member as one line: the name in its forms, then each answer after its label.
pub fn about_member(texts: &dyn KazakhTexts, draft: &Draft, member: &Person) -> Filling {
    let mut line = name_of(member);
    for (asked, filled) in about(texts, member, draft.is_kazakh(member)) {
        line.extend(single(filled).map(|piece| piece.labelled(asked.label)));
    }
    line
}

/// Returns the facts that the chosen condition requires.
fn facts(texts: &dyn KazakhTexts, draft: &Draft) -> Vec<(Field, Vec<Filling>)> {
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

/// Returns a row for each required document, with a box that is ticked if the document is given.
fn attached(texts: &dyn KazakhTexts, draft: &Draft, required: &[Requirement]) -> Vec<Row> {
    let asked = required.iter().filter(|line| !line.key.document.is_made_here());
    asked
        .map(|line| {
            let mut filling: Filling =
                vec![said(texts, FormText::Phrase(words::document(line.key.document)))];
            filling
                .extend(draft.person(line.key.person).and_then(|person| name_of(person).into_iter().next()));
            let given = draft.serving(line.key).and_then(how_given);
            let ticked = if given.is_some() { Ticked::Yes } else { Ticked::No };
            filling.extend(given.map(|text| said(texts, text)));
            ticked_row(ticked, vec![filling])
        })
        .collect()
}

/// Returns the number of pages, or that the document was written in the app; `None` for a document without either.
fn how_given(given: &Document) -> Option<FormText> {
    let pages = u32::try_from(given.all_pages().count()).unwrap_or(u32::MAX);
    if pages > 0 {
        return Some(FormText::Pages(pages));
    }
    let written = given.kind == DocumentKind::Autobiography && !given.text.trim().is_empty();
    written.then_some(FormText::Phrase(FormPhrase::AnswersWritten))
}
