//! Random input for `fuzz::wire_package`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::wire_package(bytes));
