//! The file with which a hosting says that no gateway belongs to its copy of the app.

use serde::{Deserialize, Serialize};

/// The address of the file. It is not part of the API: a gateway does not have it.
pub const PATH: &str = "/service.json";

/// The content of the file at [`PATH`].
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
