//! Every legal term explained in plain words, with the Kazakh term of the law, and the edition of the Rules that is shown.

use crate::components::{glossary, heading, page, source};
use crate::draft::today;
use crate::i18n::{Msg, dated};
use crate::platform::view::{View, view};

pub fn view() -> View {
    page(heading(Msg::TermsTitle), None, view! { {edition()} {glossary()} })
}

/// Names the order in whose edition the Rules are shown, and says that its day in force is not verified.
fn edition() -> View {
    let edition = today::edition();
    let words = move || {
        let values = [("number", edition.number), ("registered", edition.registered.number)];
        dated(Msg::TermsInForce, &[("date", edition.in_force)], &values)
    };
    view! {
        {(!edition.in_force_verified).then(|| view! { <p>{words}</p> {source(edition.in_force_citation)} })}
    }
}
