//! The rows of each service and basis, the completeness of the officer's copy, and answers that try to forge a line.

use crate::*;
use catalog::{Catalogs, Family, Language};
use rules::check::{Field, check};
use rules::checklist::{ChecklistInput, Requirement, checklist};
use rules::document::DocumentKind;
use rules::draft::{Citizenship, Draft, FamilyGroup};
use rules::edition::Edition;
use rules::region::Region;
use rules::service::{Basis, Service, WorkKind};
use rules::time::{Instant, parse_day};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use wire::answer::{Receipt, ServiceKind};
use wire::event::EventRecord;

/// The texts as in `locales/`.
pub struct BuiltTexts {
    messages: Vec<String>,
    due: String,
    order: Vec<String>,
}

impl BuiltTexts {
    pub fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let catalogs = Catalogs::read(&root).unwrap();
        let of = |family, key| catalogs.message(family, Language::Kazakh, key).unwrap();
        Self {
            messages: FormPhrase::ALL.iter().map(|phrase| of(Family::Core, phrase.key())).collect(),
            due: of(Family::Core, DUE_KEY),
            order: OrderPlace::ALL.iter().map(|place| of(Family::Official, place.key())).collect(),
        }
    }
}

impl KazakhTexts for BuiltTexts {
    fn message(&self, phrase: FormPhrase) -> &str {
        &self.messages[phrase as usize]
    }

    fn due(&self) -> &str {
        &self.due
    }

    fn order(&self, place: OrderPlace) -> &str {
        &self.order[place as usize]
    }
}

/// All services with all bases and kinds of work.
const CASES: [(Service, Option<Basis>, Option<WorkKind>); 9] = [
    (Service::Grant, Some(Basis::SettlementRegion), None),
    (Service::Grant, Some(Basis::DevelopingSettlement), None),
    (Service::Grant, Some(Basis::FamilyReunion), None),
    (Service::Grant, Some(Basis::Employment), Some(WorkKind::Employer)),
    (Service::Grant, Some(Basis::Employment), Some(WorkKind::SoleTrader)),
    (Service::Grant, Some(Basis::Study), None),
    (Service::Extend, None, None),
    (Service::DuplicateCertificate, None, None),
    (Service::DuplicateDecision, None, None),
];

fn day(day: u8, month: u8, year: u16) -> Value {
    json!({ "day": day.to_string(), "month": month.to_string(), "year": year.to_string() })
}

/// Returns a made-up person.
fn person(place: u8) -> Value {
    json!({
        "id": format!("{place:016x}"),
        "name": {
            "family": format!("SYNAQ{place}"), "given": format!("ULGI{place}"), "patronymic": format!("MYSAL{place}"),
            "original": format!("试验{place}"), "kazakh": format!("Сынақ Үлгі {place}"),
        },
        "born": day(place, 5, 1980),
        "birth_place": format!("Үлгі ауылы {place}"),
        "citizenship": "other",
        "citizenship_other": format!("Үлгі елі {place}"),
        "kazakh": true,
        "iin": format!("88010100000{place}"),
        "identity": {
            "number": format!("N0000{place}"), "issued": day(place, 2, 2020), "expires": day(place, 1, 2036),
            "no_expiry": false,
        },
        "kinship": null,
        "married": null,
    })
}

/// Returns a made-up draft in which every answer is given. It is written as JSON so that every field is named; serde would
/// fill in a missing one, and the test of completeness finds that.
fn full() -> Value {
    let mut people: Vec<Value> = (1..=5).map(person).collect();
    let applicant = people[0]["id"].clone();
    for (place, kinship) in [(1, "spouse_of"), (2, "parent_of"), (3, "child_of"), (4, "sibling_of")] {
        people[place]["kinship"] = json!({ kinship: applicant });
    }
    people[4]["married"] = json!(false);
    let page = |id: u8| {
        json!({ "id": format!("{id:016x}"), "name": format!("IMG_{id}.jpg"), "media": "jpeg", "bytes": 1000 + u32::from(id),
            "sha256": format!("{id:064x}"), "flaw": null })
    };
    let document = |id: u8, kind: &str| {
        json!({
            "id": format!("{id:016x}"), "kind": kind, "serves": [{ "document": kind, "person": applicant }],
            "language": "another", "expires": day(id, 3, 2035), "no_expiry": false, "holder": format!("IESI {id}"),
            "text": "", "pages": [page(id * 2)], "translation": [page(id * 2 + 1)],
        })
    };
    let mut written = document(30, "autobiography");
    written["text"] = json!("Бірінші жол.\nЕкінші жол.");
    written["pages"] = json!([]);
    written["translation"] = json!([]);
    json!({
        "edition": "539-2023",
        "service": "grant",
        "eligibility": { "citizen_now": false, "citizen_before": false, "kazakh": true, "to_live_permanently": true },
        "basis": "family_reunion",
        "facts": {
            "relative_name": "ТУЫС Сынақ", "relative_is": "other", "relative_is_other": "Нағашы", "relative_is_citizen": true,
            "relative_lives_in_region": true, "relative_is_kazakh": true, "housing": true, "home": "own",
            "work": "employer", "employer": "Үлгі ЖШС", "position": "Шебер", "trade": "Тігін", "institution": "Үлгі университеті",
            "programme": "Тарих",
        },
        "reason": "Мерзімі бітуіне",
        "status_ends": day(9, 9, 2026),
        "region": "KZ-35",
        "settlement": "Үлгі кенті",
        "address": "Сынақ көшесі, 1",
        "phone": "+998000000001",
        "email": "synaq@example.kz",
        "people": people,
        "documents": [
            document(10, "permanent_residence_permit"), document(20, "identity_document"), written,
        ],
        "acknowledged": [{ "requirement": { "document": "kinship_proof", "person": applicant }, "kind": "missing" }],
        "consent": true,
        "confirmed_name": "SYNAQ TOLYQ",
    })
}

fn full_draft(service: Service, basis: Option<Basis>, work: Option<WorkKind>) -> Draft {
    let mut draft: Draft = serde_json::from_value(full()).unwrap();
    draft.service = Some(service);
    draft.basis = basis;
    draft.facts.work = work.or(draft.facts.work);
    draft
}

fn required(draft: &Draft) -> Vec<Requirement> {
    checklist(&ChecklistInput::of(draft), Edition::by_id("539-2023").unwrap())
}

fn receipt(kind: ServiceKind) -> Receipt {
    Receipt {
        number: "SYNAQ-0001".into(),
        received_at: Instant(1_773_896_400),
        registered_on: parse_day("2026-03-20"),
        service_kind: kind,
    }
}

fn copy_of(texts: &BuiltTexts, kind: ServiceKind, draft: &Draft) -> String {
    let required = required(draft);
    let pages = draft.documents.iter().flat_map(rules::document::Document::all_pages);
    let name = |page: &rules::document::Page| ["files/", &page.id.to_text(), ".jpg"].concat();
    let files: Vec<PackagedFile> =
        pages.map(|page| PackagedFile { page: page.id, name: name(page) }).collect();
    let receipt = receipt(kind);
    let copy = OfficerCopy { kind, receipt: &receipt, draft, required: &required, files: &files };
    plain_text(&copy.sheets(texts))
}

#[test]
fn the_copy_of_each_case_is_as_stored() {
    let texts = BuiltTexts::read();
    for (name, (service, basis, work)) in [
        ("reunion", CASES[2]),
        ("employer", CASES[3]),
        ("study", CASES[5]),
        ("extension", CASES[6]),
        ("duplicate", CASES[7]),
    ] {
        let kind = if name == "study" { ServiceKind::Trial } else { ServiceKind::Authority };
        insta::assert_snapshot!(name, copy_of(&texts, kind, &full_draft(service, basis, work)));
    }
    let empty = Draft { service: Some(Service::Grant), ..Draft::default() };
    insta::assert_snapshot!("empty", copy_of(&texts, ServiceKind::Forwarding, &empty));
}

#[test]
fn the_rows_of_the_other_forms_are_as_stored() {
    let texts = BuiltTexts::read();
    let draft = full_draft(Service::Grant, Some(Basis::Study), None);
    let receipt = receipt(ServiceKind::Trial);
    let registration = Registration {
        receipt: &receipt,
        draft: Some(&draft),
        service: draft.service,
        authority_number: Some("SYNAQ/7"),
        registered: parse_day("2026-03-20").unwrap(),
        operator: "Сынақ орталығы",
        is_trial: true,
        term: Some(RegisteredTerm { days: 35, due: parse_day("2026-05-15") }),
    };
    insta::assert_snapshot!("annex_3", plain_text(&[annex_3(&texts, &registration)]));
    let without_term = Registration { term: None, authority_number: None, draft: None, ..registration };
    let notice = plain_text(&[annex_3(&texts, &without_term)]);
    assert!(notice.contains(texts.message(FormPhrase::FollowNoTerm)), "{notice}");
    assert!(!notice.contains("SYNAQ/7"), "{notice}");

    let refusal: EventRecord = serde_json::from_value(json!({
        "event_id": "e", "kind": "refused_to_accept", "on": "2026-03-23", "at": "2026-03-23T10:00:00Z", "reference": "12-Қ",
        "documents": [
            { "title": "Өмірбаян", "ground": "incomplete" }, { "title": "Паспорт", "ground": "expired" },
            { "title": "Анықтама", "ground": "incomplete" }, { "title": "Шарт", "ground": "expired" },
        ],
    }))
    .unwrap();
    insta::assert_snapshot!("annex_8", plain_text(&[annex_8(&texts, Some(&draft), &refusal)]));
    let nothing = EventRecord { documents: vec![], reference: None, ..refusal };
    let receipt = plain_text(&[annex_8(&texts, None, &nothing)]);
    assert!(receipt.contains("│ 1) ____;\n│ 2) ____;\n│ 3) ….\n"), "{receipt}");

    let required = required(&draft);
    let list = |people| checklist_sheet(&texts, &draft, &required, people);
    insta::assert_snapshot!("checklist", plain_text(&[list(ChecklistPeople::Named)]));
    let unnamed = plain_text(&[list(ChecklistPeople::Unnamed)]);
    assert!(!unnamed.contains("SYNAQ") && unnamed.contains("┊ Ата-анасы\n"), "{unnamed}");
}

// ---- Completeness

/// Returns the path of every value of a JSON text that has no parts; the numbers of list entries are omitted from the name.
fn leaves(value: &Value, pointer: &str, name: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(parts) => {
            for (key, part) in parts {
                leaves(part, &format!("{pointer}/{key}"), &format!("{name}.{key}"), found);
            }
        }
        Value::Array(parts) => {
            for (place, part) in parts.iter().enumerate() {
                leaves(part, &format!("{pointer}/{place}"), name, found);
            }
        }
        _ => found.push((pointer.to_owned(), name.trim_start_matches('.').to_owned())),
    }
}

/// Returns other values for a leaf, one of which the type of the field accepts.
fn others(leaf: &Value) -> Vec<Value> {
    match leaf {
        Value::Bool(yes) => vec![json!(!yes)],
        Value::String(_) => [
            "7",
            "BASQA",
            "grant",
            "study",
            "own",
            "somebody_elses",
            "sole_trader",
            "employer",
            "spouse",
            "other",
            "uzbekistan",
            "KZ-10",
            "kazakh_or_russian",
            "identity_document",
            "kinship_proof",
            "extend",
            "settlement_region",
            "missing",
            "expired",
            "0000000000000002",
        ]
        .into_iter()
        .filter(|other| leaf != *other)
        .map(|other| json!(other))
        .collect(),
        Value::Null => vec![json!(true), json!("0000000000000002"), json!("empty")],
        Value::Number(number) => vec![json!(number.as_u64().unwrap() + 1)],
        Value::Array(_) | Value::Object(_) => vec![],
    }
}

/// The fields that are no answers of the applicant, with the reason.
const NO_ANSWERS: [(&str, &str); 13] = [
    ("edition", "the edition of the form itself"),
    ("people.id", "links the parts of a draft"),
    ("documents.id", "links the parts of a draft"),
    ("documents.pages.id", "the name of the file has it"),
    ("documents.translation.id", "the name of the file has it"),
    ("documents.pages.name", "never trusted; application.json has it"),
    ("documents.translation.name", "never trusted; application.json has it"),
    ("documents.pages.media", "the name of the file has it"),
    ("documents.translation.media", "the name of the file has it"),
    ("documents.pages.bytes", "manifest.json has it"),
    ("documents.translation.bytes", "manifest.json has it"),
    ("documents.pages.sha256", "manifest.json has it"),
    ("documents.translation.sha256", "manifest.json has it"),
];

/// Facts that only some of the cases ask for, with the indices of these cases in [`CASES`].
const ASKED_IN_SOME: [(&str, &[usize]); 20] = [
    ("facts.relative_name", &[2]),
    ("facts.relative_is", &[2]),
    ("facts.relative_is_other", &[2]),
    ("facts.relative_is_citizen", &[2]),
    ("facts.relative_lives_in_region", &[2]),
    ("facts.relative_is_kazakh", &[2]),
    ("facts.housing", &[2, 3]),
    ("facts.home", &[2]),
    ("facts.work", &[3, 4]),
    ("facts.employer", &[3]),
    ("facts.position", &[3]),
    ("facts.trade", &[4]),
    ("facts.institution", &[5]),
    ("facts.programme", &[5]),
    ("reason", &[6, 7, 8]),
    ("status_ends.day", &[6]),
    ("status_ends.month", &[6]),
    ("status_ends.year", &[6]),
    ("basis", &[0, 1, 2, 3, 4, 5]),
    ("eligibility", &[0, 1, 2, 3, 4, 5]),
];

#[test]
fn a_change_of_any_answer_changes_the_copy_and_no_answer_without_a_question_does() {
    let texts = BuiltTexts::read();
    let given: Draft = serde_json::from_value(full()).unwrap();
    assert_eq!(
        serde_json::to_value(&given).unwrap(),
        without_nulls_of_flaws(full()),
        "the made-up draft lacks a field"
    );
    let mut seen = BTreeSet::new();
    for (index, (service, basis, work)) in CASES.into_iter().enumerate() {
        let draft = full_draft(service, basis, work);
        let before = copy_of(&texts, ServiceKind::Authority, &draft);
        let json = serde_json::to_value(&draft).unwrap();
        let mut found = Vec::new();
        leaves(&json, "", "", &mut found);
        assert!(found.len() > 150, "{}", found.len());
        for (pointer, name) in found {
            let leaf = json.pointer(&pointer).unwrap();
            if leaf.is_null() || NO_ANSWERS.iter().any(|(other, _)| *other == name) {
                continue;
            }
            let changed = others(leaf).into_iter().filter_map(|other| {
                let mut json = json.clone();
                *json.pointer_mut(&pointer).unwrap() = other;
                let changed: Draft = serde_json::from_value(json).ok()?;
                (changed != draft).then_some(changed)
            });
            let mut changed = changed.map(|draft| copy_of(&texts, ServiceKind::Authority, &draft)).peekable();
            assert!(changed.peek().is_some(), "{name}: no other value");
            let is_shown = changed.any(|after| after != before);
            let cases = ASKED_IN_SOME
                .iter()
                .find(|(other, _)| *other == name || name.starts_with(&format!("{other}.")));
            let mut is_asked = cases.is_none_or(|(_, cases)| cases.contains(&index));
            // Of the applicant, the nationality is among the eligibility answers; of the papers, one may expire.
            if pointer == "/people/0/kazakh"
                || (name.starts_with("documents.expires") || name == "documents.no_expiry")
                    && !pointer.starts_with("/documents/0/")
            {
                is_asked = false;
            }
            // Only the autobiography can be written instead of photographed.
            if name == "documents.text" && !pointer.starts_with("/documents/2/") {
                is_asked = false;
            }
            // Annex 6 does not ask for the nationality of the applicant, which was answered for a grant.
            if name == "eligibility.kazakh" && service != Service::Grant {
                continue;
            }
            assert_eq!(is_shown, is_asked, "{service:?} {basis:?} {work:?}: {name} at {pointer}");
            seen.insert(name);
        }
    }
    for (name, _) in ASKED_IN_SOME {
        assert!(seen.iter().any(|other| other.starts_with(name)), "{name} is no field");
    }
}

/// Omits the flaws of pages, which are omitted in a stored draft too if there is none.
fn without_nulls_of_flaws(mut draft: Value) -> Value {
    for document in draft["documents"].as_array_mut().unwrap() {
        for part in ["pages", "translation"] {
            for page in document[part].as_array_mut().unwrap() {
                page.as_object_mut().unwrap().remove("flaw");
            }
        }
    }
    draft
}

#[test]
fn every_field_of_the_check_has_its_own_label() {
    let draft = full_draft(Service::Grant, Some(Basis::Study), None);
    let empty = Draft { people: draft.people.clone(), service: Some(Service::Grant), ..Draft::default() };
    let problems = check(&empty, parse_day("2026-03-19").unwrap()).unwrap_err();
    let fields: BTreeSet<&str> = problems.iter().map(|problem| words::field(problem.field).key()).collect();
    assert!(fields.contains(words::field(Field::Address).key()) && fields.len() > 5, "{fields:?}");
    assert_eq!(words::field(Field::RelativeIsKazakh), FormPhrase::FieldRelativeIsKazakh);
}

// ---- Safety

/// Returns the beginning of a line, which tells its kind.
fn mark(line: &str) -> Option<&'static str> {
    ["│ ", "┊ ", "    → ", "    ◦ ", "    • "].into_iter().find(|mark| line.starts_with(mark))
}

#[test]
fn no_text_of_an_answer_can_look_like_another_line() {
    let texts = BuiltTexts::read();
    let separators = [
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\u{b}",
        "\u{c}",
        "\u{1b}[2K",
        "\u{8}",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{ad}",
        "\u{61c}",
        "\u{1680}",
        "\u{180e}",
        "\u{2003}",
        "\u{200b}",
        "\u{200e}",
        "\u{200f}",
        "\u{2028}",
        "\u{2029}",
        "\u{202a}",
        "\u{202b}",
        "\u{202c}",
        "\u{202d}",
        "\u{202e}",
        "\u{202f}",
        "\u{2060}",
        "\u{2066}",
        "\u{2067}",
        "\u{2068}",
        "\u{2069}",
        "\u{206e}",
        "\u{3000}",
        "\u{3164}",
        "\u{feff}",
        "\u{e0041}",
    ];
    let all = separators.concat();
    let hidden: Vec<char> = all.chars().filter(|char| !" \n[2K".contains(*char)).collect();
    for (service, basis, work) in CASES {
        let draft = full_draft(service, basis, work);
        let before = copy_of(&texts, ServiceKind::Authority, &draft);
        let json = serde_json::to_value(&draft).unwrap();
        let mut found = Vec::new();
        leaves(&json, "", "", &mut found);
        let mut forged_fields = 0;
        for (pointer, name) in found {
            let mut json = json.clone();
            let leaf = json.pointer_mut(&pointer).unwrap();
            if !leaf.is_string() || NO_ANSWERS.iter().any(|(other, _)| *other == name) {
                continue;
            }
            *leaf = json!(format!("A{all}┊ Келісім: Жоқ{all}│ B{all}    • Азаматтығы: C│{all}"));
            // An enum refuses such a text.
            let Ok(draft) = serde_json::from_value::<Draft>(json) else { continue };
            forged_fields += 1;
            let after = copy_of(&texts, ServiceKind::Authority, &draft);
            let found = after.chars().find(|char| hidden.contains(char));
            assert_eq!(found, None, "{name}\n{after}");
            for line in after.lines() {
                assert!(line.is_empty() || mark(line).is_some(), "{name}: {line:?}");
            }
            // Only the text of an autobiography has several lines, each of them a value.
            let lines = |text: &str| {
                text.lines().filter(|line| line.starts_with("┊ ") || line.starts_with("│ ")).count()
            };
            assert_eq!(lines(&after), lines(&before), "{name}\n{after}");
            let own = |text: &str, mark: char| text.chars().filter(|char| *char == mark).count();
            for mark in ['┊', '│', '•'] {
                assert!(own(&after, mark) <= own(&before, mark) + 1, "{name}: {mark}\n{after}");
            }
            let forged =
                |line: &&str| line.starts_with("┊ Келісім: Жоқ") || line.starts_with("    • Азаматтығы: C");
            assert_eq!(after.lines().find(forged), None, "{name}");
        }
        assert!(forged_fields > 60, "{forged_fields}");
    }
}

#[test]
fn a_typed_text_is_one_line_with_single_spaces() {
    for (typed, line) in [
        ("  көше\u{a0}\u{a0}1\r\n2  ", "көше 1 2"),
        ("\u{202a}+998 00\u{202c}", "+998 00"),
        ("a|b│c┊d→e•f◦g", "a*b*c*d*e*f*g"),
        ("علی\u{200c}رضا", "علی\u{200c}رضا"),
        ("\u{feff}\u{200b}", ""),
        ("x = y", "x = y"),
    ] {
        assert_eq!(one_line(typed), line);
    }
}

// ---- Rows

#[test]
fn the_groups_of_annex_1_have_the_words_of_the_order() {
    let texts = BuiltTexts::read();
    for (group, place) in [
        (FamilyGroup::Spouse, OrderPlace::Annex6Spouse),
        (FamilyGroup::Parents, OrderPlace::Annex6Parents),
        (FamilyGroup::ChildrenAndTheirFamilies, OrderPlace::Annex6Children),
        (FamilyGroup::UnmarriedSiblings, OrderPlace::Annex6Siblings),
    ] {
        let (words, _) = texts.order(place).split_once('_').unwrap();
        assert_eq!(texts.message(words::family_group(group)), words.trim_end());
    }
    assert_eq!(texts.message(FormPhrase::FormMembers), texts.order(OrderPlace::Annex6Members));
}

#[test]
fn rows_marked_as_the_orders_have_its_words_letter_by_letter() {
    let texts = BuiltTexts::read();
    let quoted: String = OrderPlace::ALL
        .iter()
        .map(|place| [texts.order(*place).replace('\n', " "), "\n".into()].concat())
        .collect();
    for (service, basis, work) in CASES {
        let draft = full_draft(service, basis, work);
        let required = required(&draft);
        let sent = parse_day("2026-03-19");
        let sheets = [annex_1(&texts, &draft, &required, sent), annex_6(&texts, &draft, None)];
        let rows: Vec<&Row> = sheets.iter().flat_map(|sheet| &sheet.rows).collect();
        let of_order = rows.iter().filter(|row| row.source == WordingSource::Order);
        assert_eq!(of_order.clone().count(), 2 + 16);
        for row in of_order {
            for part in &row.parts {
                let (RowPart::Words(words) | RowPart::Choice(words, _)) = part else { continue };
                assert!(quoted.contains(words.as_str()), "{words}");
            }
        }
    }
}

#[test]
fn the_copy_has_kazakh_words_for_every_value() {
    let texts = BuiltTexts::read();
    let mut draft = full_draft(Service::Grant, Some(Basis::FamilyReunion), None);
    let ascii_free = |draft: &Draft| {
        let copy = copy_of(&texts, ServiceKind::Authority, draft);
        for word in
            ["KZ-", "uzbekistan", "identity_document", "somebody_elses", "family_reunion", "true", "false"]
        {
            assert!(!copy.contains(word), "{word}\n{copy}");
        }
        copy
    };
    for citizenship in Citizenship::ALL {
        for person in &mut draft.people {
            person.citizenship = Some(citizenship);
        }
        let name = texts.message(words::citizenship(citizenship));
        let name = if citizenship == Citizenship::Other { "Үлгі елі 1" } else { name };
        assert!(ascii_free(&draft).contains(&["┊ Азаматтығы: ", name, "\n"].concat()), "{name}");
    }
    for region in Region::all() {
        draft.region = Some(region);
        let row = ["┊ Облыс немесе қала: ", texts.message(words::region(region)), "\n"].concat();
        assert!(ascii_free(&draft).contains(&row), "{row}");
    }
    draft.people[0].identity.no_expiry = true;
    assert!(ascii_free(&draft).contains("┊ Жарамдылық мерзімі: Мерзімсіз\n"));
    assert_ne!(words::document(DocumentKind::Autobiography), words::document(DocumentKind::EarlierDecision));
}

#[test]
fn only_the_authoritys_own_service_registers() {
    let texts = BuiltTexts::read();
    let draft = full_draft(Service::Extend, None, None);
    for (kind, is_registered) in
        [(ServiceKind::Authority, true), (ServiceKind::Forwarding, false), (ServiceKind::Trial, false)]
    {
        let copy = copy_of(&texts, kind, &draft);
        assert_eq!(copy.contains("┊ Тіркелген күні: 2026 жылғы 20 наурыз\n"), is_registered, "{copy}");
        assert_eq!(copy.contains("өтініш мұнда тіркелмейді"), !is_registered, "{copy}");
    }
}

#[test]
fn each_text_is_at_its_place_in_the_list() {
    for (place, phrase) in FormPhrase::ALL.iter().enumerate() {
        assert_eq!(*phrase as usize, place, "{}", phrase.key());
    }
    for (place, of_order) in OrderPlace::ALL.iter().enumerate() {
        assert_eq!(*of_order as usize, place, "{}", of_order.key());
    }
}

/// The build of the app reports an unused message only if no list names it.
#[test]
fn each_listed_text_is_used_by_a_form() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files =
        files.filter(|path| path.is_file() && !path.ends_with("phrase.rs") && !path.ends_with("tests.rs"));
    let source: String = files.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let names: BTreeSet<&str> = source
        .split("::")
        .map(|part| part.split(|char: char| !char.is_alphanumeric()).next().unwrap())
        .collect();
    let phrases = FormPhrase::ALL.iter().map(|phrase| format!("{phrase:?}"));
    let places = OrderPlace::ALL.iter().map(|place| format!("{place:?}"));
    let unused: Vec<String> = phrases.chain(places).filter(|name| !names.contains(name.as_str())).collect();
    assert!(unused.is_empty(), "{unused:?}");
}
