//! Maps the values of the rules to messages. A new value without a text does not compile.

use crate::{FormPhrase, OrderPlace};
use rules::check::{DocumentField, Field, PersonField};
use rules::document::{DocumentKind, PaperLanguage};
use rules::draft::{Citizenship, FamilyGroup};
use rules::region::Region;
use rules::service::{Basis, CloseRelative, Home, Service, WorkKind};

/// Returns the name of a condition of ¶9.
pub fn basis(basis: Basis) -> FormPhrase {
    match basis {
        Basis::SettlementRegion => FormPhrase::BasisSettlementRegion,
        Basis::DevelopingSettlement => FormPhrase::BasisDevelopingSettlement,
        Basis::FamilyReunion => FormPhrase::BasisFamilyReunion,
        Basis::Employment => FormPhrase::BasisEmployment,
        Basis::Study => FormPhrase::BasisStudy,
    }
}

/// Returns the place of a condition of ¶9.
pub fn condition(basis: Basis) -> OrderPlace {
    match basis {
        Basis::SettlementRegion => OrderPlace::Paragraph9Condition1,
        Basis::DevelopingSettlement => OrderPlace::Paragraph9Condition2,
        Basis::FamilyReunion => OrderPlace::Paragraph9Condition3,
        Basis::Employment => OrderPlace::Paragraph9Condition4,
        Basis::Study => OrderPlace::Paragraph9Condition5,
    }
}

/// Returns the name of a service.
pub fn service(service: Service) -> FormPhrase {
    match service {
        Service::Grant => FormPhrase::ServiceGrant,
        Service::Extend => FormPhrase::ServiceExtend,
        Service::DuplicateCertificate => FormPhrase::ServiceDuplicateCertificate,
        Service::DuplicateDecision => FormPhrase::ServiceDuplicateDecision,
    }
}

/// Returns the name of a kind of work.
pub fn work(work: WorkKind) -> FormPhrase {
    match work {
        WorkKind::Employer => FormPhrase::WorkEmployer,
        WorkKind::SoleTrader => FormPhrase::WorkSoleTrader,
    }
}

/// Returns whose home it is.
pub fn home(home: Home) -> FormPhrase {
    match home {
        Home::Own => FormPhrase::HomeOwn,
        Home::SomebodyElses => FormPhrase::HomeSomebodyElses,
    }
}

/// Returns the kinship of the relative of ¶9(3).
pub fn relative(relative: CloseRelative) -> FormPhrase {
    match relative {
        CloseRelative::Spouse => FormPhrase::RelativeSpouse,
        CloseRelative::Parent => FormPhrase::RelativeParent,
        CloseRelative::Child => FormPhrase::RelativeChild,
        CloseRelative::Sibling => FormPhrase::RelativeSibling,
        CloseRelative::Grandparent => FormPhrase::RelativeGrandparent,
        CloseRelative::Grandchild => FormPhrase::RelativeGrandchild,
        CloseRelative::Other => FormPhrase::RelativeOther,
    }
}

/// Returns the name of the country.
pub fn citizenship(citizenship: Citizenship) -> FormPhrase {
    match citizenship {
        Citizenship::Uzbekistan => FormPhrase::CountryUzbekistan,
        Citizenship::China => FormPhrase::CountryChina,
        Citizenship::Mongolia => FormPhrase::CountryMongolia,
        Citizenship::Turkmenistan => FormPhrase::CountryTurkmenistan,
        Citizenship::Russia => FormPhrase::CountryRussia,
        Citizenship::Turkey => FormPhrase::CountryTurkey,
        Citizenship::Kyrgyzstan => FormPhrase::CountryKyrgyzstan,
        Citizenship::Tajikistan => FormPhrase::CountryTajikistan,
        Citizenship::Iran => FormPhrase::CountryIran,
        Citizenship::Afghanistan => FormPhrase::CountryAfghanistan,
        Citizenship::Kazakhstan => FormPhrase::CountryKazakhstan,
        Citizenship::Other => FormPhrase::CountryOther,
        Citizenship::Stateless => FormPhrase::CountryStateless,
    }
}

/// Returns the name of a document.
pub fn document(kind: DocumentKind) -> FormPhrase {
    match kind {
        DocumentKind::GrantApplication => FormPhrase::DocumentApplication,
        DocumentKind::Autobiography => FormPhrase::DocumentAutobiography,
        DocumentKind::IdentityDocument => FormPhrase::DocumentIdentity,
        DocumentKind::NationalityProof => FormPhrase::DocumentNationality,
        DocumentKind::NationalityRecommendation => FormPhrase::DocumentRecommendation,
        DocumentKind::KinshipProof => FormPhrase::DocumentKinship,
        DocumentKind::ResidenceConsent => FormPhrase::DocumentConsent,
        DocumentKind::HomeOwnership => FormPhrase::DocumentHome,
        DocumentKind::PreliminaryEmploymentContract => FormPhrase::DocumentContract,
        DocumentKind::SoleTraderRegistration => FormPhrase::DocumentTrader,
        DocumentKind::StudyCertificate => FormPhrase::DocumentStudy,
        DocumentKind::ExtensionApplication => FormPhrase::DocumentExtension,
        DocumentKind::EarlierDecision => FormPhrase::DocumentDecision,
        DocumentKind::PermanentResidencePermit => FormPhrase::DocumentResidence,
    }
}

/// Returns the name of a region.
pub fn region(region: Region) -> FormPhrase {
    match region {
        Region::Abai => FormPhrase::RegionAbai,
        Region::Aqmola => FormPhrase::RegionAqmola,
        Region::Aqtobe => FormPhrase::RegionAqtobe,
        Region::Almaty => FormPhrase::RegionAlmaty,
        Region::Atyrau => FormPhrase::RegionAtyrau,
        Region::West => FormPhrase::RegionWest,
        Region::Jambyl => FormPhrase::RegionJambyl,
        Region::Jetisu => FormPhrase::RegionJetisu,
        Region::Qaraghandy => FormPhrase::RegionQaraghandy,
        Region::Qostanai => FormPhrase::RegionQostanai,
        Region::Qyzylorda => FormPhrase::RegionQyzylorda,
        Region::Manghystau => FormPhrase::RegionManghystau,
        Region::Pavlodar => FormPhrase::RegionPavlodar,
        Region::North => FormPhrase::RegionNorth,
        Region::Turkistan => FormPhrase::RegionTurkistan,
        Region::Ulytau => FormPhrase::RegionUlytau,
        Region::East => FormPhrase::RegionEast,
        Region::Astana => FormPhrase::RegionAstana,
        Region::AlmatyCity => FormPhrase::RegionAlmatyCity,
        Region::Shymkent => FormPhrase::RegionShymkent,
    }
}

/// Returns the label of an answer.
pub fn field(field: Field) -> FormPhrase {
    match field {
        Field::Service => FormPhrase::FieldService,
        Field::CitizenNow => FormPhrase::FieldCitizenNow,
        Field::CitizenBefore => FormPhrase::FieldCitizenBefore,
        Field::ApplicantKazakh => FormPhrase::FieldApplicantKazakh,
        Field::ToLivePermanently => FormPhrase::FieldToLivePermanently,
        Field::Basis => FormPhrase::FieldBasis,
        Field::Region => FormPhrase::FieldRegion,
        Field::Settlement => FormPhrase::FieldSettlement,
        Field::Address => FormPhrase::FieldAddress,
        Field::Phone => FormPhrase::FieldPhone,
        Field::Email => FormPhrase::FieldEmail,
        Field::RelativeName => FormPhrase::FieldRelativeName,
        Field::RelativeIs => FormPhrase::FieldRelativeIs,
        Field::RelativeIsOther => FormPhrase::FieldRelativeIsOther,
        Field::RelativeIsCitizen => FormPhrase::FieldRelativeIsCitizen,
        Field::RelativeLivesInRegion => FormPhrase::FieldRelativeLivesInRegion,
        Field::RelativeIsKazakh => FormPhrase::FieldRelativeIsKazakh,
        Field::Housing => FormPhrase::FieldHousing,
        Field::Reason => FormPhrase::FieldReason,
        Field::StatusEnds => FormPhrase::FieldStatusEnds,
        Field::Home => FormPhrase::FieldHome,
        Field::Work => FormPhrase::FieldWork,
        Field::Employer => FormPhrase::FieldEmployer,
        Field::Position => FormPhrase::FieldPosition,
        Field::Trade => FormPhrase::FieldTrade,
        Field::Institution => FormPhrase::FieldInstitution,
        Field::Programme => FormPhrase::FieldProgramme,
        Field::Person(_, field) => person_field(field),
        Field::Document(_, field) => match field {
            DocumentField::Language => FormPhrase::FieldLanguage,
            DocumentField::Expires => FormPhrase::FieldExpires,
            DocumentField::Pages => FormPhrase::FieldPages,
            DocumentField::Holder => FormPhrase::FieldHolder,
        },
        Field::Consent => FormPhrase::FieldConsent,
        Field::ConfirmedName => FormPhrase::FieldConfirmedName,
    }
}

fn person_field(field: PersonField) -> FormPhrase {
    match field {
        PersonField::Name => FormPhrase::FieldName,
        PersonField::Born => FormPhrase::FieldBorn,
        PersonField::BirthPlace => FormPhrase::FieldBirthPlace,
        PersonField::Citizenship => FormPhrase::FieldCitizenship,
        PersonField::CitizenshipOther => FormPhrase::FieldCitizenshipOther,
        PersonField::Kazakh => FormPhrase::FieldKazakh,
        PersonField::Iin => FormPhrase::FieldIin,
        PersonField::DocumentNumber => FormPhrase::FieldDocumentNumber,
        PersonField::DocumentIssued => FormPhrase::FieldDocumentIssued,
        PersonField::DocumentExpires => FormPhrase::FieldDocumentExpires,
        PersonField::Kinship => FormPhrase::FieldKinship,
        PersonField::Married => FormPhrase::FieldMarried,
    }
}

/// Returns the language of a paper.
pub fn language(language: PaperLanguage) -> FormPhrase {
    match language {
        PaperLanguage::KazakhOrRussian => FormPhrase::LanguageKazakhOrRussian,
        PaperLanguage::Another => FormPhrase::LanguageAnother,
    }
}

/// Returns the short name of a group of family members.
pub fn short_family_group(group: FamilyGroup) -> FormPhrase {
    match group {
        FamilyGroup::Spouse => FormPhrase::GroupSpouse,
        FamilyGroup::Parents => FormPhrase::GroupParents,
        FamilyGroup::ChildrenAndTheirFamilies => FormPhrase::GroupChildren,
        FamilyGroup::UnmarriedSiblings => FormPhrase::GroupSiblings,
    }
}

/// Returns the name of a group of family members in the words of the order.
pub fn family_group(group: FamilyGroup) -> FormPhrase {
    match group {
        FamilyGroup::Spouse => FormPhrase::FormSpouse,
        FamilyGroup::Parents => FormPhrase::FormParents,
        FamilyGroup::ChildrenAndTheirFamilies => FormPhrase::FormChildren,
        FamilyGroup::UnmarriedSiblings => FormPhrase::FormSiblings,
    }
}
