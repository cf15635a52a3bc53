//! Targets for random input: each takes any bytes, gives them to one part of `rules`, `script`, `wire` or the gateway, and panics where
//! that part does not do what its documentation says.
//!
//! Two things run them. The test of this crate gives each some two seconds of changed seeds, without any tool;
//! `cargo xtask fuzz TARGET` is led by what the input reaches (the programs in `fuzz/` at the root).
//!
//! A new target is a function here, a line in the list of `tests/rounds/main.rs`, a folder of seeds in `seeds/`, and a
//! program in `fuzz/fuzz_targets` with its entry in `fuzz/Cargo.toml`; the test names what is forgotten. An input that
//! broke something becomes one more seed. All seeds are made up.

mod calendar_file;
mod day;
mod events;
mod files;
mod iin;
mod mrz;
mod names;
mod requests;
mod scripts;
mod source;
mod wire_package;

pub use calendar_file::calendar_file;
pub use day::day;
pub use events::events;
pub use files::files;
pub use iin::iin;
pub use mrz::mrz;
pub use names::names;
pub use requests::requests;
pub use scripts::scripts;
pub use wire_package::wire_package;
