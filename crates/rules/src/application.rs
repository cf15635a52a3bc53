//! The result of a successful check: no field can be wrong. Only [`crate::check::check`] makes an [`Application`].

use crate::document::Document;
use crate::draft::{Citizenship, FamilyGroup, Name};
use crate::id::PersonId;
use crate::iin::Iin;
use crate::region::Region;
use crate::service::{Basis, CloseRelative, Home, Service};
use chrono::NaiveDate;

/// An application in which every answer that the form needs is present and valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// The requested service; decides the form (Annex 1 or Annex 6) and the term.
    pub service: Service,
    /// The ground of ¶9 with its facts; `None` for the services of Annex 6.
    pub ground: Option<ValidBasis>,
    /// The region whose local executive body is addressed. For a grant it is "the region of filing" of ¶9(3).
    pub region: Region,
    /// The reason of an application of Annex 6, trimmed; `None` if it was left out.
    pub reason: Option<String>,
    /// For an extension: the day on which the present status ends; `None` if it was left out.
    pub status_ends: Option<NaiveDate>,
    /// Town, district or village of the intended residence, trimmed; Annex 1, our layout. `None` only for the services of
    /// Annex 6.
    pub settlement: Option<String>,
    /// The applicant's current address, trimmed, never empty: line 3 of Annex 6; in Annex 1 our layout.
    pub address: String,
    /// Phone number and e-mail address. Annex 1, our layout; Annex 6 has no line for them.
    pub contact: Contact,
    /// The person in whose name the application is made: line 2 of Annex 6.
    pub applicant: Applicant,
    /// The family members in the order of the draft; empty where the applicant comes alone. Line 8 of Annex 6; in Annex
    /// 1 our layout.
    pub family: Vec<FamilyMember>,
    /// The papers as in the draft: the check examines their files and days, not which papers are missing (that is for
    /// ¶5-1).
    pub documents: Vec<Document>,
    /// The name typed as a confirmation.
    pub confirmed_name: String,
    /// Private marker: code outside the crate cannot construct an application without the check.
    pub(crate) checked: Checked,
}

/// A marker that only this crate can construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked(pub(crate) ());

/// Phone number and e-mail address of the applicant: for a grant at least one of the two is present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Trimmed; 7 to 15 digits with the usual separators between them. `None` where only the e-mail address is given.
    pub phone: Option<String>,
    /// Trimmed; a name, one @ and a domain with a dot. `None` where only the phone number is given.
    pub email: Option<String>,
}

/// The facts that the form contains about any person. For a grant none is `None` unless its own sentence says so; Annex 6
/// asks for the name only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The person's id in the draft; documents and kinship refer to it.
    pub id: PersonId,
    /// The name as typed; the passport's form is not empty, the other two forms may be.
    pub name: Name,
    /// Day of birth: not after the day of registration and at most 130 years before it; Annex 1, our layout.
    pub born: Option<NaiveDate>,
    /// Place of birth as on the paper, trimmed, never empty; Annex 1, our layout.
    pub birth_place: Option<String>,
    /// Citizenship. For a family member in Annex 6 never Kazakhstan's: it lists those who are not citizens of it.
    pub citizenship: Option<Citizenship>,
    /// The country in words where the citizenship is not one of the listed ones.
    pub citizenship_other: Option<String>,
    /// `None` where the person has no IIN, like most people abroad: it is optional here, and Annex 6 has no line for
    /// it.
    pub iin: Option<Iin>,
    /// Number of the identity document, trimmed, never empty. No format is required: each country has its own.
    pub document_number: Option<String>,
    /// The day of issue: neither before the birth nor after the day of registration. `None` where it was omitted.
    pub document_issued: Option<NaiveDate>,
    /// The last day of validity; `None` where the paper names no such day.
    pub document_expires: Option<NaiveDate>,
}

/// The person who applies. Kazakh nationality of the applicant is an eligibility answer and advice, so it is not a
/// field of this type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// The applicant's facts. The applicant has no kinship: the kinship of the family members leads to the applicant.
    pub identity: Identity,
}

/// A family member in one of the four groups of Annex 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyMember {
    /// The same facts as for the applicant, asked in the same way.
    pub identity: Identity,
    /// The group derived from the kinship links. `None` if they lead to none, which passes the check for a grant only.
    pub group: Option<FamilyGroup>,
    /// `None` for the services of Annex 6 if it was left out. True if Kazakh nationality is claimed for the member: then its proof is required too \[digest\].
    pub kazakh: Option<bool>,
}

/// A condition of ¶9 with the facts it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValidBasis {
    /// ¶9(1): the region itself is the fact; see [`Application::region`].
    SettlementRegion,
    /// ¶9(2): the settlement is the fact; see [`Application::settlement`].
    DevelopingSettlement,
    /// ¶9(3): to reunite with this relative. Facts that speak against the condition are shown as advice and do not
    /// block.
    FamilyReunion {
        /// The relative's full name as typed, trimmed, never empty.
        relative: String,
        /// The relative's kinship to the applicant, in the sense of the code on marriage and family [general,
        /// unverified].
        relation: CloseRelative,
        /// The kinship in words; present exactly where `relation` is [`CloseRelative::Other`].
        relation_other: Option<String>,
        /// ¶9(3) and Annex 1, 7th paragraph, ask for a citizen of Kazakhstan; `false` passes the check nevertheless.
        relative_is_citizen: bool,
        /// True if the relative lives permanently in the region of filing. Annex 1, 7th paragraph, asks only for
        /// Kazakhstan.
        relative_lives_in_region: bool,
        /// The owner of the home; it decides whether the notarised consent is required.
        home: Home,
    },
    /// ¶9(4), its first kind: a vacancy on an employer's invitation, with a preliminary employment contract.
    Employer {
        /// The inviting employer's name, trimmed, never empty.
        employer: String,
        /// The vacancy, trimmed, never empty.
        position: String,
    },
    /// ¶9(4), its second kind: a sole trader who is an ethnic Kazakh. It is open whether the requirement of housing
    /// applies to a sole trader too.
    SoleTrader {
        /// The line of business, trimmed, never empty. ¶9(4) does not ask for it: our layout.
        trade: String,
    },
    /// ¶9(5): studies at a higher-education institution of Kazakhstan; a college does not count as one.
    Study {
        /// The institution's name, trimmed, never empty.
        institution: String,
        /// The subject of study, trimmed, never empty. ¶9(5) does not ask for it: our layout.
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
