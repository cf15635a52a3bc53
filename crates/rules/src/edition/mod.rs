//! Editions of the Rules as data: act, date of entry into force, services, terms, conditions, documents, channels and
//! waiting times.
//!
//! Later orders amend the Rules; each is one more [`Edition`], reviewed by a lawyer. No code outside this module
//! contains a number of days or a list of documents.

mod order_539;
mod parts;
mod whole;

pub use parts::{
    BasisRule, Channel, ChannelRule, Condition, CounterWait, DocumentRule, Holder, OpenTo, ServiceRule,
    Stage, StageRule, Term, Until, WaitAt, WaitFor, Whom,
};
pub use whole::{Amended, Edition, RegistryEntry};

use chrono::NaiveDate;

/// The result of looking up the edition of a day.
#[derive(Clone, Copy, Debug)]
pub enum InForce {
    /// This edition was in force on that day.
    Known(&'static Edition),
    /// This is the newest edition known here; later acts may have amended it by that day.
    DefaultLaterActsMayApply(&'static Edition),
    /// The day is before the first edition known here, which is returned nevertheless.
    BeforeFirst(&'static Edition),
}

impl InForce {
    /// Returns the edition to apply.
    pub fn edition(self) -> &'static Edition {
        match self {
            Self::Known(edition) | Self::DefaultLaterActsMayApply(edition) | Self::BeforeFirst(edition) => {
                edition
            }
        }
    }
}

impl Edition {
    /// Returns the edition to apply on a day, with its certainty.
    pub fn in_force_on(day: NaiveDate) -> InForce {
        Self::in_force_among(EDITIONS, day)
    }

    /// Does the same with other editions, oldest first. If the slice is empty, it uses the built-in ones.
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
            None => InForce::BeforeFirst(editions.first().unwrap_or(&EDITIONS[0])),
        }
    }

    /// Returns the edition with this id.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        EDITIONS.iter().find(|edition| edition.id == id)
    }

    /// Returns the edition with this id; if this build does not know it, the one in force on that day.
    pub fn by_id_or_in_force_on(id: &str, day: NaiveDate) -> &'static Self {
        Self::by_id(id).unwrap_or_else(|| Self::in_force_on(day).edition())
    }
}

/// All editions known here, oldest first.
static EDITIONS: &[Edition] = &[order_539::ORDER_539];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::Citation;
    use crate::citation::{Locus, Mark};
    use crate::region::SettlementRegions;
    use crate::service::{Basis, Service};
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
            (Stage::CHECK, 1, Locus::Paragraph("5-1")),
            (Stage::INTERNAL_AFFAIRS, 20, Locus::Paragraph("7")),
            (Stage::NATIONAL_SECURITY, 20, Locus::Paragraph("7")),
            (Stage::TO_COMMISSION, 3, Locus::Paragraph("8")),
            (Stage::COMMISSION, 10, Locus::Paragraph("9")),
        ];
        assert_eq!(stages, expected);
        assert_eq!(edition.stages_of(Service::Extend).count(), 0);
    }

    #[test]
    fn days_before_the_first_and_after_the_newest_edition_are_marked() {
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

    #[test]
    fn the_places_about_channels_are_all_listed_and_disagree() {
        use Channel as C;
        let edition = Edition::by_id("539-2023").unwrap();
        let named_at = |service, place| -> Vec<C> {
            let here = edition.channels_of(service).filter(|rule| rule.citation.place == place);
            here.map(|rule| rule.channel).collect()
        };
        let row = Locus::AnnexRow(2, 2);
        let grant = Service::Grant;
        assert_eq!(named_at(grant, Locus::Paragraph("3")), [C::ForeignInstitution, C::QuttyMekenApp]);
        assert_eq!(named_at(grant, row), [C::LocalExecutiveBody, C::ForeignInstitution, C::EgovPortal]);
        assert_eq!(
            named_at(Service::Extend, Locus::Paragraph("13")),
            [C::LocalExecutiveBody, C::StateCorporation]
        );
        assert_eq!(named_at(Service::Extend, row), [C::StateCorporation]);
        let disagree = |service| edition.channels_disagree(service);
        assert!(disagree(Service::Grant) && disagree(Service::Extend));
        assert!(!disagree(Service::DuplicateCertificate));
        assert!(edition.channels.iter().all(|rule| rule.citation.mark == Mark::Order));
    }

    #[test]
    fn places_that_name_the_same_channels_do_not_disagree() {
        static ONE_PLACE: [ChannelRule; 1] = [ChannelRule {
            service: Service::Grant,
            channel: Channel::EgovPortal,
            open_to: OpenTo::Everybody,
            issues_result: false,
            citation: Citation::paragraph("3"),
        }];
        let order = Edition::by_id("539-2023").unwrap();
        assert!(!Edition { channels: &ONE_PLACE, ..*order }.channels_disagree(Service::Grant));
    }

    #[test]
    fn the_waits_of_row_3_are_30_and_15_minutes_to_hand_in_and_30_20_and_60_to_be_served() {
        let edition = Edition::by_id("539-2023").unwrap();
        let minutes = |wait_for| -> Vec<u16> {
            let waits = edition.waits.iter().filter(|wait| wait.wait_for == wait_for);
            waits.map(|wait| wait.minutes).collect()
        };
        assert_eq!(minutes(WaitFor::HandIn), [30, 15]);
        assert_eq!(minutes(WaitFor::Service), [30, 20, 60]);
    }

    #[test]
    fn the_newest_list_of_regions_is_used() {
        const OLD: SettlementRegions =
            SettlementRegions::new(NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(), Citation::digest(), &[10]);
        const NEW: SettlementRegions =
            SettlementRegions::new(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), Citation::digest(), &[11]);
        let edition = Edition { settlement_regions: &[OLD, NEW], ..*Edition::by_id("539-2023").unwrap() };
        let as_of = |text| edition.settlement_regions_on(parse_day(text).unwrap()).unwrap().as_of;
        for (day, expected) in [
            ("2024-12-31", OLD.as_of),
            ("2025-01-01", OLD.as_of),
            ("2025-12-31", OLD.as_of),
            ("2026-01-01", NEW.as_of),
            ("2030-01-01", NEW.as_of),
        ] {
            assert_eq!(as_of(day), expected, "{day}");
        }
        assert!(Edition { settlement_regions: &[], ..edition }.settlement_regions_on(OLD.as_of).is_none());
    }

    #[test]
    fn the_order_has_its_official_identification() {
        let order = Edition::by_id("539-2023").unwrap();
        assert_eq!((order.number, order.signed), ("539", parse_day("2023-12-29").unwrap()));
        assert_eq!(
            (order.registered.number, order.registered.on),
            ("33875", parse_day("2024-01-03").unwrap())
        );
        let amended = order.amends;
        assert_eq!((amended.number, amended.registered_number), ("329-Ө-М", "8624"));
        assert_eq!(amended.signed, parse_day("2013-07-22").unwrap());
        assert!(!order.in_force_verified);
    }

    #[test]
    fn the_settlement_regions_of_january_2026_are_eight() {
        use crate::region::Region;
        let order = Edition::by_id("539-2023").unwrap();
        let list = order.settlement_regions_on(parse_day("2026-11-22").unwrap()).unwrap();
        let listed: Vec<u8> =
            Region::all().filter(|region| list.contains(*region)).map(Region::number).collect();
        assert_eq!(listed, [10, 11, 23, 27, 39, 55, 59, 63]);
    }

    #[test]
    fn the_deciding_body_is_given_only_with_a_source() {
        let order = Edition::by_id("539-2023").unwrap();
        let grant = order.service(Service::Grant).unwrap();
        assert!(matches!(
            grant.decided_by,
            Some((Holder::LocalExecutiveBody, Citation { mark: Mark::Inferred, .. }))
        ));
        for service in [Service::Extend, Service::DuplicateCertificate, Service::DuplicateDecision] {
            let rule = order.service(service).unwrap();
            assert!(rule.decided_by.is_none());
            assert_eq!(rule.form.place, Locus::Annex(6));
        }
        assert_eq!(grant.form.place, Locus::Annex(1));
        assert_eq!(order.term(Service::Grant).unwrap().starting_point.mark, Mark::Inferred);
    }
}
