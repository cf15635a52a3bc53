//! The family members of the four groups who are included, in the order that the applicant gave them.

use crate::app::App;
use crate::components::{TagKind, doubts, heading, page, source, tag};
use crate::draft::today;
use crate::i18n::{Msg, plural, t, text, tr};
use crate::platform::page as window;
use crate::platform::random;
use crate::platform::view::{View, view};
use crate::route::{PersonStep, Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::{Field, Problem};
use rules::citation::{Citation, Locus};
use rules::draft::Draft;
use rules::eligibility::Doubt;
use rules::family::{self, MoveDirection};
use rules::id::{DraftId, PersonId};
use rules::service::Service;

pub fn view(id: DraftId) -> View {
    let app = App::get();
    let editor = app.editor;
    // Moving somebody changes only the order, so the open problems are computed once.
    let problems = StoredValue::new(editor.draft.with_untracked(today::problems));
    let order = Memo::new(move |_| {
        editor.draft.with(|draft| draft.family().iter().map(|member| member.id).collect::<Vec<_>>())
    });
    let moved = RwSignal::new(None::<PersonId>);
    let add = move |_| {
        let Some(person) = random::id().map(PersonId) else { return };
        editor.draft.update(|draft| family::add(draft, person));
        app.go(Route::Draft(id, Step::Person(person, PersonStep::Kinship)));
    };
    let members = move || {
        let order = order.get();
        if order.is_empty() {
            return view! { <p>{tr(Msg::FamilyNone)}</p> };
        }
        let last = order.len() - 1;
        let rows = order.into_iter().enumerate().map(|(place, person)| {
            let ways =
                [(place > 0).then_some(MoveDirection::Up), (place < last).then_some(MoveDirection::Down)];
            row(id, person, ways, problems, moved)
        });
        let rows: Vec<View> = rows.collect();
        view! { <ol class="tasks">{rows}</ol> }
    };
    let is_grant = editor.draft.with_untracked(|draft| draft.service == Some(Service::Grant));
    let annex = Locus::Annex(6);
    let groups = if is_grant { Citation::inferred(annex) } else { Citation::order(annex) };
    page(
        heading(Msg::FamilyTitle),
        Some(Route::Draft(id, Step::Tasks)),
        view! {
            <p>{tr(Msg::FamilyHint)}</p>
            {source(groups)}
            {doubts(editor, Doubt::OF_FAMILY)}
            <p class="hint">{tr(Msg::FamilyOnce)}</p>
            {members}
            <div class="hint" role="status">{move || moved.get().and_then(|person| editor.draft.with_untracked(|draft| moved_words(draft, person)))}</div>
            <div class="actions">
                <button class="button button-quiet" type="button" on:click=add>{tr(Msg::FamilyAdd)}</button>
                <a class="button" href=Route::Draft(id, Step::Tasks).href()>{tr(Msg::FamilyDone)}</a>
            </div>
        },
    )
}

fn row(
    id: DraftId,
    person: PersonId,
    ways: [Option<MoveDirection>; 2],
    problems: StoredValue<Vec<Problem>>,
    moved: RwSignal<Option<PersonId>>,
) -> View {
    let editor = App::get().editor;
    let name = move || editor.draft.with_untracked(|draft| name_of(draft, person));
    let group = editor.draft.with_untracked(|draft| draft.family_group(person));
    let outside = editor.draft.with_untracked(|draft| {
        let kinship =
            draft.person(person)?.kinship.filter(|_| group.is_none() && draft.is_related(person))?;
        Some(words::kinship_to_member(draft, kinship))
    });
    let relation = move || match (group, &outside) {
        (Some(group), _) => Some(t(words::family_group(group))),
        (None, Some((words, name))) => Some(text(*words, &[("name", name)])),
        (None, None) => None,
    };
    let own = |problem: &&Problem| matches!(problem.field, Field::Person(of, _) if of == person);
    let open = problems.with_value(|problems| problems.iter().filter(own).count());
    let open = u32::try_from(open).unwrap_or(u32::MAX);
    let kind = if open == 0 { TagKind::Done } else { TagKind::Todo };
    let state = move || if open == 0 { t(Msg::TasksDone) } else { plural(Msg::TasksOpen, open, &[]) };
    let buttons = ways.into_iter().flatten().map(|way| {
        let (msg, sign) = match way {
            MoveDirection::Up => (Msg::FamilyUp, "↑"),
            MoveDirection::Down => (Msg::FamilyDown, "↓"),
        };
        let label = move || words::joined(Msg::JoinColon, &t(msg), &name());
        view! {
            <button class="button button-quiet move" type="button" id=button_id(person, way) aria-label=label
                on:click=move |_| shift(person, way, moved)>{sign}</button>
        }
    });
    let buttons: Vec<View> = buttons.collect();
    let remove = move || words::joined(Msg::JoinColon, &t(Msg::FamilyRemove), &name());
    view! {
        <li class="task task-member">
            <a href=Route::Draft(id, Step::Person(person, PersonStep::Kinship)).href()><bdi>{name}</bdi></a>
            <span class="task-hint">{relation}</span>
            <span class="task-status">{tag(kind, state)}</span>
            <span class="task-action">
                {buttons}
                <a class="task-action" aria-label=remove href=Route::Draft(id, Step::RemovePerson(person)).href()>{tr(Msg::FamilyRemove)}</a>
            </span>
        </li>
    }
}

fn button_id(person: PersonId, way: MoveDirection) -> String {
    let way = match way {
        MoveDirection::Up => "up-",
        MoveDirection::Down => "down-",
    };
    [way, &person.to_text()].concat()
}

/// Moves a member and keeps the focus on the pressed button, or moves it to the other one at an end of the list.
fn shift(person: PersonId, way: MoveDirection, moved: RwSignal<Option<PersonId>>) {
    let editor = App::get().editor;
    let is_moved = editor.draft.try_update(|draft| family::move_by_one(draft, person, way)).unwrap_or(false);
    if !is_moved {
        return;
    }
    moved.set(Some(person));
    let back = match way {
        MoveDirection::Up => MoveDirection::Down,
        MoveDirection::Down => MoveDirection::Up,
    };
    window::after_render(move || {
        if !window::focus(&button_id(person, way)) {
            window::focus(&button_id(person, back));
        }
    });
}

fn name_of(draft: &Draft, person: PersonId) -> String {
    draft.person(person).map(|member| words::person_name(draft, member)).unwrap_or_default()
}

fn moved_words(draft: &Draft, person: PersonId) -> Option<String> {
    let place = draft.family().iter().position(|member| member.id == person)? + 1;
    let (place, all) = (place.to_string(), draft.family().len().to_string());
    Some(text(Msg::FamilyMoved, &[("name", &name_of(draft, person)), ("n", &place), ("all", &all)]))
}
