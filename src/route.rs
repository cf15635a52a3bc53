//! The addresses of the app. Nothing else knows a URL.
//!
//! No address carries personal data or a secret: drafts and people have random ids.

use rules::document::{DocumentKind, RequirementKey};
use rules::id::{DraftId, PersonId};

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// What this is, and what lies on this phone.
    Start,
    /// A page of an application being made.
    Draft(DraftId, Step),
    /// Enter a recovery code.
    Recover,
    /// A sent application against its terms.
    Follow(DraftId),
    /// The days of an application made elsewhere: a new one, or one that is kept.
    Elsewhere(Option<DraftId>),
    /// A form to be printed. It may be of an application that this phone only follows.
    Form(DraftId, FormKind),
    /// The family links of a sent application.
    Links(DraftId),
    /// Withdrawing a sent application, and having it deleted.
    Ending(DraftId),
    /// Where a family link leads, and where a code told over the phone is typed in.
    SharedCode,
    /// What a family link shows.
    Shared(DraftId),
    /// Every legal term in plain words.
    Terms,
    /// What lies where, for how long, and how it is deleted.
    Privacy,
    /// Delete everything from this phone.
    Wipe,
    /// Open a file in which a draft was saved.
    Import,
    NotFound,
}

/// What can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// Annex 1: the application for granting.
    Grant,
    /// Annex 3: the notice of registration.
    Registration,
    /// Annex 6: the application for extending or for a duplicate.
    Extension,
    /// Annex 8: the receipt of a refusal to accept.
    Refusal,
    /// The checklist with the names of the people.
    Checklist,
    /// The checklist without personal data, to be shown around.
    ChecklistWithoutNames,
}

/// The pages of an application being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// May I apply?
    Eligibility,
    /// Something speaks against it.
    Obstacles,
    Basis,
    /// My checklist.
    Checklist,
    /// The task list: home of the application.
    Tasks,
    /// A question about the applicant or a family member.
    Person(PersonId, PersonStep),
    /// Address, contacts and where to.
    You(YouStep),
    /// The facts of the chosen basis.
    Facts,
    /// Who comes along.
    Family,
    RemovePerson(PersonId),
    Document(RequirementKey),
    /// What the officer will check.
    Officer,
    /// Who is spelled how on which paper.
    Spelling,
    /// Where it can be handed in.
    Channels,
    /// Which request of Annex 6.
    Service,
    Answers,
    Send,
    /// What to print and where to bring it, in place of sending.
    OnPaper,
    Receipt,
    /// Name it, save it to a file, delete it.
    Keep,
}

/// The questions about one person, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonStep {
    Kinship,
    Name,
    Birth,
    Citizenship,
    Paper,
    Iin,
    /// The machine-readable lines of the passport, typed in place of the answers that they give. No question of its own.
    Lines,
}

impl PersonStep {
    /// The applicant is not asked for a kinship.
    pub const OF_APPLICANT: [Self; 5] = [Self::Name, Self::Birth, Self::Citizenship, Self::Paper, Self::Iin];
    pub const OF_FAMILY: [Self; 6] =
        [Self::Kinship, Self::Name, Self::Birth, Self::Citizenship, Self::Paper, Self::Iin];
}

/// The further questions about the applicant, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YouStep {
    Address,
    Contact,
    Destination,
}

impl YouStep {
    pub const ALL: [Self; 3] = [Self::Address, Self::Contact, Self::Destination];
}

const PERSON_STEPS: [(PersonStep, &str); 7] = [
    (PersonStep::Kinship, "kinship"),
    (PersonStep::Name, "name"),
    (PersonStep::Birth, "birth"),
    (PersonStep::Citizenship, "citizenship"),
    (PersonStep::Paper, "paper"),
    (PersonStep::Iin, "iin"),
    (PersonStep::Lines, "lines"),
];

const YOU_STEPS: [(YouStep, &str); 3] =
    [(YouStep::Address, "address"), (YouStep::Contact, "contact"), (YouStep::Destination, "destination")];

const FORMS: [(FormKind, &str); 6] = [
    (FormKind::Grant, "annex-1"),
    (FormKind::Registration, "annex-3"),
    (FormKind::Extension, "annex-6"),
    (FormKind::Refusal, "annex-8"),
    (FormKind::Checklist, "checklist"),
    (FormKind::ChecklistWithoutNames, "checklist-without-names"),
];

const PLAIN_STEPS: [(Step, &str); 16] = [
    (Step::Service, "service"),
    (Step::Eligibility, "may-i-apply"),
    (Step::Obstacles, "obstacles"),
    (Step::Basis, "basis"),
    (Step::Checklist, "checklist"),
    (Step::Tasks, "tasks"),
    (Step::Facts, "facts"),
    (Step::Family, "family"),
    (Step::Officer, "officer"),
    (Step::Spelling, "spelling"),
    (Step::Channels, "where"),
    (Step::Answers, "answers"),
    (Step::Send, "send"),
    (Step::OnPaper, "on-paper"),
    (Step::Receipt, "receipt"),
    (Step::Keep, "keep"),
];

const DOCUMENTS: [(DocumentKind, &str); 14] = [
    (DocumentKind::GrantApplication, "application"),
    (DocumentKind::Autobiography, "autobiography"),
    (DocumentKind::IdentityDocument, "identity"),
    (DocumentKind::NationalityProof, "nationality"),
    (DocumentKind::NationalityRecommendation, "recommendation"),
    (DocumentKind::KinshipProof, "kinship"),
    (DocumentKind::ResidenceConsent, "consent"),
    (DocumentKind::HomeOwnership, "home"),
    (DocumentKind::PreliminaryEmploymentContract, "contract"),
    (DocumentKind::SoleTraderRegistration, "trader"),
    (DocumentKind::StudyCertificate, "study"),
    (DocumentKind::ExtensionApplication, "extension"),
    (DocumentKind::EarlierDecision, "decision"),
    (DocumentKind::PermanentResidencePermit, "residence"),
];

fn named<T: Copy>(table: &[(T, &str)], name: &str) -> Option<T> {
    table.iter().find(|(_, listed)| *listed == name).map(|(value, _)| *value)
}

fn name_of<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> &'static str {
    table.iter().find(|(listed, _)| listed == value).map_or("", |(_, name)| name)
}

impl Route {
    /// The page at a path; [`Route::NotFound`] for any that is none of ours.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] | ["app"] | ["app", "start"] => Self::Start,
            ["app", "follow"] => Self::Recover,
            ["app", "terms"] => Self::Terms,
            ["app", "family"] => Self::SharedCode,
            ["app", "family", id] => DraftId::parse(id).map_or(Self::NotFound, Self::Shared),
            ["app", "follow", id, "links"] => DraftId::parse(id).map_or(Self::NotFound, Self::Links),
            ["app", "follow", id, "end"] => DraftId::parse(id).map_or(Self::NotFound, Self::Ending),
            ["app", "elsewhere"] => Self::Elsewhere(None),
            ["app", "elsewhere", id] => {
                DraftId::parse(id).map_or(Self::NotFound, |id| Self::Elsewhere(Some(id)))
            }
            ["app", "privacy"] => Self::Privacy,
            ["app", "wipe"] => Self::Wipe,
            ["app", "open"] => Self::Import,
            ["app", "follow", id] => DraftId::parse(id).map_or(Self::NotFound, Self::Follow),
            ["app", "print", id, form] => match (DraftId::parse(id), named(&FORMS, form)) {
                (Some(id), Some(form)) => Self::Form(id, form),
                _ => Self::NotFound,
            },
            ["app", "d", id, rest @ ..] => match (DraftId::parse(id), Step::parse(rest)) {
                (Some(id), Some(step)) => Self::Draft(id, step),
                _ => Self::NotFound,
            },
            _ => Self::NotFound,
        }
    }

    /// Whether a link leads to a page of the app rather than to a place within the page or to elsewhere.
    pub fn is_ours(href: &str) -> bool {
        (href == "/" || href == "/app" || href.starts_with("/app/")) && !href.contains('#')
    }

    /// The path of the page.
    pub fn href(self) -> String {
        match self {
            Self::Start | Self::NotFound => "/app".to_owned(),
            Self::Recover => "/app/follow".to_owned(),
            Self::Terms => "/app/terms".to_owned(),
            Self::Privacy => "/app/privacy".to_owned(),
            Self::Wipe => "/app/wipe".to_owned(),
            Self::Import => "/app/open".to_owned(),
            Self::Follow(id) => ["/app/follow/", &id.to_text()].concat(),
            Self::Links(id) => ["/app/follow/", &id.to_text(), "/links"].concat(),
            Self::Ending(id) => ["/app/follow/", &id.to_text(), "/end"].concat(),
            Self::SharedCode => "/app/family".to_owned(),
            Self::Shared(id) => ["/app/family/", &id.to_text()].concat(),
            Self::Elsewhere(None) => "/app/elsewhere".to_owned(),
            Self::Elsewhere(Some(id)) => ["/app/elsewhere/", &id.to_text()].concat(),
            Self::Form(id, form) => ["/app/print/", &id.to_text(), "/", name_of(&FORMS, &form)].concat(),
            Self::Draft(id, step) => ["/app/d/", &id.to_text(), "/", &step.path()].concat(),
        }
    }
}

impl Step {
    fn parse(parts: &[&str]) -> Option<Self> {
        match parts {
            [name] => named(&PLAIN_STEPS, name),
            ["you", step] => named(&YOU_STEPS, step).map(Self::You),
            ["person", id, "remove"] => PersonId::parse(id).map(Self::RemovePerson),
            ["person", id, step] => Some(Self::Person(PersonId::parse(id)?, named(&PERSON_STEPS, step)?)),
            ["document", kind, person] => Some(Self::Document(RequirementKey {
                document: named(&DOCUMENTS, kind)?,
                person: PersonId::parse(person)?,
            })),
            _ => None,
        }
    }

    fn path(self) -> String {
        match self {
            Self::Person(id, step) => ["person/", &id.to_text(), "/", name_of(&PERSON_STEPS, &step)].concat(),
            Self::RemovePerson(id) => ["person/", &id.to_text(), "/remove"].concat(),
            Self::You(step) => ["you/", name_of(&YOU_STEPS, &step)].concat(),
            Self::Document(key) => {
                ["document/", name_of(&DOCUMENTS, &key.document), "/", &key.person.to_text()].concat()
            }
            plain => name_of(&PLAIN_STEPS, &plain).to_owned(),
        }
    }
}

/// One route of each kind.
#[cfg(test)]
pub fn every_route() -> Vec<Route> {
    let (draft, person) = (DraftId(0xfeed), PersonId(7));
    let mut steps: Vec<Step> = PLAIN_STEPS.iter().map(|(step, _)| *step).collect();
    steps.extend(PERSON_STEPS.map(|(step, _)| Step::Person(person, step)));
    steps.extend(YouStep::ALL.map(Step::You));
    steps.push(Step::RemovePerson(person));
    steps.extend(DOCUMENTS.map(|(document, _)| Step::Document(RequirementKey { document, person })));
    let mut routes: Vec<Route> = steps.into_iter().map(|step| Route::Draft(draft, step)).collect();
    routes.extend([Route::Start, Route::Recover, Route::Terms, Route::Follow(draft)]);
    routes.extend([Route::Links(draft), Route::Ending(draft), Route::SharedCode, Route::Shared(draft)]);
    routes.extend([Route::Elsewhere(None), Route::Elsewhere(Some(draft))]);
    routes.extend(FORMS.map(|(form, _)| Route::Form(draft, form)));
    routes.extend([Route::Privacy, Route::Wipe, Route::Import]);
    routes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_found_again_at_its_own_address() {
        let routes = every_route();
        for route in &routes {
            assert_eq!(Route::parse(&route.href()), *route);
        }
        let mut addresses: Vec<String> = routes.iter().map(|route| route.href()).collect();
        addresses.sort();
        addresses.dedup();
        assert_eq!(addresses.len(), routes.len());
    }

    #[test]
    fn what_is_no_address_is_not_found() {
        for path in [
            "/app/x",
            "/app/d/1/tasks",
            "/app/d/000000000000feed",
            "/app/d/000000000000feed/x",
            "/app/follow/x",
            "/app/print/000000000000feed/x",
            "/app/print/1/annex-6",
        ] {
            assert_eq!(Route::parse(path), Route::NotFound, "{path}");
        }
    }
}
