//! The services for which one can apply, and the conditions of ¶9.

/// A service for which one can apply. Annex 6 gives the last three as one form with three requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Service {
    /// Granting kandas status (Annex 1).
    Grant,
    /// Extending kandas status (¶13, Annex 6).
    Extend,
    /// A duplicate of the certificate (Annex 6).
    DuplicateCertificate,
    /// A duplicate of the decision on extension (Annex 6).
    DuplicateDecision,
}

/// The five conditions of ¶9 that the Commission takes into account. That one of them is enough is our reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Basis {
    /// ¶9(1): to settle in a region determined under the Social Code.
    SettlementRegion,
    /// ¶9(2): to settle in an agglomeration, rural settlement, small or single-industry town, or a town of district or
    /// region significance.
    DevelopingSettlement,
    /// ¶9(3): to reunite with family or close relatives who are citizens living in the region of filing.
    FamilyReunion,
    /// ¶9(4): to take a vacancy on an employer's invitation, or as a sole trader.
    Employment,
    /// ¶9(5): to study at a higher-education institution.
    Study,
}

impl Basis {
    /// All conditions in the order of ¶9.
    pub const ALL: [Self; 5] = [
        Self::SettlementRegion,
        Self::DevelopingSettlement,
        Self::FamilyReunion,
        Self::Employment,
        Self::Study,
    ];
}

/// The two kinds of ¶9(4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum WorkKind {
    /// On an employer's invitation, with a preliminary employment contract.
    Employer,
    /// A sole trader who is an ethnic Kazakh.
    SoleTrader,
}

/// The owner of the home in which an applicant under ¶9(3) will live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Home {
    /// The applicant.
    Own,
    /// Somebody else: ¶9(3) asks for a notarised consent to the applicant's residence.
    SomebodyElses,
}

/// Family members and close relatives in the sense of the code on marriage and family [general, unverified].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum CloseRelative {
    /// Husband or wife: family, but not in the list of close relatives.
    Spouse,
    /// Adoptive parents included.
    Parent,
    /// Adopted children included.
    Child,
    /// Full and half brothers and sisters, married or not; only Annex 6 asks for unmarried ones.
    Sibling,
    /// On either side.
    Grandparent,
    /// A child's child, of son or daughter.
    Grandchild,
    /// Another relative, described in words.
    Other,
}
