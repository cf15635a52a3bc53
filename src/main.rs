//! The applicant's app. `docs/ARCHITECTURE.md` explains the folders.

// Run natively, this program writes the static pages, for which it needs the texts and little else.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, unused_imports))]

mod app;
mod calendar;
mod calendar_file;
mod chunks;
mod components;
mod draft;
mod drafting;
mod i18n;
mod lazy;
mod pages;
mod platform;
mod portable;
mod route;
mod shell;
mod signals;
#[cfg(not(target_arch = "wasm32"))]
mod static_pages;
mod tracking;
mod words;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    static_pages::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {
    platform::panic::show_plain_page_on_panic();
    platform::run(async {
        // Without its texts the app has nothing to show; the plain page says so in all languages.
        match i18n::load(&[i18n::Part::Core]).await {
            Ok(()) => shell::start().await,
            Err(_) => platform::page::show_broken(),
        }
    });
}
