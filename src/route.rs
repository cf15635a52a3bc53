//! The addresses of the app. No other code knows a URL.
//!
//! No address contains personal data or a secret: drafts and people have random ids.

use rules::document::{DocumentKind, RequirementKey};
use rules::id::{DraftId, PersonId};

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The start page: what the service is, and what is stored on this phone.
    Start,
    /// A page of an application being prepared.
    Draft(DraftId, Step),
    /// The page to enter a recovery code.
    Recover,
    /// A sent application with its terms.
    Follow(DraftId),
    /// The dates of an application made elsewhere: a new one, or a stored one.
    Elsewhere(Option<DraftId>),
    /// A form to be printed. It may belong to an application that this phone only follows.
    Form(DraftId, FormKind),
    /// The family links of a sent application.
    Links(DraftId),
    /// Withdrawing a sent application, and deleting it.
    Ending(DraftId),
    /// The target of a family link, and the page to type a spoken code.
    SharedCode,
    /// The page of a family link.
    Shared(DraftId),
    /// All legal terms in plain words.
    Terms,
    /// The privacy page: where data are stored, for how long, and how they are deleted.
    Privacy,
    /// The page "Report a problem": what went wrong technically, to be given to the operator.
    Report,
    /// Deletion of everything on this phone.
    Wipe,
    /// Import of a file in which a draft was saved.
    Import,
    NotFound,
}

/// The documents that can be printed.
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
    /// The checklist without personal data, which can be shown to others.
    ChecklistWithoutNames,
}

/// The pages of an application being prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The page "May I apply?".
    Eligibility,
    /// Answers that speak against an application.
    Obstacles,
    Basis,
    /// The page "My checklist".
    Checklist,
    /// The task list, the home page of an application.
    Tasks,
    /// A question about the applicant or a family member.
    Person(PersonId, PersonStep),
    /// Address, contact details and intended place of residence.
    You(YouStep),
    /// The facts of the chosen basis.
    Facts,
    /// The family members who are included.
    Family,
    RemovePerson(PersonId),
    Document(RequirementKey),
    /// The preview of the officer's check.
    Officer,
    /// Differences in the spelling of names.
    Spelling,
    /// The places where the application can be submitted.
    Channels,
    /// The choice among the requests of Annex 6.
    Service,
    Answers,
    Send,
    /// The page that says what to print and where to bring it, instead of sending.
    OnPaper,
    Receipt,
    /// Actions on the draft: name it, save it to a file, delete it.
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
    /// The machine-readable lines of the passport, typed instead of the answers that they contain. Not a question of its own.
    Lines,
}

impl PersonStep {
    /// The questions for the applicant, who is not asked for a kinship.
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

/// A value with a name in addresses. The compiler requires a name for each variant.
trait Named: Copy + 'static {
    /// All values with their names.
    const NAMES: &'static [(Self, &'static str)];

    fn name(self) -> &'static str;

    fn parse_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, listed)| *listed == name).map(|(value, _)| *value)
    }
}

macro_rules! named {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl Named for $type {
            const NAMES: &'static [(Self, &'static str)] = &[$((Self::$variant, $name)),+];

            fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }
    };
}

named!(PersonStep {
    Kinship = "kinship",
    Name = "name",
    Birth = "birth",
    Citizenship = "citizenship",
    Paper = "paper",
    Iin = "iin",
    Lines = "lines",
});

named!(YouStep { Address = "address", Contact = "contact", Destination = "destination" });

named!(FormKind {
    Grant = "annex-1",
    Registration = "annex-3",
    Extension = "annex-6",
    Refusal = "annex-8",
    Checklist = "checklist",
    ChecklistWithoutNames = "checklist-without-names",
});

named!(DocumentKind {
    GrantApplication = "application",
    Autobiography = "autobiography",
    IdentityDocument = "identity",
    NationalityProof = "nationality",
    NationalityRecommendation = "recommendation",
    KinshipProof = "kinship",
    ResidenceConsent = "consent",
    HomeOwnership = "home",
    PreliminaryEmploymentContract = "contract",
    SoleTraderRegistration = "trader",
    StudyCertificate = "study",
    ExtensionApplication = "extension",
    EarlierDecision = "decision",
    PermanentResidencePermit = "residence",
});

/// The pages whose address has one part after `/app`. The compiler requires each route to be here or among those with parameters.
macro_rules! plain_routes {
    ($($route:ident = $name:literal),+ $(,)?) => {
        const PLAIN_ROUTES: &[(Route, &str)] = &[$((Route::$route, $name)),+];

        impl Route {
            /// Returns the path of the page.
            pub fn href(self) -> String {
                match self {
                    $(Self::$route => concat!("/app/", $name).to_owned(),)+
                    Self::Start | Self::NotFound => "/app".to_owned(),
                    Self::Follow(id) => ["/app/follow/", &id.to_text()].concat(),
                    Self::Links(id) => ["/app/follow/", &id.to_text(), "/links"].concat(),
                    Self::Ending(id) => ["/app/follow/", &id.to_text(), "/end"].concat(),
                    Self::Shared(id) => ["/app/family/", &id.to_text()].concat(),
                    Self::Elsewhere(None) => "/app/elsewhere".to_owned(),
                    Self::Elsewhere(Some(id)) => ["/app/elsewhere/", &id.to_text()].concat(),
                    Self::Form(id, form) => ["/app/print/", &id.to_text(), "/", form.name()].concat(),
                    Self::Draft(id, step) => ["/app/d/", &id.to_text(), "/", &path_of(step)].concat(),
                }
            }
        }
    };
}

plain_routes! {
    Recover = "follow",
    Terms = "terms",
    SharedCode = "family",
    Privacy = "privacy",
    Report = "report",
    Wipe = "wipe",
    Import = "open",
}

/// The steps whose address has one part. The compiler requires each step to be here or among those with parameters.
macro_rules! plain_steps {
    ($($step:ident = $name:literal),+ $(,)?) => {
        const PLAIN_STEPS: &[(Step, &str)] = &[$((Step::$step, $name)),+];

        /// Returns the path of a step within its draft.
        fn path_of(step: Step) -> String {
            match step {
                $(Step::$step => $name.to_owned(),)+
                Step::Person(id, step) => ["person/", &id.to_text(), "/", step.name()].concat(),
                Step::RemovePerson(id) => ["person/", &id.to_text(), "/remove"].concat(),
                Step::You(step) => ["you/", step.name()].concat(),
                Step::Document(key) => ["document/", key.document.name(), "/", &key.person.to_text()].concat(),
            }
        }
    };
}

plain_steps! {
    Service = "service",
    Eligibility = "may-i-apply",
    Obstacles = "obstacles",
    Basis = "basis",
    Checklist = "checklist",
    Tasks = "tasks",
    Facts = "facts",
    Family = "family",
    Officer = "officer",
    Spelling = "spelling",
    Channels = "where",
    Answers = "answers",
    Send = "send",
    OnPaper = "on-paper",
    Receipt = "receipt",
    Keep = "keep",
}

impl Route {
    /// Returns the page at a path; [`Route::NotFound`] for a path that is not one of ours.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] | ["app"] | ["app", "start"] => Self::Start,
            ["app", "family", id] => DraftId::parse(id).map_or(Self::NotFound, Self::Shared),
            ["app", "follow", id, "links"] => DraftId::parse(id).map_or(Self::NotFound, Self::Links),
            ["app", "follow", id, "end"] => DraftId::parse(id).map_or(Self::NotFound, Self::Ending),
            ["app", "elsewhere"] => Self::Elsewhere(None),
            ["app", "elsewhere", id] => {
                DraftId::parse(id).map_or(Self::NotFound, |id| Self::Elsewhere(Some(id)))
            }
            ["app", "follow", id] => DraftId::parse(id).map_or(Self::NotFound, Self::Follow),
            ["app", "print", id, form] => match (DraftId::parse(id), FormKind::parse_name(form)) {
                (Some(id), Some(form)) => Self::Form(id, form),
                _ => Self::NotFound,
            },
            ["app", "d", id, rest @ ..] => match (DraftId::parse(id), Step::parse(rest)) {
                (Some(id), Some(step)) => Self::Draft(id, step),
                _ => Self::NotFound,
            },
            ["app", name] => {
                let found = PLAIN_ROUTES.iter().find(|(_, listed)| listed == name);
                found.map_or(Self::NotFound, |(route, _)| *route)
            }
            _ => Self::NotFound,
        }
    }

    /// Returns whether a link leads to a page of the app rather than to an anchor within the page or to another site.
    pub fn is_ours(href: &str) -> bool {
        (href == "/" || href == "/app" || href.starts_with("/app/")) && !href.contains('#')
    }
}

impl Step {
    fn parse(parts: &[&str]) -> Option<Self> {
        match parts {
            [name] => PLAIN_STEPS.iter().find(|(_, listed)| listed == name).map(|(step, _)| *step),
            ["you", step] => YouStep::parse_name(step).map(Self::You),
            ["person", id, "remove"] => PersonId::parse(id).map(Self::RemovePerson),
            ["person", id, step] => Some(Self::Person(PersonId::parse(id)?, PersonStep::parse_name(step)?)),
            ["document", kind, person] => Some(Self::Document(RequirementKey {
                document: DocumentKind::parse_name(kind)?,
                person: PersonId::parse(person)?,
            })),
            _ => None,
        }
    }
}

/// Returns one route of each kind.
#[cfg(test)]
pub fn every_route() -> Vec<Route> {
    let (draft, person) = (DraftId(0xfeed), PersonId(7));
    let mut steps: Vec<Step> = PLAIN_STEPS.iter().map(|(step, _)| *step).collect();
    steps.extend(PersonStep::NAMES.iter().map(|(step, _)| Step::Person(person, *step)));
    steps.extend(YouStep::ALL.map(Step::You));
    steps.push(Step::RemovePerson(person));
    steps.extend(
        DocumentKind::NAMES
            .iter()
            .map(|(document, _)| Step::Document(RequirementKey { document: *document, person })),
    );
    let mut routes: Vec<Route> = steps.into_iter().map(|step| Route::Draft(draft, step)).collect();
    routes.extend(PLAIN_ROUTES.iter().map(|(route, _)| *route));
    routes.extend([Route::Start, Route::Follow(draft)]);
    routes.extend([Route::Links(draft), Route::Ending(draft), Route::Shared(draft)]);
    routes.extend([Route::Elsewhere(None), Route::Elsewhere(Some(draft))]);
    routes.extend(FormKind::NAMES.iter().map(|(form, _)| Route::Form(draft, *form)));
    routes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_parsed_from_its_own_address() {
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
    fn an_unknown_address_is_not_found() {
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
