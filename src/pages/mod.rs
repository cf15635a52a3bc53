//! One module per screen, in folders by subject. Pages build components and call `rules`; they do not import each other.
//! `src/chunks.rs` says which of them are loaded together.

pub mod apply;
pub mod begin;
pub mod follow;
pub mod forms;
pub mod not_found;
pub mod phone;
pub mod send;
pub mod terms;
pub mod unopened;
