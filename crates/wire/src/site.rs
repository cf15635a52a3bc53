//! The file with which a hosting says that no gateway belongs to its copy of the app.

use serde::{Deserialize, Serialize};

/// The content of [`crate::path::SITE`]. Only hostings without a gateway have this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFile {
    /// What belongs to the app there.
    pub kind: SiteKind,
}

/// The kind of a hosting that describes itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SiteKind {
    /// The files of the app alone: nothing can be sent.
    None,
}
