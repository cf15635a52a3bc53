//! The frame of a page: its title, its heading and the way back.

use crate::app::App;
use crate::i18n::{Msg, t, tr};
use crate::platform::page;
use crate::route::Route;
use leptos::prelude::*;

/// What the title of the document says beside the heading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TitleMark {
    Plain,
    /// The page shows errors.
    Error,
}

/// Sets the title and moves the focus to the heading, as a page change needs it.
pub fn announce(heading: Signal<String>, mark: Signal<TitleMark>) {
    Effect::new(move |_| {
        let mut title = String::new();
        if mark.get() == TitleMark::Error {
            title.push_str(&t(Msg::ErrorTitle));
            title.push(' ');
        }
        title.push_str(&heading.get());
        title.push_str(" – ");
        title.push_str(&t(Msg::ShellName));
        page::set_title(&title);
    });
    if App::get().has_moved() {
        page::after_render(|| page::focus_from_top("heading"));
    }
}

#[component]
pub fn Page(
    #[prop(into)] heading: Signal<String>,
    #[prop(optional)] back: Option<Route>,
    children: Children,
) -> impl IntoView {
    announce(heading, Signal::derive(|| TitleMark::Plain));
    view! {
        {back.map(|back| view! { <BackLink to=back/> })}
        <h1 id="heading" tabindex="-1">{move || heading.get()}</h1>
        {children()}
    }
    .into_any()
}

#[component]
pub fn BackLink(to: Route) -> impl IntoView {
    view! { <a class="back" href=to.href()>{tr(Msg::ShellBack)}</a> }
}

/// How weighty a message in the page is.
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

impl MessageKind {
    fn class(self) -> &'static str {
        match self {
            Self::Note => "message",
            Self::Warning => "message message-warning",
            Self::Problem => "message message-problem",
            Self::Success => "message message-success",
        }
    }
}

/// A message in the flow of the page.
#[component]
pub fn Message(kind: MessageKind, children: Children) -> impl IntoView {
    view! { <div class=kind.class()>{children()}</div> }.into_any()
}
