//! Made-up packages with seeded defects, and apart from them what an examination must find. What is found follows from
//! what was put in, never from `examine` itself.

use std::path::Path;

use anyhow::Result;
use chrono::{Days, NaiveDate};
use rules::calendar::WorkingCalendar;
use rules::checklist::{ChecklistInput, Requirement, checklist};
use rules::document::{Document, DocumentKind, Media, Page, PageFlaw, PaperLanguage};
use rules::draft::{Citizenship, Draft, EligibilityAnswers, IdentityDocument, Kinship, Name, Person};
use rules::edition::Edition;
use rules::finding::FindingKind;
use rules::id::{DocumentId, PageId, PersonId};
use rules::region::Region;
use rules::service::{Basis, CloseRelative, Home, Service, WorkKind};
use rules::time::{TypedDay, write_day};
use serde_json::{Value, json};
use wire::submission::{self, FileClaim, Submission};

use crate::files;

/// Writes `count` packages into `packages/` below the folder, and their answers into `answers/` under the same names.
pub fn write(seed: u64, count: u32, folder: &Path) -> Result<()> {
    for number in 1..=count {
        let made = make(seed, number);
        let name = format!("{number:06}.json");
        let put =
            |part: &str, value: &Value| files::write(&folder.join(part).join(&name), format!("{value:#}\n"));
        put("packages", &json!(made.submission))?;
        put("answers", &json!({ "on": write_day(made.submission.day), "findings": made.answers }))?;
    }
    Ok(())
}

/// A package with its answers.
struct Made {
    submission: Submission,
    /// In no particular order: `{kind, requirement, person, document, until}`.
    answers: Vec<Value>,
}

/// Made-up names, each with two other spellings of itself.
const NAMES: [[&str; 3]; 6] = [
    ["ZHANGALIYEV ASEL", "JANGALIEV ASSEL", "ЖАНҒАЛИЕВ ӘСЕЛ"],
    ["IBRAYEVA AIGUL", "IBRAEVA AYGUL", "ИБРАЕВА АЙГҮЛ"],
    ["SERIKULY BOLAT", "SERIKULI BULAT", "СЕРІКҰЛЫ БОЛАТ"],
    ["QURMANGALI SHOLPAN", "KURMANGALI CHOLPAN", "ҚҰРМАНҒАЛИ ШОЛПАН"],
    ["TOKHTAROV YERLAN", "TOQTAROV ERLAN", "ТОҚТАРОВ ЕРЛАН"],
    ["ABDIKARIM NURGUL", "ABDIKERIM NURGUL", "ӘБДІКӘРІМ НҰРГҮЛ"],
];
/// The name of somebody who is in no package.
const STRANGER: &str = "MAKSUTOVA DINARA";

fn make(seed: u64, number: u32) -> Made {
    let mut random = fastrand::Rng::with_seed(seed ^ (u64::from(number) << 32));
    let calendar = WorkingCalendar::built_in();
    let on = working_day(&calendar, &mut random);
    let edition = Edition::in_force_on(on).edition();
    let mut draft = draft(&mut random, on);
    edition.id.clone_into(&mut draft.edition);
    let term = draft.service.and_then(|service| edition.term(service));
    let horizon = term.and_then(|term| calendar.add(on, term.working_days));
    let mut maker = Maker { random, on, horizon, draft, answers: Vec::new(), ids: 1000 };
    let list = checklist(&ChecklistInput::of(&maker.draft), edition);
    for line in &list {
        maker.paper(line);
    }
    let Maker { draft, answers, .. } = maker;
    let pages = draft.documents.iter().flat_map(Document::all_pages);
    let claims = pages.map(|page| FileClaim {
        page: page.id,
        file: format!("made-up-{}", page.id.to_text()),
        sha256: page.sha256.clone(),
    });
    let files = claims.collect();
    let calendar = calendar.version().to_owned();
    let edition = edition.id.to_owned();
    let version = submission::VERSION;
    Made { submission: Submission { version, edition, calendar, day: on, draft, files }, answers }
}

fn working_day(calendar: &WorkingCalendar, random: &mut fastrand::Rng) -> NaiveDate {
    // Two years from the beginning of 2025 on, all of them official.
    let first = NaiveDate::from_ymd_opt(2025, 1, 6).unwrap_or_default();
    let day = first.checked_add_days(Days::new(random.u64(0..640))).unwrap_or(first);
    calendar.working_day_from(day).unwrap_or(day)
}

fn choose<T: Copy>(random: &mut fastrand::Rng, choices: &[T], otherwise: T) -> T {
    random.choice(choices).copied().unwrap_or(otherwise)
}

/// An application in which every answer is there.
fn draft(random: &mut fastrand::Rng, on: NaiveDate) -> Draft {
    let services =
        [Service::Grant, Service::Grant, Service::Grant, Service::Extend, Service::DuplicateCertificate];
    let mut draft = Draft {
        service: Some(choose(random, &services, Service::Grant)),
        eligibility: EligibilityAnswers {
            citizen_now: Some(false),
            citizen_before: Some(false),
            kazakh: Some(true),
            to_live_permanently: Some(true),
        },
        basis: Some(choose(random, &Basis::ALL, Basis::Study)),
        region: Region::from_number(choose(random, &[10, 35, 71, 79], 10)),
        settlement: "Made-up village".into(),
        address: "Made-up street 1".into(),
        phone: "+998 00 000 00 00".into(),
        consent: true,
        ..Draft::default()
    };
    let facts = &mut draft.facts;
    facts.home = Some(choose(random, &[Home::Own, Home::SomebodyElses], Home::Own));
    facts.work = Some(choose(random, &[WorkKind::Employer, WorkKind::SoleTrader], WorkKind::Employer));
    facts.relative_name = STRANGER.into();
    facts.relative_is = Some(CloseRelative::Sibling);
    (facts.relative_is_citizen, facts.relative_lives_in_region) = (Some(true), Some(true));
    for text in [
        &mut facts.employer,
        &mut facts.position,
        &mut facts.trade,
        &mut facts.institution,
        &mut facts.programme,
    ] {
        *text = "Made up".into();
    }
    let applicant = PersonId(1);
    let members = random.u64(0..9);
    draft.people = (1..=members + 1).map(|id| person(random, PersonId(id), applicant, on)).collect();
    draft.confirmed_name = draft.people.first().map(|person| person.name.full()).unwrap_or_default();
    draft
}

fn person(random: &mut fastrand::Rng, id: PersonId, applicant: PersonId, on: NaiveDate) -> Person {
    let [passport, _, kazakh] = NAMES[usize::try_from(id.0).unwrap_or_default() % NAMES.len()];
    let (family, given) = passport.split_once(' ').unwrap_or((passport, ""));
    let is_member = id != applicant;
    let kinships = [Kinship::ParentOf(applicant), Kinship::ChildOf(applicant), Kinship::SiblingOf(applicant)];
    let born = on.checked_sub_days(Days::new(random.u64(400..30_000))).unwrap_or(on);
    let countries =
        [Citizenship::Uzbekistan, Citizenship::China, Citizenship::Mongolia, Citizenship::Stateless];
    let nationality = [Some(true), Some(false)];
    Person {
        id,
        name: Name { family: family.into(), given: given.into(), kazakh: kazakh.into(), ..Name::default() },
        born: TypedDay::of(born),
        birth_place: "Made-up village".into(),
        citizenship: Some(choose(random, &countries, Citizenship::China)),
        kazakh: if is_member { choose(random, &nationality, None) } else { None },
        kinship: is_member.then(|| choose(random, &kinships, Kinship::ChildOf(applicant))),
        married: is_member.then_some(false),
        identity: IdentityDocument {
            number: "XX0000000".into(),
            no_expiry: true,
            ..IdentityDocument::default()
        },
        ..Person::default()
    }
}

/// Gives the papers of a checklist, some of them with a defect that it notes.
struct Maker {
    random: fastrand::Rng,
    on: NaiveDate,
    horizon: Option<NaiveDate>,
    draft: Draft,
    answers: Vec<Value>,
    /// The id given last.
    ids: u64,
}

impl Maker {
    fn id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    fn note(
        &mut self,
        kind: FindingKind,
        line: &Requirement,
        document: Option<DocumentId>,
        until: Option<NaiveDate>,
    ) {
        self.answers.push(json!({
            "kind": kind,
            "requirement": line.key.document,
            "person": line.key.person,
            "document": document,
            "until": until.map(write_day),
        }));
    }

    fn page(&mut self) -> Page {
        let id = self.id();
        Page {
            id: PageId(id),
            name: "made-up.jpg".into(),
            media: Media::Jpeg,
            bytes: 1 + self.random.u64(0..3_000_000),
            sha256: format!("{id:064x}"),
            flaw: None,
        }
    }

    fn paper(&mut self, line: &Requirement) {
        if line.key.document.is_made_here() {
            return;
        }
        if self.random.u8(0..8) == 0 {
            self.note(FindingKind::Missing, line, None, None);
            return;
        }
        let mut document = Document::new(DocumentId(self.id()), line.key);
        document.language = Some(PaperLanguage::KazakhOrRussian);
        document.no_expiry = true;
        // A permitted substitute is as good, except one identity document in the place of another: its day on which
        // it runs out is the person's.
        let stand_ins: Vec<DocumentKind> =
            line.instead.iter().copied().filter(|kind| *kind != DocumentKind::IdentityDocument).collect();
        if self.random.bool() {
            document.kind = choose(&mut self.random, &stand_ins, document.kind);
        }
        for _ in 0..self.random.u8(1..4) {
            let page = self.page();
            document.pages.push(page);
        }
        match self.random.u8(0..16) {
            0 => {
                document.language = Some(PaperLanguage::Another);
                // Only for a grant is a translation required.
                if self.draft.service == Some(Service::Grant) {
                    self.note(FindingKind::NotTranslated, line, Some(document.id), None);
                }
            }
            1 => {
                document.language = Some(PaperLanguage::Another);
                let page = self.page();
                document.translation.push(page);
            }
            2 => {
                let flaws = [PageFlaw::Empty, PageFlaw::Encrypted, PageFlaw::BreaksOff];
                let flaw = choose(&mut self.random, &flaws, PageFlaw::Empty);
                if let Some(page) = document.pages.last_mut() {
                    page.flaw = Some(flaw);
                }
                self.note(FindingKind::Unreadable, line, Some(document.id), None);
            }
            3 => self.holder(line, &mut document),
            _ => {}
        }
        self.expiry(line, &mut document);
        self.draft.documents.push(document);
    }

    /// Writes a name on the paper: a stranger's, the person's in another spelling, or the person's own.
    fn holder(&mut self, line: &Requirement, document: &mut Document) {
        let place = usize::try_from(line.key.person.0).unwrap_or_default() % NAMES.len();
        let [passport, spelled, kazakh] = NAMES[place];
        let own_name = !matches!(
            document.kind,
            DocumentKind::Autobiography | DocumentKind::KinshipProof | DocumentKind::ResidenceConsent
        );
        // Passports of China spell by other sounds, so that no name there is held to be another's.
        let person = self.draft.person(line.key.person);
        let from_china = person.is_some_and(|person| person.citizenship == Some(Citizenship::China));
        let (name, kind) = match self.random.u8(0..4) {
            0 => (
                STRANGER,
                Some(if from_china { FindingKind::SpelledDifferently } else { FindingKind::WrongHolder }),
            ),
            1 => (spelled, Some(FindingKind::SpelledDifferently)),
            2 => (passport, None),
            _ => (kazakh, None),
        };
        document.holder = name.into();
        if let Some(kind) = kind.filter(|_| own_name) {
            self.note(kind, line, Some(document.id), None);
        }
    }

    /// Gives a paper that may run out a last day: long past, just past, today, just before the horizon, on it, or far off.
    fn expiry(&mut self, line: &Requirement, document: &mut Document) {
        let dated = matches!(
            document.kind,
            DocumentKind::IdentityDocument
                | DocumentKind::PreliminaryEmploymentContract
                | DocumentKind::StudyCertificate
                | DocumentKind::PermanentResidencePermit
        );
        if !dated || self.random.u8(0..3) == 0 {
            return;
        }
        let before = |day: NaiveDate, days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(day);
        let horizon = self.horizon.unwrap_or(self.on);
        let runs_out = self.horizon.map(|_| FindingKind::RunsOut);
        let cases = [
            (before(self.on, self.random.u64(2..900)), Some(FindingKind::Expired)),
            (before(self.on, 1), Some(FindingKind::Expired)),
            (self.on, runs_out),
            (before(horizon, 1), runs_out),
            (horizon, None),
            (horizon.checked_add_days(Days::new(self.random.u64(1..3000))).unwrap_or(horizon), None),
        ];
        let (until, kind) = choose(&mut self.random, &cases, (horizon, None));
        if document.kind == DocumentKind::IdentityDocument {
            if let Some(person) = self.draft.person_mut(line.key.person) {
                person.identity.expires = TypedDay::of(until);
                person.identity.no_expiry = false;
            }
        } else {
            document.expires = TypedDay::of(until);
            document.no_expiry = false;
        }
        if let Some(kind) = kind {
            self.note(kind, line, Some(document.id), Some(until));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::check::check;
    use rules::examine::examine;

    /// A finding as text, without its citation, so that lists can be put in order.
    fn in_order(findings: impl IntoIterator<Item = Value>) -> Vec<String> {
        let mut texts: Vec<String> = findings.into_iter().map(|finding| finding.to_string()).collect();
        texts.sort();
        texts
    }

    #[test]
    fn an_examination_finds_exactly_what_was_put_in() {
        let calendar = WorkingCalendar::built_in();
        let mut seen = [0; FindingKind::ALL.len()];
        for number in 1..=2000 {
            let made = make(539, number);
            let on = made.submission.day;
            let edition = Edition::by_id(&made.submission.edition).unwrap();
            let examination = examine(&made.submission.draft, edition, &calendar, on);
            for defect in &examination.defects {
                let place = FindingKind::ALL.iter().position(|kind| *kind == defect.finding.kind);
                seen[place.unwrap()] += 1;
            }
            let found = examination.defects.iter().map(|defect| {
                json!({
                    "kind": defect.finding.kind,
                    "requirement": defect.finding.requirement.document,
                    "person": defect.finding.requirement.person,
                    "document": defect.document,
                    "until": defect.until.map(write_day),
                })
            });
            assert_eq!(in_order(found), in_order(made.answers), "package {number}");
        }
        assert!(seen.iter().all(|count| *count > 20), "each kind was put in often enough: {seen:?}");
    }

    #[test]
    fn each_package_passes_the_check_so_that_only_its_documents_are_in_question() {
        for number in 1..=500 {
            let Submission { draft, day, .. } = make(1, number).submission;
            assert_eq!(check(&draft, day).err(), None, "package {number}");
        }
    }

    #[test]
    fn a_seed_gives_the_same_packages_and_another_gives_others() {
        assert_eq!(make(7, 3).submission, make(7, 3).submission);
        assert_ne!(make(7, 3).submission, make(8, 3).submission);
        assert_ne!(make(7, 3).submission, make(7, 4).submission);
    }
}
