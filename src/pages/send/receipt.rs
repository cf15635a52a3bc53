//! The receipt of a registration: the next steps with their dates, the number, the recovery code. Works offline.

use crate::app::App;
use crate::calendar;
use crate::components::{MessageKind, heading, message, page, received_by, source, term};
use crate::i18n::{Help, Msg, dated, plural_dated, tr};
use crate::platform::db::StorageError;
use crate::platform::phone::Browser;
use crate::platform::view::{View, view};
use crate::platform::{clock, page as browser_page};
use crate::route::{FormKind, Route, Step};
use crate::tracking::{FollowSource, Outbox, Tracked};
use crate::words;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use outbox::attempt::Attempt;
use rules::checklist::without_unasked_documents;
use rules::citation::{Citation, Locus};
use rules::edition::Edition;
use rules::id::DraftId;
use rules::service::Service;
use wire::answer::ServiceKind;

pub fn view(id: DraftId) -> View {
    let found = RwSignal::new(None::<Result<Option<Tracked>, StorageError>>);
    let changed = RwSignal::new(false);
    Outbox::get().forget(id);
    spawn_local(async move {
        let tracked = Tracked::find(id).await;
        found.set(Some(tracked));
        changed.set(changed_after(id).await);
    });
    let page = move || match found.get() {
        None => view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> },
        // In this case it is unknown whether the draft was sent.
        Some(Err(_)) => page(
            heading(Msg::UnopenedStorageTitle),
            Some(Route::Draft(id, Step::Tasks)),
            view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
        ),
        Some(Ok(None)) => page(
            heading(Msg::ReceiptNoneTitle),
            Some(Route::Draft(id, Step::Tasks)),
            view! {
                        <p>{tr(Msg::ReceiptNoneText)}</p>
                        <p><a class="button" href=Route::Draft(id, Step::Send).href()>{tr(Msg::SendTitle)}</a></p>
            },
        ),
        Some(Ok(Some(tracked))) => receipt(id, &tracked, changed),
    };
    view! { {page} }
}

/// Returns whether the draft on the phone differs from the sent one.
async fn changed_after(id: DraftId) -> bool {
    let Ok(Some(attempt)) = Attempt::find(&Browser, id).await else { return false };
    let now = App::get().editor.draft.get_untracked();
    attempt.closed
        && attempt.sent_draft().is_some_and(|sent| {
            sent != without_unasked_documents(now, Edition::in_force_on(clock::today()).edition())
        })
}

fn receipt(id: DraftId, tracked: &Tracked, changed: RwSignal<bool>) -> View {
    let kind = App::get().kind_of(tracked);
    let (number, code) = (tracked.receipt.number.clone(), tracked.owner_key.clone());
    let arrived = match tracked.receipt.registered_on {
        Some(registered) => {
            view! { <p>{move || dated(Msg::ReceiptRegisteredOn, &[("date", registered)], &[])}</p> }
        }
        None => received_by(&tracked.receipt),
    };
    let next = match tracked.receipt.registered_on {
        Some(registered) => registered_next(id, tracked, registered),
        None => view! {
            <h2>{tr(Msg::ReceiptNext)}</h2>
            <p>{tr(Msg::KindTermsLater)}</p>
            <p><a class="button" href=Route::Follow(id).href()>{tr(Msg::ReceiptFollow)}</a></p>
        },
    };
    page(
        heading(words::receipt_title(kind)),
        None,
        view! {
            {message(MessageKind::Success, view! {
                <p>{tr(Msg::ReceiptNumber)}</p>
                <div class="number"><bdi dir="ltr">{number}</bdi></div>
                {arrived}
            })}
            {move || changed.get().then(|| message(MessageKind::Warning, view! { <p>{tr(Msg::SendChangedAfter)}</p> }))}
            {(kind != ServiceKind::Authority).then(|| message(MessageKind::Note, view! { <p>{tr(Msg::FooterNotOfficial)}</p> }))}
            {next}
            <p><a href=Route::Links(id).href()>{tr(Msg::LinksOpen)}</a></p>
            <h2>{tr(Msg::ReceiptCode)}</h2>
            <p>{tr(Msg::ReceiptCodeText)}</p>
            <div class="number code"><bdi dir="ltr">{code}</bdi></div>
            <p>{tr(Msg::ReceiptCodeSecret)}</p>
            <button class="button button-quiet" type="button" on:click=|_| browser_page::print()>{tr(Msg::ShellPrint)}</button>
        },
    )
}

/// Shows what follows a registration: the term with its last day, and the notice of Annex 3.
fn registered_next(id: DraftId, tracked: &Tracked, registered: NaiveDate) -> View {
    let service = App::get().editor.draft.with_untracked(|draft| draft.service).unwrap_or(Service::Grant);
    let edition = Edition::in_force_on(registered).edition();
    let whole = edition.term(service).map(|term| (term.working_days, term.citation));
    let due = whole.and_then(|(days, _)| calendar::current().add(registered, days));
    let received = tracked.receipt.received_at.in_astana();
    let later = received.is_some_and(|(day, _)| day != registered);
    view! {
        {later.then(|| view! { <p>{move || received.map(|(day, _)| dated(Msg::ReceiptReceivedOn, &[("date", day)], &[]))}</p> })}
        <h2>{tr(Msg::ReceiptNext)}</h2>
        {(service == Service::Grant).then(|| view! { <p>{tr(Msg::ReceiptNextText)}</p> })}
        {whole.is_none().then(|| view! { <p>{tr(Msg::FollowNoTerm)}</p> })}
        {due.zip(whole).map(|(due, (days, citation))| view! {
            <p class="due">{move || plural_dated(Msg::ReceiptDue, u32::from(days), &[("date", due)], &[])}</p>
            {source(citation)}
            {source(Citation::inferred(Locus::AnnexRow(2, 3)))}
            {term(Help::Registration, Msg::TermsRegistration)}
        })}
        <p><a class="button" href=Route::Follow(id).href()>{tr(Msg::ReceiptFollow)}</a></p>
        <p><a href=Route::Form(id, FormKind::Registration).href()>{tr(Msg::FormAnnex3)}</a></p>
    }
}
