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
    /// What is applied for; decides the form (Annex 1 or Annex 6) and the term.
    pub service: Service,
    /// The ground of ¶9 with its facts; `None` for the services of Annex 6.
    pub ground: Option<ValidBasis>,
    /// The region whose local executive body is addressed. For a grant it is "the region of filing" of ¶9(3).
    pub region: Region,
    /// Town, district or village of the intended residence, trimmed, never empty; Annex 1, our layout.
    pub settlement: String,
    /// Where the applicant lives today, trimmed, never empty: line 3 of Annex 6; in Annex 1 our layout.
    pub address: String,
    /// Annex 1, our layout; Annex 6 has no line for it.
    pub contact: Contact,
    /// The person in whose name the application is made: line 2 of Annex 6.
    pub applicant: Applicant,
    /// In the order of the draft; empty where the applicant comes alone. Line 8 of Annex 6; in Annex 1 our layout.
    pub family: Vec<FamilyMember>,
    /// The papers as the draft has them: the check looks at their files and days, not at which are missing (¶5-1
    /// does).
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
    /// Trimmed; 7 to 15 digits with the marks people put between them. `None` where only the e-mail address is given.
    pub phone: Option<String>,
    /// Trimmed; a name, one @ and a domain with a dot. `None` where only the phone number is given.
    pub email: Option<String>,
}

/// What the form says of any person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The person's id in the draft, by which documents and kinship name them.
    pub id: PersonId,
    /// As typed; the passport's form is not empty, the other two may be.
    pub name: Name,
    /// Not after the day of registration and at most 130 years before it; Annex 1, our layout.
    pub born: NaiveDate,
    /// As the paper has it, trimmed, never empty; Annex 1, our layout.
    pub birth_place: String,
    /// Of a family member never Kazakhstan's: Annex 6 lists those who are not citizens of it.
    pub citizenship: Citizenship,
    /// The country in words where the citizenship is another than the listed ones.
    pub citizenship_other: Option<String>,
    /// `None` where the person has none, as most abroad: it is optional here, and Annex 6 has no line for it.
    pub iin: Option<Iin>,
    /// Of the identity document, trimmed, never empty; no form of a number is demanded, each country has its own.
    pub document_number: String,
    /// Neither before the birth nor after the day of registration. `None` where it was left out.
    pub document_issued: Option<NaiveDate>,
    /// `None` where the paper names no such day.
    pub document_expires: Option<NaiveDate>,
}

/// Whoever applies. That they are of Kazakh nationality is an eligibility answer and advice, so it does not stand
/// here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// The applicant's kinship is to nobody: the family's edges lead to them.
    pub identity: Identity,
}

/// A family member in one of the four groups of Annex 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyMember {
    /// The same facts as of the applicant, asked in the same way.
    pub identity: Identity,
    /// Derived from the edges of kinship; a member whom they lead to no group does not pass the check.
    pub group: FamilyGroup,
    /// Whether Kazakh nationality is claimed for the member: then its proof is asked for too \[digest\].
    pub kazakh: bool,
}

/// A basis with the facts it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValidBasis {
    /// ¶9(1): the region itself is the fact; it stands in [`Application::region`].
    SettlementRegion,
    /// ¶9(2): the settlement is the fact; it stands in [`Application::settlement`].
    DevelopingSettlement,
    /// ¶9(3): to reunite with this relative. What speaks against the condition is told, and does not block.
    FamilyReunion {
        /// The relative's full name as typed, trimmed, never empty.
        relative: String,
        /// Who the relative is to the applicant, in the sense of the code on marriage and family [general,
        /// unverified].
        relation: CloseRelative,
        /// The kinship in words; there exactly where `relation` is [`CloseRelative::Other`].
        relation_other: Option<String>,
        /// ¶9(3) and Annex 1, 7th paragraph, ask for a citizen of Kazakhstan; `false` passes the check all the same.
        relative_is_citizen: bool,
        /// Whether the relative lives permanently in the region of filing. Annex 1, 7th paragraph, asks only for
        /// Kazakhstan.
        relative_lives_in_region: bool,
        /// Who owns the home decides whether the notarised consent is asked for.
        home: Home,
    },
    /// ¶9(4), its first kind: a vacancy on an employer's invitation, with a preliminary employment contract.
    Employer {
        /// The inviting employer's name, trimmed, never empty.
        employer: String,
        /// The vacancy, trimmed, never empty.
        position: String,
    },
    /// ¶9(4), its second kind: a sole trader who is an ethnic Kazakh. Whether housing binds him too is open.
    SoleTrader {
        /// The line of business, trimmed, never empty. ¶9(4) does not ask for it: our layout.
        trade: String,
    },
    /// ¶9(5): is studying at a higher-education institution of Kazakhstan; a college is none.
    Study {
        /// The institution's name, trimmed, never empty.
        institution: String,
        /// What is studied there, trimmed, never empty. ¶9(5) does not ask for it: our layout.
        programme: String,
    },
}

impl ValidBasis {
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
