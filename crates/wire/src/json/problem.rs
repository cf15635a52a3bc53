//! JSON conversions of the problems that `check` finds.

use super::words;
use crate::record;
use rules::check::{DocumentField, Field, PersonField, Problem, ProblemKind};
use rules::iin::IinProblem;
use rules::time::DayProblem;

record!(Problem { field, kind });

words!(Field {
    Service = "service",
    CitizenNow = "citizen_now",
    CitizenBefore = "citizen_before",
    ApplicantKazakh = "applicant_kazakh",
    ToLivePermanently = "to_live_permanently",
    Basis = "basis",
    Region = "region",
    Settlement = "settlement",
    Address = "address",
    Phone = "phone",
    Email = "email",
    RelativeName = "relative_name",
    RelativeIs = "relative_is",
    RelativeIsOther = "relative_is_other",
    RelativeIsCitizen = "relative_is_citizen",
    RelativeLivesInRegion = "relative_lives_in_region",
    RelativeIsKazakh = "relative_is_kazakh",
    Housing = "housing",
    Reason = "reason",
    StatusEnds = "status_ends",
    Home = "home",
    Work = "work",
    Employer = "employer",
    Position = "position",
    Trade = "trade",
    Institution = "institution",
    Programme = "programme",
    Consent = "consent",
    ConfirmedName = "confirmed_name",
} else {
    Person(person, field) = "person",
    Document(document, field) = "document",
});

words!(PersonField {
    Name = "name",
    Born = "born",
    BirthPlace = "birth_place",
    Citizenship = "citizenship",
    CitizenshipOther = "citizenship_other",
    Kazakh = "kazakh",
    Iin = "iin",
    DocumentNumber = "document_number",
    DocumentIssued = "document_issued",
    DocumentExpires = "document_expires",
    Kinship = "kinship",
    Married = "married",
});

words!(DocumentField {
    Language = "language",
    Expires = "expires",
    Pages = "pages",
    Holder = "holder",
});

words!(ProblemKind {
    Missing = "missing",
    InFuture = "in_future",
    TooLongAgo = "too_long_ago",
    BeforeBirth = "before_birth",
    ExpiresBeforeIssue = "expires_before_issue",
    TooLong = "too_long",
    NotAPhoneNumber = "not_a_phone_number",
    NotAnEmailAddress = "not_an_email_address",
    MemberIsCitizen = "member_is_citizen",
    MarriedSibling = "married_sibling",
    InNoFamilyGroup = "in_no_family_group",
    BadFile = "bad_file",
    SameIdTwice = "same_id_twice",
} else {
    Day(problem) = "day",
    Iin(problem) = "iin",
});

words!(DayProblem {
    Missing = "missing",
    DayMissing = "day_missing",
    MonthMissing = "month_missing",
    YearMissing = "year_missing",
    YearNotFourDigits = "year_not_four_digits",
    NoSuchMonth = "no_such_month",
    NoSuchDay = "no_such_day",
});

words!(IinProblem {
    NotTwelveDigits = "not_twelve_digits",
    WrongControlDigit = "wrong_control_digit",
});
