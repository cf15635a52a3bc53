//! A status in one or two words. The colour repeats the word and is never the only sign.

use crate::platform::view::{View, reactive_text, view};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// The person can do something here.
    Todo,
    /// Something should be corrected.
    Problem,
    /// In progress.
    Running,
    /// Done; shown as plain text, so that open tasks are prominent.
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
