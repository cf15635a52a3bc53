//! The names of what an examination can find. A draft keeps those that the applicant chose to send all the same.

use crate::document::RequirementKey;

/// What was found about one line of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    /// The line of the checklist; of a paper that serves several, the first of them that is asked.
    pub requirement: RequirementKey,
    /// An acknowledgement counts for this kind alone: another finding on the same line is asked about anew.
    pub kind: FindingKind,
}

/// What ¶5-1 can find in a paper, or what is worth a look. Those with a [`Self::ground`] speak for a refusal to
/// accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum FindingKind {
    /// No paper is there.
    Missing,
    /// The paper had run out on the day of the examination.
    Expired,
    /// The paper is in another language than Kazakh or Russian and its notarised translation is not there.
    NotTranslated,
    /// A file of the paper is empty, locked or broken.
    Unreadable,
    /// The name on the paper is another person's.
    WrongHolder,
    /// The paper will run out before the latest date under the term.
    RunsOut,
    /// The name on the paper is the person's in another spelling.
    SpelledDifferently,
}

impl FindingKind {
    /// All kinds, those for which an application is refused first.
    pub const ALL: [Self; 7] = [
        Self::Missing,
        Self::Expired,
        Self::NotTranslated,
        Self::Unreadable,
        Self::WrongHolder,
        Self::RunsOut,
        Self::SpelledDifferently,
    ];

    /// The ground of ¶5-1 on which an application would be refused for it; `None` for a warning. That a package with an
    /// unreadable, untranslated or another person's paper is an incomplete one is our reading.
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
