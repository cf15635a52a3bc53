//! Random input for `fuzz::names`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::names(bytes));
