//! The names of possible findings of an examination. A draft stores those with which the applicant chose to send
//! nevertheless.

use crate::document::RequirementKey;

/// A finding about one line of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    /// The line of the checklist; for a paper that serves several, the first of them that is required.
    pub requirement: RequirementKey,
    /// An acknowledgement covers this kind only: another finding on the same line has to be acknowledged separately.
    pub kind: FindingKind,
}

/// The kinds of defects of a paper under ¶5-1, and of warnings. Kinds with a [`Self::ground`] speak for a refusal to
/// accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum FindingKind {
    /// The paper is missing.
    Missing,
    /// The paper had expired on the day of the examination.
    Expired,
    /// The paper is in another language than Kazakh or Russian and has no notarised translation.
    NotTranslated,
    /// A file of the paper is empty, encrypted or damaged.
    Unreadable,
    /// The name on the paper is another person's.
    WrongHolder,
    /// The paper will expire before the latest date under the term.
    RunsOut,
    /// The name on the paper is the person's in another spelling.
    SpelledDifferently,
}

impl FindingKind {
    /// All kinds, those that are grounds for a refusal first.
    pub const ALL: [Self; 7] = [
        Self::Missing,
        Self::Expired,
        Self::NotTranslated,
        Self::Unreadable,
        Self::WrongHolder,
        Self::RunsOut,
        Self::SpelledDifferently,
    ];

    /// Returns the ground of ¶5-1 on which an application would be refused for it; `None` for a warning. It is our
    /// reading that a package with a paper that is unreadable, untranslated or another person's is an incomplete one.
    pub fn ground(self) -> Option<RefusalGround> {
        match self {
            Self::Missing | Self::NotTranslated | Self::Unreadable | Self::WrongHolder => {
                Some(RefusalGround::Incomplete)
            }
            Self::Expired => Some(RefusalGround::Expired),
            Self::RunsOut | Self::SpelledDifferently => None,
        }
    }
}

/// The two grounds of ¶5-1 and Annex 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum RefusalGround {
    /// «толық емес топтама»: the package lacks something that the list of Annex 2 asks for.
    Incomplete,
    /// «қолданылу мерзімі өткен құжаттар»: documents whose term of validity has passed.
    Expired,
}
