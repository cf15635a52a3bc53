//! Every legal term explained in plain words, with the Kazakh term of the law.

use crate::components::{glossary, heading, page};
use crate::i18n::Msg;
use crate::platform::view::View;

pub fn view() -> View {
    page(heading(Msg::TermsTitle), None, glossary())
}
