//! The page for an unknown address.

use crate::components::{heading, page};
use crate::i18n::{Msg, tr};
use crate::platform::view::{View, view};
use crate::route::Route;

pub fn view() -> View {
    page(
        heading(Msg::NotFoundTitle),
        None,
        view! {
            <p>{tr(Msg::NotFoundText)}</p>
            <p><a class="button" href=Route::Start.href()>{tr(Msg::ShellToStart)}</a></p>
        },
    )
}
