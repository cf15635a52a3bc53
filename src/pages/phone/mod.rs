//! Pages about the data that this phone stores: files of drafts, names, privacy, deletion, and problem reports.

pub mod import;
pub mod keep;
pub mod privacy;
pub mod report;
pub mod wipe;
