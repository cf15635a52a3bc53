//! The input of a comparison.

use std::path::PathBuf;

/// The source of the lines.
#[derive(Debug, PartialEq, Eq)]
pub enum Input {
    Standard,
    File(PathBuf),
}
