//! Compares the conversions of this module with serde's.

use super::*;
use crate::answer::{Owned, Receipt, Refusal, ServiceInfo, Status};
use crate::contact::ContactDetails;
use crate::event::{EventRecord, RefusedDocument, RegistrationReport};
use crate::share::{NewShare, Share, ShareCode, ShareToken, SharedStatus, Shares, TypedCode};
use crate::stored::{Refused, StoredDraft};
use crate::submission::{FileClaim, Submission};
use proptest::collection::vec;
use proptest::option::of as maybe;
use proptest::prelude::*;
use rules::check::{Field, Problem, ProblemKind};
use rules::document::{Document, Page, RequirementKey};
use rules::draft::{BasisFacts, Draft, EligibilityAnswers, IdentityDocument, Kinship, Name, Person};
use rules::event::Event;
use rules::finding::Finding;
use rules::time::TypedDay;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// A type that both this module and serde convert.
trait Both: Json + Serialize + DeserializeOwned + PartialEq + Debug {}
impl<T: Json + Serialize + DeserializeOwned + PartialEq + Debug> Both for T {}

fn both_write_and_read_the_same<T: Both>(thing: &T) -> Result<(), TestCaseError> {
    let ours = write(thing);
    let theirs = serde_json::to_string(thing).unwrap();
    prop_assert_eq!(&ours, &theirs);
    let (read_by_us, read_by_them) = (read::<T>(&theirs), serde_json::from_str::<T>(&ours).ok());
    prop_assert_eq!(read_by_us.as_ref(), Some(thing));
    prop_assert_eq!(read_by_them.as_ref(), Some(thing));
    Ok(())
}

type Parts = Vec<(String, Value)>;

/// Calls `out` with every value that differs from this one in one place: a field that is missing, duplicated, renamed
/// or unknown, or a value replaced by one of another kind.
fn changed_anywhere(value: &Value, out: &mut dyn FnMut(Value)) {
    let others = [
        Value::Null,
        Value::Bool(true),
        Value::Natural(0),
        Value::Natural(70_000),
        Value::Negative(-1),
        text(""),
        text("registered"),
        text("0000000000000001"),
        text("2026-02-30"),
        Value::Record(vec![]),
    ];
    others.into_iter().for_each(&mut *out);
    match value {
        Value::List(values) => {
            for (place, inner) in values.iter().enumerate() {
                let mut shorter = values.clone();
                shorter.remove(place);
                out(Value::List(shorter));
                changed_anywhere(inner, &mut |changed| {
                    let mut values = values.clone();
                    values[place] = changed;
                    out(Value::List(values));
                });
            }
            let mut longer = values.clone();
            longer.push(Value::Null);
            out(Value::List(longer));
        }
        Value::Record(parts) => {
            for (place, (name, inner)) in parts.iter().enumerate() {
                let with = |change: &dyn Fn(&mut Parts)| {
                    let mut parts = parts.clone();
                    change(&mut parts);
                    Value::Record(parts)
                };
                out(with(&|parts| drop(parts.remove(place))));
                out(with(&|parts| parts.push((name.clone(), inner.clone()))));
                out(with(&|parts| parts[place].0.push('x')));
                changed_anywhere(inner, &mut |changed| {
                    out(with(&|parts| parts[place].1 = changed.clone()));
                });
            }
            let mut more = parts.clone();
            more.insert(0, ("unknown".into(), Value::List(vec![Value::Null])));
            out(Value::Record(more));
        }
        _ => {}
    }
}

/// Checks that for every changed value both read the same thing or both fail.
fn both_judge_changes_the_same<T: Both>(thing: &T) {
    changed_anywhere(&thing.to_json(), &mut |changed| {
        let text = value::write(&changed);
        assert_eq!(T::from_json(&changed), serde_json::from_str(&text).ok(), "{text}");
    });
}

fn any_word<T: NamedVariants + Debug>() -> impl Strategy<Value = T> {
    proptest::sample::select(T::ALL).prop_map(|(_, variant)| variant)
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x1f\"\\\\/\\x7f\u{2028}\u{feff}қӘ中ۇ😀a]{0,12}",
        Just(String::new())
    ]
}

/// Days with a year of four digits, which can be written.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..3_652_000_u64).prop_map(|days| {
        NaiveDate::from_ymd_opt(0, 1, 1).unwrap().checked_add_days(chrono::Days::new(days)).unwrap()
    })
}

fn any_instant() -> impl Strategy<Value = Instant> {
    (-62_000_000_000..253_000_000_000_i64).prop_map(Instant)
}

fn any_person_id() -> impl Strategy<Value = PersonId> {
    any::<u64>().prop_map(PersonId)
}

fn any_region() -> impl Strategy<Value = Region> {
    proptest::sample::select(Region::all().collect::<Vec<_>>())
}

fn any_kinship() -> impl Strategy<Value = Kinship> {
    let edges = [Kinship::SpouseOf, Kinship::ParentOf, Kinship::ChildOf, Kinship::SiblingOf];
    (proptest::sample::select(edges.to_vec()), any_person_id()).prop_map(|(edge, person)| edge(person))
}

fn any_requirement() -> impl Strategy<Value = RequirementKey> {
    (any_word(), any_person_id()).prop_map(|(document, person)| RequirementKey { document, person })
}

prop_compose! {
    fn any_typed_day()(day in any_text(), month in any_text(), year in any_text()) -> TypedDay {
        TypedDay { day, month, year }
    }
}

prop_compose! {
    fn any_name()([family, given, patronymic, original, kazakh] in [(); 5].map(|()| any_text())) -> Name {
        Name { family, given, patronymic, original, kazakh }
    }
}

prop_compose! {
    fn any_identity()(
        number in any_text(),
        issued in any_typed_day(),
        expires in any_typed_day(),
        no_expiry: bool,
    ) -> IdentityDocument {
        IdentityDocument { number, issued, expires, no_expiry }
    }
}

prop_compose! {
    fn any_person()(
        id in any_person_id(),
        name in any_name().boxed(),
        born in any_typed_day(),
        [birth_place, citizenship_other, iin] in [(); 3].map(|()| any_text()),
        citizenship in maybe(any_word()),
        kazakh: Option<bool>,
        identity in any_identity().boxed(),
        kinship in maybe(any_kinship()),
        married: Option<bool>,
    ) -> Person {
        Person {
            id, name, born, birth_place, citizenship, citizenship_other, kazakh, iin, identity, kinship, married,
        }
    }
}

prop_compose! {
    fn any_page()(
        id in any::<u64>().prop_map(PageId),
        name in any_text(),
        media in any_word(),
        bytes: u64,
        sha256 in any_text(),
        flaw in maybe(any_word()),
    ) -> Page {
        Page { id, name, media, bytes, sha256, flaw }
    }
}

prop_compose! {
    fn any_document()(
        id in any::<u64>().prop_map(DocumentId),
        kind in any_word(),
        serves in vec(any_requirement(), 0..3),
        language in maybe(any_word()),
        expires in any_typed_day(),
        no_expiry: bool,
        [holder, text] in [(); 2].map(|()| any_text()),
        pages in vec(any_page().boxed(), 0..3),
        translation in vec(any_page().boxed(), 0..2),
    ) -> Document {
        Document { id, kind, serves, language, expires, no_expiry, holder, text, pages, translation }
    }
}

prop_compose! {
    fn any_facts()(
        [relative_name, relative_is_other, employer, position, trade, institution, programme]
            in [(); 7].map(|()| any_text()),
        relative_is in maybe(any_word()),
        [relative_is_citizen, relative_lives_in_region, relative_is_kazakh, housing]: [Option<bool>; 4],
        home in maybe(any_word()),
        work in maybe(any_word()),
    ) -> BasisFacts {
        BasisFacts {
            relative_name, relative_is, relative_is_other, relative_is_citizen, relative_lives_in_region,
            relative_is_kazakh, housing, home, work, employer, position, trade, institution, programme,
        }
    }
}

prop_compose! {
    fn any_finding()(requirement in any_requirement(), kind in any_word()) -> Finding {
        Finding { requirement, kind }
    }
}

prop_compose! {
    fn any_draft()(
        [edition, reason, settlement, address, phone, email, confirmed_name] in [(); 7].map(|()| any_text()),
        service in maybe(any_word()),
        [citizen_now, citizen_before, kazakh, to_live_permanently]: [Option<bool>; 4],
        basis in maybe(any_word()),
        facts in any_facts().boxed(),
        status_ends in any_typed_day(),
        region in maybe(any_region()),
        people in vec(any_person().boxed(), 0..3),
        documents in vec(any_document().boxed(), 0..3),
        acknowledged in vec(any_finding(), 0..3),
        consent: bool,
    ) -> Draft {
        let eligibility = EligibilityAnswers { citizen_now, citizen_before, kazakh, to_live_permanently };
        Draft {
            edition, service, eligibility, basis, facts, reason, status_ends, region, settlement, address, phone, email, people, documents,
            acknowledged, consent, confirmed_name,
        }
    }
}

prop_compose! {
    fn any_stored()(
        version: u16,
        id in any::<u64>().prop_map(DraftId),
        revision: u64,
        saved_at in any_instant(),
        draft in any_draft().boxed(),
        [owner_key, submission_key] in [(); 2].map(|()| any_text()),
        number in maybe(any_text()),
        refused in maybe(vec(any_requirement(), 0..3).prop_map(|documents| Refused { documents })),
        title in maybe(any_text()),
    ) -> StoredDraft {
        StoredDraft { version, id, revision, saved_at, draft, owner_key, submission_key, number, refused, title }
    }
}

prop_compose! {
    fn any_claim()(
        page in any::<u64>().prop_map(PageId),
        [file, sha256] in [(); 2].map(|()| any_text()),
    ) -> FileClaim {
        FileClaim { page, file, sha256 }
    }
}

prop_compose! {
    fn any_submission()(
        version: u16,
        [edition, calendar] in [(); 2].map(|()| any_text()),
        day in any_day(),
        draft in any_draft().boxed(),
        files in vec(any_claim(), 0..3),
    ) -> Submission {
        Submission { version, edition, calendar, day, draft, files }
    }
}

prop_compose! {
    fn any_service_info()(
        now in any_instant(),
        day in any_day(),
        [edition, calendar, operator] in [(); 3].map(|()| any_text()),
        kind in any_word(),
        test_clock: bool,
    ) -> ServiceInfo {
        ServiceInfo { now, day, edition, calendar, operator, kind, test_clock }
    }
}

prop_compose! {
    fn any_receipt()(
        number in any_text(),
        received_at in any_instant(),
        registered_on in proptest::option::of(any_day()),
        service_kind in any_word(),
    ) -> Receipt {
        Receipt { number, received_at, registered_on, service_kind }
    }
}

prop_compose! {
    fn any_refused_document()(
        title in any_text(),
        ground in any_word(),
        requirement in maybe(any_requirement()),
    ) -> RefusedDocument {
        RefusedDocument { title, ground, requirement }
    }
}

prop_compose! {
    fn any_event()(
        event_id in any_text(),
        kind in any_word(),
        on in any_day(),
        replaces in maybe(any_text()),
        at in any_instant(),
        documents in vec(any_refused_document(), 0..3),
        reference in maybe(any_text()),
        by_applicant: bool,
    ) -> EventRecord {
        let event = Event { event_id, kind, on, replaces, came_in: None };
        EventRecord { event, at, documents, reference, by_applicant }
    }
}

prop_compose! {
    fn any_status()(
        receipt in any_receipt(),
        service in any_word(),
        basis in maybe(any_word()),
        [edition, calendar] in [(); 2].map(|()| any_text()),
        events in vec(any_event().boxed(), 0..4),
        as_of in any_instant(),
    ) -> Status {
        Status { receipt, service, basis, edition, calendar, events, as_of }
    }
}

prop_compose! {
    fn any_share()([id, name, token] in [(); 3].map(|()| any_text()), made_at in any_instant()) -> Share {
        Share { id, name, token, made_at }
    }
}

prop_compose! {
    fn any_shared_status()(status in any_status(), needed: bool) -> SharedStatus {
        let Status { service, edition, calendar, events, as_of, .. } = status;
        SharedStatus { service, edition, calendar, events, needed, as_of }
    }
}

fn any_field() -> impl Strategy<Value = Field> {
    prop_oneof![
        any_word(),
        (any_person_id(), any_word()).prop_map(|(person, field)| Field::Person(person, field)),
        (any::<u64>(), any_word()).prop_map(|(id, field)| Field::Document(DocumentId(id), field)),
    ]
}

fn any_problem() -> impl Strategy<Value = Problem> {
    let kind = prop_oneof![
        any_word(),
        any_word().prop_map(ProblemKind::Day),
        any_word().prop_map(ProblemKind::Iin),
    ];
    (any_field(), kind).prop_map(|(field, kind)| Problem { field, kind })
}

prop_compose! {
    fn any_refusal()(
        code in any_word(),
        detail in any_text(),
        problems in vec(any_problem().boxed(), 0..4),
        missing in vec(any::<u64>().prop_map(PageId), 0..3),
        receipt in maybe(any_receipt()),
        service in maybe(any_service_info()),
    ) -> Refusal {
        Refusal { code, detail, problems, missing, receipt, service }
    }
}

proptest! {
    #[test]
    fn stored_drafts(draft in any_stored()) {
        both_write_and_read_the_same(&draft)?;
    }

    #[test]
    fn submissions(submission in any_submission()) {
        both_write_and_read_the_same(&submission)?;
    }

    #[test]
    fn statuses_with_their_times(status in any_status(), at in any_instant()) {
        both_write_and_read_the_same(&status)?;
        both_write_and_read_the_same(&Some((status, at)))?;
    }

    #[test]
    fn reported_registrations(number in any_text(), on in any_day()) {
        both_write_and_read_the_same(&RegistrationReport { number, on })?;
    }

    #[test]
    fn family_links(shares in vec(any_share(), 0..3), status in any_shared_status(), ends_at in any_instant()) {
        for Share { id, name, token, .. } in &shares {
            both_write_and_read_the_same(&NewShare { id: id.clone(), name: name.clone() })?;
            both_write_and_read_the_same(&ShareCode { code: name.clone(), ends_at })?;
            both_write_and_read_the_same(&TypedCode { code: name.clone() })?;
            both_write_and_read_the_same(&ShareToken { token: token.clone() })?;
        }
        both_write_and_read_the_same(&Shares { shares })?;
        both_write_and_read_the_same(&status)?;
    }

    #[test]
    fn refusals(refusal in any_refusal()) {
        both_write_and_read_the_same(&refusal)?;
    }

    #[test]
    fn service_infos(info in any_service_info(), numbers in vec(any_text(), 0..4)) {
        both_write_and_read_the_same(&info)?;
        both_write_and_read_the_same(&Owned { numbers })?;
        both_write_and_read_the_same(&ContactDetails { phone: info.edition, email: info.operator })?;
    }

    #[test]
    fn numbers(small: u16, middle: u32, large: u64, signed: i64) {
        both_write_and_read_the_same(&small)?;
        both_write_and_read_the_same(&middle)?;
        both_write_and_read_the_same(&large)?;
        both_write_and_read_the_same(&signed)?;
    }

    #[test]
    fn no_text_makes_reading_panic(text in any::<String>()) {
        let _ = read::<StoredDraft>(&text);
        let _ = crate::stored::read(&text);
    }
}

/// Returns a generated value in which every field of every record is filled.
fn full<S: Strategy + 'static>(strategy: S, is_full: impl Fn(&S::Value) -> bool) -> S::Value {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = strategy.boxed();
    std::iter::repeat_with(|| strategy.new_tree(&mut runner).unwrap().current())
        .take(20_000)
        .find(is_full)
        .unwrap()
}

#[test]
fn a_draft_with_any_single_change_is_judged_the_same() {
    let person = full(any_person(), |person| person.kinship.is_some() && person.citizenship.is_some());
    let document = full(any_document(), |document| {
        document.pages.len() == 1 && document.serves.len() == 1 && document.language.is_some()
    });
    let facts = full(any_facts(), |facts| {
        facts.home.is_some() && facts.work.is_some() && facts.relative_is.is_some()
    });
    let draft = full(any_draft(), |draft| {
        draft.service.is_some()
            && draft.basis.is_some()
            && draft.region.is_some()
            && draft.acknowledged.len() == 1
    });
    let draft = Draft { people: vec![person], documents: vec![document], facts, ..draft };
    let stored = full(any_stored(), |stored| stored.number.is_some());
    both_judge_changes_the_same(&StoredDraft { draft, ..stored });
}

#[test]
fn a_submission_with_any_single_change_is_judged_the_same() {
    let submission = full(any_submission(), |submission| submission.files.len() == 1);
    both_judge_changes_the_same(&Submission { draft: Draft::default(), ..submission });
}

#[test]
fn a_status_with_any_single_change_is_judged_the_same() {
    let event = full(any_event(), |record| {
        record.event.replaces.is_some()
            && record.reference.is_some()
            && record.documents.len() == 1
            && record.documents.iter().all(|document| document.requirement.is_some())
    });
    let status = full(any_status(), |status| status.basis.is_some());
    both_judge_changes_the_same(&Status { events: vec![event], ..status });
    both_judge_changes_the_same(&SharedStatus { events: Vec::new(), ..full(any_shared_status(), |_| true) });
    both_judge_changes_the_same(&Shares { shares: vec![full(any_share(), |_| true)] });
}

#[test]
fn a_refusal_with_any_single_change_is_judged_the_same() {
    let holds_things = |problem: &Problem| {
        matches!(problem.field, Field::Person(..)) && matches!(problem.kind, ProblemKind::Day(_))
    };
    let refusal = full(any_refusal(), |refusal| {
        refusal.problems.len() == 2
            && refusal.problems.iter().any(holds_things)
            && refusal.missing.len() == 1
            && refusal.receipt.is_some()
            && refusal.service.is_some()
    });
    both_judge_changes_the_same(&refusal);
    both_judge_changes_the_same(&ContactDetails::default());
    both_judge_changes_the_same(&Owned { numbers: vec![String::new()] });
}

#[test]
fn each_word_equals_that_of_serde() {
    fn check<T: NamedVariants + Both>() {
        for (word, variant) in T::ALL {
            assert_eq!(serde_json::to_value(variant).unwrap(), *word);
            assert_eq!(read(&write(variant)), Some(*variant));
        }
    }
    check::<rules::service::Service>();
    check::<rules::service::Basis>();
    check::<rules::service::WorkKind>();
    check::<rules::service::Home>();
    check::<rules::service::CloseRelative>();
    check::<rules::draft::Citizenship>();
    check::<rules::document::DocumentKind>();
    check::<rules::document::PaperLanguage>();
    check::<rules::document::Media>();
    check::<rules::document::PageFlaw>();
    check::<rules::finding::FindingKind>();
    check::<rules::finding::RefusalGround>();
    check::<rules::event::EventKind>();
    check::<crate::answer::RefusalCode>();
    check::<Field>();
    check::<rules::check::PersonField>();
    check::<rules::check::DocumentField>();
    check::<ProblemKind>();
    check::<rules::time::DayProblem>();
    check::<rules::iin::IinProblem>();
}

#[test]
fn texts_that_only_serde_reads() {
    let word = r#"{"numbers":[],"more":1.5}"#;
    assert!(serde_json::from_str::<Owned>(word).is_ok());
    assert_eq!(read::<Owned>(word), None);
    assert!(serde_json::from_str::<Owned>("[[]]").is_ok());
    assert_eq!(read::<Owned>("[[]]"), None);
    assert!(serde_json::from_str::<rules::service::Home>(r#"{"own":null}"#).is_ok());
    assert_eq!(read::<rules::service::Home>(r#"{"own":null}"#), None);
}
