//! Random input for `fuzz::day`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::day(bytes));
