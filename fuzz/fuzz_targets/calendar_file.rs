//! Random input for `fuzz::calendar_file`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::calendar_file(bytes));
