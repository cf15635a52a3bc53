//! Consent and sending. The page stays until the gateway has confirmed that everything is on disk.

use crate::app::App;
use crate::components::{
    MessageKind, Problems, TextInput, TextKind, announce, back_link, checkbox, data_cost, error_summary,
    message, not_a_way, problem_links, save_to_file, saved_line, source, unkept_receipt,
};
use crate::draft::{DraftEditor, SaveState, today};
use crate::i18n::{Msg, dated, plural, prepare_forms, t, text, tr};
use crate::platform::view::{Event, View, nothing, view};
use crate::platform::{clock, page};
use crate::route::{Route, Step};
use crate::tracking::{Outbox, Progress, Sending, look, send};
use crate::words;
use leptos::prelude::*;
use outbox::queue::{SendFailure, WaitReason};
use outbox::{FileState, PageTrouble};
use rules::check::{Field, Problem};
use rules::citation::{Citation, Locus, Mark};
use rules::document::RequirementKey;
use rules::draft::Draft;
use rules::examine::{Examination, source_of_check};
use rules::finding::Finding;
use rules::id::{DraftId, PageId};
use wire::answer::{ServiceInfo, ServiceKind};

pub fn view(id: DraftId) -> View {
    let app = App::get();
    let editor = app.editor;
    let is_sent = editor.envelope.with_untracked(|envelope| {
        envelope.as_ref().is_some_and(|envelope| envelope.number.is_some() && envelope.refused.is_none())
    });
    if is_sent {
        // Going back after a successful submission shows the receipt.
        app.replace(Route::Draft(id, Step::Receipt));
    }
    let heading = Signal::derive(|| t(Msg::SendTitle));
    let problems = Problems::of(vec![Field::Consent, Field::ConfirmedName]);
    announce(heading, move || problems.title_mark());
    let outbox = Outbox::get();
    look(id);
    let sending = Memo::new(move |_| outbox.state(id));
    // The forms to print when sending fails must be loaded before the network fails.
    untrack(prepare_forms);
    let found = Memo::new(move |_| editor.draft.with(today::examination));
    Effect::new(move |before: Option<Sending>| {
        let now = sending.get();
        if before.is_some_and(|before| before != now) {
            match now {
                Sending::Sent if app.route() == Route::Draft(id, Step::Send) => {
                    app.replace(Route::Draft(id, Step::Receipt));
                }
                Sending::Failed(_) | Sending::SentUnkept { .. } => {
                    page::after_render(|| page::focus_from_top("send-failed"));
                }
                _ => {}
            }
        }
        now
    });
    let risk = Risk::new(editor, found);
    // Until the gateway has answered, sending can be tried; a refusal is shown then.
    let takes_applications = Memo::new(move |_| {
        app.has_gateway()
            && app.service.with(|service| service.as_ref().is_none_or(ServiceInfo::takes_applications))
    });
    let submit = move |event: Event| {
        event.prevent_default();
        if outbox.is_under(id) || !takes_applications.get_untracked() {
            return;
        }
        let wrong = editor.draft.with_untracked(|draft| problems.find(draft));
        if wrong {
            page::after_render(|| page::focus_from_top("errors"));
            return;
        }
        let others: Vec<Problem> = editor.draft.with_untracked(|draft| {
            let all = today::problems(draft).into_iter();
            all.filter(|problem| !problems.concerns(problem.field)).collect()
        });
        if !others.is_empty() {
            outbox.refuse(id, SendFailure::Problems(others));
            page::after_render(|| page::focus_from_top("send-failed"));
            return;
        }
        if !risk.is_taken() {
            risk.asked.set(true);
            page::after_render(|| page::focus_from_top("risk"));
            return;
        }
        acknowledge(editor);
        send(editor);
    };
    let busy = Memo::new(move |_| matches!(sending.get(), Sending::Under(_)));
    // Announced once each, not with every upload part.
    let announced = Memo::new(move |_| match sending.get() {
        Sending::Under(progress) => Some(Announcement::of(progress)),
        _ => None,
    });
    let consent = move || {
        view! {
            {move || defects_view(id, &found.get(), risk)}
            <p>{tr(Msg::SendWhatHappens)}</p>
            {recipient}
            <div class="quote" lang="kk"><p>{CONSENT_OF_ANNEX_6}</p></div>
            {source(Citation::order(Locus::Annex(6)))}
            <p>{tr(Msg::SendConsentOurs)}</p>
            <p><a href=Route::Privacy.href()>{tr(Msg::FooterPrivacy)}</a></p>
            {checkbox(Some(Field::Consent), "consent", Msg::SendConsent, editor.bind(|draft| Some(&mut draft.consent)))}
            {TextInput::new(Field::ConfirmedName, editor.bind(|draft| Some(&mut draft.confirmed_name))).hint(Msg::SendNameHint).kind(TextKind::Exact)}
            {data_cost(id, editor)}
            {saved_line()}
            <button class="button" type="submit" aria-disabled=move || busy.get().then_some("true")>
                {move || if busy.get() { t(Msg::SendSending) } else { t(Msg::SendButton) }}
            </button>
        }
    };
    view! {
        {back_link(Route::Draft(id, Step::Answers))}
        {error_summary(problems)}
        {move || match sending.get() {
            Sending::Failed(why) => failed_view(id, editor, &why),
            Sending::SentUnkept { number, code } => view! {
                <div id="send-failed" tabindex="-1">{unkept_receipt(number, code)}</div>
            },
            Sending::Held => message(MessageKind::Warning, view! { <p>{tr(Msg::SendHeld)}</p> }),
            Sending::Idle | Sending::Under(_) | Sending::Sent => nothing(),
        }}
        <form novalidate on:submit=submit>
            <h1 id="heading" tabindex="-1">{move || heading.get()}</h1>
            {move || if takes_applications.get() { consent() } else { no_operator(id, editor) }}
            <div class="sending">
                <div role="status">{move || announced.get().map(|announced| view! { <p>{tr(announced.words())}</p> })}</div>
                {move || match sending.get() {
                    Sending::Under(progress) => progress_view(progress),
                    _ => nothing(),
                }}
                {move || announced.get().map(|announced| under_way(id, editor, announced))}
            </div>
        </form>
        {files_view(editor)}
    }
}

/// Shows who receives what is sent, and what that means for this kind of service.
fn recipient() -> View {
    let app = App::get();
    let kind = app.service_kind();
    let operator = app.operator();
    let caution = match kind {
        ServiceKind::Authority => None,
        ServiceKind::Forwarding => Some(Msg::FooterNotOfficial),
        ServiceKind::Trial => Some(Msg::KindTrial),
    };
    view! {
        <p>{move || text(Msg::KindRecipient, &[("operator", &operator)])}</p>
        {caution.map(|words| message(MessageKind::Note, view! { <p>{tr(words)}</p> }))}
        {not_a_way()}
    }
}

/// Shown instead of the consent if there is no gateway, or no operator is named who would forward the application.
fn no_operator(id: DraftId, editor: DraftEditor) -> View {
    message(
        MessageKind::Warning,
        view! {
            <p role="alert">{move || t(if App::get().has_gateway() { Msg::KindNoOperator } else { Msg::KindNone })}</p>
            <div class="actions">{ways_out(id, editor)}</div>
        },
    )
}

/// The announced steps of the progress: start, half, end, and waiting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Announcement {
    Begun,
    Half,
    Registering,
    Waiting(WaitReason),
}

impl Announcement {
    fn of(progress: Progress) -> Self {
        match progress {
            Progress::Uploading(done, all) if done > 0 && done.saturating_mul(2) >= all => Self::Half,
            Progress::Preparing | Progress::Uploading(..) => Self::Begun,
            Progress::Registering => Self::Registering,
            Progress::Waiting(wait) => Self::Waiting(wait),
        }
    }

    fn words(self) -> Msg {
        match self {
            Self::Begun => Msg::SendBegun,
            Self::Half => Msg::SendHalf,
            Self::Registering if App::get().service_kind() == ServiceKind::Forwarding => Msg::KindSending,
            Self::Registering => Msg::SendRegistering,
            Self::Waiting(WaitReason::Unreachable) => Msg::SendWaitingNetwork,
            Self::Waiting(WaitReason::Busy) => Msg::SendWaitingBusy,
            Self::Waiting(WaitReason::NotTheGateway) => Msg::SendWaitingPortal,
        }
    }
}

/// Annex 6, item 9, in the words of the Rules: only for extension and for *my* data. The wider consent is ours and marked.
const CONSENT_OF_ANNEX_6: &str = "Осымен қандас мәртебесін ұзарту бойынша қызмет көрсету үшін қажетті менің дербес \
                                  деректерімді жинауға және өңдеуге келісім беремін.";

/// Stores the findings that were shown on this page, so that they travel with the application that is sent nevertheless.
fn acknowledge(editor: DraftEditor) {
    editor.draft.update(|draft| {
        draft.acknowledged = today::examination(draft).defects.iter().map(|defect| defect.finding).collect();
    });
}

/// The explicit choice to send despite findings that would lead to a refusal; it covers exactly the shown findings.
#[derive(Clone, Copy)]
struct Risk {
    /// The findings that the person accepted.
    taken: RwSignal<Vec<Finding>>,
    /// True if sending was tried without the choice.
    asked: RwSignal<bool>,
    found: Memo<Examination>,
    /// The source of the check.
    citation: Citation,
}

impl Risk {
    /// Restores the earlier choice, which is valid until another finding appears.
    fn new(editor: DraftEditor, found: Memo<Examination>) -> Self {
        let (taken, citation) =
            editor.draft.with_untracked(|draft| (draft.acknowledged.clone(), source_of_check(draft.service)));
        Self { taken: RwSignal::new(taken), asked: RwSignal::new(false), found, citation }
    }

    fn is_taken(self) -> bool {
        let refusals: Vec<Finding> =
            self.found.with(|found| found.refusals().map(|defect| defect.finding).collect());
        self.taken.with(|taken| refusals.iter().all(|finding| taken.contains(finding)))
    }

    fn choose(self, is_taken: bool) {
        let refusals =
            || self.found.with_untracked(|found| found.refusals().map(|defect| defect.finding).collect());
        self.taken.set(if is_taken { refusals() } else { Vec::new() });
        self.asked.set(false);
    }

    /// Shows the box to tick, with the consequence.
    fn view(self) -> View {
        let is_wrong = move || self.asked.get() && !self.is_taken();
        let words =
            if self.citation.mark == Mark::Inferred { Msg::SendRiskTextReading } else { Msg::SendRiskText };
        view! {
            <div class=move || if is_wrong() { "field field-wrong" } else { "field" } id="risk" tabindex="-1">
                <p id="risk-hint">{tr(words)}</p>
                {source(self.citation)}
                <div role="alert">{move || is_wrong().then(|| view! { <p class="error" id="risk-error">{tr(Msg::SendRiskMissing)}</p> })}</div>
                <div class="radio checkbox">
                    <input type="checkbox" id="all-the-same"
                        aria-describedby=move || if is_wrong() { "risk-error risk-hint" } else { "risk-hint" }
                        aria-invalid=move || is_wrong().then_some("true")
                        prop:checked=move || self.is_taken()
                        on:change=move |event: Event| self.choose(event_target_checked(&event))/>
                    <label for="all-the-same">{tr(Msg::SendRisk)}</label>
                </div>
            </div>
        }
    }
}

fn defects_view(id: DraftId, found: &Examination, risk: Risk) -> View {
    let count = u32::try_from(found.annex_8().len()).unwrap_or(u32::MAX);
    if count == 0 {
        return nothing();
    }
    message(
        MessageKind::Warning,
        view! {
            <p>{move || plural(Msg::SendDefects, count, &[])}</p>
            <p><a href=Route::Draft(id, Step::Officer).href()>{tr(Msg::OfficerTitle)}</a></p>
            {risk.view()}
        },
    )
}

fn progress_view(progress: Progress) -> View {
    let Progress::Uploading(done, all) = progress else { return nothing() };
    let kilobytes = |bytes: u64| bytes.div_ceil(1000).to_string();
    let words = move || text(Msg::SendUploading, &[("done", &kilobytes(done)), ("all", &kilobytes(all))]);
    view! {
        <label class="hint" for="progress">{words}</label>
        <progress id="progress" max=all.to_string() value=done.to_string()></progress>
    }
}

/// Shows the ways out during sending, so that nobody has to wait for a network that does not come back.
fn under_way(id: DraftId, editor: DraftEditor, announced: Announcement) -> View {
    let waits = matches!(announced, Announcement::Waiting(_)).then(|| {
        view! {
            <p>{tr(Msg::SendFailedKept)}</p>
            <div class="actions">
                <button class="button button-quiet" type="button" on:click=|_| page::wake()>{tr(Msg::SendTryNow)}</button>
                {ways_out(id, editor)}
            </div>
        }
    });
    let stop = (announced != Announcement::Registering).then(|| {
        view! {
            <button class="button button-quiet" type="button" on:click=move |_| Outbox::get().stop(id)>{tr(Msg::SendStop)}</button>
        }
    });
    view! { {waits}{stop} }
}

/// Shows the ways without a network: the answers as a file, or on paper for a foreign institution.
fn ways_out(id: DraftId, editor: DraftEditor) -> View {
    let save = move |_| save_to_file(editor);
    view! {
        <button class="button button-quiet" type="button" on:click=save>{tr(Msg::SavedToFile)}</button>
        <a href=Route::Draft(id, Step::OnPaper).href()>{tr(Msg::SendPrint)}</a>
    }
}

/// Shows the state of each file; choosing a file does not send it.
fn files_view(editor: DraftEditor) -> View {
    let outbox = Outbox::get();
    let pages: Vec<(PageId, String)> = editor
        .draft
        .with_untracked(|draft| outbox::pages_of(draft).map(|page| (page.id, page.name.clone())).collect());
    if pages.is_empty() {
        return nothing();
    }
    let line = |(page, name): (PageId, String)| {
        let state = Memo::new(move |_| outbox.file(page));
        view! { <li><bdi>{name}</bdi>" – "<span>{move || t(file_words(state.get()))}</span></li> }
    };
    let lines: Vec<View> = pages.into_iter().map(line).collect();
    view! {
        <section class="files">
            <h2>{tr(Msg::SendFiles)}</h2>
            <ul>{lines}</ul>
        </section>
    }
}

fn file_words(state: FileState) -> Msg {
    match state {
        FileState::OnPhone => Msg::SendFilePhone,
        FileState::BeingSent => Msg::SendFileMoving,
        FileState::Received => Msg::SendFileReceived,
        FileState::NotAccepted(PageTrouble::Lost) => Msg::SendFileLost,
        FileState::NotAccepted(PageTrouble::TooLarge) => Msg::SendFileLarge,
        FileState::NotAccepted(PageTrouble::NotAFormat) => Msg::SendFileFormat,
    }
}

fn failed_view(id: DraftId, editor: DraftEditor, why: &SendFailure) -> View {
    let (name, document) = match why {
        SendFailure::Page(page, _) => editor.draft.with_untracked(|draft| place_of(draft, *page)),
        _ => (String::new(), None),
    };
    let words = {
        let why = why.clone();
        move || match &why {
            SendFailure::Problems(_) => t(Msg::SendFailedProblems),
            SendFailure::CalendarChanged(_) => t(Msg::SendFailedCalendar),
            SendFailure::DayChanged(_) => dated(Msg::SendFailedDay, &[("date", clock::today())], &[]),
            SendFailure::AppOutdated => t(Msg::SendFailedOutdated),
            SendFailure::StorageFull => t(Msg::SendFailedStorage),
            SendFailure::Page(_, PageTrouble::Lost) => text(Msg::SendFailedPage, &[("name", &name)]),
            SendFailure::Page(_, PageTrouble::TooLarge) => text(Msg::SendFailedLarge, &[("name", &name)]),
            SendFailure::Page(_, PageTrouble::NotAFormat) => text(Msg::SendFailedFormat, &[("name", &name)]),
            SendFailure::PhoneStorage(error) => {
                [t(words::storage_error(*error)), t(Msg::SendFailedPhone)].join(" ")
            }
            SendFailure::NotRefused => t(Msg::SendFailedNotRefused),
            SendFailure::NoOperator => t(Msg::KindNoOperator),
            SendFailure::Refused(status) | SendFailure::Unavailable(status) => {
                text(Msg::SendFailedRefused, &[("status", &status.to_string())])
            }
            SendFailure::Stopped => t(Msg::SendHeld),
        }
    };
    // Answers that exist only in this page are not reported as stored on the phone.
    let is_kept = Memo::new(move |_| !matches!(editor.state.get(), SaveState::NotSaved(_)));
    let to = |step: Step, title: Msg| Some(view! { <a href=Route::Draft(id, step).href()>{tr(title)}</a> });
    let way_out = match why {
        SendFailure::Problems(problems) => Some(problem_links(id, problems, Step::Send)),
        SendFailure::DayChanged(_) | SendFailure::CalendarChanged(_) => to(Step::Officer, Msg::OfficerTitle),
        SendFailure::Page(..) => match document {
            Some(key) => to(Step::Document(key), words::document(key.document)),
            None => to(Step::Tasks, Msg::TasksTitle),
        },
        SendFailure::NotRefused => {
            Some(view! { <a href=Route::Follow(id).href()>{tr(Msg::ReceiptFollow)}</a> })
        }
        SendFailure::AppOutdated => Some(view! {
            <button class="button button-quiet" type="button" on:click=|_| page::reload()>{tr(Msg::SendReload)}</button>
        }),
        SendFailure::StorageFull
        | SendFailure::PhoneStorage(_)
        | SendFailure::NoOperator
        | SendFailure::Refused(_)
        | SendFailure::Unavailable(_)
        | SendFailure::Stopped => None,
    };
    view! {
        <div id="send-failed" class="errors" tabindex="-1">
            <div role="alert">
                <h2>{tr(Msg::SendFailedTitle)}</h2>
                <p>{words}</p>
                {move || is_kept.get().then(|| view! { <p>{tr(Msg::SendFailedKept)}</p> })}
            </div>
            <div class="actions">
                {way_out}
                {ways_out(id, editor)}
            </div>
        </div>
    }
}

/// Returns the name of a page and the requirement that its document belongs to.
fn place_of(draft: &Draft, page: PageId) -> (String, Option<RequirementKey>) {
    let found = draft.documents.iter().find_map(|document| {
        let page = document.all_pages().find(|known| known.id == page)?;
        Some((page.name.clone(), document.serves.first().copied()))
    });
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Locale, in_locale};

    #[test]
    fn the_page_of_every_kind_of_service_promises_no_registration() {
        for locale in Locale::OFFERED {
            let registers = match locale.tag() {
                "kk" => "тіркел",
                "kk-Arab" => "تىركەل",
                "kk-Latn" => "tırkel",
                "ru" => "регистр",
                "en" => "register",
                "uz" => "roʻyxatga",
                "uz-Cyrl" => "рўйхатга",
                "zh" => "登记",
                other => panic!("no word for {other}"),
            };
            in_locale(locale, || {
                for said in [Msg::SendFailedTitle, Msg::SendRiskText, Msg::SendRiskTextReading] {
                    let said = t(said).to_lowercase();
                    assert!(!said.contains(registers), "{}: {said}", locale.tag());
                }
                assert!(t(Msg::SendRegistering).to_lowercase().contains(registers), "{}", locale.tag());
            });
        }
    }
}
