//! The first line: where it is, the latest lawful day, the working days left, and whether the reader must do something.

use crate::components::{TagKind, tag};
use crate::i18n::{Msg, plural, t, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::words::{PageTexts, phrase};
use headline::{Headline, Line, Phrase, Reader, Term};
use leptos::prelude::*;
use rules::id::DraftId;
use rules::timeline::Run;
use wire::answer::ServiceKind;
use wire::summary::{TermState, Tone};

/// What this phone knows to be wrong with the documents that were sent.
#[derive(Clone, Copy)]
pub struct Defects {
    pub id: DraftId,
    /// How many documents may be refused today.
    pub count: RwSignal<u32>,
}

/// For the applicant. `arrived` says who received what the service has yet to hand on.
pub fn first_line(run: &Run, kind: ServiceKind, arrived: View, defects: Defects) -> View {
    let headline = Headline::new(run, kind, Reader::Owner);
    line(headline, arrived, headline.needed.map(|asked| act(asked, headline.defects_matter, defects)))
}

/// For a reader with a family link: what is asked is asked of somebody else.
pub fn first_line_for_family(run: &Run, kind: ServiceKind, is_needed: bool) -> View {
    let headline = Headline::new(run, kind, Reader::Family { is_needed });
    line(headline, view! {}, headline.needed.map(said))
}

/// What is asked of the person. As long as the documents can be refused, what is known to be wrong with them takes the place
/// of "nothing".
fn act(asked: Phrase, defects_matter: bool, defects: Defects) -> View {
    let words = move || match defects.count.get() {
        count if count > 0 && defects_matter => view! {
            {plural(Msg::OfficerRefusals, count, &[])} ". "
            <a href=Route::Draft(defects.id, Step::Officer).href()>{tr(Msg::OfficerTitle)}</a>
        },
        _ => said(asked),
    };
    view! { {words} }
}

fn line(headline: Headline, arrived: View, act: Option<View>) -> View {
    let (kind, class) = match headline.tone {
        Tone::Problem => (TagKind::Problem, "standing standing-problem"),
        Tone::Done => (TagKind::Done, "standing"),
        Tone::Running => (TagKind::Running, "standing"),
    };
    let state = phrase(headline.state);
    view! {
        <section class=class>
            <p class="standing-where">{tag(kind, move || t(state))}</p>
            {headline.outcome.map(|outcome| view! { <p class="due">{said(outcome)}</p> })}
            {(headline.term == Some(Term::Later)).then_some(arrived)}
            {headline.term.map(term_view)}
            {headline.late.map(|late| view! { <p class="error">{filled(late)}</p> })}
            {act.map(|act| view! { <p class="standing-act">{act}</p> })}
        </section>
    }
}

fn term_view(term: Term) -> View {
    let class = match term.state() {
        TermState::Overdue => Some("due error"),
        TermState::Running => Some("due"),
        TermState::Ended | TermState::BeyondCalendar | TermState::None => None,
    };
    view! {
        <p class=class>{filled(term.date())}</p>
        {term.left().map(|left| view! { <p>{filled(left)}</p> })}
    }
}

/// A message without blanks.
fn said(message: Phrase) -> View {
    view! { {tr(phrase(message))} }
}

/// A message with its values.
fn filled(line: Line) -> View {
    view! { {move || line.to_text(&PageTexts)} }
}
