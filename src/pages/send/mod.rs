//! Where an application can be submitted, sending it, and the receipt.

pub mod channels;
pub mod on_paper;
pub mod receipt;
pub mod submit;
