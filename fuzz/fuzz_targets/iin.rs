//! Random input for `fuzz::iin`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::iin(bytes));
