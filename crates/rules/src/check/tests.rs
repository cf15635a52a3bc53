use super::*;
use crate::document::DocumentKind;
use crate::document::{Media, Page, PaperLanguage, RequirementKey};
use crate::draft::{BasisFacts, EligibilityAnswers, IdentityDocument, Name};
use crate::id::PageId;
use crate::region::Region;
use crate::service::Home;
use crate::time::parse_day;

const APPLICANT: PersonId = PersonId(1);
const CHILD: PersonId = PersonId(2);

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-23")
}

fn made_up_person(id: PersonId) -> Person {
    Person {
        id,
        name: Name { family: "SYNAQOVA".into(), given: "TEST".into(), ..Name::default() },
        born: TypedDay::of(day("1990-05-01")),
        birth_place: "Made-up village".into(),
        citizenship: Some(Citizenship::Uzbekistan),
        identity: IdentityDocument {
            number: "XX0000000".into(),
            expires: TypedDay::of(day("2030-01-01")),
            ..IdentityDocument::default()
        },
        ..Person::default()
    }
}

fn complete() -> Draft {
    let child = Person {
        kazakh: Some(true),
        kinship: Some(Kinship::ChildOf(APPLICANT)),
        born: TypedDay::of(day("2019-02-03")),
        ..made_up_person(CHILD)
    };
    Draft {
        service: Some(Service::Grant),
        eligibility: EligibilityAnswers {
            citizen_now: Some(false),
            citizen_before: Some(false),
            kazakh: Some(true),
            to_live_permanently: Some(true),
        },
        basis: Some(Basis::FamilyReunion),
        facts: BasisFacts {
            relative_name: "Made-up Relative".into(),
            relative_is: Some(CloseRelative::Sibling),
            relative_is_citizen: Some(true),
            relative_lives_in_region: Some(true),
            home: Some(Home::Own),
            ..BasisFacts::default()
        },
        region: Region::from_number(10),
        settlement: "Semey".into(),
        address: "Made-up street 1".into(),
        phone: "+998 00 000-00-00".into(),
        people: vec![made_up_person(APPLICANT), child],
        consent: true,
        confirmed_name: "Test Synaqova".into(),
        ..Draft::default()
    }
}

/// Applies `change` to a complete draft and compares the resulting problems.
fn expect(change: impl FnOnce(&mut Draft), expected: &[(Field, ProblemKind)]) {
    let mut draft = complete();
    change(&mut draft);
    let problems = check(&draft, today()).err().unwrap_or_default();
    let found: Vec<_> = problems.iter().map(|problem| (problem.field, problem.kind)).collect();
    assert_eq!(found, expected);
}

fn applicant(field: PersonField) -> Field {
    Field::Person(APPLICANT, field)
}

fn child(field: PersonField) -> Field {
    Field::Person(CHILD, field)
}

#[test]
fn a_complete_draft_is_an_application() {
    let application = check(&complete(), today()).unwrap();
    assert_eq!(application.ground.unwrap().basis(), Basis::FamilyReunion);
    assert_eq!(application.family[0].group, Some(crate::draft::FamilyGroup::ChildrenAndTheirFamilies));
    assert_eq!(application.applicant.identity.born, Some(day("1990-05-01")));
}

#[test]
fn an_empty_draft_gives_a_problem_for_each_missing_answer() {
    let problems = check(&Draft::default(), today()).unwrap_err();
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Missing));
    for field in [Field::Service, Field::Region, Field::Phone, Field::Consent, Field::ConfirmedName] {
        assert!(problems.iter().any(|problem| problem.field == field), "{field:?}");
    }
}

#[test]
fn each_missing_answer_gives_one_problem() {
    use ProblemKind::Missing;
    expect(|draft| draft.service = None, &[(Field::Service, Missing)]);
    expect(|draft| draft.eligibility.citizen_now = None, &[(Field::CitizenNow, Missing)]);
    expect(|draft| draft.eligibility.citizen_before = None, &[(Field::CitizenBefore, Missing)]);
    expect(|draft| draft.eligibility.kazakh = None, &[(Field::ApplicantKazakh, Missing)]);
    expect(|draft| draft.eligibility.to_live_permanently = None, &[(Field::ToLivePermanently, Missing)]);
    expect(|draft| draft.basis = None, &[(Field::Basis, Missing)]);
    expect(|draft| draft.region = None, &[(Field::Region, Missing)]);
    expect(|draft| draft.settlement = " ".into(), &[(Field::Settlement, Missing)]);
    expect(|draft| draft.address.clear(), &[(Field::Address, Missing)]);
    expect(|draft| draft.phone.clear(), &[(Field::Phone, Missing)]);
    expect(|draft| draft.consent = false, &[(Field::Consent, Missing)]);
    expect(|draft| draft.confirmed_name.clear(), &[(Field::ConfirmedName, Missing)]);
    expect(|draft| draft.people[0].name = Name::default(), &[(applicant(PersonField::Name), Missing)]);
    expect(|draft| draft.people[0].born = TypedDay::default(), &[(applicant(PersonField::Born), Missing)]);
    expect(|draft| draft.people[0].birth_place.clear(), &[(applicant(PersonField::BirthPlace), Missing)]);
    expect(|draft| draft.people[0].citizenship = None, &[(applicant(PersonField::Citizenship), Missing)]);
    expect(
        |draft| draft.people[0].citizenship = Some(Citizenship::Other),
        &[(applicant(PersonField::CitizenshipOther), Missing)],
    );
    expect(
        |draft| draft.people[0].identity.number.clear(),
        &[(applicant(PersonField::DocumentNumber), Missing)],
    );
    expect(
        |draft| draft.people[0].identity.expires = TypedDay::default(),
        &[(applicant(PersonField::DocumentExpires), Missing)],
    );
    expect(|draft| draft.people[1].kazakh = None, &[(child(PersonField::Kazakh), Missing)]);
    expect(|draft| draft.people[1].kinship = None, &[(child(PersonField::Kinship), Missing)]);
}

#[test]
fn each_basis_asks_for_its_own_facts_only() {
    use ProblemKind::Missing;
    let with = |basis: Basis, work: Option<WorkKind>| {
        move |draft: &mut Draft| {
            draft.basis = Some(basis);
            draft.facts = BasisFacts { work, ..BasisFacts::default() };
        }
    };
    expect(with(Basis::SettlementRegion, None), &[]);
    expect(with(Basis::DevelopingSettlement, None), &[]);
    expect(
        with(Basis::FamilyReunion, None),
        &[
            (Field::RelativeName, Missing),
            (Field::RelativeIs, Missing),
            (Field::RelativeIsCitizen, Missing),
            (Field::RelativeLivesInRegion, Missing),
            (Field::Home, Missing),
        ],
    );
    expect(with(Basis::Employment, None), &[(Field::Work, Missing)]);
    expect(
        with(Basis::Employment, Some(WorkKind::Employer)),
        &[(Field::Employer, Missing), (Field::Position, Missing)],
    );
    expect(with(Basis::Employment, Some(WorkKind::SoleTrader)), &[(Field::Trade, Missing)]);
    expect(with(Basis::Study, None), &[(Field::Institution, Missing), (Field::Programme, Missing)]);
    let other = |draft: &mut Draft| draft.facts.relative_is = Some(CloseRelative::Other);
    expect(other, &[(Field::RelativeIsOther, Missing)]);
}

#[test]
fn invalid_days_give_the_reason() {
    let born = |text: &'static str| {
        move |draft: &mut Draft| draft.people[0].born = TypedDay::from_pasted(text).unwrap()
    };
    expect(born("23.11.2026"), &[]);
    expect(born("24.11.2026"), &[(applicant(PersonField::Born), ProblemKind::InFuture)]);
    expect(born("23.11.1896"), &[]);
    expect(born("22.11.1896"), &[(applicant(PersonField::Born), ProblemKind::TooLongAgo)]);
    let problem = ProblemKind::Day(DayProblem::NoSuchDay);
    expect(born("31.02.1990"), &[(applicant(PersonField::Born), problem)]);
    let issued = |text: &'static str| {
        move |draft: &mut Draft| draft.people[0].identity.issued = TypedDay::from_pasted(text).unwrap()
    };
    expect(issued("01.05.1990"), &[]);
    expect(issued("30.04.1990"), &[(applicant(PersonField::DocumentIssued), ProblemKind::BeforeBirth)]);
    expect(issued("24.11.2026"), &[(applicant(PersonField::DocumentIssued), ProblemKind::InFuture)]);
    let expired = |draft: &mut Draft| {
        draft.people[0].identity.issued = TypedDay::of(day("2020-01-02"));
        draft.people[0].identity.expires = TypedDay::of(day("2020-01-01"));
    };
    expect(expired, &[(applicant(PersonField::DocumentExpires), ProblemKind::ExpiresBeforeIssue)]);
}

#[test]
fn an_expired_passport_is_not_a_problem() {
    expect(|draft| draft.people[0].identity.expires = TypedDay::of(day("2020-01-01")), &[]);
    let no_expiry = |draft: &mut Draft| {
        draft.people[0].identity.expires = TypedDay::default();
        draft.people[0].identity.no_expiry = true;
    };
    expect(no_expiry, &[]);
}

#[test]
fn an_iin_may_be_omitted_but_not_be_wrong() {
    expect(|draft| draft.people[0].iin = "000000900008".into(), &[]);
    let control = ProblemKind::Iin(IinProblem::WrongControlDigit);
    expect(|draft| draft.people[0].iin = "000000900009".into(), &[(applicant(PersonField::Iin), control)]);
    let length = ProblemKind::Iin(IinProblem::NotTwelveDigits);
    expect(|draft| draft.people[0].iin = "123".into(), &[(applicant(PersonField::Iin), length)]);
}

#[test]
fn the_family_has_the_limits_of_annex_6_for_its_services_alone() {
    type Change<'a> = &'a dyn Fn(&mut Draft);
    let sibling = |married: Option<bool>| {
        move |draft: &mut Draft| {
            draft.people[1].kinship = Some(Kinship::SiblingOf(APPLICANT));
            draft.people[1].married = married;
        }
    };
    let cases: [(Change<'_>, PersonField, ProblemKind); 3] = [
        (
            &|draft| draft.people[1].citizenship = Some(Citizenship::Kazakhstan),
            PersonField::Citizenship,
            ProblemKind::MemberIsCitizen,
        ),
        (&sibling(Some(true)), PersonField::Married, ProblemKind::MarriedSibling),
        (
            // A grandmother: the parent of a parent.
            &|draft| {
                let parent = PersonId(77);
                let kinship = Some(Kinship::ParentOf(APPLICANT));
                let parent = Person { id: parent, kinship, ..draft.people[1].clone() };
                draft.people[1].kinship = Some(Kinship::ParentOf(parent.id));
                draft.people.push(parent);
            },
            PersonField::Kinship,
            ProblemKind::InNoFamilyGroup,
        ),
    ];
    for (change, field, kind) in cases {
        // For a grant it is a doubt, which does not block.
        expect(change, &[]);
        for service in [Service::Extend, Service::DuplicateCertificate, Service::DuplicateDecision] {
            let change = |draft: &mut Draft| {
                draft.service = Some(service);
                change(draft);
            };
            expect(change, &[(child(field), kind)]);
        }
    }
    expect(sibling(Some(false)), &[]);
    expect(sibling(None), &[(child(PersonField::Married), ProblemKind::Missing)]);
    // The person through whom the child was related has been removed.
    let cut_off = |draft: &mut Draft| draft.people[1].kinship = Some(Kinship::ChildOf(PersonId(77)));
    expect(cut_off, &[(child(PersonField::Kinship), ProblemKind::Missing)]);
}

#[test]
fn annex_6_requires_only_what_it_asks() {
    for service in [Service::Extend, Service::DuplicateCertificate, Service::DuplicateDecision] {
        let only_the_form = |draft: &mut Draft| {
            let member = Person {
                id: CHILD,
                name: draft.people[1].name.clone(),
                kinship: Some(Kinship::ChildOf(APPLICANT)),
                ..Person::default()
            };
            let applicant = Person { name: draft.people[0].name.clone(), id: APPLICANT, ..Person::default() };
            *draft = Draft {
                service: Some(service),
                region: draft.region,
                address: draft.address.clone(),
                people: vec![applicant, member],
                consent: true,
                confirmed_name: draft.confirmed_name.clone(),
                ..Draft::default()
            };
        };
        expect(only_the_form, &[]);
        // What is typed nevertheless is checked.
        let with = |change: fn(&mut Draft)| {
            move |draft: &mut Draft| {
                only_the_form(draft);
                change(draft);
            }
        };
        expect(with(|draft| draft.phone = "123".into()), &[(Field::Phone, ProblemKind::NotAPhoneNumber)]);
        let born = |draft: &mut Draft| draft.people[0].born = TypedDay::from_pasted("24.11.2026").unwrap();
        expect(with(born), &[(applicant(PersonField::Born), ProblemKind::InFuture)]);
        let ends = |draft: &mut Draft| draft.status_ends = TypedDay::from_pasted("31.02.2027").unwrap();
        expect(with(ends), &[(Field::StatusEnds, ProblemKind::Day(DayProblem::NoSuchDay))]);
        let long = |draft: &mut Draft| draft.reason = "ә".repeat(MAX_TEXT + 1);
        expect(with(long), &[(Field::Reason, ProblemKind::TooLong)]);
        // Its own fields are required.
        expect(with(|draft| draft.address.clear()), &[(Field::Address, ProblemKind::Missing)]);
        let nameless = |draft: &mut Draft| draft.people[1].name = Name::default();
        expect(with(nameless), &[(child(PersonField::Name), ProblemKind::Missing)]);
    }
}

#[test]
fn contacts_are_a_valid_phone_number_or_e_mail_address() {
    let contact = |phone: &'static str, email: &'static str| {
        move |draft: &mut Draft| {
            draft.phone = phone.into();
            draft.email = email.into();
        }
    };
    for (phone, email) in
        [("", "made-up@example.org"), ("٩٩٨ ٠٠ ٠٠٠٠٠٠٠", ""), ("(998) 00.000/00.00", "a@b.c")]
    {
        expect(contact(phone, email), &[]);
    }
    for phone in ["123", "call me", "+998 00 000 00 00 ext 5", "1234567890123456"] {
        expect(contact(phone, ""), &[(Field::Phone, ProblemKind::NotAPhoneNumber)]);
    }
    for email in ["made-up", "@example.org", "a@b", "a b@c.d", "a@b@c.d", "a@.d", "a@b."] {
        expect(contact("", email), &[(Field::Email, ProblemKind::NotAnEmailAddress)]);
    }
}

#[test]
fn names_of_any_script_are_accepted() {
    for (family, given) in
        [("", "SUHARTO"), ("O’CONNOR-NUÑEZ", ""), ("阿依古丽", ""), ("ٴىبراي", "قۇنانباي"), ("ҰЛЫ", "Ғ")]
    {
        expect(
            |draft| {
                draft.people[0].name = Name { family: family.into(), given: given.into(), ..Name::default() }
            },
            &[],
        );
    }
}

#[test]
fn the_length_of_an_answer_is_limited() {
    expect(|draft| draft.address = "ә".repeat(MAX_TEXT), &[]);
    expect(|draft| draft.address = "ә".repeat(MAX_TEXT + 1), &[(Field::Address, ProblemKind::TooLong)]);
}

#[test]
fn documents_with_pages_need_a_language_and_an_expiry_day() {
    let id = DocumentId(7);
    let with = |change: fn(&mut Document)| {
        move |draft: &mut Draft| {
            let key = RequirementKey { document: DocumentKind::StudyCertificate, person: APPLICANT };
            let mut document = Document::new(id, key);
            let sha256 = "0".repeat(64);
            let page = Page {
                id: PageId(1),
                name: "made-up.pdf".into(),
                media: Media::Pdf,
                bytes: 9,
                sha256,
                flaw: None,
            };
            document.pages.push(page);
            document.language = Some(PaperLanguage::KazakhOrRussian);
            document.no_expiry = true;
            change(&mut document);
            draft.documents.push(document);
        }
    };
    let field = |field| Field::Document(id, field);
    expect(with(|_| ()), &[]);
    expect(
        with(|document| document.language = None),
        &[(field(DocumentField::Language), ProblemKind::Missing)],
    );
    expect(
        with(|document| document.no_expiry = false),
        &[(field(DocumentField::Expires), ProblemKind::Missing)],
    );
    expect(with(|document| document.pages.clear()), &[]);
    for change in [
        |document: &mut Document| document.pages[0].bytes = 0,
        |document: &mut Document| document.pages[0].bytes = MAX_FILE_BYTES + 1,
        |document: &mut Document| document.pages[0].sha256 = "0".repeat(63),
        |document: &mut Document| document.pages[0].sha256 = "G".repeat(64),
    ] {
        expect(with(change), &[(field(DocumentField::Pages), ProblemKind::BadFile)]);
    }
}

#[test]
fn two_people_with_one_id_are_a_problem() {
    expect(
        |draft| {
            let twin = draft.people[1].clone();
            draft.people.push(twin);
        },
        &[(child(PersonField::Name), ProblemKind::SameIdTwice)],
    );
}

#[test]
fn a_family_over_the_limit_is_rejected_before_its_kinship_is_followed() {
    let crowd = |draft: &mut Draft| {
        let member = |id: u64| Person {
            kinship: Some(Kinship::ChildOf(PersonId(id - 1))),
            ..made_up_person(PersonId(id))
        };
        draft.people = (1..=50_000).map(member).collect();
    };
    expect(crowd, &[(applicant(PersonField::Name), ProblemKind::TooLong)]);
}

#[test]
fn the_other_services_ask_neither_basis_nor_eligibility() {
    for service in [Service::Extend, Service::DuplicateCertificate, Service::DuplicateDecision] {
        expect(
            |draft| {
                draft.service = Some(service);
                draft.basis = None;
                draft.eligibility = EligibilityAnswers::default();
            },
            &[],
        );
    }
}

#[test]
fn a_single_parent_with_minors_a_stateless_person_and_a_former_citizen_can_all_apply() {
    // No source of ours asks for the other parent, an age, or a passport of a state.
    let mut draft = complete();
    draft.people[1].born = TypedDay::of(today());
    let second = Person { id: PersonId(3), ..draft.people[1].clone() };
    draft.people.push(second);
    assert_eq!(check(&draft, today()).unwrap().family.len(), 2);

    let stateless = &mut draft.people[0];
    stateless.citizenship = Some(Citizenship::Stateless);
    stateless.identity.no_expiry = true;
    stateless.identity.expires = TypedDay::default();
    assert_eq!(check(&draft, today()).unwrap().applicant.identity.document_expires, None);

    // The answers speak against it, and only the authority decides.
    draft.eligibility.citizen_before = Some(true);
    assert!(check(&draft, today()).is_ok());
    // A minor may be the applicant: none of our sources requires an age.
    draft.people[0].born = TypedDay::of(day("2012-01-01"));
    assert!(check(&draft, today()).is_ok());
}

#[test]
fn the_name_on_a_paper_may_be_omitted_and_its_length_is_limited() {
    let with = |holder: String| {
        move |draft: &mut Draft| {
            let key = RequirementKey { document: DocumentKind::StudyCertificate, person: APPLICANT };
            draft.documents.push(Document { holder, ..Document::new(DocumentId(7), key) });
        }
    };
    expect(with(String::new()), &[]);
    expect(with("ұ".repeat(MAX_TEXT)), &[]);
    let field = Field::Document(DocumentId(7), DocumentField::Holder);
    expect(with("ұ".repeat(MAX_TEXT + 1)), &[(field, ProblemKind::TooLong)]);
}
