//! The frame of a page: its title, its heading and the link back.

use crate::app::App;
use crate::i18n::{Msg, t, tr};
use crate::platform::page;
use crate::platform::view::{View, view};
use crate::route::Route;
use leptos::prelude::*;

/// The addition to the title of the document, next to the heading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TitleMark {
    Plain,
    /// The page shows errors.
    Error,
}

/// Returns a heading that is one message.
pub fn heading(msg: Msg) -> Signal<String> {
    Signal::derive(move || t(msg))
}

/// The text that distinguishes a page from others with the same heading, in its title only: which question, about whom.
#[derive(Clone, Copy)]
struct Subtitle(Signal<String>);

/// Sets the subtitle. Must be called before the page is created, which reads it.
pub fn subtitle(words: Signal<String>) {
    provide_context(Subtitle(words));
}

/// Sets the title and moves the focus to the heading, as a change of page requires.
pub fn announce(heading: Signal<String>, mark: impl Fn() -> TitleMark + 'static) {
    let subtitle = use_context::<Subtitle>();
    Effect::new(move |_| {
        let mut title = String::new();
        if mark() == TitleMark::Error {
            title.push_str(&t(Msg::ErrorTitle));
            title.push(' ');
        }
        title.push_str(&heading.get());
        let words = subtitle.map(|subtitle| subtitle.0.get()).unwrap_or_default();
        if !words.is_empty() {
            title.push_str(" – ");
            title.push_str(&words);
        }
        title.push_str(" – ");
        title.push_str(&t(Msg::ShellName));
        page::set_title(&title);
    });
    if App::get().has_moved() {
        page::after_render(|| page::focus_from_top("heading"));
    }
}

pub fn page(heading: Signal<String>, back: Option<Route>, content: View) -> View {
    announce(heading, || TitleMark::Plain);
    view! {
        {back.map(back_link)}
        <h1 id="heading" tabindex="-1">{move || heading.get()}</h1>
        {content}
    }
}

pub fn back_link(to: Route) -> View {
    view! { <a class="back" href=to.href()>{tr(Msg::ShellBack)}</a> }
}
