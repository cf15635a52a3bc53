//! Where a rule stands, in small print.

use crate::words;
use leptos::prelude::*;
use rules::citation::Citation;

#[component]
pub fn Source(citation: Citation) -> impl IntoView {
    view! { <p class="source">{move || words::citation(&citation)}</p> }
}
