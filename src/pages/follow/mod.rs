//! A followed application: first its state, the due day and whether something must be done; then the required action, the
//! stages, the calendar of days and the reported events. [`page`] shows one's own application ([`own`]) and that of a family
//! link ([`shared`]).

mod days;
pub mod ending;
pub mod external;
mod history;
pub mod letter;
pub mod links;
mod news;
mod overdue;
pub mod own;
pub mod own_record;
mod page;
pub mod recover;
pub mod refusal;
pub mod registration;
mod reminders;
pub mod shared;
pub mod shared_code;
mod stages;
mod standing;
#[cfg(test)]
mod unregistered;
