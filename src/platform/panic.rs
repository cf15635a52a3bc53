//! Shows a plain page instead of a frozen one when the program itself fails.

use super::page;

/// Installs a panic hook that shows the block of index.html which says where the answers are.
pub fn show_plain_page_on_panic() {
    std::panic::set_hook(Box::new(|_| page::show_broken()));
}
