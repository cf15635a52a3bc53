//! Shows a plain page instead of a frozen one when the program itself fails.

use super::events;
use super::page;

/// Installs a panic hook that shows the block of index.html which says where the answers are, and records the panic.
pub fn show_plain_page_on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        page::show_broken();
        if let Some(place) = panic.location() {
            events::record_panic(place.line(), place.column());
        }
    }));
}
