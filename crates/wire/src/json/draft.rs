//! JSON conversions of the draft and of the envelopes that contain it.

use super::words;
use crate::record;
use crate::stored::{Refused, StoredDraft};
use crate::submission::{FileClaim, Submission};
use rules::document::{Document, DocumentKind, Media, Page, PageFlaw, PaperLanguage, RequirementKey};
use rules::draft::{
    BasisFacts, Citizenship, Draft, EligibilityAnswers, IdentityDocument, Kinship, Name, Person,
};
use rules::finding::{Finding, FindingKind};
use rules::service::{Basis, CloseRelative, Home, Service, WorkKind};
use rules::time::TypedDay;

record!(StoredDraft {
    version,
    id,
    revision,
    saved_at,
    draft,
    owner_key,
    submission_key,
    number: unless_empty,
    refused: unless_empty,
    title: unless_empty,
});

record!(Refused { documents });

record!(Submission { version, edition, calendar, day, draft, files });

record!(FileClaim { page, file, sha256 });

record!(Draft: lenient {
    edition,
    service,
    eligibility,
    basis,
    facts,
    reason,
    status_ends,
    region,
    settlement,
    address,
    phone,
    email,
    people,
    documents,
    acknowledged,
    consent,
    confirmed_name,
});

record!(EligibilityAnswers: lenient { citizen_now, citizen_before, kazakh, to_live_permanently });

record!(BasisFacts: lenient {
    relative_name,
    relative_is,
    relative_is_other,
    relative_is_citizen,
    relative_lives_in_region,
    relative_is_kazakh,
    housing,
    home,
    work,
    employer,
    position,
    trade,
    institution,
    programme,
});

record!(Person: lenient {
    id,
    name,
    born,
    birth_place,
    citizenship,
    citizenship_other,
    kazakh,
    iin,
    identity,
    kinship,
    married,
});

record!(Name: lenient { family, given, patronymic, original, kazakh });

record!(IdentityDocument: lenient { number, issued, expires, no_expiry });

record!(TypedDay: lenient { day, month, year });

record!(Document { id, kind, serves, language, expires, no_expiry, holder: newer, text, pages, translation });

record!(Page { id, name, media, bytes, sha256, flaw: unless_empty });

record!(RequirementKey { document, person });

record!(Finding { requirement, kind });

words!(Kinship {} else {
    SpouseOf(person) = "spouse_of",
    ParentOf(person) = "parent_of",
    ChildOf(person) = "child_of",
    SiblingOf(person) = "sibling_of",
});

words!(Service {
    Grant = "grant",
    Extend = "extend",
    DuplicateCertificate = "duplicate_certificate",
    DuplicateDecision = "duplicate_decision",
});

words!(Basis {
    SettlementRegion = "settlement_region",
    DevelopingSettlement = "developing_settlement",
    FamilyReunion = "family_reunion",
    Employment = "employment",
    Study = "study",
});

words!(WorkKind { Employer = "employer", SoleTrader = "sole_trader" });

words!(Home { Own = "own", SomebodyElses = "somebody_elses" });

words!(CloseRelative {
    Spouse = "spouse",
    Parent = "parent",
    Child = "child",
    Sibling = "sibling",
    Grandparent = "grandparent",
    Grandchild = "grandchild",
    Other = "other",
});

words!(Citizenship {
    Uzbekistan = "uzbekistan",
    China = "china",
    Mongolia = "mongolia",
    Turkmenistan = "turkmenistan",
    Russia = "russia",
    Turkey = "turkey",
    Kyrgyzstan = "kyrgyzstan",
    Tajikistan = "tajikistan",
    Iran = "iran",
    Afghanistan = "afghanistan",
    Kazakhstan = "kazakhstan",
    Other = "other",
    Stateless = "stateless",
});

words!(DocumentKind {
    GrantApplication = "grant_application",
    Autobiography = "autobiography",
    IdentityDocument = "identity_document",
    NationalityProof = "nationality_proof",
    NationalityRecommendation = "nationality_recommendation",
    KinshipProof = "kinship_proof",
    ResidenceConsent = "residence_consent",
    HomeOwnership = "home_ownership",
    PreliminaryEmploymentContract = "preliminary_employment_contract",
    SoleTraderRegistration = "sole_trader_registration",
    StudyCertificate = "study_certificate",
    ExtensionApplication = "extension_application",
    EarlierDecision = "earlier_decision",
    PermanentResidencePermit = "permanent_residence_permit",
});

words!(PaperLanguage { KazakhOrRussian = "kazakh_or_russian", Another = "another" });

words!(Media { Jpeg = "jpeg", Png = "png", Pdf = "pdf" });

words!(PageFlaw {
    Empty = "empty",
    Encrypted = "encrypted",
    BreaksOff = "breaks_off",
    TooDark = "too_dark",
    Blurred = "blurred",
    Blank = "blank",
});

words!(FindingKind {
    Missing = "missing",
    Expired = "expired",
    NotTranslated = "not_translated",
    Unreadable = "unreadable",
    WrongHolder = "wrong_holder",
    RunsOut = "runs_out",
    SpelledDifferently = "spelled_differently",
});
