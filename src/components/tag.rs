//! A status in a word or two. Colour repeats what the word says and never stands alone.

use crate::platform::view::{View, reactive_text, view};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// Something can be done here.
    Todo,
    /// Something was found that should be mended.
    Problem,
    /// It runs.
    Running,
    /// It is done: plain text, so that what is left stands out.
    Done,
}

impl TagKind {
    pub fn class(self) -> &'static str {
        match self {
            Self::Todo => "tag tag-todo",
            Self::Problem => "tag tag-problem",
            Self::Running => "tag tag-running",
            Self::Done => "tag-done",
        }
    }
}

pub fn tag(kind: TagKind, say: impl Fn() -> String + 'static) -> View {
    view! { <span class=kind.class()>{reactive_text(Box::new(say))}</span> }
}
