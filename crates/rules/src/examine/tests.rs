use super::*;
use crate::citation::Mark;
use crate::document::{Media, Page};
use crate::draft::Citizenship;
use crate::draft::Name;
use crate::draft::Person;
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
        flaw: None,
    }
}

/// Returns the draft of a single student with all documents.
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
    for (place, line) in checklist(&ChecklistInput::of(&draft), edition).iter().enumerate() {
        let id = place as u64;
        let mut document = Document::new(DocumentId(id), line.key);
        document.pages.push(page(id));
        document.language = Some(PaperLanguage::KazakhOrRussian);
        document.no_expiry = true;
        draft.documents.push(document);
    }
    draft
}

fn examined(draft: &Draft) -> Examination {
    let edition = Edition::by_id("539-2023").unwrap();
    examine(draft, edition, &WorkingCalendar::built_in(), day(ON))
}

fn found(draft: &Draft) -> Vec<(DocumentKind, FindingKind)> {
    examined(draft)
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
fn each_absent_document_is_missing_except_the_generated_form() {
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
fn a_document_without_pages_is_missing() {
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
fn the_days_around_today_and_the_horizon_are_distinguished() {
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
fn a_foreign_paper_needs_a_translation() {
    let mut draft = complete();
    let paper = document(&mut draft, DocumentKind::NationalityProof);
    paper.language = Some(PaperLanguage::Another);
    assert_eq!(found(&draft), [(DocumentKind::NationalityProof, FindingKind::NotTranslated)]);
    document(&mut draft, DocumentKind::NationalityProof).translation.push(page(90));
    assert_eq!(found(&draft), []);
}

#[test]
fn only_a_grant_asks_for_translations() {
    for service in [Service::Grant, Service::Extend, Service::DuplicateCertificate] {
        let mut draft = complete();
        draft.service = Some(service);
        for document in &mut draft.documents {
            document.language = Some(PaperLanguage::Another);
        }
        let is_asked = found(&draft).iter().any(|(_, kind)| *kind == FindingKind::NotTranslated);
        assert_eq!(is_asked, service == Service::Grant, "{service:?}");
    }
}

#[test]
fn the_check_of_another_service_than_a_grant_is_our_reading() {
    for (service, mark) in [(Service::Grant, Mark::Order), (Service::Extend, Mark::Inferred)] {
        let mut draft = complete();
        draft.service = Some(service);
        let mut document = Document::new(
            DocumentId(99),
            RequirementKey { document: DocumentKind::PermanentResidencePermit, person: APPLICANT },
        );
        document.pages.push(page(99));
        document.language = Some(PaperLanguage::KazakhOrRussian);
        document.expires = TypedDay::of(day("2026-03-01"));
        draft.documents.push(document);
        draft.people[0].identity.expires = TypedDay::of(day("2026-03-01"));
        let examination = examined(&draft);
        let expired = examination.defects.iter().find(|defect| defect.finding.kind == FindingKind::Expired);
        let citation = expired.unwrap().citation;
        assert_eq!((citation.place, citation.mark), (Locus::Paragraph("5-1"), mark), "{service:?}");
        assert_eq!(source_of_check(Some(service)).mark, mark);
    }
}

#[test]
fn an_accepted_replacement_serves_and_another_paper_does_not() {
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
fn defects_move_to_the_next_line_if_the_first_is_no_longer_required() {
    // The passport also proves the nationality; then its own line belongs to a person who was removed.
    let mut draft = complete();
    let gone = RequirementKey { document: DocumentKind::StudyCertificate, person: PersonId(99) };
    let paper = document(&mut draft, DocumentKind::StudyCertificate);
    paper.serves.insert(0, gone);
    paper.language = Some(PaperLanguage::Another);
    assert_eq!(found(&draft), [(DocumentKind::StudyCertificate, FindingKind::NotTranslated)]);
}

#[test]
fn defects_of_a_paper_for_several_lines_are_reported_once() {
    let mut draft = complete();
    let proof = RequirementKey { document: DocumentKind::NationalityProof, person: APPLICANT };
    draft.documents.retain(|document| document.kind != DocumentKind::NationalityProof);
    let passport = document(&mut draft, DocumentKind::IdentityDocument);
    passport.serves.push(proof);
    passport.language = Some(PaperLanguage::Another);
    assert_eq!(found(&draft), [(DocumentKind::IdentityDocument, FindingKind::NotTranslated)]);
}

#[test]
fn an_unreadable_file_is_found_with_the_way_to_fix_it() {
    let cases = [
        (0, None, Mend::TakeAgain),
        (1, Some(PageFlaw::Empty), Mend::TakeAgain),
        (1, Some(PageFlaw::BreaksOff), Mend::TakeAgain),
        (1, Some(PageFlaw::TooDark), Mend::TakeAgain),
        (1, Some(PageFlaw::Blurred), Mend::TakeAgain),
        (1, Some(PageFlaw::Blank), Mend::TakeAgain),
        (1, Some(PageFlaw::Encrypted), Mend::Unlock),
    ];
    for in_translation in [false, true] {
        for (bytes, flaw, mend) in cases {
            let mut draft = complete();
            let paper = document(&mut draft, DocumentKind::NationalityProof);
            let bad = Page { bytes, flaw, ..page(90) };
            if in_translation {
                paper.translation.push(bad);
            } else {
                paper.pages.push(bad);
            }
            let defects = examined(&draft).defects;
            assert_eq!(defects.len(), 1);
            assert_eq!(defects[0].finding.kind, FindingKind::Unreadable);
            assert_eq!(defects[0].mend, mend);
            assert_eq!(defects[0].ground(), Some(RefusalGround::Incomplete));
        }
    }
}

#[test]
fn the_holders_name_is_compared_with_all_forms_of_the_name() {
    let with_holder = |kind, holder: &str| {
        let mut draft = complete();
        draft.people[0].name = Name {
            family: "ZHANGALIYEVA".into(),
            given: "ASEL".into(),
            original: "Jangaliyeva Asel".into(),
            kazakh: "Жанғалиева Әсел".into(),
            ..Name::default()
        };
        document(&mut draft, kind).holder = holder.into();
        found(&draft)
    };
    let certificate = DocumentKind::StudyCertificate;
    for same in ["", "  ", "Zhangaliyeva Asel", "ЖАНҒАЛИЕВА ӘСЕЛ", "jangaliyeva asel", "张阿丽"]
    {
        assert_eq!(with_holder(certificate, same), [], "{same}");
    }
    let differs = [(certificate, FindingKind::SpelledDifferently)];
    assert_eq!(with_holder(certificate, "DZHANGALIEVA ASSEL"), differs);
    let wrong = [(certificate, FindingKind::WrongHolder)];
    assert_eq!(with_holder(certificate, "NURLANOV ERBOL"), wrong);
    // A consent is the owner's, and a proof of kinship names several people.
    assert_eq!(with_holder(DocumentKind::Autobiography, "NURLANOV ERBOL"), []);
    for kind in [DocumentKind::ResidenceConsent, DocumentKind::KinshipProof] {
        assert!(!kind.is_in_own_name());
    }
}

#[test]
fn the_form_of_the_name_that_fits_best_decides() {
    let mut draft = complete();
    draft.people[0].name =
        Name { family: "DZHANGALIEVA".into(), kazakh: "Нұрланова".into(), ..Name::default() };
    document(&mut draft, DocumentKind::StudyCertificate).holder = "JANGALIYEVA".into();
    assert_eq!(found(&draft), [(DocumentKind::StudyCertificate, FindingKind::SpelledDifferently)]);
}

#[test]
fn an_expiry_day_counts_only_for_papers_that_may_expire() {
    let mut draft = complete();
    let past = TypedDay::of(day("2020-01-01"));
    let proof = document(&mut draft, DocumentKind::NationalityProof);
    (proof.expires, proof.no_expiry) = (past.clone(), false);
    let certificate = document(&mut draft, DocumentKind::StudyCertificate);
    (certificate.expires, certificate.no_expiry) = (past.clone(), true);
    let identity = &mut draft.people[0].identity;
    (identity.expires, identity.no_expiry) = (past, true);
    assert_eq!(found(&draft), []);
    document(&mut draft, DocumentKind::StudyCertificate).no_expiry = false;
    assert_eq!(found(&draft), [(DocumentKind::StudyCertificate, FindingKind::Expired)]);
}

#[test]
fn another_name_in_a_passport_of_china_is_only_a_warning() {
    let mut draft = complete();
    draft.people[0].name = Name { family: "NUERBOLI".into(), ..Name::default() };
    document(&mut draft, DocumentKind::StudyCertificate).holder = "Нұрбол".into();
    let certificate = DocumentKind::StudyCertificate;
    assert_eq!(found(&draft), [(certificate, FindingKind::WrongHolder)]);
    draft.people[0].citizenship = Some(Citizenship::China);
    assert_eq!(found(&draft), [(certificate, FindingKind::SpelledDifferently)]);
}

#[test]
fn a_paper_for_two_people_may_be_in_the_name_of_either() {
    let mut draft = complete();
    let second = PersonId(2);
    draft.people[0].name.family = "IBRAYEV".into();
    draft.people.push(Person {
        id: second,
        kazakh: Some(true),
        name: Name { family: "SERIKOVA".into(), ..Name::default() },
        ..Person::default()
    });
    draft.people[1].identity.no_expiry = true;
    let key = |document| RequirementKey { document, person: second };
    let mut passport = Document::new(DocumentId(50), key(DocumentKind::IdentityDocument));
    passport.pages.push(page(50));
    draft.documents.push(passport);
    let booklet = document(&mut draft, DocumentKind::NationalityProof);
    booklet.serves.push(key(DocumentKind::NationalityProof));
    for holder in ["IBRAYEV", "SERIKOVA"] {
        document(&mut draft, DocumentKind::NationalityProof).holder = holder.into();
        assert_eq!(found(&draft), [], "{holder}");
    }
    document(&mut draft, DocumentKind::NationalityProof).holder = "NURLANOV".into();
    assert_eq!(found(&draft), [(DocumentKind::NationalityProof, FindingKind::WrongHolder)]);
}

#[test]
fn a_passport_that_proves_the_nationality_of_a_child_expires_for_its_own_holder() {
    let mut draft = complete();
    let child = PersonId(2);
    draft.people.push(Person { id: child, kazakh: Some(true), ..Person::default() });
    draft.people[1].identity.expires = TypedDay::of(day("2026-03-01"));
    let mut passport = Document::new(
        DocumentId(50),
        RequirementKey { document: DocumentKind::NationalityProof, person: APPLICANT },
    );
    passport.kind = DocumentKind::IdentityDocument;
    passport.serves.push(RequirementKey { document: DocumentKind::IdentityDocument, person: child });
    passport.serves.push(RequirementKey { document: DocumentKind::NationalityProof, person: child });
    passport.pages.push(page(50));
    draft.documents.push(passport);
    assert_eq!(found(&draft), [(DocumentKind::NationalityProof, FindingKind::Expired)]);
}

#[test]
fn annex_8_names_each_document_once_with_its_grounds_in_the_order_of_the_checklist() {
    let mut draft = complete();
    document(&mut draft, DocumentKind::Autobiography).pages.clear();
    let certificate = document(&mut draft, DocumentKind::StudyCertificate);
    certificate.language = Some(PaperLanguage::Another);
    certificate.no_expiry = false;
    certificate.expires = TypedDay::of(day("2026-03-01"));
    certificate.pages[0].flaw = Some(PageFlaw::Encrypted);
    draft.people[0].identity.expires = TypedDay::of(day("2026-04-01"));
    let entries: Vec<_> = examined(&draft)
        .annex_8()
        .into_iter()
        .map(|entry| (entry.requirement.document, entry.grounds))
        .collect();
    let expected = [
        (DocumentKind::Autobiography, vec![RefusalGround::Incomplete]),
        (DocumentKind::StudyCertificate, vec![RefusalGround::Incomplete, RefusalGround::Expired]),
    ];
    assert_eq!(entries, expected, "a paper that will expire is no ground");
}

#[test]
fn each_defect_has_its_fix_and_its_source() {
    let mut draft = complete();
    draft.documents.retain(|document| document.kind != DocumentKind::NationalityProof);
    document(&mut draft, DocumentKind::Autobiography).language = Some(PaperLanguage::Another);
    let certificate = document(&mut draft, DocumentKind::StudyCertificate);
    certificate.no_expiry = false;
    certificate.expires = TypedDay::of(day("2026-03-01"));
    draft.people[0].identity.expires = TypedDay::of(day("2026-04-01"));
    let said: Vec<_> = examined(&draft)
        .defects
        .iter()
        .map(|defect| (defect.finding.kind, defect.mend, defect.citation.place, defect.citation.mark))
        .collect();
    let five_one = Locus::Paragraph("5-1");
    let instead: &'static [DocumentKind] =
        &[DocumentKind::NationalityRecommendation, DocumentKind::IdentityDocument];
    let expected = [
        (FindingKind::NotTranslated, Mend::AddTranslation, Locus::Whole, Mark::Digest),
        (FindingKind::RunsOut, Mend::RenewBefore(day("2026-04-01")), five_one, Mark::Inferred),
        (FindingKind::Missing, Mend::Add { instead }, Locus::Whole, Mark::Digest),
        (FindingKind::Expired, Mend::Renew, five_one, Mark::Order),
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_service_without_a_term_has_no_horizon_and_warns_of_nothing() {
    let mut draft = complete();
    draft.service = Some(Service::DuplicateCertificate);
    assert_eq!(examined(&draft).horizon, None);
    draft.service = Some(Service::Extend);
    assert_eq!(examined(&draft).horizon, Some(day("2026-03-31")), "five working days, over Nauryz");
    draft.service = None;
    assert_eq!(examined(&draft), Examination { horizon: None, defects: vec![] });
}

#[test]
fn an_invalid_expiry_day_is_a_problem_of_its_field_and_not_a_defect() {
    let mut draft = complete();
    draft.people[0].identity.expires.month = "13".into();
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
    assert_eq!(examination.refusals().next().unwrap().ground(), Some(RefusalGround::Incomplete));
    assert_eq!(examination.warnings().next().unwrap().until, Some(day("2026-04-01")));
}
