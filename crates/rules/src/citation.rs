//! Sources of rules. Every result that states a rule carries a [`Citation`].

/// An act that a statement comes from. Message catalogs have its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Act {
    /// Order No. 539 of 29 December 2023 and the Rules as it amended them.
    #[cfg_attr(feature = "serde", serde(rename = "order_539"))]
    Order539,
    /// The Social Code.
    SocialCode,
    /// The law on migration of the population.
    MigrationLaw,
    /// The Administrative Procedural Code.
    AdministrativeCode,
    /// The code on marriage and family.
    FamilyCode,
    /// The list of documents as given by public digests of the Rules.
    Digests,
}

/// The place within the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Locus {
    /// A numbered paragraph of the Rules, such as `5-1` or `9(3)`.
    Paragraph(&'static str),
    /// A numbered paragraph of the amending order itself, not of the Rules.
    OwnParagraph(&'static str),
    /// An annex to the Rules.
    Annex(u8),
    /// A row of the table in an annex.
    AnnexRow(u8, u8),
    /// A paragraph ("абзац") of an annex.
    AnnexParagraph(u8, u8),
    /// An article of a code or a law, such as `64(3)`.
    Article(&'static str),
    /// The act as a whole; our sources name no place within it.
    Whole,
}

/// The reliability of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Mark {
    /// The text of the order contains it.
    Order,
    /// It was seen only in official or press digests.
    Digest,
    /// It is our reading.
    Inferred,
    /// It comes from another act.
    General,
}

/// An act, a place in it, and the reliability of the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Citation {
    /// The act that contains the statement, or from which we infer it.
    pub act: Act,
    /// The place in the act; [`Locus::Whole`] where our sources name no place.
    pub place: Locus,
    /// Shown next to the statement, so that a digest or our reading cannot be mistaken for the text of the order.
    pub mark: Mark,
}

impl Citation {
    /// Returns a citation of the order itself.
    pub const fn order(place: Locus) -> Self {
        Self { act: Act::Order539, place, mark: Mark::Order }
    }

    /// Returns a citation of a paragraph of the Rules as worded by the order.
    pub const fn paragraph(number: &'static str) -> Self {
        Self::order(Locus::Paragraph(number))
    }

    /// Returns a citation of our reading of a place in the order.
    pub const fn inferred(place: Locus) -> Self {
        Self { act: Act::Order539, place, mark: Mark::Inferred }
    }

    /// Returns a citation of a statement known only from digests of the Rules.
    pub const fn digest() -> Self {
        Self { act: Act::Digests, place: Locus::Whole, mark: Mark::Digest }
    }
}
