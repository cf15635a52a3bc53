//! The readable copy of an application for the officer: the form as sent, every other answer, the documents and the consent.

use crate::annex_1::{about, annex_1};
use crate::annex_6::annex_6;
use crate::filled::{exact, expiry, name_of, said, single, ticked_row, typed, typed_day, word, yes_no};
use crate::plain::one_line;
use crate::sheet::{Filling, FormSheet, LabelledValue, PrintedValue, Row, Shape, Ticked};
use crate::texts::{BilingualText, FormText, KazakhTexts};
use crate::{FormPhrase, OrderPlace, words};
use rules::check::{DocumentField, Field, PersonField};
use rules::checklist::Requirement;
use rules::document::{Document, DocumentPart};
use rules::draft::{Draft, Kinship, Person};
use rules::finding::{Finding, FindingKind};
use rules::id::{PageId, PersonId};
use rules::service::Service;
use wire::answer::{Receipt, ServiceKind};

/// The application of which a copy is made.
#[derive(Clone, Copy, Debug)]
pub struct OfficerCopy<'a> {
    /// The kind of the service: only the authority's own registers.
    pub kind: ServiceKind,
    /// The receipt of the latest submission.
    pub receipt: &'a Receipt,
    /// The draft as sent, with the latest contact details.
    pub draft: &'a Draft,
    /// The checklist of the draft.
    pub required: &'a [Requirement],
    /// The files of the package.
    pub files: &'a [PackagedFile],
}

/// A file of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackagedFile {
    /// The page whose file it is.
    pub page: PageId,
    /// The name within the package.
    pub name: String,
}

impl OfficerCopy<'_> {
    /// Returns the sheets in their order: the receipt, the form, the other answers, the documents, the consent.
    pub fn sheets(&self, texts: &dyn KazakhTexts) -> Vec<FormSheet> {
        let sent = self.receipt.received_at.in_astana().map(|(day, _)| day);
        let form = match self.draft.service {
            Some(Service::Extend | Service::DuplicateCertificate | Service::DuplicateDecision) => {
                annex_6(texts, self.draft, sent)
            }
            Some(Service::Grant) | None => annex_1(texts, self.draft, self.required, sent),
        };
        vec![
            self.front(texts),
            form,
            self.other_answers(texts),
            self.documents(texts),
            consent(texts, self.draft),
        ]
    }

    /// Returns the number and the days of the application, and the explanation of the marks.
    fn front(&self, texts: &dyn KazakhTexts) -> FormSheet {
        let only = |text| BilingualText::from_text(texts, FormText::KazakhOnly(text));
        let label = |phrase| BilingualText::of(texts, phrase);
        let day = |day| vec![vec![said(texts, FormText::Day(day))]];
        let receipt = self.receipt;
        let mut rows = vec![
            Row::said(
                Shape::Text,
                only("Бұл парақтың түрі ресми емес; толық деректер application.json файлында."),
            ),
            Row::ours(texts, Shape::Text, FormPhrase::FormLegendOrder),
            Row::ours(texts, Shape::Text, FormPhrase::FormLegendOurs),
        ];
        let not_registered = match self.kind {
            ServiceKind::Authority => None,
            ServiceKind::Forwarding => Some("Бұл қызмет мемлекеттік орган емес: өтініш мұнда тіркелмейді."),
            ServiceKind::Trial => {
                Some("СЫНАҚ: бұл қызмет байқап көруге ғана арналған, өтініш мұнда тіркелмейді.")
            }
        };
        rows.extend(not_registered.map(|text| Row::said(Shape::Text, only(text))));
        let number = match self.kind {
            ServiceKind::Authority => label(FormPhrase::ReceiptNumber),
            ServiceKind::Forwarding | ServiceKind::Trial => only("Осы қызметтегі нөмірі"),
        };
        rows.push(Row::field(number, exact(receipt.number.clone())));
        if let Some((received, _)) = receipt.received_at.in_astana() {
            rows.push(Row::field(label(FormPhrase::FormReceivedOn), day(received)));
        }
        if let (ServiceKind::Authority, Some(registered)) = (self.kind, receipt.registered_on) {
            rows.push(Row::field(label(FormPhrase::FormRegisteredOn), day(registered)));
        }
        FormSheet { title: only("Өтініштің оқуға арналған көшірмесі"), rows }
    }

    /// Returns the answers for which the form has no row.
    fn other_answers(&self, texts: &dyn KazakhTexts) -> FormSheet {
        let draft = self.draft;
        let field = |of, filled: Vec<Filling>| Row::field(BilingualText::of(texts, words::field(of)), filled);
        let mut rows = vec![field(Field::Service, word(texts, draft.service.map(words::service)))];
        let is_grant = matches!(draft.service, Some(Service::Grant) | None);
        if is_grant {
            if let Some(basis) = draft.basis {
                rows.push(field(Field::Basis, word(texts, Some(words::basis(basis)))));
                let (place, own) = (words::condition(basis), words::basis(basis));
                rows.push(Row::quoted(texts, Shape::Text, place, vec![], own));
            }
            let answers = draft.eligibility;
            rows.extend([
                field(Field::CitizenNow, yes_no(texts, answers.citizen_now)),
                field(Field::CitizenBefore, yes_no(texts, answers.citizen_before)),
                field(Field::ToLivePermanently, yes_no(texts, answers.to_live_permanently)),
            ]);
        } else {
            // Annex 6 has no row for these answers, and they may be left out.
            let mut answers = vec![
                (Field::Settlement, typed(&draft.settlement)),
                (Field::Phone, typed(&draft.phone)),
                (Field::Email, typed(&draft.email)),
            ];
            if draft.service == Some(Service::Extend) {
                answers.push((Field::StatusEnds, typed_day(texts, &draft.status_ends)));
            }
            let given = answers.into_iter().filter(|(_, filled)| !filled.is_empty());
            rows.extend(given.map(|(of, filled)| field(of, filled)));
        }
        for (place, person) in draft.people.iter().enumerate() {
            let facts = self.facts_without_row(texts, place, person, is_grant);
            if facts.is_empty() {
                continue;
            }
            let mut filling = name_of(person);
            filling.truncate(1);
            if filling.is_empty() {
                filling.push(nothing());
            }
            filling.extend(facts);
            let label = if place == 0 {
                BilingualText::from_text(texts, FormText::KazakhOnly("Өтініш беруші"))
            } else {
                BilingualText::of(texts, FormPhrase::PersonMember)
            };
            rows.push(Row::field(label, vec![filling]));
        }
        let title = FormText::KazakhOnly("Нысанда жолы жоқ жауаптар");
        FormSheet { title: BilingualText::from_text(texts, title), rows }
    }

    /// Returns the answers about a person for which the form has no row.
    fn facts_without_row(
        &self,
        texts: &dyn KazakhTexts,
        place: usize,
        person: &Person,
        is_grant: bool,
    ) -> Filling {
        let draft = self.draft;
        let mut facts = Filling::new();
        let mut add = |field, filled: Vec<Filling>| {
            let label = BilingualText::of(texts, words::field(Field::Person(person.id, field)));
            facts.extend(single(filled).map(|piece| piece.labelled(label)));
        };
        if place > 0 {
            add(PersonField::Kinship, kinship(texts, draft, person));
            if let Some(Kinship::SiblingOf(_)) = person.kinship {
                add(PersonField::Married, yes_no(texts, person.married));
            }
        }
        if !is_grant {
            for (asked, filled) in about(texts, person, draft.is_kazakh(person)) {
                facts.extend(single(filled).map(|piece| piece.labelled(asked.label)));
            }
        }
        facts
    }

    /// Returns the given documents with the facts and files of each, then the findings with which the applicant sent.
    fn documents(&self, texts: &dyn KazakhTexts) -> FormSheet {
        let mut rows: Vec<Row> =
            self.draft.documents.iter().flat_map(|document| self.document(texts, document)).collect();
        let findings = &self.draft.acknowledged;
        if !findings.is_empty() {
            rows.push(Row::ours(texts, Shape::Heading, FormPhrase::SendRisk));
            rows.extend(findings.iter().map(|finding| acknowledged(texts, self.draft, *finding)));
        }
        FormSheet { title: BilingualText::of(texts, FormPhrase::FormAttached), rows }
    }

    fn document(&self, texts: &dyn KazakhTexts, document: &Document) -> Vec<Row> {
        let label = |phrase| BilingualText::of(texts, phrase);
        let asked = |field| label(words::field(Field::Document(document.id, field)));
        let mut facts = vec![said(texts, FormText::Phrase(words::document(document.kind)))];
        // The line of the checklist that the paper serves may be of another kind.
        for line in &document.serves {
            let name = name_in(self.draft, line.person);
            facts.push(name.labelled(label(words::document(line.document))));
        }
        let mut add = |label, filled| facts.extend(single(filled).map(|piece| piece.labelled(label)));
        add(asked(DocumentField::Language), word(texts, document.language.map(words::language)));
        if document.kind.may_expire() {
            add(asked(DocumentField::Expires), expiry(texts, &document.expires, document.no_expiry));
        }
        // The label in the question says that the answer is optional.
        let holder = FormText::KazakhOnly("Осы құжаттағы аты-жөні");
        add(BilingualText::from_text(texts, holder), typed(&document.holder));
        for (part, phrase) in [
            (DocumentPart::Paper, FormPhrase::FieldPages),
            (DocumentPart::Translation, FormPhrase::TranslationTitle),
        ] {
            let pages = document.part(part);
            if pages.is_empty() && part == DocumentPart::Translation {
                continue;
            }
            let number = u32::try_from(pages.len()).unwrap_or(u32::MAX);
            let value = if number == 0 { nothing() } else { said(texts, FormText::Pages(number)) };
            facts.push(value.labelled(label(phrase)));
            for page in pages {
                let file = self.files.iter().find(|file| file.page == page.id);
                facts.extend(file.map(|file| LabelledValue::exact(file.name.clone())));
            }
        }
        let is_written = document.kind.may_be_written() && !document.text.trim().is_empty();
        let is_given = is_written || !document.is_empty();
        let ticked = if is_given { Ticked::Yes } else { Ticked::No };
        let mut rows = vec![ticked_row(ticked, vec![facts])];
        if is_written {
            let lines = document.text.split(is_line_break).filter(|line| !one_line(line).is_empty());
            let lines = lines.filter_map(LabelledValue::typed).map(|line| vec![line]).collect();
            rows.push(Row::field(label(FormPhrase::AnswersWritten), lines));
        }
        rows
    }
}

fn is_line_break(char: char) -> bool {
    matches!(char, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns the sign for a missing answer.
fn nothing() -> LabelledValue {
    LabelledValue::exact("–".to_owned())
}

/// Returns the name of a person.
fn name_in(draft: &Draft, person: PersonId) -> LabelledValue {
    let name = draft.person(person).and_then(|person| name_of(person).into_iter().next());
    name.unwrap_or_else(nothing)
}

/// Returns the kinship of a member with the name of the other person.
fn kinship(texts: &dyn KazakhTexts, draft: &Draft, member: &Person) -> Vec<Filling> {
    let Some(kinship) = member.kinship else { return Vec::new() };
    let pattern = match kinship {
        Kinship::SpouseOf(_) => texts.message(FormPhrase::KinshipSpouseOf),
        Kinship::ParentOf(_) => texts.message(FormPhrase::KinshipParentOf),
        Kinship::ChildOf(_) => texts.message(FormPhrase::KinshipChildOf),
        Kinship::SiblingOf(_) => "Аға-інісі немесе апа-сіңлісі: {name}",
    };
    let name = draft.person(kinship.of()).map(|other| other.name.full()).unwrap_or_default();
    let name = if name.is_empty() { "–".to_owned() } else { name };
    let value = PrintedValue::Typed(locale::fill(pattern, &[("name", &name)]));
    vec![vec![LabelledValue { label: None, value }]]
}

/// Returns a finding of which the applicant knew.
fn acknowledged(texts: &dyn KazakhTexts, draft: &Draft, finding: Finding) -> Row {
    let kind = match finding.kind {
        FindingKind::Missing => FormText::Phrase(FormPhrase::AnswersNoDocument),
        FindingKind::Expired => FormText::Phrase(FormPhrase::RefusalExpired),
        FindingKind::NotTranslated => FormText::Phrase(FormPhrase::DefectNotTranslated),
        FindingKind::Unreadable => FormText::KazakhOnly("файл оқылмайды"),
        FindingKind::WrongHolder => FormText::KazakhOnly("құжатта басқа адамның аты тұр"),
        FindingKind::RunsOut => FormText::KazakhOnly("мерзімі шешімге дейін бітуі мүмкін"),
        FindingKind::SpelledDifferently => FormText::KazakhOnly("құжатта аты басқаша жазылған"),
    };
    let line = finding.requirement;
    let label = BilingualText::of(texts, words::document(line.document));
    Row::field(label, vec![vec![said(texts, kind), name_in(draft, line.person)]])
}

/// Returns the consent: the text of the order, our wider text, and whether it was given.
fn consent(texts: &dyn KazakhTexts, draft: &Draft) -> FormSheet {
    let given = if draft.consent { Ticked::Yes } else { Ticked::No };
    let rows = vec![
        Row::quoted(texts, Shape::Text, OrderPlace::Annex6Consent, vec![], FormPhrase::FormConsent6),
        Row::ours(texts, Shape::Text, FormPhrase::SendConsentOurs),
        ticked_row(given, word(texts, Some(FormPhrase::SendConsent))),
        Row::field(BilingualText::of(texts, FormPhrase::FormConfirmed), typed(&draft.confirmed_name)),
    ];
    FormSheet { title: BilingualText::of(texts, FormPhrase::FieldConsent), rows }
}
