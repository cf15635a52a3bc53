//! Compares the checklist with a table that was written independently from the law: every combination of service,
//! condition, facts and family.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot continue has failed")]

use rules::checklist::{ChecklistInput, OptionalAdvice, Requirement, advice, checklist};
use rules::citation::{Act, Locus, Mark};
use rules::document::{DocumentForm, DocumentKind};
use rules::draft::Citizenship;
use rules::edition::Edition;
use rules::id::PersonId;
use rules::service::{Basis, Home, Service, WorkKind};
use serde_json::{Value, json, to_value};

const TABLE: &str = include_str!("data/checklist.txt");

/// A line of the table, as written.
struct Row<'a> {
    service: &'a str,
    when: &'a str,
    whom: &'a str,
    document: &'a str,
    form: &'a str,
    source: &'a str,
    instead: &'a str,
}

fn rows() -> Vec<Row<'static>> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let rows = lines.map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [service, when, whom, document, form, source, instead] = cells[..] else {
            panic!("seven columns: {line}");
        };
        Row { service, when, whom, document, form, source, instead }
    });
    rows.collect()
}

fn holds(when: &str, case: &ChecklistInput) -> bool {
    let basis = |basis| case.basis == Some(basis);
    match when {
        "always" => true,
        "9(3)" => basis(Basis::FamilyReunion),
        "9(3) home own" => basis(Basis::FamilyReunion) && case.home == Some(Home::Own),
        "9(3) home another's or open" => {
            basis(Basis::FamilyReunion) && matches!(case.home, None | Some(Home::SomebodyElses))
        }
        "9(4) employer or open" => {
            basis(Basis::Employment) && matches!(case.work, None | Some(WorkKind::Employer))
        }
        "9(4) sole trader" => basis(Basis::Employment) && case.work == Some(WorkKind::SoleTrader),
        "9(5)" => basis(Basis::Study),
        _ => panic!("no condition is called {when}"),
    }
}

fn concerns(whom: &str, place: usize, kazakh: Option<bool>) -> bool {
    match whom {
        "applicant" => place == 0,
        "everybody" => true,
        "kazakh" => kazakh != Some(false),
        _ => panic!("nobody is called {whom}"),
    }
}

/// Returns a requirement in the words of the table, with its person.
fn in_words(service: Option<Service>, requirement: &Requirement) -> Value {
    let citation = requirement.citation;
    let place = match citation.place {
        Locus::Paragraph(number) => format!(" ¶{number}"),
        Locus::Annex(annex) => format!(" annex {annex}"),
        Locus::AnnexParagraph(annex, paragraph) => format!(" annex {annex} paragraph {paragraph}"),
        Locus::Whole => String::new(),
        other => panic!("the table has no {other:?}"),
    };
    let mark = match citation.mark {
        Mark::Order => "order",
        Mark::Digest => "digest",
        Mark::Inferred => "reading",
        Mark::General => panic!("the table has no general law"),
    };
    let act = if citation.mark == Mark::Digest { Act::Digests } else { Act::Order539 };
    assert_eq!(citation.act, act);
    let form = match requirement.form {
        DocumentForm::MadeHere => "made here",
        DocumentForm::Free => "free",
        DocumentForm::Copy => "copy",
        DocumentForm::CopyOfNotarisedPaper => "notarised",
    };
    let translated = requirement.translation.map(|citation| citation.mark);
    let is_translated = service == Some(Service::Grant) && requirement.form != DocumentForm::MadeHere;
    let expected = is_translated.then_some(Mark::Digest);
    assert_eq!(
        translated, expected,
        "for a grant, a paper in another language needs its translation [digest]"
    );
    let instead: Vec<Value> =
        requirement.instead.iter().map(|kind: &DocumentKind| to_value(kind).unwrap()).collect();
    json!({
        "person": requirement.key.person.0,
        "document": to_value(requirement.key.document).unwrap(),
        "form": form,
        "source": format!("{mark}{place}"),
        "instead": instead,
    })
}

fn expected(rows: &[Row], case: &ChecklistInput) -> Vec<Value> {
    let service = case.service.map(|service| to_value(service).unwrap());
    let mut list = Vec::new();
    for (place, (person, kazakh)) in case.people.iter().enumerate() {
        for row in rows {
            let asked = service == Some(json!(row.service)) && holds(row.when, case);
            if asked && concerns(row.whom, place, *kazakh) {
                list.push(json!({
                    "person": person.0,
                    "document": row.document,
                    "form": row.form,
                    "source": row.source,
                    "instead": row.instead.split_whitespace().collect::<Vec<_>>(),
                }));
            }
        }
    }
    list
}

const SERVICES: [Option<Service>; 5] = [
    None,
    Some(Service::Grant),
    Some(Service::Extend),
    Some(Service::DuplicateCertificate),
    Some(Service::DuplicateDecision),
];
const ANSWERS: [Option<bool>; 3] = [None, Some(false), Some(true)];

/// Returns families of none to three members in addition to the applicant, with every combination of answers about
/// nationality.
fn families() -> Vec<Vec<(PersonId, Option<bool>)>> {
    let mut families: Vec<Vec<(PersonId, Option<bool>)>> = vec![vec![]];
    let mut grown = Vec::new();
    for size in 1..=4 {
        families = families
            .iter()
            .flat_map(|family| {
                ANSWERS.map(|answer| {
                    let mut larger = family.clone();
                    larger.push((PersonId(size), answer));
                    larger
                })
            })
            .collect();
        grown.extend(families.clone());
    }
    grown
}

#[test]
fn every_combination_of_service_condition_facts_and_family_agrees_with_the_table() {
    let rows = rows();
    assert_eq!(rows.len(), 15);
    let edition = Edition::by_id("539-2023").unwrap();
    let families = families();
    let mut combinations = 0;
    for service in SERVICES {
        for basis in Basis::ALL.map(Some).into_iter().chain([None]) {
            for home in [None, Some(Home::Own), Some(Home::SomebodyElses)] {
                for work in [None, Some(WorkKind::Employer), Some(WorkKind::SoleTrader)] {
                    for people in &families {
                        let case = ChecklistInput {
                            service,
                            basis,
                            home,
                            work,
                            citizenship: None,
                            people: people.clone(),
                        };
                        let found: Vec<Value> =
                            checklist(&case, edition).iter().map(|line| in_words(service, line)).collect();
                        assert_eq!(found, expected(&rows, &case), "{case:?}");
                        combinations += 1;
                    }
                }
            }
        }
    }
    assert_eq!(combinations, 5 * 6 * 3 * 3 * (3 + 9 + 27 + 81));
}

#[test]
fn advice_is_for_applicants_who_may_come_from_china_and_is_no_requirement() {
    let countries = Citizenship::ALL.map(Some).into_iter().chain([None]);
    for citizenship in countries {
        for service in SERVICES {
            let case = ChecklistInput {
                service,
                citizenship,
                people: vec![(PersonId(1), None)],
                ..ChecklistInput::default()
            };
            let given: Vec<OptionalAdvice> = advice(&case).into_iter().map(|(advice, _)| advice).collect();
            let may_be =
                matches!(citizenship, None | Some(Citizenship::China)) && service == Some(Service::Grant);
            assert_eq!(given == [OptionalAdvice::ApostilleBeforeLeaving], may_be, "{case:?}");
            assert_eq!(given.is_empty(), !may_be);
            assert!(advice(&case).iter().all(|(_, citation)| citation.mark == Mark::Digest));
            let elsewhere = ChecklistInput { citizenship: None, ..case.clone() };
            let edition = Edition::by_id("539-2023").unwrap();
            assert_eq!(checklist(&case, edition), checklist(&elsewhere, edition));
        }
    }
}
