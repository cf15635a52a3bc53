//! The first line: where it is, the latest lawful day, the working days left, and whether the reader must do something.

use crate::components::{TagKind, tag};
use crate::i18n::{Msg, date, date_with_weekday, plural, t, text, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::id::DraftId;
use rules::timeline::{Asked, Run, StageState, Standing, WholeTerm};

/// What this phone knows to be wrong with the documents that were sent.
#[derive(Clone, Copy)]
pub struct Defects {
    pub id: DraftId,
    /// How many documents may be refused today.
    pub count: RwSignal<u32>,
}

pub fn first_line(run: &Run, defects: Defects) -> View {
    line(run, act(run, must_act(run), defects))
}

/// For whoever follows by a link: what is asked is asked of somebody else.
pub fn first_line_for_family(run: &Run, is_needed: bool) -> View {
    line(run, view! { {tr(if is_needed { Msg::SharedNeeded } else { Msg::SharedNothingNeeded })} })
}

/// What is asked of the person. As long as the documents can be refused, what is known to be wrong with them takes the place
/// of "nothing".
fn act(run: &Run, asked: Msg, defects: Defects) -> View {
    let may_be_refused = is_only_received(run);
    let is_silent = matches!(asked, Msg::FollowNothingToDo | Msg::KindAsk);
    let words = move || match defects.count.get() {
        count if count > 0 && may_be_refused && is_silent => view! {
            {plural(Msg::OfficerRefusals, count, &[])} ". "
            <a href=Route::Draft(defects.id, Step::Officer).href()>{tr(Msg::OfficerTitle)}</a>
        },
        _ => view! { {tr(asked)} },
    };
    view! { {words} }
}

fn line(run: &Run, act: View) -> View {
    let standing = run.standing;
    let kind = match standing {
        Standing::RefusedToAccept => TagKind::Problem,
        _ if run.is_overdue() => TagKind::Problem,
        Standing::Granted | Standing::Refused | Standing::Withdrawn => TagKind::Done,
        _ => TagKind::Running,
    };
    let outcome = outcome(standing);
    let class = if run.is_overdue() || standing == Standing::RefusedToAccept {
        "standing standing-problem"
    } else {
        "standing"
    };
    let term = match run.whole {
        Some(whole) => whole_view(whole),
        None if standing == Standing::NotRegistered => view! {},
        None => view! { <p>{tr(Msg::FollowNoTerm)}</p> },
    };
    view! {
        <section class=class>
            <p class="standing-where">{tag(kind, move || t(words::standing(standing)))}</p>
            {outcome.map(|outcome| view! { <p class="due">{tr(outcome)}</p> })}
            {term}
            {late_stage(run)}
            <p class="standing-act">{act}</p>
        </section>
    }
}

/// For an application that the service has yet to hand on: no term of the order runs, and no date is shown.
pub fn forwarded_line(run: &Run, arrived: View, defects: Defects) -> View {
    let asked = match (run.asked(), run.standing) {
        (Asked::MendAndSendAgain, _) => Some(Msg::FollowMustAct),
        _ if is_only_received(run) => Some(Msg::KindAsk),
        (_, Standing::Withdrawn) => Some(Msg::FollowWithdrawnText),
        _ => None,
    };
    forwarded(run, arrived, asked.map(|asked| act(run, asked, defects)))
}

/// The same for whoever follows by a link.
pub fn forwarded_line_for_family(run: &Run, is_needed: bool) -> View {
    let act = if is_needed { Msg::SharedNeeded } else { Msg::SharedNothingNeeded };
    forwarded(run, view! {}, Some(view! { {tr(act)} }))
}

/// Whether nothing was reported that an office has done.
fn is_only_received(run: &Run) -> bool {
    matches!(run.standing, Standing::NotRegistered | Standing::Registered)
}

fn forwarded(run: &Run, arrived: View, act: Option<View>) -> View {
    let only_received = is_only_received(run);
    let where_it_is = if only_received { Msg::KindReceived } else { words::standing(run.standing) };
    let outcome = outcome(run.standing);
    view! {
        <section class="standing">
            <p class="standing-where">{tag(TagKind::Running, move || t(where_it_is))}</p>
            {outcome.map(|outcome| view! { <p class="due">{tr(outcome)}</p> })}
            {only_received.then(|| view! { {arrived} <p>{tr(Msg::KindTermsLater)}</p> })}
            {act.map(|act| view! { <p class="standing-act">{act}</p> })}
        </section>
    }
}

/// How the run has ended, in the words of the event.
fn outcome(standing: Standing) -> Option<Msg> {
    match standing {
        Standing::Granted => Some(Msg::EventGranted),
        Standing::Refused => Some(Msg::EventRefused),
        _ => None,
    }
}

fn must_act(run: &Run) -> Msg {
    match (run.asked(), run.standing) {
        (Asked::Send, _) => Msg::FollowNotRegistered,
        (Asked::MendAndSendAgain, _) => Msg::FollowMustAct,
        (Asked::Nothing, Standing::Withdrawn) => Msg::FollowWithdrawnText,
        (Asked::Nothing, Standing::Refused) => Msg::FollowMayAct,
        (Asked::Nothing, _) if run.is_overdue() => Msg::FollowMayAct,
        (Asked::Nothing, _) => Msg::FollowNothingToDo,
    }
}

fn whole_view(whole: WholeTerm) -> View {
    let clock = whole.clock;
    let Some(due) = clock.due else { return view! { <p>{tr(Msg::FollowBeyondCalendar)}</p> } };
    if let Some(ended) = clock.ended {
        let counted = u32::from(clock.counted);
        return view! { <p>{move || plural(Msg::FollowTook, counted, &[("date", &date(ended))])}</p> };
    }
    if clock.overdue_by > 0 {
        let days = u32::from(clock.overdue_by);
        return view! {
            <p class="due error">{move || plural(Msg::FollowOverdue, days, &[("date", &date_with_weekday(due))])}</p>
        };
    }
    let left = u32::from(clock.left);
    view! {
        <p class="due">{move || text(Msg::FollowDue, &[("date", &date_with_weekday(due))])}</p>
        <p>{move || if left == 0 { t(Msg::FollowLastDay) } else { plural(Msg::FollowLeft, left, &[]) }}</p>
    }
}

/// The first stage whose time has passed, while the whole term still runs.
fn late_stage(run: &Run) -> Option<View> {
    let whole_is_late =
        run.whole.is_some_and(|whole| whole.clock.ended.is_none() && whole.clock.overdue_by > 0);
    if whole_is_late {
        return None;
    }
    let (stage, due) = run.stages.iter().find_map(|view| match view.state {
        StageState::Overdue(clock) => Some((view.stage, clock.due?)),
        _ => None,
    })?;
    let say = move || text(Msg::FollowStageLate, &[("stage", &t(words::stage(stage))), ("date", &date(due))]);
    Some(view! { <p class="error">{say}</p> })
}
