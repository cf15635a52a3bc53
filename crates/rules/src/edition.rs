//! Editions of the Rules as data: which act, since when, which terms, bases and documents.
//!
//! Later orders amend the Rules; each is one more [`Edition`], reviewed by a lawyer. Nothing outside this module names a
//! number of days or a list of documents.

use crate::checklist::{Condition, DocumentRule, Whom};
use crate::citation::{Act, Citation, Mark, Place};
use crate::draft::DocumentKind as D;
use crate::service::{Basis, Home, Service, Work};
use crate::timeline::{EventKind as E, Until};
use chrono::NaiveDate;

/// A whole edition of the Rules.
#[derive(Debug)]
pub struct Edition {
    /// Names the edition in drafts and requests.
    pub id: &'static str,
    pub act: Act,
    /// The number of the act.
    pub number: &'static str,
    pub signed: NaiveDate,
    /// The first day on which the edition is taken to be in force.
    pub in_force: NaiveDate,
    /// Whether that day is known. Order No. 539 counts ten calendar days from a publication whose day is not known here.
    pub in_force_verified: bool,
    pub terms: &'static [Term],
    pub stages: &'static [StageRule],
    pub bases: &'static [(Basis, Citation)],
    pub documents: &'static [DocumentRule],
}

/// The term of a whole service.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    pub service: Service,
    /// Working days. Day 1 is the first one after registration, the last counts whole.
    pub working_days: u16,
    pub citation: Citation,
}

/// A stage, by a key that catalogs turn into its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Stage(pub &'static str);

impl Stage {
    /// ¶5-1: completeness and correctness are checked.
    pub const CHECK: Self = Self("check");
    /// ¶7: the bodies of internal affairs and national security answer.
    pub const BODIES: Self = Self("bodies");
    /// ¶8: the application is put before the Commission.
    pub const TO_COMMISSION: Self = Self("to_commission");
    /// ¶9: the Commission considers it and recommends.
    pub const COMMISSION: Self = Self("commission");
}

/// Who has the application during a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Holder {
    LocalExecutiveBody,
    InternalAffairsAndNationalSecurity,
    Commission,
}

/// A stage with its own term.
#[derive(Debug)]
pub struct StageRule {
    pub stage: Stage,
    pub service: Service,
    /// Working days at most.
    pub working_days: u16,
    /// The stage begins when all of these have happened; its day 1 is the first working day after the last of them.
    pub begins: &'static [E],
    pub ends: Until,
    pub holder: Holder,
    pub citation: Citation,
}

/// What is known about the edition of a day.
#[derive(Clone, Copy, Debug)]
pub enum InForce {
    /// This edition was in force on that day.
    Known(&'static Edition),
    /// This is the newest edition known here; later acts may have amended it by that day.
    DefaultLaterActsMayApply(&'static Edition),
    /// The day lies before the first edition known here, which is named all the same.
    BeforeFirst(&'static Edition),
}

impl InForce {
    /// The edition to go by.
    pub fn edition(self) -> &'static Edition {
        match self {
            Self::Known(edition) | Self::DefaultLaterActsMayApply(edition) | Self::BeforeFirst(edition) => {
                edition
            }
        }
    }
}

impl Edition {
    /// The edition to go by on a day, with how sure that is.
    pub fn in_force_on(day: NaiveDate) -> InForce {
        Self::in_force_among(EDITIONS, day)
    }

    /// The same among other editions, oldest first. With none given, the built-in ones are taken.
    pub fn in_force_among(editions: &'static [Self], day: NaiveDate) -> InForce {
        let mut found = None;
        for (place, edition) in editions.iter().enumerate() {
            if edition.in_force <= day {
                found = Some((place, edition));
            }
        }
        match found {
            Some((place, edition)) if place + 1 < editions.len() => InForce::Known(edition),
            Some((_, edition)) => InForce::DefaultLaterActsMayApply(edition),
            None => InForce::BeforeFirst(editions.first().unwrap_or(&ORDER_539)),
        }
    }

    /// The edition with this id.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        EDITIONS.iter().find(|edition| edition.id == id)
    }

    /// The term of the whole service; `None` where the edition gives none, as for duplicates.
    pub fn term(&self, service: Service) -> Option<&Term> {
        self.terms.iter().find(|term| term.service == service)
    }

    /// The stages of a service in their order.
    pub fn stages_of(&self, service: Service) -> impl Iterator<Item = &StageRule> {
        self.stages.iter().filter(move |rule| rule.service == service)
    }

    /// Where a basis stands.
    pub fn basis_citation(&self, basis: Basis) -> Option<Citation> {
        self.bases.iter().find(|(listed, _)| *listed == basis).map(|(_, citation)| *citation)
    }
}

/// All editions known here, oldest first.
static EDITIONS: &[Edition] = &[ORDER_539];

/// A day that is known to exist; the earliest possible one if it should not.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

const fn grant(
    document: D,
    whom: Whom,
    when: Condition,
    instead: &'static [D],
    citation: Citation,
) -> DocumentRule {
    DocumentRule { service: Service::Grant, document, whom, when, instead, citation }
}

const fn annex_6_form(service: Service) -> DocumentRule {
    DocumentRule {
        service,
        document: D::ExtensionApplication,
        whom: Whom::Applicant,
        when: Condition::Always,
        instead: &[],
        citation: Citation::order(Place::Annex(6)),
    }
}

/// Order No. 539 of 29 December 2023, registered on 3 January 2024 under No. 33875.
const ORDER_539: Edition = Edition {
    id: "539-2023",
    act: Act::ORDER_539,
    number: "539",
    signed: day(2023, 12, 29),
    in_force: day(2024, 1, 15),
    in_force_verified: false,
    terms: &[
        Term { service: Service::Grant, working_days: 35, citation: Citation::order(Place::AnnexRow(2, 3)) },
        Term { service: Service::Extend, working_days: 5, citation: Citation::order(Place::AnnexRow(2, 3)) },
    ],
    stages: &[
        StageRule {
            stage: Stage::CHECK,
            service: Service::Grant,
            working_days: 1,
            begins: &[E::Registered],
            ends: Until::Any(&[E::Accepted, E::RefusedToAccept]),
            holder: Holder::LocalExecutiveBody,
            citation: Citation::paragraph("5-1"),
        },
        StageRule {
            stage: Stage::BODIES,
            service: Service::Grant,
            working_days: 20,
            begins: &[E::SentToBodies],
            ends: Until::All(&[E::InternalAffairsAnswered, E::NationalSecurityAnswered]),
            holder: Holder::InternalAffairsAndNationalSecurity,
            citation: Citation::paragraph("7"),
        },
        StageRule {
            stage: Stage::TO_COMMISSION,
            service: Service::Grant,
            working_days: 3,
            begins: &[E::InternalAffairsAnswered, E::NationalSecurityAnswered],
            ends: Until::Any(&[E::HandedToCommission]),
            holder: Holder::LocalExecutiveBody,
            citation: Citation::paragraph("8"),
        },
        StageRule {
            stage: Stage::COMMISSION,
            service: Service::Grant,
            working_days: 10,
            begins: &[E::HandedToCommission],
            ends: Until::Any(&[E::RecommendedGrant, E::RecommendedRefusal]),
            holder: Holder::Commission,
            citation: Citation::paragraph("9"),
        },
    ],
    bases: &[
        (Basis::SettlementRegion, Citation::paragraph("9(1)")),
        (Basis::DevelopingSettlement, Citation::paragraph("9(2)")),
        (Basis::FamilyReunion, Citation::paragraph("9(3)")),
        (Basis::Employment, Citation::paragraph("9(4)")),
        (Basis::Study, Citation::paragraph("9(5)")),
    ],
    documents: &[
        grant(
            D::GrantApplication,
            Whom::Applicant,
            Condition::Always,
            &[],
            Citation::order(Place::Paragraph("3")),
        ),
        grant(D::Autobiography, Whom::Applicant, Condition::Always, &[], Citation::digest()),
        grant(D::IdentityDocument, Whom::Everybody, Condition::Always, &[], Citation::digest()),
        grant(
            D::NationalityProof,
            Whom::EverybodyOfKazakhNationality,
            Condition::Always,
            &[D::NationalityRecommendation, D::IdentityDocument],
            Citation::digest(),
        ),
        grant(
            D::KinshipProof,
            Whom::Applicant,
            Condition::Basis(Basis::FamilyReunion),
            &[],
            Citation::order(Place::AnnexParagraph(1, 7)),
        ),
        grant(
            D::ResidenceConsent,
            Whom::Applicant,
            Condition::HomeUnless(Home::Own),
            &[],
            Citation::paragraph("9(3)"),
        ),
        grant(
            D::HomeOwnership,
            Whom::Applicant,
            Condition::Home(Home::Own),
            &[],
            Citation::inferred(Place::Paragraph("9(3)")),
        ),
        grant(
            D::PreliminaryEmploymentContract,
            Whom::Applicant,
            Condition::WorkUnless(Work::SoleTrader),
            &[],
            Citation::paragraph("9(4)"),
        ),
        grant(
            D::SoleTraderRegistration,
            Whom::Applicant,
            Condition::Work(Work::SoleTrader),
            &[],
            Citation::inferred(Place::Paragraph("9(4)")),
        ),
        grant(
            D::StudyCertificate,
            Whom::Applicant,
            Condition::Basis(Basis::Study),
            &[],
            Citation::paragraph("9(5)"),
        ),
        annex_6_form(Service::Extend),
        DocumentRule {
            service: Service::Extend,
            document: D::EarlierDecision,
            whom: Whom::Applicant,
            when: Condition::Always,
            instead: &[],
            citation: Citation::digest(),
        },
        DocumentRule {
            service: Service::Extend,
            document: D::PermanentResidencePermit,
            whom: Whom::Applicant,
            when: Condition::Always,
            instead: &[],
            citation: Citation { act: Act::ORDER_539, place: Place::Paragraph("13"), mark: Mark::Inferred },
        },
        annex_6_form(Service::DuplicateCertificate),
        annex_6_form(Service::DuplicateDecision),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_day;

    #[test]
    fn the_order_gives_35_and_5_working_days_and_none_for_duplicates() {
        let edition = Edition::by_id("539-2023").unwrap();
        let days = |service| edition.term(service).map(|term| term.working_days);
        assert_eq!(days(Service::Grant), Some(35));
        assert_eq!(days(Service::Extend), Some(5));
        assert_eq!(days(Service::DuplicateCertificate), None);
        assert_eq!(days(Service::DuplicateDecision), None);
    }

    #[test]
    fn the_stages_are_1_20_3_and_10_working_days_with_their_paragraphs() {
        let edition = Edition::by_id("539-2023").unwrap();
        let stages: Vec<_> = edition
            .stages_of(Service::Grant)
            .map(|rule| (rule.stage, rule.working_days, rule.citation.place))
            .collect();
        let expected = vec![
            (Stage::CHECK, 1, Place::Paragraph("5-1")),
            (Stage::BODIES, 20, Place::Paragraph("7")),
            (Stage::TO_COMMISSION, 3, Place::Paragraph("8")),
            (Stage::COMMISSION, 10, Place::Paragraph("9")),
        ];
        assert_eq!(stages, expected);
        assert_eq!(edition.stages_of(Service::Extend).count(), 0);
    }

    #[test]
    fn before_the_first_edition_and_after_the_newest_are_said() {
        let on = |text: &str| Edition::in_force_on(parse_day(text).unwrap());
        assert!(matches!(on("2024-01-14"), InForce::BeforeFirst(edition) if edition.id == "539-2023"));
        assert!(matches!(on("2024-01-15"), InForce::DefaultLaterActsMayApply(_)));
        assert!(matches!(on("2026-11-22"), InForce::DefaultLaterActsMayApply(_)));
    }

    #[test]
    fn each_basis_is_cited() {
        let edition = Edition::by_id("539-2023").unwrap();
        for basis in Basis::ALL {
            assert!(edition.basis_citation(basis).is_some(), "{basis:?}");
        }
    }
}
