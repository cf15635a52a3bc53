//! Random input for `fuzz::scripts`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::scripts(bytes));
