//! An edition of the Rules, and questions to its data.

use super::parts::{
    BasisRule, Channel, ChannelRule, CounterWait, DocumentRule, ServiceRule, StageRule, Term,
};
use crate::citation::{Act, Citation};
use crate::region::SettlementRegions;
use crate::service::{Basis, Service};
use chrono::NaiveDate;

/// A whole edition of the Rules.
#[derive(Debug)]
pub struct Edition {
    /// Identifies the edition in drafts and requests.
    pub id: &'static str,
    /// The act that made the edition; gives its title.
    pub act: Act,
    /// The number of the act.
    pub number: &'static str,
    /// The day in the act's title, not the one from which it is in force.
    pub signed: NaiveDate,
    /// The act's entry in the register of normative legal acts.
    pub registered: RegistryEntry,
    /// The order that approved the Rules which the act amends.
    pub amends: Amended,
    /// The first day on which we assume the edition to be in force.
    pub in_force: NaiveDate,
    /// True if that day is certain. Order No. 539 counts ten calendar days from a publication whose day is not known
    /// here.
    pub in_force_verified: bool,
    /// The source of the rule on entering into force.
    pub in_force_citation: Citation,
    /// Each service once, with its form and term.
    pub services: &'static [ServiceRule],
    /// The stages in the order of the procedure. A service may have none, such as extension under order No. 539.
    pub stages: &'static [StageRule],
    /// The conditions of ¶9 in their order.
    pub bases: &'static [BasisRule],
    /// The list of documents. For order No. 539 only two rows of Annex 2 are known here, not its list: documents that
    /// the order does not name elsewhere carry another mark.
    pub documents: &'static [DocumentRule],
    /// The rule by which a paper in another language than Kazakh or Russian needs a notarised translation for a grant; `None`
    /// if there is none.
    pub translation: Option<Citation>,
    /// One entry per place that names a channel; the places may contradict each other.
    pub channels: &'static [ChannelRule],
    /// The maximum waiting times at a counter; row 3 of Annex 2 in order No. 539.
    pub waits: &'static [CounterWait],
    /// The known lists of the regions of the first condition, oldest first.
    pub settlement_regions: &'static [SettlementRegions],
}

/// An entry in the register of normative legal acts.
#[derive(Clone, Copy, Debug)]
pub struct RegistryEntry {
    /// The number in the register, such as 33875.
    pub number: &'static str,
    /// The day of registration at the Ministry of Justice.
    pub on: NaiveDate,
}

/// The order that approved the Rules.
#[derive(Clone, Copy, Debug)]
pub struct Amended {
    /// The number as written, with letters: 329-Ө-М.
    pub number: &'static str,
    /// The day in its title: 22 July 2013.
    pub signed: NaiveDate,
    /// Its number in the register of normative legal acts.
    pub registered_number: &'static str,
}

/// Two editions are the same if they have the same id.
impl PartialEq for Edition {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Edition {}

impl Edition {
    /// Returns the edition's rule for a service.
    pub fn service(&self, service: Service) -> Option<&ServiceRule> {
        self.services.iter().find(|rule| rule.service == service)
    }

    /// Returns the term of the whole service; `None` where the edition gives none, as for duplicates.
    pub fn term(&self, service: Service) -> Option<Term> {
        self.service(service)?.term
    }

    /// Returns the stages of a service in their order.
    pub fn stages_of(&self, service: Service) -> impl Iterator<Item = &StageRule> {
        self.stages.iter().filter(move |rule| rule.service == service)
    }

    /// Returns the source of a condition.
    pub fn basis_citation(&self, basis: Basis) -> Option<Citation> {
        self.bases.iter().find(|rule| rule.basis == basis).map(|rule| rule.citation)
    }

    /// Returns the rule by which a paper in another language needs a notarised translation: of a grant only.
    pub fn translation_for(&self, service: Service) -> Option<Citation> {
        self.translation.filter(|_| service == Service::Grant)
    }

    /// Returns the channels of a service, one entry for each place of the edition that names one.
    pub fn channels_of(&self, service: Service) -> impl Iterator<Item = &ChannelRule> {
        self.channels.iter().filter(move |rule| rule.service == service)
    }

    /// Returns whether the places that name the channels of a service name different ones.
    pub fn channels_disagree(&self, service: Service) -> bool {
        let named_at = |citation: Citation, channel: Channel| {
            self.channels_of(service).any(|rule| rule.citation == citation && rule.channel == channel)
        };
        self.channels_of(service)
            .any(|one| self.channels_of(service).any(|other| !named_at(other.citation, one.channel)))
    }

    /// Returns the newest list of regions seen on or before that day; for a day before all of them, the oldest list.
    pub fn settlement_regions_on(&self, day: NaiveDate) -> Option<&SettlementRegions> {
        let seen = |list: &&SettlementRegions| list.as_of <= day;
        self.settlement_regions.iter().rev().find(seen).or(self.settlement_regions.first())
    }
}
