//! Consent and sending. The page stays until the gateway has said that it has everything on disk.

use crate::app::App;
use crate::components::{
    MessageKind, Problems, TextInput, TextKind, announce, back_link, checkbox, error_summary, message,
    save_to_file, saved_line, source,
};
use crate::draft::{Desk, today};
use crate::i18n::{Msg, plural, short_date, t, text, tr};
use crate::platform::clock;
use crate::platform::page;
use crate::platform::view::{Event, View, nothing, view};
use crate::route::{Route, Step};
use crate::tracking::{Progress, SendError, send_draft};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::check::Field;
use rules::citation::{Citation, Place};
use rules::examine::Examination;
use rules::id::DraftId;

/// What sending is doing.
#[derive(Clone, PartialEq)]
enum Sending {
    Idle,
    Under(Progress),
    Failed(SendError),
}

pub fn view(id: DraftId) -> View {
    let app = App::get();
    let desk = app.desk;
    let is_sent = desk.envelope.with_untracked(|envelope| {
        envelope.as_ref().is_some_and(|envelope| envelope.number.is_some() && envelope.refused.is_none())
    });
    if is_sent {
        // Back after success shows the receipt.
        app.replace(Route::Draft(id, Step::Receipt));
    }
    let heading = Signal::derive(|| t(Msg::SendTitle));
    let problems = Problems::of(vec![Field::Consent, Field::ConfirmedName]);
    announce(heading, move || problems.title_mark());
    let sending = RwSignal::new(Sending::Idle);
    let found = Memo::new(move |_| desk.draft.with(today::examination));
    let others_open = Memo::new(move |_| {
        desk.draft
            .with(|draft| today::problems(draft).iter().any(|problem| !problems.concerns(problem.field)))
    });
    let submit = move |event: Event| {
        event.prevent_default();
        if matches!(sending.get_untracked(), Sending::Under(_)) {
            return;
        }
        let wrong = desk.draft.with_untracked(|draft| problems.find(draft));
        if wrong {
            page::after_render(|| page::focus_from_top("errors"));
            return;
        }
        if others_open.get_untracked() {
            sending.set(Sending::Failed(SendError::Problems));
            page::after_render(|| page::focus_from_top("send-failed"));
            return;
        }
        sending.set(Sending::Under(Progress::Preparing));
        acknowledge(desk);
        spawn_local(async move {
            match send_draft(desk, move |progress| sending.set(Sending::Under(progress))).await {
                Ok(sent) => app.replace(Route::Draft(sent, Step::Receipt)),
                Err(error) => {
                    sending.try_set(Sending::Failed(error));
                    page::after_render(|| page::focus_from_top("send-failed"));
                }
            }
        });
    };
    let busy = Memo::new(move |_| matches!(sending.get(), Sending::Under(_)));
    view! {
        {back_link(Route::Draft(id, Step::Answers))}
        {error_summary(problems)}
        {move || match sending.get() {
            Sending::Failed(error) => failed_view(id, desk, &error),
            Sending::Idle | Sending::Under(_) => nothing(),
        }}
        <form novalidate on:submit=submit>
            <h1 id="heading" tabindex="-1">{move || heading.get()}</h1>
            {move || defects_view(id, &found.get())}
            <p>{tr(Msg::SendWhatHappens)}</p>
            <div class="quote" lang="kk"><p>{CONSENT_OF_ANNEX_6}</p></div>
            {source(Citation::order(Place::Annex(6)))}
            <p>{tr(Msg::SendConsentOurs)}</p>
            <p><a href=Route::Privacy.href()>{tr(Msg::FooterPrivacy)}</a></p>
            {checkbox(Some(Field::Consent), "consent", Msg::SendConsent, desk.bind(|draft| Some(&mut draft.consent)))}
            {TextInput::new(Field::ConfirmedName, desk.bind(|draft| Some(&mut draft.confirmed_name))).hint(Msg::SendNameHint).kind(TextKind::Exact)}
            {saved_line()}
            <button class="button" type="submit" aria-disabled=move || busy.get().then_some("true")>
                {move || if busy.get() { t(Msg::SendSending) } else { t(Msg::SendButton) }}
            </button>
            <div role="status">{move || match sending.get() {
                Sending::Under(progress) => progress_view(progress),
                Sending::Idle | Sending::Failed(_) => nothing(),
            }}</div>
        </form>
    }
}

/// Annex 6, item 9, in the order's own words: for extension and for *my* data only. The wider consent is ours and marked.
const CONSENT_OF_ANNEX_6: &str = "Осымен қандас мәртебесін ұзарту бойынша қызмет көрсету үшін қажетті менің дербес \
                                  деректерімді жинауға және өңдеуге келісім беремін.";

/// What was shown on this page and sent all the same travels with the application.
fn acknowledge(desk: Desk) {
    desk.draft.update(|draft| {
        draft.acknowledged = today::examination(draft).defects.iter().map(|defect| defect.finding).collect();
    });
}

fn defects_view(id: DraftId, found: &Examination) -> View {
    let count = u32::try_from(found.annex_8().len()).unwrap_or(u32::MAX);
    if count == 0 {
        return nothing();
    }
    message(
        MessageKind::Warning,
        view! {
            <p>{move || plural(Msg::SendDefects, count, &[])}</p>
            <p><a href=Route::Draft(id, Step::Officer).href()>{tr(Msg::OfficerTitle)}</a></p>
        },
    )
}

fn progress_view(progress: Progress) -> View {
    match progress {
        Progress::Preparing => view! { <p class="hint">{tr(Msg::SendPreparing)}</p> },
        Progress::Registering => view! { <p class="hint">{tr(Msg::SendRegistering)}</p> },
        Progress::Uploading(done, all) => {
            let kilobytes = |bytes: u64| bytes.div_ceil(1000).to_string();
            let words =
                move || text(Msg::SendUploading, &[("done", &kilobytes(done)), ("all", &kilobytes(all))]);
            view! {
                <p class="hint">{words}</p>
                <progress max=all.to_string() value=done.to_string()></progress>
            }
        }
    }
}

fn failed_view(id: DraftId, desk: Desk, error: &SendError) -> View {
    let words = {
        let error = error.clone();
        move || match &error {
            SendError::Problems => t(Msg::SendFailedProblems),
            SendError::CalendarChanged => t(Msg::SendFailedCalendar),
            SendError::DayChanged => text(Msg::SendFailedDay, &[("date", &short_date(clock::today()))]),
            SendError::AppOutdated => t(Msg::SendFailedOutdated),
            SendError::Unreachable => t(Msg::SendFailedUnreachable),
            SendError::StorageFull => t(Msg::SendFailedStorage),
            SendError::PageLost(name) => text(Msg::SendFailedPage, &[("name", name)]),
            SendError::PhoneStorage => t(Msg::SendFailedPhone),
            SendError::OtherCopySent => t(Msg::SendFailedOtherCopy),
            SendError::Refused(status) => text(Msg::SendFailedRefused, &[("status", &status.to_string())]),
        }
    };
    let save = move |_| save_to_file(desk);
    let to = |step: Step, title: Msg| Some(view! { <a href=Route::Draft(id, step).href()>{tr(title)}</a> });
    let way_out = match error {
        SendError::Problems => to(Step::Answers, Msg::AnswersTitle),
        SendError::DayChanged | SendError::CalendarChanged => to(Step::Officer, Msg::OfficerTitle),
        SendError::OtherCopySent => to(Step::Receipt, Msg::ReceiptTitle),
        SendError::PageLost(_) => to(Step::Tasks, Msg::TasksTitle),
        SendError::AppOutdated => Some(view! {
            <button class="button button-quiet" type="button" on:click=|_| page::reload()>{tr(Msg::SendReload)}</button>
        }),
        _ => None,
    };
    view! {
        <div id="send-failed" class="errors" tabindex="-1">
            <div role="alert">
                <h2>{tr(Msg::SendFailedTitle)}</h2>
                <p>{words}</p>
                <p>{tr(Msg::SendFailedKept)}</p>
            </div>
            <div class="actions">
                {way_out}
                <button class="button button-quiet" type="button" on:click=save>{tr(Msg::SavedToFile)}</button>
                <a href=Route::Draft(id, Step::Answers).href()>{tr(Msg::SendPrint)}</a>
            </div>
        </div>
    }
}
