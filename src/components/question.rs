//! A page that asks: errors on top, the inputs, the quiet line that says what is saved, *Continue*.

use super::SavedLine;
use super::page::{BackLink, TitleMark, announce};
use crate::app::App;
use crate::i18n::{Msg, tr};
use crate::platform::clock;
use crate::platform::page;
use crate::route::Route;
use crate::words;
use leptos::prelude::*;
use rules::check::{Field, Problem, check};
use rules::draft::Draft;

/// The problems of the page's own answers, shown only after *Continue*.
#[derive(Clone, Copy)]
pub struct Problems {
    fields: StoredValue<Vec<Field>>,
    shown: RwSignal<Vec<Problem>>,
}

impl Problems {
    /// For a page that asks for these answers.
    pub fn of(fields: Vec<Field>) -> Self {
        Self { fields: StoredValue::new(fields), shown: RwSignal::new(Vec::new()) }
    }

    /// The page's own ones, or one that shows nothing where an input stands outside any question.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self::of(Vec::new()))
    }

    /// The id of the input of an answer within the page.
    pub fn input_id(self, field: Field) -> String {
        let place = self.fields.with_value(|fields| fields.iter().position(|listed| *listed == field));
        ["q", &place.unwrap_or(usize::MAX).to_string()].concat()
    }

    /// Whether the page asks for this answer.
    pub fn concerns(self, field: Field) -> bool {
        self.fields.with_value(|fields| fields.contains(&field))
    }

    /// What is wrong with an answer.
    pub fn of_field(self, field: Field) -> Option<Problem> {
        self.shown.with(|shown| shown.iter().find(|problem| problem.field == field).copied())
    }

    /// Whether the page shows any.
    pub fn are_shown(self) -> bool {
        self.shown.with(|shown| !shown.is_empty())
    }

    /// Checks the page's answers and shows what is wrong with them.
    pub fn find(self, draft: &Draft) -> bool {
        let all = check(draft, clock::today()).err().unwrap_or_default();
        let own = |problem: &Problem| self.concerns(problem.field);
        let own: Vec<Problem> = all.into_iter().filter(own).collect();
        let found = !own.is_empty();
        self.shown.set(own);
        found
    }
}

#[component]
pub fn Question(
    #[prop(into)] heading: Signal<String>,
    back: Route,
    problems: Problems,
    /// Where *Continue* leads once the answers are fine.
    next: Callback<(), Route>,
    children: Children,
) -> impl IntoView {
    let app = App::get();
    provide_context(problems);
    let mark = Signal::derive(move || if problems.are_shown() { TitleMark::Error } else { TitleMark::Plain });
    announce(heading, mark);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let found = app.desk.draft.with_untracked(|draft| problems.find(draft));
        if found {
            page::after_render(|| page::focus_from_top("errors"));
        } else {
            app.go_on(next.run(()));
        }
    };
    view! {
        <BackLink to=back/>
        <ErrorSummary problems=problems/>
        <form class="question" novalidate on:submit=submit>
            <h1 id="heading" tabindex="-1">{move || heading.get()}</h1>
            {children()}
            <SavedLine/>
            <button class="button" type="submit">{tr(Msg::ShellContinue)}</button>
        </form>
    }
    .into_any()
}

/// All problems of the page, each a link to its input. It takes the focus; the child with the role is what is announced.
#[component]
pub fn ErrorSummary(problems: Problems) -> impl IntoView {
    let lines = move || {
        problems.shown.with(|shown| {
            shown
                .iter()
                .map(|problem| (problems.input_id(problem.field), words::problem(problem)))
                .collect::<Vec<_>>()
        })
    };
    move || {
        let lines = lines();
        (!lines.is_empty()).then(|| {
            view! {
                <div id="errors" class="errors" tabindex="-1">
                    <div role="alert">
                        <h2>{tr(Msg::ErrorSummary)}</h2>
                        <ul>
                            {lines
                                .into_iter()
                                .map(|(id, words)| {
                                    let target = id.clone();
                                    let jump = move |event: leptos::ev::MouseEvent| {
                                        event.prevent_default();
                                        page::focus_field(&target);
                                    };
                                    view! { <li><a href=["#", &id].concat() on:click=jump>{words}</a></li> }
                                })
                                .collect_view()}
                        </ul>
                    </div>
                </div>
            }
        })
    }
}
