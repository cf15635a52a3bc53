//! A status in a word or two. Colour repeats what the word says and never stands alone.

use crate::platform::view::{View, view, words};

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

pub fn tag(kind: TagKind, say: impl Fn() -> String + 'static) -> View {
    let class = match kind {
        TagKind::Todo => "tag tag-todo",
        TagKind::Problem => "tag tag-problem",
        TagKind::Running => "tag tag-running",
        TagKind::Done => "tag-done",
    };
    view! { <span class=class>{words(Box::new(say))}</span> }
}
