//! The citation of a rule, in small print.

use crate::platform::view::{View, view};
use crate::words;
use rules::citation::Citation;

pub fn source(citation: Citation) -> View {
    view! { <p class="source">{move || words::citation(&citation)}</p> }
}
