//! May I apply, and does the chosen condition fit? Explains and advises; only the authority decides.

use crate::citation::{Act, Citation, Locus, Mark};
use crate::draft::{Citizenship, Draft, EligibilityAnswers, FamilyGroup};
use crate::edition::Edition;
use crate::service::{Basis, Service, WorkKind};
use chrono::NaiveDate;

/// Something in the answers that speaks against an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Kandas status is for foreigners and stateless persons.
    CitizenNow,
    /// The status is for people who were never citizens of Kazakhstan.
    CitizenBefore,
    /// The status is for people of Kazakh nationality.
    NotKazakh,
    /// The status is for people who come to live permanently.
    NotToLivePermanently,
}

/// The result of the eligibility answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// At least one question is not answered.
    Open,
    /// Nothing speaks against an application.
    MayApply,
    /// These obstacles speak against an application.
    Obstacles(Vec<Obstacle>),
}

/// The source of the conditions, as far as our sources show.
pub const CITATION: Citation = Citation { act: Act::MigrationLaw, place: Locus::Whole, mark: Mark::Digest };

/// Evaluates the eligibility answers.
pub fn eligibility(answers: &EligibilityAnswers) -> Eligibility {
    let rules = [
        (answers.citizen_now, true, Obstacle::CitizenNow),
        (answers.citizen_before, true, Obstacle::CitizenBefore),
        (answers.kazakh, false, Obstacle::NotKazakh),
        (answers.to_live_permanently, false, Obstacle::NotToLivePermanently),
    ];
    let obstacles: Vec<Obstacle> = rules
        .iter()
        .filter(|(answer, against, _)| *answer == Some(*against))
        .map(|(_, _, obstacle)| *obstacle)
        .collect();
    if !obstacles.is_empty() {
        return Eligibility::Obstacles(obstacles);
    }
    if rules.iter().any(|(answer, _, _)| answer.is_none()) {
        Eligibility::Open
    } else {
        Eligibility::MayApply
    }
}

/// A fact that does not seem to satisfy the chosen condition of ¶9. The Commission takes the conditions into account
/// and decides whether this one is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Doubt {
    /// ¶9(3) is about relatives who are citizens of Kazakhstan.
    RelativeIsNoCitizen,
    /// ¶9(3) is about relatives who live in the region of filing.
    RelativeLivesElsewhere,
    /// Annex 1, 7th paragraph, is about relatives who are ethnic Kazakhs.
    RelativeNotKazakh,
    /// ¶9(3) and ¶9(4) are about people who can solve housing without help.
    HousingNotSolved,
    /// ¶9(1) is about the regions determined under the Social Code; this one was not on the last list that we have
    /// seen.
    RegionNotListed,
    /// Annex 6 lists family members who are not citizens of Kazakhstan. That a grant follows it is our reading.
    MemberIsCitizen,
    /// Annex 6 lists unmarried brothers and sisters. That a grant follows it is our reading.
    MarriedSibling,
    /// Annex 6 has four groups of family members. That a grant follows it is our reading.
    MemberInNoGroup,
}

impl Doubt {
    /// All values in the order in which [`doubts`] returns them.
    pub const ALL: &'static [Self] = &[
        Self::RelativeIsNoCitizen,
        Self::RelativeLivesElsewhere,
        Self::RelativeNotKazakh,
        Self::HousingNotSolved,
        Self::RegionNotListed,
        Self::MemberIsCitizen,
        Self::MarriedSibling,
        Self::MemberInNoGroup,
    ];

    /// The doubts about family members.
    pub const OF_FAMILY: &'static [Self] =
        &[Self::MemberIsCitizen, Self::MarriedSibling, Self::MemberInNoGroup];
}

/// Returns the facts that speak against the chosen condition, with their source. Missing answers give no doubt.
pub fn doubts(draft: &Draft, edition: &Edition, on: NaiveDate) -> Vec<(Doubt, Citation)> {
    let mut doubts = Vec::new();
    if draft.service != Some(Service::Grant) {
        return doubts;
    }
    let of = |basis| edition.basis_citation(basis).filter(|_| draft.basis == Some(basis));
    if let Some(citation) = of(Basis::FamilyReunion) {
        if draft.facts.relative_is_citizen == Some(false) {
            doubts.push((Doubt::RelativeIsNoCitizen, citation));
        }
        if draft.facts.relative_lives_in_region == Some(false) {
            doubts.push((Doubt::RelativeLivesElsewhere, citation));
        }
        if draft.facts.relative_is_kazakh == Some(false) {
            doubts.push((Doubt::RelativeNotKazakh, Citation::order(Locus::AnnexParagraph(1, 7))));
        }
    }
    let invited = of(Basis::Employment).filter(|_| draft.facts.work == Some(WorkKind::Employer));
    if let Some(citation) = of(Basis::FamilyReunion).or(invited)
        && draft.facts.housing == Some(false)
    {
        doubts.push((Doubt::HousingNotSolved, citation));
    }
    if of(Basis::SettlementRegion).is_some()
        && let Some((region, listed)) = draft.region.zip(edition.settlement_regions_on(on))
        && !listed.contains(region)
    {
        doubts.push((Doubt::RegionNotListed, listed.citation));
    }
    doubts.extend(family_doubts(draft).map(|doubt| (doubt, Citation::inferred(Locus::Annex(6)))));
    doubts
}

/// Returns the doubts about the family members, each at most once.
fn family_doubts(draft: &Draft) -> impl Iterator<Item = Doubt> {
    let any = |holds: &dyn Fn(&crate::draft::Person) -> bool| draft.family().iter().any(holds);
    let is_citizen = any(&|member| member.citizenship == Some(Citizenship::Kazakhstan));
    let group = |member: &crate::draft::Person| draft.family_group(member.id);
    let is_married =
        any(&|member| group(member) == Some(FamilyGroup::UnmarriedSiblings) && member.married == Some(true));
    let in_no_group = any(&|member| member.kinship.is_some() && group(member).is_none());
    [
        (is_citizen, Doubt::MemberIsCitizen),
        (is_married, Doubt::MarriedSibling),
        (in_no_group, Doubt::MemberInNoGroup),
    ]
    .into_iter()
    .filter_map(|(holds, doubt)| holds.then_some(doubt))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::Region;
    use crate::time::parse_day;

    fn answers(values: [Option<bool>; 4]) -> EligibilityAnswers {
        let [citizen_now, citizen_before, kazakh, to_live_permanently] = values;
        EligibilityAnswers { citizen_now, citizen_before, kazakh, to_live_permanently }
    }

    #[test]
    fn only_the_four_right_answers_allow_an_application() {
        let choices = [None, Some(false), Some(true)];
        for a in choices {
            for b in choices {
                for c in choices {
                    for d in choices {
                        let may = [a, b, c, d] == [Some(false), Some(false), Some(true), Some(true)];
                        let result = eligibility(&answers([a, b, c, d]));
                        assert_eq!(result == Eligibility::MayApply, may, "{a:?} {b:?} {c:?} {d:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn each_obstacle_is_returned() {
        let all = eligibility(&answers([Some(true), Some(true), Some(false), Some(false)]));
        let expected = vec![
            Obstacle::CitizenNow,
            Obstacle::CitizenBefore,
            Obstacle::NotKazakh,
            Obstacle::NotToLivePermanently,
        ];
        assert_eq!(all, Eligibility::Obstacles(expected));
    }

    fn found(draft: &Draft) -> Vec<(Doubt, Mark)> {
        let edition = Edition::by_id("539-2023").unwrap();
        let doubts = doubts(draft, edition, parse_day("2026-11-23").unwrap());
        doubts.into_iter().map(|(doubt, citation)| (doubt, citation.mark)).collect()
    }

    #[test]
    fn the_facts_of_a_relative_are_compared_with_the_third_condition_only() {
        use Doubt::{RelativeIsNoCitizen, RelativeLivesElsewhere};
        let answers = [None, Some(false), Some(true)];
        for basis in Basis::ALL {
            for citizen in answers {
                for in_region in answers {
                    let mut draft =
                        Draft { service: Some(Service::Grant), basis: Some(basis), ..Draft::default() };
                    draft.facts.relative_is_citizen = citizen;
                    draft.facts.relative_lives_in_region = in_region;
                    let mut expected = vec![];
                    if basis == Basis::FamilyReunion && citizen == Some(false) {
                        expected.push((RelativeIsNoCitizen, Mark::Order));
                    }
                    if basis == Basis::FamilyReunion && in_region == Some(false) {
                        expected.push((RelativeLivesElsewhere, Mark::Order));
                    }
                    assert_eq!(found(&draft), expected, "{basis:?} {citizen:?} {in_region:?}");
                }
            }
        }
    }

    #[test]
    fn housing_belongs_to_a_reunion_and_to_an_invitation_and_ethnicity_to_a_reunion() {
        for basis in Basis::ALL {
            for work in [None, Some(WorkKind::Employer), Some(WorkKind::SoleTrader)] {
                let mut draft =
                    Draft { service: Some(Service::Grant), basis: Some(basis), ..Draft::default() };
                draft.facts.work = work;
                let is_reunion = basis == Basis::FamilyReunion;
                let is_invited = basis == Basis::Employment && work == Some(WorkKind::Employer);
                for answer in [None, Some(true), Some(false)] {
                    draft.facts.housing = answer;
                    let doubted = (is_reunion || is_invited) && answer == Some(false);
                    let expected =
                        if doubted { vec![(Doubt::HousingNotSolved, Mark::Order)] } else { vec![] };
                    assert_eq!(found(&draft), expected, "{basis:?} {work:?} {answer:?}");
                    draft.facts.housing = None;
                    draft.facts.relative_is_kazakh = answer;
                    let doubted = is_reunion && answer == Some(false);
                    let expected =
                        if doubted { vec![(Doubt::RelativeNotKazakh, Mark::Order)] } else { vec![] };
                    assert_eq!(found(&draft), expected, "{basis:?} {answer:?}");
                    draft.facts.relative_is_kazakh = None;
                }
            }
        }
    }

    #[test]
    fn the_groups_of_annex_6_are_a_doubt_of_a_grant_by_our_reading() {
        use crate::draft::{Kinship, Person};
        use crate::id::PersonId;
        let (applicant, member) = (PersonId(1), PersonId(2));
        let family = |person: Person| {
            let people = vec![Person { id: applicant, ..Person::default() }, Person { id: member, ..person }];
            Draft { service: Some(Service::Grant), people, ..Draft::default() }
        };
        let sibling = |married| Person {
            kinship: Some(Kinship::SiblingOf(applicant)),
            married: Some(married),
            ..Person::default()
        };
        let citizen = Person {
            kinship: Some(Kinship::ChildOf(applicant)),
            citizenship: Some(Citizenship::Kazakhstan),
            ..Person::default()
        };
        let in_no_group = Person { kinship: Some(Kinship::ParentOf(member)), ..Person::default() };
        for (person, expected) in [
            (sibling(false), vec![]),
            (sibling(true), vec![(Doubt::MarriedSibling, Mark::Inferred)]),
            (citizen, vec![(Doubt::MemberIsCitizen, Mark::Inferred)]),
            (in_no_group, vec![(Doubt::MemberInNoGroup, Mark::Inferred)]),
            (Person::default(), vec![]),
        ] {
            let draft = family(person);
            assert_eq!(found(&draft), expected);
            assert_eq!(found(&Draft { service: Some(Service::Extend), ..draft }), []);
        }
    }

    #[test]
    fn a_region_is_compared_with_the_list_under_the_first_condition_only() {
        for basis in Basis::ALL {
            for region in Region::all().map(Some).chain([None]) {
                let draft =
                    Draft { service: Some(Service::Grant), basis: Some(basis), region, ..Draft::default() };
                let unlisted = [15, 19, 31, 33, 35, 43, 47, 61, 62, 71, 75, 79];
                let doubted = basis == Basis::SettlementRegion
                    && region.is_some_and(|region| unlisted.contains(&region.number()));
                let expected = if doubted { vec![(Doubt::RegionNotListed, Mark::Digest)] } else { vec![] };
                assert_eq!(found(&draft), expected, "{basis:?} {region:?}");
                let extension = Draft { service: Some(Service::Extend), ..draft };
                assert_eq!(found(&extension), []);
            }
        }
    }
}
