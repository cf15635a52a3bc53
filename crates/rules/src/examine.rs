//! What the check of ¶5-1 would find among the documents on a given day, so that the app makes the officer's list first.
//!
//! The order knows two grounds to refuse to accept: an incomplete package and expired documents. Findings never block by
//! themselves; the applicant acknowledges each, and they travel with the application.

use crate::calendar::WorkingCalendar;
use crate::checklist::{Case, Requirement, checklist};
use crate::citation::{Citation, Mark, Place};
use crate::draft::{Document, DocumentKind, Draft, PaperLanguage, RequirementKey};
use crate::edition::Edition;
use crate::id::DocumentId;
use chrono::NaiveDate;

/// What was found about one line of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    pub requirement: RequirementKey,
    pub kind: FindingKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum FindingKind {
    /// No paper is there.
    Missing,
    /// The paper had run out on the day of the examination.
    Expired,
    /// The paper is in another language than Kazakh or Russian and its notarised translation is not there.
    NotTranslated,
    /// The paper will run out before the latest date under the term.
    RunsOut,
}

/// The two grounds of ¶5-1 and Annex 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Ground {
    Incomplete,
    Expired,
}

/// A finding with what is needed to explain and to mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defect {
    pub finding: Finding,
    /// The paper it is about; `None` where there is none.
    pub document: Option<DocumentId>,
    /// The day on which the paper runs out, where that is the matter.
    pub until: Option<NaiveDate>,
    pub citation: Citation,
}

impl Defect {
    /// The ground on which an application with this defect would be refused; `None` for a warning.
    pub fn ground(&self) -> Option<Ground> {
        match self.finding.kind {
            FindingKind::Missing | FindingKind::NotTranslated => Some(Ground::Incomplete),
            FindingKind::Expired => Some(Ground::Expired),
            FindingKind::RunsOut => None,
        }
    }
}

/// What was found on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// The latest date under the term if registered on that day: until then papers should be valid.
    pub horizon: Option<NaiveDate>,
    /// In the order of the checklist.
    pub defects: Vec<Defect>,
}

impl Examination {
    /// What Annex 8 would list.
    pub fn refusals(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| defect.ground().is_some())
    }

    /// What runs out before the horizon.
    pub fn warnings(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| defect.ground().is_none())
    }
}

/// What ¶5-1 would find in the draft's documents if it came in on the day `on`.
pub fn examine(draft: &Draft, edition: &Edition, calendar: &WorkingCalendar, on: NaiveDate) -> Examination {
    let term = draft.service.and_then(|service| edition.term(service));
    let horizon = term.and_then(|term| calendar.add(on, term.working_days));
    let list = checklist(&Case::of(draft), edition);
    let defects = list.iter().flat_map(|line| defects_of(draft, line, on, horizon)).collect();
    Examination { horizon, defects }
}

/// Whether something is there for the line: a page, or what may be written in the app.
fn is_given(document: &Document) -> bool {
    let written = document.kind.may_be_written() && !document.text.trim().is_empty();
    written || !document.pages.is_empty()
}

fn defects_of(draft: &Draft, line: &Requirement, on: NaiveDate, horizon: Option<NaiveDate>) -> Vec<Defect> {
    let defect = |kind, document: Option<&Document>, until, citation| Defect {
        finding: Finding { requirement: line.key, kind },
        document: document.map(|document| document.id),
        until,
        citation,
    };
    if line.key.document.is_made_here() {
        return Vec::new();
    }
    let fits = |kind: DocumentKind| kind == line.key.document || line.instead.contains(&kind);
    let serving: Vec<&Document> = draft
        .documents
        .iter()
        .filter(|document| document.serves.contains(&line.key) && fits(document.kind) && is_given(document))
        .collect();
    if serving.is_empty() {
        return vec![defect(FindingKind::Missing, None, None, line.citation)];
    }
    let mut defects = Vec::new();
    // A paper that serves several lines has its own defects named once, at the first of them.
    for document in serving.into_iter().filter(|document| document.serves.first() == Some(&line.key)) {
        if document.language == Some(PaperLanguage::Another) && document.translation.is_empty() {
            let citation = Citation { mark: PaperLanguage::TRANSLATION_MARK, ..Citation::digest() };
            defects.push(defect(FindingKind::NotTranslated, Some(document), None, citation));
        }
        let Some(until) = valid_until(draft, line, document) else { continue };
        if until < on {
            let citation = Citation::paragraph("5-1");
            defects.push(defect(FindingKind::Expired, Some(document), Some(until), citation));
        } else if horizon.is_some_and(|horizon| until < horizon) {
            let citation = Citation { mark: Mark::Inferred, ..Citation::order(Place::Paragraph("5-1")) };
            defects.push(defect(FindingKind::RunsOut, Some(document), Some(until), citation));
        }
    }
    defects
}

/// The last day on which the paper is valid, where it names one that can be read.
fn valid_until(draft: &Draft, line: &Requirement, document: &Document) -> Option<NaiveDate> {
    if document.kind == DocumentKind::IdentityDocument {
        let identity = &draft.person(line.key.person)?.identity;
        return if identity.no_expiry { None } else { identity.expires.read().ok() };
    }
    if document.kind.may_expire() && !document.no_expiry { document.expires.read().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Media, Page, Person};
    use crate::id::{PageId, PersonId};
    use crate::service::{Basis, Service};
    use crate::time::{TypedDay, parse_day};

    const APPLICANT: PersonId = PersonId(1);
    const ON: &str = "2026-03-19"; // 35 working days later is 2026-05-15

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn page(id: u64) -> Page {
        Page {
            id: PageId(id),
            name: "made-up.jpg".into(),
            media: Media::Jpeg,
            bytes: 1,
            sha256: "0".repeat(64),
        }
    }

    /// A student, alone, with every document there.
    fn complete() -> Draft {
        let mut draft = Draft {
            service: Some(Service::Grant),
            basis: Some(Basis::Study),
            people: vec![Person { id: APPLICANT, ..Person::default() }],
            ..Draft::default()
        };
        draft.eligibility.kazakh = Some(true);
        draft.people[0].identity.expires = TypedDay::of(day("2030-01-01"));
        let edition = Edition::by_id("539-2023").unwrap();
        for (place, line) in checklist(&Case::of(&draft), edition).iter().enumerate() {
            let id = place as u64;
            let mut document = Document::new(DocumentId(id), line.key);
            document.pages.push(page(id));
            document.language = Some(PaperLanguage::KazakhOrRussian);
            document.no_expiry = true;
            draft.documents.push(document);
        }
        draft
    }

    fn found(draft: &Draft) -> Vec<(DocumentKind, FindingKind)> {
        let edition = Edition::by_id("539-2023").unwrap();
        let examination = examine(draft, edition, &WorkingCalendar::built_in(), day(ON));
        examination
            .defects
            .iter()
            .map(|defect| (defect.finding.requirement.document, defect.finding.kind))
            .collect()
    }

    fn document(draft: &mut Draft, kind: DocumentKind) -> &mut Document {
        draft.documents.iter_mut().find(|document| document.kind == kind).unwrap()
    }

    #[test]
    fn a_complete_package_has_no_defect() {
        assert_eq!(found(&complete()), []);
    }

    #[test]
    fn each_document_that_is_not_there_is_missing_but_the_form_that_the_app_writes() {
        let expected = [
            DocumentKind::Autobiography,
            DocumentKind::IdentityDocument,
            DocumentKind::NationalityProof,
            DocumentKind::StudyCertificate,
        ]
        .map(|kind| (kind, FindingKind::Missing));
        assert_eq!(found(&Draft { documents: vec![], ..complete() }), expected);
    }

    #[test]
    fn a_document_without_pages_is_not_there() {
        let mut draft = complete();
        document(&mut draft, DocumentKind::StudyCertificate).pages.clear();
        assert_eq!(found(&draft), [(DocumentKind::StudyCertificate, FindingKind::Missing)]);
    }

    #[test]
    fn an_autobiography_may_be_written_and_nothing_else() {
        let mut draft = complete();
        for kind in [DocumentKind::Autobiography, DocumentKind::StudyCertificate] {
            let document = document(&mut draft, kind);
            document.pages.clear();
            document.text = "Made-up text.".into();
        }
        assert_eq!(found(&draft), [(DocumentKind::StudyCertificate, FindingKind::Missing)]);
    }

    #[test]
    fn the_days_around_today_and_the_horizon_are_told_apart() {
        let cases = [
            ("2026-03-18", Some(FindingKind::Expired)),
            ("2026-03-19", Some(FindingKind::RunsOut)),
            ("2026-05-14", Some(FindingKind::RunsOut)),
            ("2026-05-15", None),
        ];
        for (until, expected) in cases {
            let mut passport = complete();
            passport.people[0].identity.expires = TypedDay::of(day(until));
            let kinds: Vec<_> = found(&passport).into_iter().map(|(_, kind)| kind).collect();
            assert_eq!(kinds, expected.into_iter().collect::<Vec<_>>(), "passport until {until}");

            let mut certificate = complete();
            let paper = document(&mut certificate, DocumentKind::StudyCertificate);
            paper.no_expiry = false;
            paper.expires = TypedDay::of(day(until));
            let kinds: Vec<_> = found(&certificate).into_iter().map(|(_, kind)| kind).collect();
            assert_eq!(kinds, expected.into_iter().collect::<Vec<_>>(), "certificate until {until}");
        }
    }

    #[test]
    fn a_foreign_paper_wants_its_translation() {
        let mut draft = complete();
        let paper = document(&mut draft, DocumentKind::NationalityProof);
        paper.language = Some(PaperLanguage::Another);
        assert_eq!(found(&draft), [(DocumentKind::NationalityProof, FindingKind::NotTranslated)]);
        document(&mut draft, DocumentKind::NationalityProof).translation.push(page(90));
        assert_eq!(found(&draft), []);
    }

    #[test]
    fn a_paper_that_may_stand_in_serves_and_another_does_not() {
        let mut draft = complete();
        document(&mut draft, DocumentKind::NationalityProof).kind = DocumentKind::NationalityRecommendation;
        assert_eq!(found(&draft), []);
        document(&mut draft, DocumentKind::NationalityRecommendation).kind = DocumentKind::KinshipProof;
        assert_eq!(found(&draft), [(DocumentKind::NationalityProof, FindingKind::Missing)]);
    }

    #[test]
    fn one_paper_may_serve_several_lines() {
        let mut draft = complete();
        let proof = RequirementKey { document: DocumentKind::NationalityProof, person: APPLICANT };
        draft.documents.retain(|document| document.kind != DocumentKind::NationalityProof);
        assert_eq!(found(&draft), [(DocumentKind::NationalityProof, FindingKind::Missing)]);
        document(&mut draft, DocumentKind::IdentityDocument).serves.push(proof);
        assert_eq!(found(&draft), []);
    }

    #[test]
    fn only_refusals_have_a_ground_and_the_horizon_is_the_latest_date() {
        let edition = Edition::by_id("539-2023").unwrap();
        let mut draft = complete();
        draft.people[0].identity.expires = TypedDay::of(day("2026-04-01"));
        document(&mut draft, DocumentKind::StudyCertificate).pages.clear();
        let examination = examine(&draft, edition, &WorkingCalendar::built_in(), day(ON));
        assert_eq!(examination.horizon, Some(day("2026-05-15")));
        assert_eq!(examination.refusals().count(), 1);
        assert_eq!(examination.refusals().next().unwrap().ground(), Some(Ground::Incomplete));
        assert_eq!(examination.warnings().next().unwrap().until, Some(day("2026-04-01")));
    }
}
