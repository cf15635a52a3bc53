//! A made-up second edition, as data only: other terms, one more stage, one more document, another channel. Everything
//! that depends on the edition must follow it, and applications registered before it keep their own edition.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot continue has failed")]

use chrono::NaiveDate;
use rules::calendar::WorkingCalendar;
use rules::checklist::{ChecklistInput, checklist};
use rules::citation::{Act, Citation, Locus, Mark};
use rules::document::{Document, DocumentKind as D, RequirementKey};
use rules::draft::{Draft, Person};
use rules::edition::{
    Amended, BasisRule, Channel, ChannelRule, Condition, CounterWait, DocumentRule, Edition, Holder, InForce,
    OpenTo, RegistryEntry, ServiceRule, Stage, StageRule, Term, Until, WaitAt, WaitFor, Whom,
};
use rules::event::{Event, EventKind as E};
use rules::examine::examine;
use rules::finding::FindingKind;
use rules::id::{DocumentId, PersonId};
use rules::region::{Region, SettlementRegions};
use rules::service::{Basis, Service};
use rules::time::{TypedDay, parse_day};
use rules::timeline::{StageState, Timeline};

const ACT: Act = Act::Order539;

const fn cited(place: Locus) -> Citation {
    Citation { act: ACT, place, mark: Mark::Order }
}

const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

const fn term(working_days: u16) -> Term {
    let citation = cited(Locus::Paragraph("20"));
    Term { working_days, citation, starting_point: citation }
}

const fn service(service: Service, term: Option<Term>) -> ServiceRule {
    ServiceRule { service, form: cited(Locus::Annex(1)), term, decided_by: None }
}

const fn stage(stage: Stage, days: u16, begins: &'static [E], ends: &'static [E]) -> StageRule {
    StageRule {
        stage,
        service: Service::Grant,
        working_days: days,
        begins,
        announced_by: None,
        from_receipt: false,
        parallel: false,
        ends: Until::Any(ends),
        holder: Holder::LocalExecutiveBody,
        citation: cited(Locus::Paragraph("21")),
    }
}

const fn asked(document: D, whom: Whom) -> DocumentRule {
    DocumentRule {
        service: Service::Grant,
        document,
        whom,
        when: Condition::Always,
        instead: &[],
        citation: cited(Locus::Annex(2)),
    }
}

const HEARING: Stage = Stage("made_up_hearing");

/// No such order exists.
const MADE_UP: Edition = Edition {
    id: "made-up",
    act: ACT,
    number: "0",
    signed: date(2026, 9, 1),
    registered: RegistryEntry { number: "0", on: date(2026, 9, 2) },
    amends: Amended { number: "0", signed: date(2013, 7, 22), registered_number: "0" },
    in_force: date(2026, 10, 1),
    in_force_verified: true,
    in_force_citation: cited(Locus::OwnParagraph("1")),
    services: &[
        service(Service::Grant, Some(term(30))),
        service(Service::Extend, None),
        service(Service::DuplicateCertificate, Some(term(2))),
    ],
    stages: &[
        stage(Stage::CHECK, 2, &[E::Registered], &[E::Accepted, E::RefusedToAccept]),
        stage(Stage::COMMISSION, 3, &[E::HandedToCommission], &[E::RecommendedGrant, E::RecommendedRefusal]),
        stage(HEARING, 4, &[E::RecommendedRefusal], &[E::Granted, E::Refused]),
    ],
    bases: &[BasisRule { basis: Basis::Study, citation: cited(Locus::Paragraph("22")) }],
    documents: &[
        asked(D::IdentityDocument, Whom::Everybody),
        asked(D::PermanentResidencePermit, Whom::Everybody),
    ],
    translation: None,
    channels: &[ChannelRule {
        service: Service::Grant,
        channel: Channel::StateCorporation,
        open_to: OpenTo::Everybody,
        issues_result: true,
        citation: cited(Locus::Paragraph("23")),
    }],
    waits: &[CounterWait {
        wait_for: WaitFor::HandIn,
        at: WaitAt::ServiceProvider,
        minutes: 10,
        citation: cited(Locus::Paragraph("24")),
    }],
    settlement_regions: &[SettlementRegions::new(date(2026, 9, 1), cited(Locus::Paragraph("25")), &[71])],
};

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn order_539() -> &'static Edition {
    Edition::by_id("539-2023").unwrap()
}

/// Returns the editions of a country in which the made-up order was issued, with static lifetime.
fn editions() -> &'static [Edition] {
    let order = order_539();
    Box::leak(Box::new([Edition { ..*order }, MADE_UP]))
}

#[test]
fn each_day_has_its_edition_and_the_older_one_becomes_certain() {
    let on = |text| Edition::in_force_among(editions(), day(text));
    assert!(matches!(on("2026-09-30"), InForce::Known(edition) if edition.id == "539-2023"));
    assert!(
        matches!(on("2026-10-01"), InForce::DefaultLaterActsMayApply(edition) if edition.id == "made-up")
    );
    assert!(matches!(on("2023-12-31"), InForce::BeforeFirst(edition) if edition.id == "539-2023"));
    assert_eq!(on("2026-09-30").edition().id, "539-2023");
    assert_eq!(on("2026-10-01").edition().id, "made-up");
    assert_eq!(on("2023-12-31").edition().id, "539-2023");
}

fn student(expires: &str) -> Draft {
    let applicant = PersonId(1);
    let mut person = Person { id: applicant, ..Person::default() };
    person.identity.expires = TypedDay::of(day(expires));
    let mut passport =
        Document::new(DocumentId(1), RequirementKey { document: D::IdentityDocument, person: applicant });
    passport.text = "made up".into();
    Draft {
        service: Some(Service::Grant),
        basis: Some(Basis::Study),
        people: vec![person, Person { id: PersonId(2), ..Person::default() }],
        documents: vec![passport],
        ..Draft::default()
    }
}

#[test]
fn the_checklist_has_the_added_document_and_no_removed_one() {
    let case = ChecklistInput::of(&student("2030-01-01"));
    let list: Vec<_> = checklist(&case, &MADE_UP)
        .iter()
        .map(|line| (line.key.document, line.key.person.0, line.citation.act, line.translation))
        .collect();
    let expected = [
        (D::IdentityDocument, 1, ACT, None),
        (D::PermanentResidencePermit, 1, ACT, None),
        (D::IdentityDocument, 2, ACT, None),
        (D::PermanentResidencePermit, 2, ACT, None),
    ];
    assert_eq!(list, expected);
    assert!(checklist(&case, order_539()).iter().any(|line| line.key.document == D::StudyCertificate));
}

#[test]
fn the_examination_requires_the_added_document_and_uses_the_other_term() {
    let calendar = WorkingCalendar::built_in();
    let on = day("2026-10-05");
    let missing = |edition| {
        let found = examine(&student("2030-01-01"), edition, &calendar, on).defects;
        let kinds = found.into_iter().filter(|defect| defect.finding.kind == FindingKind::Missing);
        kinds.map(|defect| defect.finding.requirement.document).collect::<Vec<_>>()
    };
    assert_eq!(missing(&MADE_UP).iter().filter(|kind| **kind == D::PermanentResidencePermit).count(), 2);
    assert!(!missing(order_539()).contains(&D::PermanentResidencePermit));
    let horizon = |edition| examine(&student("2030-01-01"), edition, &calendar, on).horizon;
    assert_eq!(horizon(&MADE_UP), calendar.add(on, 30));
    assert_eq!(horizon(order_539()), calendar.add(on, 35));
}

fn event(kind: E, on: &str) -> Event {
    Event { event_id: format!("{kind:?}"), kind, on: day(on), replaces: None, came_in: None }
}

#[test]
fn the_timeline_has_the_added_stage_and_the_other_terms() {
    let calendar = WorkingCalendar::built_in();
    let events = [event(E::Registered, "2026-10-05"), event(E::RecommendedRefusal, "2026-10-12")];
    let run = |edition| Timeline::new(Service::Grant, edition, &calendar, &events, day("2026-10-13")).current;
    let (new, old) = (run(&MADE_UP), run(order_539()));
    let names =
        |run: &rules::timeline::Proceeding| run.stages.iter().map(|view| view.stage).collect::<Vec<_>>();
    assert_eq!(names(&new), [Stage::CHECK, Stage::COMMISSION, HEARING]);
    assert_eq!(
        names(&old),
        [
            Stage::CHECK,
            Stage::INTERNAL_AFFAIRS,
            Stage::NATIONAL_SECURITY,
            Stage::TO_COMMISSION,
            Stage::COMMISSION
        ]
    );
    let StageState::Running(clock) = new.stages[2].state else { panic!("the hearing runs: {new:?}") };
    assert_eq!((clock.entered, clock.due), (day("2026-10-12"), calendar.add(day("2026-10-12"), 4)));
    assert_eq!(new.whole.unwrap().clock.due, calendar.add(day("2026-10-05"), 30));
    assert_eq!(old.whole.unwrap().clock.due, calendar.add(day("2026-10-05"), 35));
    let whole =
        |service| Timeline::new(service, &MADE_UP, &calendar, &events, day("2026-10-13")).current.whole;
    assert_eq!(whole(Service::Extend), None);
    assert_eq!(whole(Service::DuplicateCertificate).unwrap().working_days, 2);
    assert_eq!(whole(Service::DuplicateDecision), None);
}

#[test]
fn channels_bases_and_regions_are_its_own() {
    let channels: Vec<Channel> = MADE_UP.channels_of(Service::Grant).map(|rule| rule.channel).collect();
    assert_eq!(channels, [Channel::StateCorporation]);
    assert!(!MADE_UP.channels_disagree(Service::Grant));
    assert_eq!(MADE_UP.basis_citation(Basis::Study).map(|citation| citation.act), Some(ACT));
    assert_eq!(MADE_UP.basis_citation(Basis::Employment), None);
    let regions = MADE_UP.settlement_regions_on(day("2026-12-01")).unwrap();
    let listed: Vec<u8> =
        Region::all().filter(|region| regions.contains(*region)).map(Region::number).collect();
    assert_eq!(listed, [71]);
}
