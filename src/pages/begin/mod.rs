//! The pages from the start page to the checklist of the chosen basis.

pub mod basis;
pub mod checklist;
pub mod eligibility;
pub mod obstacles;
pub mod service;
pub mod start;
