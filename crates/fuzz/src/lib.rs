//! Fuzz targets: each takes any bytes, passes them to one part of `rules`, `script`, `wire` or the gateway, and panics
//! if that part does not behave as documented.
//!
//! They run in two ways. The test of this crate runs each for about two seconds with mutated seeds, without any tool;
//! `cargo xtask fuzz TARGET` is guided by coverage (the programs in `fuzz/` at the root).
//!
//! A new target needs a function here, a line in the list of `tests/rounds/main.rs`, a folder of seeds in `seeds/`, and
//! a program in `fuzz/fuzz_targets` with its entry in `fuzz/Cargo.toml`; the test reports missing ones. An input that
//! caused a failure is added to the seeds. All seeds are made up.

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
