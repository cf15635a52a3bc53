//! Where the application can be handed in, sending it, and the receipt.

pub mod channels;
pub mod on_paper;
pub mod receipt;
pub mod submit;
