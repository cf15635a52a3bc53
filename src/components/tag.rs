//! A status in a word or two. Colour repeats what the word says and never stands alone.

use leptos::prelude::*;

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
    fn class(self) -> &'static str {
        match self {
            Self::Todo => "tag tag-todo",
            Self::Problem => "tag tag-problem",
            Self::Running => "tag tag-running",
            Self::Done => "tag-done",
        }
    }
}

#[component]
pub fn Tag(kind: TagKind, #[prop(into)] text: Signal<String>) -> impl IntoView {
    view! { <span class=kind.class()>{move || text.get()}</span> }
}
