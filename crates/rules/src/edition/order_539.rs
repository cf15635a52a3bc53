//! Order No. 539 of 29 December 2023, as data. Statements that are not in the order itself carry another mark.

use super::{
    Amended, BasisRule, Channel, ChannelRule, Condition, CounterWait, DocumentRule, Edition, Holder, OpenTo,
    RegistryEntry, ServiceRule, Stage, StageRule, Term, Until, WaitAt, WaitFor, Whom,
};
use crate::citation::{Act, Citation, Locus};
use crate::document::DocumentKind as D;
use crate::event::EventKind as E;
use crate::region::SettlementRegions;
use crate::service::{Basis, Home, Service, WorkKind};
use chrono::NaiveDate;

/// Returns a day that is known to exist; if it does not, the earliest possible day.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// Creates a term of row 3. The order gives it no starting point: that it counts from registration is our reading.
const fn term(working_days: u16) -> Term {
    let place = Locus::AnnexRow(2, 3);
    Term { working_days, citation: Citation::order(place), starting_point: Citation::inferred(place) }
}

/// Creates a stage of granting, with the paragraph that gives its term.
const fn stage(
    stage: Stage,
    working_days: u16,
    begins: &'static [E],
    ends: Until,
    holder: Holder,
    paragraph: &'static str,
) -> StageRule {
    StageRule {
        stage,
        service: Service::Grant,
        working_days,
        begins,
        announced_by: None,
        from_receipt: false,
        parallel: false,
        ends,
        holder,
        citation: Citation::paragraph(paragraph),
    }
}

const fn channel(service: Service, channel: Channel, place: Locus) -> ChannelRule {
    let citation = Citation::order(place);
    ChannelRule { service, channel, open_to: OpenTo::Everybody, issues_result: false, citation }
}

/// Creates a channel of row 2, which is about receiving the application and issuing the result.
const fn issuing(service: Service, channel: Channel, open_to: OpenTo) -> ChannelRule {
    let citation = Citation::order(Locus::AnnexRow(2, 2));
    ChannelRule { service, channel, open_to, issues_result: true, citation }
}

const fn wait(wait_for: WaitFor, at: WaitAt, minutes: u16) -> CounterWait {
    CounterWait { wait_for, at, minutes, citation: Citation::order(Locus::AnnexRow(2, 3)) }
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
        citation: Citation::order(Locus::Annex(6)),
    }
}

/// Order No. 539 of 29 December 2023, registered on 3 January 2024 under No. 33875.
pub(super) const ORDER_539: Edition = Edition {
    id: "539-2023",
    act: Act::Order539,
    number: "539",
    signed: day(2023, 12, 29),
    registered: RegistryEntry { number: "33875", on: day(2024, 1, 3) },
    amends: Amended { number: "329-Ө-М", signed: day(2013, 7, 22), registered_number: "8624" },
    in_force: day(2024, 1, 15),
    in_force_verified: false,
    in_force_citation: Citation::order(Locus::OwnParagraph("4")),
    services: &[
        ServiceRule {
            service: Service::Grant,
            form: Citation::order(Locus::Annex(1)),
            term: Some(term(35)),
            decided_by: Some((Holder::LocalExecutiveBody, Citation::inferred(Locus::Paragraph("9")))),
        },
        ServiceRule {
            service: Service::Extend,
            form: Citation::order(Locus::Annex(6)),
            term: Some(term(5)),
            decided_by: None,
        },
        ServiceRule {
            service: Service::DuplicateCertificate,
            form: Citation::order(Locus::Annex(6)),
            term: None,
            decided_by: None,
        },
        ServiceRule {
            service: Service::DuplicateDecision,
            form: Citation::order(Locus::Annex(6)),
            term: None,
            decided_by: None,
        },
    ],
    stages: &[
        StageRule {
            from_receipt: true,
            ..stage(
                Stage::CHECK,
                1,
                &[E::Registered],
                Until::Any(&[E::Accepted, E::RefusedToAccept]),
                Holder::LocalExecutiveBody,
                "5-1",
            )
        },
        StageRule {
            announced_by: Some(E::SentToBodies),
            ..stage(
                Stage::INTERNAL_AFFAIRS,
                20,
                &[E::InternalAffairsReceived],
                Until::Any(&[E::InternalAffairsAnswered]),
                Holder::InternalAffairs,
                "7",
            )
        },
        StageRule {
            parallel: true,
            ..stage(
                Stage::NATIONAL_SECURITY,
                20,
                &[E::NationalSecurityReceived],
                Until::Any(&[E::NationalSecurityAnswered]),
                Holder::NationalSecurity,
                "7",
            )
        },
        stage(
            Stage::TO_COMMISSION,
            3,
            &[E::InternalAffairsAnswered, E::NationalSecurityAnswered],
            Until::Any(&[E::HandedToCommission]),
            Holder::LocalExecutiveBody,
            "8",
        ),
        stage(
            Stage::COMMISSION,
            10,
            &[E::HandedToCommission],
            Until::Any(&[E::RecommendedGrant, E::RecommendedRefusal]),
            Holder::Commission,
            "9",
        ),
    ],
    bases: &[
        BasisRule { basis: Basis::SettlementRegion, citation: Citation::paragraph("9(1)") },
        BasisRule { basis: Basis::DevelopingSettlement, citation: Citation::paragraph("9(2)") },
        BasisRule { basis: Basis::FamilyReunion, citation: Citation::paragraph("9(3)") },
        BasisRule { basis: Basis::Employment, citation: Citation::paragraph("9(4)") },
        BasisRule { basis: Basis::Study, citation: Citation::paragraph("9(5)") },
    ],
    documents: &[
        grant(
            D::GrantApplication,
            Whom::Applicant,
            Condition::Always,
            &[],
            Citation::order(Locus::Paragraph("3")),
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
            Citation::order(Locus::AnnexParagraph(1, 7)),
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
            Citation::inferred(Locus::Paragraph("9(3)")),
        ),
        grant(
            D::PreliminaryEmploymentContract,
            Whom::Applicant,
            Condition::WorkUnless(WorkKind::SoleTrader),
            &[],
            Citation::paragraph("9(4)"),
        ),
        grant(
            D::SoleTraderRegistration,
            Whom::Applicant,
            Condition::Work(WorkKind::SoleTrader),
            &[],
            Citation::inferred(Locus::Paragraph("9(4)")),
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
            citation: Citation::inferred(Locus::Paragraph("13")),
        },
        annex_6_form(Service::DuplicateCertificate),
        annex_6_form(Service::DuplicateDecision),
    ],
    translation: Some(Citation::digest()),
    channels: &[
        channel(Service::Grant, Channel::ForeignInstitution, Locus::Paragraph("3")),
        channel(Service::Grant, Channel::QuttyMekenApp, Locus::Paragraph("3")),
        issuing(Service::Grant, Channel::LocalExecutiveBody, OpenTo::Everybody),
        issuing(Service::Grant, Channel::ForeignInstitution, OpenTo::ThoseLivingAbroad),
        issuing(Service::Grant, Channel::EgovPortal, OpenTo::Everybody),
        channel(Service::Extend, Channel::LocalExecutiveBody, Locus::Paragraph("13")),
        channel(Service::Extend, Channel::StateCorporation, Locus::Paragraph("13")),
        issuing(Service::Extend, Channel::StateCorporation, OpenTo::Everybody),
    ],
    waits: &[
        wait(WaitFor::HandIn, WaitAt::ServiceProvider, 30),
        wait(WaitFor::HandIn, WaitAt::StateCorporation, 15),
        wait(WaitFor::Service, WaitAt::ServiceProvider, 30),
        wait(WaitFor::Service, WaitAt::StateCorporation, 20),
        wait(WaitFor::Service, WaitAt::OneApplication, 60),
    ],
    // The list for January 2026 as given by public digests: Abai, Aqmola, Atyrau, West Kazakhstan, Qostanai, Pavlodar,
    // North Kazakhstan, East Kazakhstan. It changes yearly.
    settlement_regions: &[SettlementRegions::new(
        day(2026, 1, 1),
        Citation::digest(),
        &[10, 11, 23, 27, 39, 55, 59, 63],
    )],
};
