//! The keys of all messages, explanations and quotations, generated from `locales/`. A key that nothing uses fails the
//! build.
#![deny(dead_code)]

include!(concat!(env!("OUT_DIR"), "/msg.rs"));
