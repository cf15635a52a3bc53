//! Sources of rules. Every result that states a rule carries a [`Citation`].

/// An act, identified by a key that message catalogs turn into its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Act(pub &'static str);

impl Act {
    /// Order No. 539 of 29 December 2023 and the Rules as it amended them.
    pub const ORDER_539: Self = Self("order_539");
    /// The Social Code.
    pub const SOCIAL_CODE: Self = Self("social_code");
    /// The law on migration of the population.
    pub const MIGRATION_LAW: Self = Self("migration_law");
    /// The Administrative Procedural Code.
    pub const ADMINISTRATIVE_CODE: Self = Self("administrative_code");
    /// The code on marriage and family.
    pub const FAMILY_CODE: Self = Self("family_code");
    /// The list of documents as given by public digests of the Rules.
    pub const DIGESTS: Self = Self("digests");
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
        Self { act: Act::ORDER_539, place, mark: Mark::Order }
    }

    /// Returns a citation of a paragraph of the Rules as worded by the order.
    pub const fn paragraph(number: &'static str) -> Self {
        Self::order(Locus::Paragraph(number))
    }

    /// Returns a citation of our reading of a place in the order.
    pub const fn inferred(place: Locus) -> Self {
        Self { act: Act::ORDER_539, place, mark: Mark::Inferred }
    }

    /// Returns a citation of a statement known only from digests of the Rules.
    pub const fn digest() -> Self {
        Self { act: Act::DIGESTS, place: Locus::Whole, mark: Mark::Digest }
    }
}
