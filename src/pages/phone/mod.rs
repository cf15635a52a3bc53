//! What this phone keeps: files of drafts, names, privacy, deletion.

pub mod import;
pub mod keep;
pub mod privacy;
pub mod wipe;
