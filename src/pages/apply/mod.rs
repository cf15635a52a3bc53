//! The application: its tasks, its questions and its documents, and what an officer would refuse.

pub mod answers;
pub mod document;
pub mod facts;
pub mod family;
pub mod lines;
mod name_forms;
pub mod officer;
pub mod person;
pub mod remove_person;
pub mod spelling;
pub mod tasks;
pub mod you;
