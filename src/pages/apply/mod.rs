//! The application form: its tasks, its questions and documents, and the findings that an officer would refuse it for.

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
