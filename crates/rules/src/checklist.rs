//! The documents that a case needs, with the person and the reason for each.

use crate::citation::Citation;
use crate::document::{DocumentForm, DocumentKind, RequirementKey};
use crate::draft::{Citizenship, Draft, Person};
use crate::edition::{Condition, Edition, Whom};
use crate::id::PersonId;
use crate::service::{Basis, Home, Service, WorkKind};

/// The facts of a draft on which the checklist depends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChecklistInput {
    /// `None` while not chosen: then no document is required.
    pub service: Option<Service>,
    /// The condition of ¶9; `None` while not chosen, in which case only the documents of every grant are required.
    pub basis: Option<Basis>,
    /// Used with ¶9(3) only. `None` requires the consent, as if the home belonged to somebody else.
    pub home: Option<Home>,
    /// Used with ¶9(4) only. `None` requires the contract, as if there were an employer.
    pub work: Option<WorkKind>,
    /// The applicant's citizenship; `None` while not chosen.
    pub citizenship: Option<Citizenship>,
    /// All people, the applicant first, each with the answer whether they are of Kazakh nationality (`None` if
    /// unanswered).
    pub people: Vec<(PersonId, Option<bool>)>,
}

impl ChecklistInput {
    /// Takes the facts from a draft as answered so far.
    pub fn of(draft: &Draft) -> Self {
        let nationality = |person: &Person| (person.id, draft.is_kazakh(person));
        Self {
            service: draft.service,
            basis: draft.basis,
            home: draft.facts.home,
            work: draft.facts.work,
            citizenship: draft.applicant().and_then(|applicant| applicant.citizenship),
            people: draft.people.iter().map(nationality).collect(),
        }
    }

    fn meets(&self, condition: Condition) -> bool {
        let reunion = self.basis == Some(Basis::FamilyReunion);
        let employment = self.basis == Some(Basis::Employment);
        match condition {
            Condition::Always => true,
            Condition::Basis(basis) => self.basis == Some(basis),
            Condition::Home(home) => reunion && self.home == Some(home),
            Condition::HomeUnless(home) => reunion && self.home != Some(home),
            Condition::Work(work) => employment && self.work == Some(work),
            Condition::WorkUnless(work) => employment && self.work != Some(work),
        }
    }
}

/// One line of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The document and the person; the same line keeps its key whatever else changes.
    pub key: RequirementKey,
    /// The form in which the document is given.
    pub form: DocumentForm,
    /// Other documents that are accepted in its place.
    pub instead: &'static [DocumentKind],
    /// The rule that requires the document.
    pub citation: Citation,
    /// The rule by which a paper in another language than Kazakh or Russian needs a notarised translation; `None` where
    /// none is required.
    pub translation: Option<Citation>,
}

/// Returns the documents a case needs: the applicant's in the order of the edition's list, then those of each family
/// member.
pub fn checklist(case: &ChecklistInput, edition: &Edition) -> Vec<Requirement> {
    let mut list = Vec::new();
    for (place, (person, kazakh)) in case.people.iter().enumerate() {
        for rule in edition.documents {
            // A person whose nationality is not yet answered is asked for the proof: that is the safe side.
            let concerned = match rule.whom {
                Whom::Applicant => place == 0,
                Whom::Everybody => true,
                Whom::EverybodyOfKazakhNationality => *kazakh != Some(false),
            };
            if case.service == Some(rule.service) && concerned && case.meets(rule.when) {
                let form = rule.document.form();
                list.push(Requirement {
                    key: RequirementKey { document: rule.document, person: *person },
                    form,
                    instead: rule.instead,
                    citation: rule.citation,
                    translation: edition
                        .translation_for(rule.service)
                        .filter(|_| form != DocumentForm::MadeHere),
                });
            }
        }
    }
    list
}

/// Advice that none of our sources requires but that helps. It is shown next to the checklist, never in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum OptionalAdvice {
    /// Papers from China can be apostilled only there. The status itself requires no apostille; later steps may.
    ApostilleBeforeLeaving,
}

/// Returns the advice for a case with its source. While the citizenship is unknown, the advice for all citizenships.
pub fn advice(case: &ChecklistInput) -> Vec<(OptionalAdvice, Citation)> {
    let may_be_from_china = matches!(case.citizenship, None | Some(Citizenship::China));
    if case.service == Some(Service::Grant) && may_be_from_china {
        vec![(OptionalAdvice::ApostilleBeforeLeaving, Citation::digest())]
    } else {
        Vec::new()
    }
}

/// Returns the draft with only those documents that serve a line of its checklist: papers of an abandoned condition
/// stay on the phone and are not sent.
pub fn without_unasked_documents(mut draft: Draft, edition: &Edition) -> Draft {
    let asked: Vec<RequirementKey> =
        checklist(&ChecklistInput::of(&draft), edition).iter().map(|line| line.key).collect();
    draft.documents.retain(|document| {
        let given = !document.text.trim().is_empty() || document.all_pages().next().is_some();
        given && document.serves.iter().any(|key| asked.contains(key))
    });
    draft
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::id::DocumentId;
    use DocumentKind as D;

    const APPLICANT: PersonId = PersonId(1);

    fn documents(case: &ChecklistInput) -> Vec<(D, u64)> {
        let edition = Edition::by_id("539-2023").unwrap();
        checklist(case, edition).iter().map(|line| (line.key.document, line.key.person.0)).collect()
    }

    fn alone(basis: Basis) -> ChecklistInput {
        ChecklistInput {
            service: Some(Service::Grant),
            basis: Some(basis),
            people: vec![(APPLICANT, Some(true))],
            ..ChecklistInput::default()
        }
    }

    #[test]
    fn each_basis_requires_its_own_documents_in_addition_to_the_common_four() {
        let common = [D::GrantApplication, D::Autobiography, D::IdentityDocument, D::NationalityProof];
        let employed = |work| ChecklistInput { work, ..alone(Basis::Employment) };
        let housed = |home| ChecklistInput { home, ..alone(Basis::FamilyReunion) };
        let cases: [(ChecklistInput, &[D]); 10] = [
            (alone(Basis::SettlementRegion), &[]),
            (alone(Basis::DevelopingSettlement), &[]),
            (housed(None), &[D::KinshipProof, D::ResidenceConsent]),
            (housed(Some(Home::SomebodyElses)), &[D::KinshipProof, D::ResidenceConsent]),
            (housed(Some(Home::Own)), &[D::KinshipProof, D::HomeOwnership]),
            (employed(None), &[D::PreliminaryEmploymentContract]),
            (employed(Some(WorkKind::Employer)), &[D::PreliminaryEmploymentContract]),
            (employed(Some(WorkKind::SoleTrader)), &[D::SoleTraderRegistration]),
            (alone(Basis::Study), &[D::StudyCertificate]),
            (
                ChecklistInput {
                    home: Some(Home::Own),
                    work: Some(WorkKind::SoleTrader),
                    ..alone(Basis::Study)
                },
                &[D::StudyCertificate],
            ),
        ];
        for (case, own) in cases {
            let expected: Vec<_> = common.iter().chain(own).map(|document| (*document, 1)).collect();
            assert_eq!(documents(&case), expected, "{case:?}");
        }
    }

    #[test]
    fn family_members_need_an_identity_document_and_proof_if_they_claim_the_nationality() {
        let mut case = alone(Basis::Study);
        case.people.extend([(PersonId(2), Some(true)), (PersonId(3), Some(false)), (PersonId(4), None)]);
        let of_family: Vec<_> = documents(&case).into_iter().filter(|(_, person)| *person != 1).collect();
        let expected = vec![
            (D::IdentityDocument, 2),
            (D::NationalityProof, 2),
            (D::IdentityDocument, 3),
            (D::IdentityDocument, 4),
            (D::NationalityProof, 4),
        ];
        assert_eq!(of_family, expected);
    }

    #[test]
    fn the_other_services_have_their_own_short_lists() {
        let lists: [(Service, &[D]); 3] = [
            (Service::Extend, &[D::ExtensionApplication, D::EarlierDecision, D::PermanentResidencePermit]),
            (Service::DuplicateCertificate, &[D::ExtensionApplication]),
            (Service::DuplicateDecision, &[D::ExtensionApplication]),
        ];
        for (service, expected) in lists {
            let case = ChecklistInput { service: Some(service), ..alone(Basis::Study) };
            let found: Vec<D> = documents(&case).into_iter().map(|(document, _)| document).collect();
            assert_eq!(found, expected, "{service:?}");
        }
    }

    #[test]
    fn papers_of_an_abandoned_basis_and_empty_papers_are_not_sent() {
        let edition = Edition::by_id("539-2023").unwrap();
        let people = vec![Person { id: APPLICANT, ..Person::default() }];
        let document = |id: u64, document, text: &str| {
            let mut made = Document::new(DocumentId(id), RequirementKey { document, person: APPLICANT });
            made.text = text.to_owned();
            made
        };
        let documents = vec![
            document(1, D::StudyCertificate, "given"),
            document(2, D::PreliminaryEmploymentContract, "given"),
            document(3, D::Autobiography, " "),
        ];
        let draft = Draft {
            service: Some(Service::Grant),
            basis: Some(Basis::Study),
            people,
            documents,
            ..Draft::default()
        };
        let sent = without_unasked_documents(draft, edition);
        assert_eq!(sent.documents.iter().map(|document| document.id.0).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn without_a_service_no_document_is_required() {
        assert!(documents(&ChecklistInput { service: None, ..alone(Basis::Study) }).is_empty());
    }

    #[test]
    fn the_recommendation_or_a_passport_that_names_it_may_replace_the_proof_of_nationality() {
        let edition = Edition::by_id("539-2023").unwrap();
        let list = checklist(&alone(Basis::Study), edition);
        let proof = list.iter().find(|line| line.key.document == D::NationalityProof).unwrap();
        assert_eq!(proof.instead, [D::NationalityRecommendation, D::IdentityDocument]);
    }
}
