//! The demo applications: what is applied for, when, and the events that followed. All people are made up.

use crate::demo::paper;
use crate::identity::sha256_hex;
use chrono::{Days, Months, NaiveDate};
use rules::checklist::{ChecklistInput, checklist};
use rules::document::{Document, DocumentKind, Media, Page, PaperLanguage};
use rules::draft::{Citizenship, Draft, EligibilityAnswers, IdentityDocument, Name, Person};
use rules::edition::Edition;
use rules::event::EventKind;
use rules::id::{DocumentId, PageId, PersonId};
use rules::region::Region;
use rules::service::{Basis, CloseRelative, Home, Service, WorkKind};
use rules::time::TypedDay;

/// One demo application.
pub struct Story {
    pub what: &'static str,
    pub registered: When,
    /// Each event with its age in working days.
    pub events: &'static [(EventKind, u16)],
    service: Service,
    basis: Option<Basis>,
    /// True if the passport has expired and the autobiography is missing.
    defective: bool,
}

#[derive(Clone, Copy)]
pub enum When {
    Now,
    WorkingDaysAgo(u16),
}

use EventKind as E;

pub const STORIES: &[Story] = &[
    Story {
        what: "granting: registered",
        registered: When::Now,
        events: &[],
        service: Service::Grant,
        basis: Some(Basis::SettlementRegion),
        defective: false,
    },
    Story {
        what: "granting: refused to accept",
        registered: When::WorkingDaysAgo(3),
        events: &[(E::RefusedToAccept, 2)],
        service: Service::Grant,
        basis: Some(Basis::FamilyReunion),
        defective: true,
    },
    Story {
        what: "granting: at the stage of 20 working days",
        registered: When::WorkingDaysAgo(8),
        events: &[
            (E::Accepted, 7),
            (E::SentToBodies, 7),
            (E::InternalAffairsReceived, 7),
            (E::NationalSecurityReceived, 7),
            (E::InternalAffairsAnswered, 2),
        ],
        service: Service::Grant,
        basis: Some(Basis::Employment),
        defective: false,
    },
    Story {
        what: "granting: overdue",
        registered: When::WorkingDaysAgo(40),
        events: &[
            (E::Accepted, 39),
            (E::SentToBodies, 39),
            (E::InternalAffairsReceived, 39),
            (E::NationalSecurityReceived, 39),
            (E::InternalAffairsAnswered, 20),
            (E::NationalSecurityAnswered, 19),
            (E::HandedToCommission, 16),
        ],
        service: Service::Grant,
        basis: Some(Basis::Study),
        defective: false,
    },
    Story {
        what: "granting: decided, granted",
        registered: When::WorkingDaysAgo(33),
        events: &[
            (E::Accepted, 32),
            (E::SentToBodies, 32),
            (E::InternalAffairsReceived, 32),
            (E::NationalSecurityReceived, 32),
            (E::InternalAffairsAnswered, 18),
            (E::NationalSecurityAnswered, 15),
            (E::HandedToCommission, 13),
            (E::RecommendedGrant, 5),
            (E::Granted, 2),
        ],
        service: Service::Grant,
        basis: Some(Basis::DevelopingSettlement),
        defective: false,
    },
    Story {
        what: "extension: accepted",
        registered: When::WorkingDaysAgo(2),
        events: &[(E::Accepted, 1)],
        service: Service::Extend,
        basis: None,
        defective: false,
    },
];

const APPLICANT: PersonId = PersonId(1);

impl Story {
    /// Returns the draft as it was submitted on this day, and the file of each page.
    pub fn draft(&self, day: NaiveDate) -> (Draft, Vec<(PageId, Vec<u8>)>) {
        let edition = Edition::in_force_on(day).edition();
        let mut draft = Draft {
            edition: edition.id.to_owned(),
            service: Some(self.service),
            eligibility: EligibilityAnswers {
                citizen_now: Some(false),
                citizen_before: Some(false),
                kazakh: Some(true),
                to_live_permanently: Some(true),
            },
            basis: self.basis,
            region: Region::from_number(10),
            settlement: "Үлгі / Sample".to_owned(),
            address: "Үлгі / Sample".to_owned(),
            email: "sample@example.invalid".to_owned(),
            people: vec![self.applicant(day)],
            consent: true,
            confirmed_name: NAME.to_owned(),
            ..Draft::default()
        };
        self.fill_facts(&mut draft);
        let mut papers = Vec::new();
        for (place, line) in (1u64..).zip(checklist(&ChecklistInput::of(&draft), edition)) {
            let kind = line.key.document;
            if kind.is_made_here() || (self.defective && kind == DocumentKind::Autobiography) {
                continue;
            }
            let mut document = Document::new(DocumentId(place), line.key);
            document.no_expiry = true;
            if kind.may_be_written() {
                document.text.push_str("Бұл – үлгі. / This is a sample.");
            } else {
                let bytes = paper::sample(place);
                document.language = Some(PaperLanguage::KazakhOrRussian);
                document.pages.push(Page {
                    id: PageId(place),
                    name: "sample.pdf".to_owned(),
                    media: Media::Pdf,
                    bytes: bytes.len() as u64,
                    sha256: sha256_hex(&bytes),
                    flaw: None,
                });
                papers.push((PageId(place), bytes));
            }
            draft.documents.push(document);
        }
        (draft, papers)
    }

    fn applicant(&self, day: NaiveDate) -> Person {
        let expires = if self.defective {
            day.checked_sub_days(Days::new(10))
        } else {
            day.checked_add_months(Months::new(5 * 12))
        };
        Person {
            id: APPLICANT,
            name: Name {
                family: "ҮЛГІ".to_owned(),
                given: "SAMPLE".to_owned(),
                kazakh: NAME.to_owned(),
                ..Name::default()
            },
            born: TypedDay { day: "01".to_owned(), month: "01".to_owned(), year: "1990".to_owned() },
            birth_place: "Үлгі / Sample".to_owned(),
            citizenship: Some(Citizenship::Mongolia),
            identity: IdentityDocument {
                number: "SAMPLE-000".to_owned(),
                expires: expires.map(TypedDay::of).unwrap_or_default(),
                ..IdentityDocument::default()
            },
            ..Person::default()
        }
    }

    fn fill_facts(&self, draft: &mut Draft) {
        let text = || "Үлгі / Sample".to_owned();
        let facts = &mut draft.facts;
        match self.basis {
            Some(Basis::FamilyReunion) => {
                facts.relative_name = text();
                facts.relative_is = Some(CloseRelative::Sibling);
                facts.relative_is_citizen = Some(true);
                facts.relative_lives_in_region = Some(true);
                facts.home = Some(Home::SomebodyElses);
            }
            Some(Basis::Employment) => {
                facts.work = Some(WorkKind::Employer);
                facts.employer = text();
                facts.position = text();
            }
            Some(Basis::Study) => {
                facts.institution = text();
                facts.programme = text();
            }
            Some(Basis::SettlementRegion | Basis::DevelopingSettlement) | None => {}
        }
    }
}

const NAME: &str = "ҮЛГІ / SAMPLE";

#[cfg(test)]
mod tests {
    use super::*;
    use rules::calendar::WorkingCalendar;
    use rules::check::check;
    use rules::examine::examine;
    use rules::time::parse_day;

    #[test]
    fn every_demo_application_passes_the_check_and_only_the_defective_one_has_refusals() {
        let day = parse_day("2026-11-20").unwrap();
        for story in STORIES {
            let (draft, papers) = story.draft(day);
            assert_eq!(check(&draft, day).err(), None, "{}", story.what);
            assert!(!papers.is_empty(), "{}", story.what);
            let edition = Edition::in_force_on(day).edition();
            let examination = examine(&draft, edition, &WorkingCalendar::built_in(), day);
            let expected = if story.defective { 2 } else { 0 };
            assert_eq!(examination.refusals().count(), expected, "{}", story.what);
        }
    }
}
