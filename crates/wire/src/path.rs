//! Addresses of the API: the gateway routes them, the app and the test programs request them.

/// An address with `N` parameters, such as `/api/v1/applications/{number}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route<const N: usize>(&'static str);

impl<const N: usize> Route<N> {
    /// Returns the pattern, with the names of the parameters in braces.
    pub const fn pattern(self) -> &'static str {
        self.0
    }

    /// Returns the address with these parameters, for a request that names its pattern where it fails.
    pub fn address(self, parameters: [&str; N]) -> Address {
        Address { pattern: self.0, filled: Some(self.with(parameters)) }
    }

    /// Returns the address with these parameters, in the order of the pattern. They are inserted as they are: numbers and ids
    /// need no escaping.
    pub fn with(self, parameters: [&str; N]) -> String {
        let mut path = String::new();
        let mut rest = self.0;
        for parameter in parameters {
            let (before, after) = rest.split_once('{').unwrap_or((rest, ""));
            path.push_str(before);
            path.push_str(parameter);
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        path.push_str(rest);
        path
    }
}

/// The address of a request, which knows the pattern it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pattern: &'static str,
    /// The address with its parameters; `None` for one without parameters, which is its own pattern.
    filled: Option<String>,
}

impl Address {
    /// Returns the pattern, which contains no parameter.
    pub fn pattern(&self) -> &'static str {
        self.pattern
    }

    /// Returns the address itself.
    pub fn as_str(&self) -> &str {
        self.filled.as_deref().unwrap_or(self.pattern)
    }
}

impl From<&'static str> for Address {
    fn from(pattern: &'static str) -> Self {
        Self { pattern, filled: None }
    }
}

/// The description of the service: kind, edition, calendar, day of registration, time.
pub const SERVICE: &str = "/api/v1/service";
/// The calendar data of the gateway.
pub const CALENDAR: &str = "/api/v1/calendar";

/// The applications of an owner key; a submission is posted here.
pub const APPLICATIONS: &str = "/api/v1/applications";
/// The first lines about an application, for its owner.
pub const APPLICATIONS_SUMMARY: &str = "/api/v1/applications/summary";
/// The state of an application; DELETE deletes it.
pub const APPLICATION: Route<1> = Route("/api/v1/applications/{number}");
/// A resubmission with corrected documents.
pub const DOCUMENTS: Route<1> = Route("/api/v1/applications/{number}/documents");
/// The withdrawal of an application.
pub const WITHDRAWAL: Route<1> = Route("/api/v1/applications/{number}/withdrawal");
/// The registration by the authority, as the applicant reads it in the notice of Annex 3.
pub const REGISTRATION: Route<1> = Route("/api/v1/applications/{number}/registration");
/// The submission as it was sent.
pub const DRAFT: Route<1> = Route("/api/v1/applications/{number}/draft");
/// The bytes of a page of the submission.
pub const PAGE: Route<2> = Route("/api/v1/applications/{number}/files/{page}");
/// The phone number and e-mail address of the applicant.
pub const CONTACT: Route<1> = Route("/api/v1/applications/{number}/contact");
/// The event stream of an application, for its owner.
pub const EVENTS: Route<1> = Route("/api/v1/applications/{number}/events");
/// The family links of an application.
pub const SHARES: Route<1> = Route("/api/v1/applications/{number}/shares");
/// A family link; DELETE revokes it.
pub const SHARE: Route<2> = Route("/api/v1/applications/{number}/shares/{share}");
/// A code for a family link.
pub const SHARE_CODE: Route<2> = Route("/api/v1/applications/{number}/shares/{share}/code");

/// The state of the application of a family link.
pub const SHARED: &str = "/api/v1/shared";
/// The exchange of a code for the token of a family link.
pub const SHARED_CODE: &str = "/api/v1/shared/code";
/// The first lines about the application of a family link.
pub const SHARED_SUMMARY: &str = "/api/v1/shared/summary";
/// The event stream of a family link.
pub const SHARED_EVENTS: &str = "/api/v1/shared/events";

/// The creation of an upload.
pub const FILES: &str = "/api/v1/files";
/// An upload (tus).
pub const FILE: Route<1> = Route("/api/v1/files/{file}");

/// The list of applications for the authority's system.
pub const AUTHORITY_APPLICATIONS: &str = "/authority/v1/applications";
/// The events that the authority reports about an application.
pub const AUTHORITY_EVENTS: Route<1> = Route("/authority/v1/applications/{number}/events");
/// An application as an archive.
pub const AUTHORITY_PACKAGE: Route<1> = Route("/authority/v1/applications/{number}/package");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_has_as_many_parameters_as_its_type_says() {
        let one = [
            APPLICATION,
            DOCUMENTS,
            WITHDRAWAL,
            REGISTRATION,
            DRAFT,
            CONTACT,
            EVENTS,
            SHARES,
            FILE,
            AUTHORITY_EVENTS,
            AUTHORITY_PACKAGE,
        ];
        let two = [PAGE, SHARE, SHARE_CODE];
        assert!(one.iter().all(|route| route.pattern().matches('{').count() == 1));
        assert!(two.iter().all(|route| route.pattern().matches('{').count() == 2));
    }

    #[test]
    fn parameters_are_inserted_in_order() {
        assert_eq!(SHARE_CODE.with(["N-1", "S2"]), "/api/v1/applications/N-1/shares/S2/code");
        assert_eq!(APPLICATION.with(["N-1"]), "/api/v1/applications/N-1");
        assert_eq!(FILE.with(["f"]), "/api/v1/files/f");
    }

    #[test]
    fn an_address_knows_its_pattern() {
        let address = APPLICATION.address(["N-1"]);
        assert_eq!(
            (address.as_str(), address.pattern()),
            ("/api/v1/applications/N-1", APPLICATION.pattern())
        );
        let address = Address::from(SERVICE);
        assert_eq!((address.as_str(), address.pattern()), (SERVICE, SERVICE));
    }
}
