//! What passed the check: no field can be wrong. Only [`crate::check::check`] makes an [`Application`].

use crate::document::Document;
use crate::draft::{Citizenship, FamilyGroup, Name};
use crate::id::PersonId;
use crate::iin::Iin;
use crate::region::Region;
use crate::service::{Basis, CloseRelative, Home, Service};
use chrono::NaiveDate;

/// An application in which every answer that the form needs is there and makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    pub service: Service,
    /// The ground of ¶9 with its facts; `None` for the services of Annex 6.
    pub ground: Option<Ground>,
    pub region: Region,
    pub settlement: String,
    pub address: String,
    pub contact: Contact,
    pub applicant: Applicant,
    pub family: Vec<FamilyMember>,
    pub documents: Vec<Document>,
    /// The name typed as a confirmation.
    pub confirmed_name: String,
    /// Keeps others from making one without the check.
    pub(crate) checked: Checked,
}

/// Can be made inside this crate only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked(pub(crate) ());

/// How to reach the applicant: at least one of the two is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// What the form says of any person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub id: PersonId,
    pub name: Name,
    pub born: NaiveDate,
    pub birth_place: String,
    pub citizenship: Citizenship,
    /// The country in words where the citizenship is another than the listed ones.
    pub citizenship_other: Option<String>,
    pub iin: Option<Iin>,
    pub document_number: String,
    pub document_issued: Option<NaiveDate>,
    /// `None` where the paper names no such day.
    pub document_expires: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    pub identity: Identity,
}

/// A family member in one of the four groups of Annex 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyMember {
    pub identity: Identity,
    pub group: FamilyGroup,
    pub kazakh: bool,
}

/// A basis with the facts it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    SettlementRegion,
    DevelopingSettlement,
    FamilyReunion {
        relative: String,
        relation: CloseRelative,
        relation_other: Option<String>,
        relative_is_citizen: bool,
        relative_lives_in_region: bool,
        home: Home,
    },
    Employer {
        employer: String,
        position: String,
    },
    SoleTrader {
        trade: String,
    },
    Study {
        institution: String,
        programme: String,
    },
}

impl Ground {
    /// The condition of ¶9 to which the facts belong.
    pub fn basis(&self) -> Basis {
        match self {
            Self::SettlementRegion => Basis::SettlementRegion,
            Self::DevelopingSettlement => Basis::DevelopingSettlement,
            Self::FamilyReunion { .. } => Basis::FamilyReunion,
            Self::Employer { .. } | Self::SoleTrader { .. } => Basis::Employment,
            Self::Study { .. } => Basis::Study,
        }
    }
}
