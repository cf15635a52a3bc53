//! The stages of an application: state, dates, number of days, who is responsible, paragraph, and purpose.

use super::days::{OpenCalendars, days_view};
use crate::components::{TagKind, official, source, tag, term};
use crate::i18n::{Msg, dated, plural, plural_dated, t, tr};
use crate::platform::view::{View, nothing, view};
use crate::words;
use rules::edition::Holder;
use rules::timeline::{StageState, StageView, TermClock};

pub fn stage_view(view: StageView, opened: OpenCalendars) -> View {
    let (kind, status): (TagKind, Msg) = match view.state {
        StageState::Ahead { .. } => (TagKind::Todo, Msg::StageAhead),
        StageState::Running(_) => (TagKind::Running, Msg::StageRunning),
        StageState::Overdue(_) => (TagKind::Problem, Msg::StageOverdue),
        StageState::Ended(_) => (TagKind::Done, Msg::StageEnded),
        StageState::PassedUnreported => (TagKind::Done, Msg::StagePassed),
        StageState::NotReached => (TagKind::Done, Msg::StageNotReached),
    };
    let lines = match view.state {
        StageState::Ahead { projected } => view! {
            {waits_for_receipt(view.holder).then(|| view! { <p>{tr(Msg::StageWaits)}</p> })}
            <p>{move || projected.map(|day| dated(Msg::StageProjected, &[("date", day)], &[]))}</p>
        },
        StageState::Running(clock) | StageState::Overdue(clock) | StageState::Ended(clock) => {
            clock_view(clock, view.stage.0, opened)
        }
        StageState::PassedUnreported | StageState::NotReached => nothing(),
    };
    let silence = match view.state {
        StageState::Running(clock) => clock.due,
        _ => None,
    };
    let class = match view.state {
        StageState::Overdue(_) => "stage stage-overdue",
        StageState::Running(_) => "stage stage-running",
        _ => "stage",
    };
    let days = u32::from(view.working_days);
    view! {
        <li class=class>
            <h3>{tr(words::stage(view.stage))}</h3>
            <p>{tag(kind, move || t(status))}</p>
            <p>{tr(words::holder(view.holder))} " · " {move || plural(Msg::StageAtMost, days, &[])}</p>
            {lines}
            {view.due_from_receipt.map(|due| view! {
                <p class="hint">{move || words::joined(Msg::JoinMark, &dated(Msg::StageFromReceipt, &[("date", due)], &[]), &t(Msg::MarkInferred))}</p>
            })}
            {words::stage_explained(view.stage).map(|explained| view! { <p class="hint">{tr(explained)}</p> })}
            {silence.map(|due| view! {
                <p class="hint">{move || dated(Msg::StageSilence, &[("date", due)], &[])}</p>
            })}
            {source(view.citation)}
            {official(view.citation)}
            {term(words::holder_term(view.holder), words::holder(view.holder))}
        </li>
    }
}

fn clock_view(clock: TermClock, key: &'static str, opened: OpenCalendars) -> View {
    let counted = u32::from(clock.counted);
    let overdue = u32::from(clock.overdue_by);
    view! {
        <p>{move || dated(Msg::StageEntered, &[("date", clock.entered)], &[])}</p>
        <p>{move || match clock.ended {
            Some(ended) => plural_dated(Msg::FollowTook, counted, &[("date", ended)], &[]),
            None => clock.due.map(|due| dated(Msg::FollowDue, &[("date", due)], &[])).unwrap_or_default(),
        }}</p>
        {(overdue > 0).then(|| view! {
            <p class="error">{move || plural(Msg::StageOverdueBy, overdue, &[])}</p>
        })}
        {(clock.ended.is_none() && overdue == 0).then(|| {
            let left = u32::from(clock.left);
            view! { <p>{move || if left == 0 { t(Msg::FollowLastDay) } else { plural(Msg::FollowLeft, left, &[]) }}</p> }
        })}
        {clock.provisional.then(|| view! { <p class="hint">{tr(Msg::FollowProvisional)}</p> })}
        {days_view(key, opened, clock)}
    }
}

/// Returns whether the term of a body counts from the day on which it receives the documents (¶7).
fn waits_for_receipt(holder: Holder) -> bool {
    match holder {
        Holder::InternalAffairs | Holder::NationalSecurity => true,
        Holder::LocalExecutiveBody | Holder::Commission => false,
    }
}
