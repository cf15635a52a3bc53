//! A page with questions: errors on top, the inputs, the line that says what is saved, *Continue*.

use super::page::{TitleMark, announce, back_link};
use super::saved_line;
use crate::app::App;
use crate::draft::today;
use crate::i18n::{Msg, tr};
use crate::platform::page;
use crate::platform::view::{Event, View, view};
use crate::route::Route;
use crate::words;
use leptos::prelude::*;
use rules::check::{Field, Problem};
use rules::draft::Draft;

/// The problems of the page's own answers, shown only after *Continue*.
#[derive(Clone, Copy)]
pub struct Problems {
    fields: StoredValue<Vec<Field>>,
    shown: RwSignal<Vec<Problem>>,
}

impl Problems {
    /// Creates the problems of a page that asks for these answers. Inputs created later find them in the context.
    pub fn of(fields: Vec<Field>) -> Self {
        let problems = Self { fields: StoredValue::new(fields), shown: RwSignal::new(Vec::new()) };
        provide_context(problems);
        problems
    }

    /// Returns the problems of the page; outside of a question, an empty set that shows nothing.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self::of(Vec::new()))
    }

    /// Returns the id of the input of an answer within the page.
    pub fn input_id(self, field: Field) -> String {
        let place = self.fields.with_value(|fields| fields.iter().position(|listed| *listed == field));
        ["q", &place.unwrap_or(usize::MAX).to_string()].concat()
    }

    /// Returns whether the page asks for this answer.
    pub fn concerns(self, field: Field) -> bool {
        self.fields.with_value(|fields| fields.contains(&field))
    }

    /// Returns the problem of an answer.
    pub fn of_field(self, field: Field) -> Option<Problem> {
        self.shown.with(|shown| shown.iter().find(|problem| problem.field == field).copied())
    }

    /// Returns the mark for the page's title.
    pub fn title_mark(self) -> TitleMark {
        if self.are_shown() { TitleMark::Error } else { TitleMark::Plain }
    }

    /// Returns whether the page shows any problem.
    pub fn are_shown(self) -> bool {
        self.shown.with(|shown| !shown.is_empty())
    }

    /// Checks the page's answers and shows their problems.
    pub fn find(self, draft: &Draft) -> bool {
        let all = today::problems(draft);
        let own = |problem: &Problem| self.concerns(problem.field);
        let own: Vec<Problem> = all.into_iter().filter(own).collect();
        let found = !own.is_empty();
        self.shown.set(own);
        found
    }
}

/// Returns the page. [`Problems::of`] must be called before the inputs are created, because they read the problems.
pub fn question(
    heading: Signal<String>,
    back: Route,
    problems: Problems,
    // The page that follows when the answers are valid.
    next: impl Fn() -> Route + 'static,
    inputs: View,
) -> View {
    let app = App::get();
    announce(heading, move || problems.title_mark());
    let submit = move |event: Event| {
        event.prevent_default();
        let found = app.editor.draft.with_untracked(|draft| problems.find(draft));
        if found {
            page::after_render(|| page::focus_from_top("errors"));
        } else {
            app.go_on(next());
        }
    };
    view! {
        {back_link(back)}
        {error_summary(problems)}
        <form class="question" novalidate on:submit=submit>
            <h1 id="heading" tabindex="-1">{move || heading.get()}</h1>
            {inputs}
            {saved_line()}
            <button class="button" type="submit">{tr(Msg::ShellContinue)}</button>
        </form>
    }
}

/// Lists all problems of the page, each a link to its input. The list takes the focus; its child with the role is announced.
pub fn error_summary(problems: Problems) -> View {
    let line = move |problem: &Problem| {
        let id = problems.input_id(problem.field);
        let (target, problem) = (id.clone(), *problem);
        let jump = move |event: Event| {
            event.prevent_default();
            page::focus_field(&target);
        };
        view! { <li><a href=["#", &id].concat() on:click=jump>{move || words::problem(&problem)}</a></li> }
    };
    let summary = move || {
        problems.are_shown().then(|| {
            let lines: Vec<View> = problems.shown.with(|shown| shown.iter().map(line).collect());
            view! {
                <div id="errors" class="errors" tabindex="-1">
                    <div role="alert">
                        <h2>{tr(Msg::ErrorSummary)}</h2>
                        <ul>{lines}</ul>
                    </div>
                </div>
            }
        })
    };
    view! { {summary} }
}
