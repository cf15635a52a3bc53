//! A message in the flow of the page.

use crate::platform::view::{View, view};

/// How weighty a message is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// Worth knowing.
    Note,
    /// Something wants attention.
    Warning,
    /// Something went wrong and there is a way out.
    Problem,
    /// It worked.
    Success,
}

pub fn message(kind: MessageKind, content: View) -> View {
    let class = match kind {
        MessageKind::Note => "message",
        MessageKind::Warning => "message message-warning",
        MessageKind::Problem => "message message-problem",
        MessageKind::Success => "message message-success",
    };
    view! { <div class=class>{content}</div> }
}
