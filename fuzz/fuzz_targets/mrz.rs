//! Random input for `fuzz::mrz`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::mrz(bytes));
