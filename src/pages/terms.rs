//! Every legal term in plain words, with the term of the law in Kazakh.

use crate::components::{glossary, heading, page};
use crate::i18n::Msg;
use crate::platform::view::View;

pub fn view() -> View {
    page(heading(Msg::TermsTitle), None, glossary())
}
