//! A message in the flow of the page.

use crate::platform::view::{View, view};

/// The severity of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// Useful information.
    Note,
    /// Something needs attention.
    Warning,
    /// Something went wrong, and there is a way out.
    Problem,
    /// An action succeeded.
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
