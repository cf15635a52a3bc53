//! The task list, the home page of an application. Open tasks are emphasised; finished ones are plain text.

use crate::app::App;
use crate::components::{MessageKind, TagKind, document_icon, heading, message, page, tag};
use crate::draft::today;
use crate::i18n::{Msg, plural, t, text, tr};
use crate::platform::view::{View, nothing, view};
use crate::route::{PersonStep, Route, Step, YouStep};
use crate::words;
use leptos::prelude::*;
use rules::check::{Field, Problem, ProblemKind};
use rules::checklist::Requirement;
use rules::document::RequirementKey;
use rules::draft::{Draft, Person};
use rules::examine::Examination;
use rules::finding::FindingKind;
use rules::id::{DraftId, PersonId};
use rules::service::{Basis, Service};

/// The state of a task.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TaskState {
    Done,
    /// The number of open answers.
    Open(u32),
    /// An answer of the task is wrong.
    Wrong,
    /// The document has not been added yet.
    ToAdd,
    /// The officer would object to the document.
    Defective(FindingKind),
    /// The authority refused to accept the document.
    Refused,
}

impl TaskState {
    fn of(problems: &[Problem], mine: impl Fn(Field) -> bool) -> Self {
        let mine: Vec<&Problem> = problems.iter().filter(|problem| mine(problem.field)).collect();
        if mine.iter().any(|problem| problem.kind != ProblemKind::Missing) {
            return Self::Wrong;
        }
        match u32::try_from(mine.len()) {
            Ok(0) => Self::Done,
            Ok(open) => Self::Open(open),
            Err(_) => Self::Wrong,
        }
    }

    fn of_document(
        examination: &Examination,
        problems: &[Problem],
        draft: &Draft,
        key: RequirementKey,
    ) -> Self {
        let serves = |field: Field| match field {
            Field::Document(id, _) => {
                draft.document(id).is_some_and(|document| document.serves.contains(&key))
            }
            _ => false,
        };
        let found = examination.defects.iter().find(|defect| defect.finding.requirement == key);
        match found.map(|defect| defect.finding.kind) {
            Some(FindingKind::Missing) => Self::ToAdd,
            Some(kind) => Self::Defective(kind),
            None => Self::of(problems, serves),
        }
    }

    fn kind(self) -> TagKind {
        match self {
            Self::Done => TagKind::Done,
            Self::Open(_) | Self::ToAdd => TagKind::Todo,
            Self::Wrong | Self::Defective(_) | Self::Refused => TagKind::Problem,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Done => t(Msg::TasksDone),
            Self::Open(count) => plural(Msg::TasksOpen, count, &[]),
            Self::Wrong => t(Msg::TasksWrong),
            Self::ToAdd => t(Msg::TasksToAdd),
            Self::Refused => t(Msg::StandingNotAccepted),
            Self::Defective(FindingKind::Expired) => t(Msg::TasksExpired),
            Self::Defective(FindingKind::NotTranslated) => t(Msg::TasksNotTranslated),
            Self::Defective(FindingKind::Unreadable) => t(Msg::TasksUnreadable),
            Self::Defective(FindingKind::WrongHolder) => t(Msg::TasksWrongHolder),
            Self::Defective(FindingKind::SpelledDifferently) => t(Msg::TasksSpelledDifferently),
            Self::Defective(FindingKind::RunsOut | FindingKind::Missing) => t(Msg::TasksRunsOut),
        }
    }
}

pub fn view(id: DraftId) -> View {
    let app = App::get();
    app.return_to(None);
    let draft = app.editor.draft.get_untracked();
    let problems = today::problems(&draft);
    let examination = today::examination(&draft);
    let list = today::checklist(&draft);
    let (number, refused) = app.editor.envelope.with_untracked(|envelope| {
        let envelope = envelope.as_ref();
        (
            envelope.and_then(|envelope| envelope.number.clone()),
            envelope.and_then(|envelope| envelope.refused.clone()),
        )
    });
    let is_refused =
        |key: &RequirementKey| refused.as_ref().is_some_and(|refused| refused.documents.contains(key));

    let mut jumps = Vec::new();
    let groups: Vec<View> = draft
        .people
        .iter()
        .enumerate()
        .map(|(place, person)| {
            let mut rows = Vec::new();
            if place == 0 {
                rows.extend(about_you(id, person, &problems));
            } else {
                rows.push(about_member(id, person, &problems));
            }
            let documents =
                list.iter().filter(|line| line.key.person == person.id && !line.key.document.is_made_here());
            let documents = documents.map(|line| {
                let state = match TaskState::of_document(&examination, &problems, &draft, line.key) {
                    TaskState::Done if is_refused(&line.key) => TaskState::Refused,
                    state => state,
                };
                (line, state)
            });
            let documents: Vec<(&Requirement, TaskState)> = documents.collect();
            let name = person_heading(&draft, person, place);
            let anchor = ["p-", &person.id.to_text()].concat();
            let open = problems.iter().filter(|problem| is_of(problem.field, person.id, place)).count();
            let to_do = documents.iter().filter(|(_, state)| *state != TaskState::Done).count();
            jumps.push(jump(&anchor, name, open, to_do));
            rows.extend(documents.into_iter().map(|(line, state)| document_row(id, line, state)));
            view! {
                <section id=anchor>
                    <h2><bdi>{move || name.get()}</bdi></h2>
                    <ul class="tasks">{rows}</ul>
                </section>
            }
        })
        .collect();
    // With a single person everything is visible at a glance.
    let jumps = (jumps.len() > 1)
        .then(|| view! { <nav aria-label=move || t(Msg::TasksPeople)><ul class="jumps">{jumps}</ul></nav> });
    let state = |part: Ground| TaskState::of(&problems, |field| Ground::of(field) == Some(part));
    let facts = row(Route::Draft(id, Step::Facts), Msg::TasksFacts, state(Ground::Facts));
    let eligible =
        row(Route::Draft(id, Step::Eligibility), Msg::EligibilityTitle, state(Ground::Eligibility));
    let basis = row(Route::Draft(id, Step::Basis), Msg::TasksBasis, state(Ground::Basis));
    let has_facts = draft.basis.is_some_and(has_facts);
    let ground = if draft.service == Some(Service::Grant) {
        view! {
            <ul class="tasks">{eligible}{basis}{has_facts.then_some(facts)}</ul>
            <p><a href=Route::Draft(id, Step::Checklist).href()>{tr(Msg::ChecklistTitle)}</a></p>
        }
    } else {
        let service = row(Route::Draft(id, Step::Service), Msg::ServiceTitle, state(Ground::Service));
        let reason = row(Route::Draft(id, Step::Facts), Msg::FieldReason, state(Ground::Facts));
        view! { <ul class="tasks">{service}{reason}</ul> }
    };
    page(
        heading(Msg::TasksTitle),
        Some(Route::Start),
        view! {
            <p>{tr(Msg::TasksLede)}</p>
            {match (number, &refused) {
                (Some(_), None) => view! {
                    <p class="message message-success"><a href=Route::Draft(id, Step::Receipt).href()>{tr(Msg::TasksSent)}</a></p>
                },
                (Some(_), Some(_)) => message(MessageKind::Warning, view! {
                    <p>{tr(Msg::TasksMend)}</p>
                    <p><a href=Route::Follow(id).href()>{tr(Msg::FollowTitle)}</a></p>
                }),
                (None, _) => nothing(),
            }}
            {jumps}
            <section>
                <h2>{tr(Msg::TasksGround)}</h2>
                {ground}
            </section>
            {groups}
            <p><a class="button button-quiet" href=Route::Draft(id, Step::Family).href()>{tr(Msg::TasksFamily)}</a></p>
            <section>
                <h2>{tr(Msg::TasksFinish)}</h2>
                <ul class="tasks">
                    <li class="task"><a href=Route::Draft(id, Step::Officer).href()>{tr(Msg::OfficerTitle)}</a></li>
                    <li class="task"><a href=Route::Draft(id, Step::Answers).href()>{tr(Msg::AnswersTitle)}</a></li>
                    <li class="task needs-gateway"><a href=Route::Draft(id, Step::Send).href()>{tr(Msg::SendTitle)}</a></li>
                    <li class="task"><a href=Route::Draft(id, Step::Channels).href()>{tr(Msg::ChannelTitle)}</a></li>
                    <li class="task"><a href=Route::Draft(id, Step::OnPaper).href()>{tr(Msg::OnPaperTitle)}</a></li>
                </ul>
            </section>
        },
    )
}

fn has_facts(basis: Basis) -> bool {
    match basis {
        Basis::FamilyReunion | Basis::Employment | Basis::Study => true,
        Basis::SettlementRegion | Basis::DevelopingSettlement => false,
    }
}

/// A part of the ground of an application, which is one row of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    Service,
    Eligibility,
    Basis,
    Facts,
}

impl Ground {
    /// Returns the part that asks for a field; `None` if the rows of the people, or the pages after the list, ask for it.
    fn of(field: Field) -> Option<Self> {
        match field {
            Field::Service => Some(Self::Service),
            Field::CitizenNow | Field::CitizenBefore | Field::ApplicantKazakh | Field::ToLivePermanently => {
                Some(Self::Eligibility)
            }
            Field::Basis => Some(Self::Basis),
            Field::RelativeName
            | Field::RelativeIs
            | Field::RelativeIsOther
            | Field::RelativeIsCitizen
            | Field::RelativeLivesInRegion
            | Field::RelativeIsKazakh
            | Field::Housing
            | Field::Reason
            | Field::StatusEnds
            | Field::Home
            | Field::Work
            | Field::Employer
            | Field::Position
            | Field::Trade
            | Field::Institution
            | Field::Programme => Some(Self::Facts),
            Field::Region
            | Field::Settlement
            | Field::Address
            | Field::Phone
            | Field::Email
            | Field::Person(..)
            | Field::Document(..)
            | Field::Consent
            | Field::ConfirmedName => None,
        }
    }
}

fn person_heading(draft: &Draft, person: &Person, place: usize) -> Signal<String> {
    let (draft, person) = (draft.clone(), person.clone());
    Signal::derive(move || {
        let name = words::person_name(&draft, &person);
        if place == 0 && !person.name.full().is_empty() {
            return text(Msg::TasksYou, &[("name", &name)]);
        }
        name
    })
}

/// Returns an entry of the jump list: a person and what is left to do for them.
fn jump(anchor: &str, name: Signal<String>, open: usize, to_do: usize) -> View {
    let [open, to_do] = [open, to_do].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let left = move || match (open, to_do) {
        (0, 0) => t(Msg::TasksDone),
        (0, to_do) => plural(Msg::TasksDocumentsLeft, to_do, &[]),
        (open, 0) => plural(Msg::TasksOpen, open, &[]),
        (open, to_do) => words::joined(
            Msg::ListMore,
            &plural(Msg::TasksOpen, open, &[]),
            &plural(Msg::TasksDocumentsLeft, to_do, &[]),
        ),
    };
    let href = ["#", anchor].concat();
    view! { <li><a href=href><bdi>{move || name.get()}</bdi></a> <span class="hint">{left}</span></li> }
}

/// Returns whether the answer is asked in the person's own rows.
fn is_of(field: Field, person: PersonId, place: usize) -> bool {
    match field {
        Field::Person(of, _) => of == person,
        field => place == 0 && is_contact(field),
    }
}

fn is_contact(field: Field) -> bool {
    matches!(field, Field::Address | Field::Phone | Field::Email | Field::Region | Field::Settlement)
}

fn about_you(id: DraftId, person: &Person, problems: &[Problem]) -> Vec<View> {
    let is_own = |field: Field| matches!(field, Field::Person(of, _) if of == person.id);
    vec![
        row(
            person_route(id, person.id, PersonStep::Name),
            Msg::TasksAboutYou,
            TaskState::of(problems, is_own),
        ),
        row(
            Route::Draft(id, Step::You(YouStep::Address)),
            Msg::TasksAddress,
            TaskState::of(problems, is_contact),
        ),
    ]
}

fn about_member(id: DraftId, person: &Person, problems: &[Problem]) -> View {
    let is_own = |field: Field| matches!(field, Field::Person(of, _) if of == person.id);
    row(
        person_route(id, person.id, PersonStep::Kinship),
        Msg::TasksAboutMember,
        TaskState::of(problems, is_own),
    )
}

fn person_route(id: DraftId, person: PersonId, step: PersonStep) -> Route {
    Route::Draft(id, Step::Person(person, step))
}

/// Returns a row: it is a link as a whole, and its status is its accessible description.
fn row(route: Route, label: Msg, state: TaskState) -> View {
    let status_id = ["s", &route.href().replace('/', "-")].concat();
    view! {
        <li class="task">
            <a href=route.href() aria-describedby=status_id.clone()>{tr(label)}</a>
            <span class="task-status" id=status_id>{tag(state.kind(), move || state.words())}</span>
        </li>
    }
}

fn document_row(id: DraftId, line: &Requirement, state: TaskState) -> View {
    let route = Route::Draft(id, Step::Document(line.key));
    let kind = line.key.document;
    let status_id = ["s", &route.href().replace('/', "-")].concat();
    view! {
        <li class="task task-document">
            {document_icon(kind)}
            <a href=route.href() aria-describedby=status_id.clone()>{tr(words::document(kind))}</a>
            <span class="task-status" id=status_id>{tag(state.kind(), move || state.words())}</span>
        </li>
    }
}
