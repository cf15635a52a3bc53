//! When the program itself fails: a plain page instead of a frozen one.

use super::page;

/// From now on a panic shows the block of index.html that says where the answers are.
pub fn show_plain_page_on_panic() {
    std::panic::set_hook(Box::new(|_| page::show_broken()));
}
