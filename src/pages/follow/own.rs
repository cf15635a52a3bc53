//! The page of one's own application.

use super::history::{self, Reporter};
use super::letter::{GENERAL_LAW, LetterSignals};
use super::page::{FollowPage, FollowState, FollowView, StaleReason, checked, follow_page};
use super::registration::{RegistrationForm, RegistrationOffer, RegistrationSubject};
use super::reminders::reminders_view;
use super::standing::{self, Defects};
use super::{news, overdue};
use crate::app::App;
use crate::calendar_file::Subject;
use crate::components::{MessageKind, message, official, received_by, source, term};
use crate::draft::NotReopened;
use crate::i18n::{Help, Msg, dated, text, tr};
use crate::lazy::{self, LetterView, OwnRecordView, RefusalView, SentAnswers};
use crate::platform::net::NetError;
use crate::platform::view::{View, nothing, view};
use crate::platform::{clock, page};
use crate::route::{Route, Step};
use crate::signals::set_if_changed;
use crate::tracking::reading::{self, Changes, LastRead, ReadingRecord};
use crate::tracking::{Followed, Snapshot, Tracked};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::document::RequirementKey;
use rules::event::EventKind;
use rules::id::DraftId;
use rules::timeline::{Standing, WholeTerm};
use std::cell::Cell;
use std::sync::Arc;
use wire::answer::{RefusalCode, ServiceKind};
use wire::event::EventRecord;

/// The signals that only the owner's page has.
#[derive(Clone, Copy)]
pub struct OwnSignals {
    news: RwSignal<Option<Changes>>,
    letter: LetterSignals,
    /// The view of a complaint, loaded when a term has passed.
    letter_view: StoredValue<Option<LetterView>>,
    /// The view of a refusal to accept, loaded when there is one.
    refusal_view: StoredValue<Option<RefusalView>>,
    /// The view of the actions for a record of one's own, loaded for an application made elsewhere.
    own_record: StoredValue<Option<OwnRecordView>>,
    /// True if the form for the registration is open.
    is_reporting: RwSignal<bool>,
    /// Number of sent documents that may be refused today, if the answers are on this phone; `None` until they are examined.
    defects: RwSignal<Option<u32>>,
}

thread_local! {
    /// The form for the registration, once its code was asked for and loaded.
    static FORM: Cell<Option<RegistrationForm>> = const { Cell::new(None) };
}

type OwnPage = FollowPage<Tracked>;
type OwnFollowed = Followed<Tracked>;

pub fn view(id: DraftId) -> View {
    let own = OwnSignals {
        news: RwSignal::new(None),
        letter: LetterSignals { printing: RwSignal::new(false), region: RwSignal::new(None) },
        letter_view: StoredValue::new(None),
        refusal_view: StoredValue::new(None),
        own_record: StoredValue::new(None),
        is_reporting: RwSignal::new(false),
        defects: RwSignal::new(None),
    };
    let class = move || own.letter.printing.get().then_some("only-letter");
    follow_page::<Tracked>(id, own, move |_, content| view! { <div class=class>{content}</div> })
}

impl FollowView for Tracked {
    type Extra = OwnSignals;

    fn title(state: &FollowState<Self>) -> Msg {
        if *state == FollowState::Unknown { Msg::FollowNoneTitle } else { Msg::FollowTitle }
    }

    fn missing(_: OwnPage, state: &FollowState<Self>) -> View {
        if *state == FollowState::NoStatus {
            return nothing();
        }
        view! {
            <p>{tr(Msg::FollowNoneText)}</p>
            <p><a class="button" href=Route::Recover.href()>{tr(Msg::StartRecover)}</a></p>
        }
    }

    fn reporter(tracked: &Self) -> Reporter {
        if tracked.elsewhere.is_some() { Reporter::Reader } else { Reporter::Gateway }
    }

    fn first_line(page: OwnPage, followed: &OwnFollowed) -> View {
        let (run, tracked) = (&followed.timeline.current, &followed.snapshot.details);
        let defects = Defects { id: page.id, count: page.extra.defects };
        let received = match run.standing {
            Standing::Received => received_by(&tracked.receipt),
            _ => nothing(),
        };
        let checked = tracked.elsewhere.is_none().then_some(page.checked);
        standing::first_line(run, &followed.snapshot.events, received, defects, checked)
    }

    fn about(page: OwnPage, followed: &Arc<OwnFollowed>) -> View {
        let known = followed.clone();
        let acknowledge = Callback::new(move |()| acknowledge(page, &known));
        let news = move || page.extra.news.get().map(|news| news::news_view(news, acknowledge));
        view! { {news} {name(followed)} }
    }

    fn actions(page: OwnPage, followed: &OwnFollowed) -> View {
        let Followed { snapshot, timeline } = followed;
        let (tracked, run) = (&snapshot.details, &timeline.current);
        let number = history::authority_number(&snapshot.events, run);
        let number = number_at_authority(number, App::get().kind_of(tracked), &tracked.receipt.number);
        let letter_view = page.extra.letter_view.get_value();
        view! {
            {history::contradictions(run)}
            {registration_offer(page, followed)}
            {(run.standing == Standing::RefusedToAccept).then(|| match page.extra.refusal_view.get_value() {
                Some(view) => view(tracked, run, &snapshot.events, correction_button),
                None => view! { <p class="hint" role="status">{tr(Msg::AsideFailed)}</p> },
            })}
            {(run.standing == Standing::Refused).then(refused)}
            {overdue::overdue(run, snapshot.service, snapshot.edition, &number, page.extra.letter, letter_view)}
        }
    }

    fn explanations(whole: &WholeTerm) -> View {
        view! {
            {official(whole.citation)}
            {term(Help::WholeTerm, Msg::FollowWhole)}
            {term(Help::WorkingDay, Msg::TermsWorkingDay)}
        }
    }

    fn after(page: OwnPage, followed: &OwnFollowed) -> View {
        let Followed { snapshot, timeline } = followed;
        let tracked = &snapshot.details;
        let subject = Subject { id: tracked.id, service: snapshot.service, edition: snapshot.edition };
        let reminders = reminders_view(subject, tracked.receipt.number.clone(), timeline);
        if tracked.elsewhere.is_some() {
            return view! { {reminders} {page.extra.own_record.get_value().map(|view| view(tracked.id))} };
        }
        view! { {reminders} {own_pages(tracked.id)} {last_change(&snapshot.events)} {checked(page)} }
    }

    /// Earlier versions of a forwarding gateway reported the receipt as a registration. As long as the kind of the service is not
    /// known, the same is assumed.
    fn interpret(mut snapshot: Snapshot<Self>) -> Snapshot<Self> {
        let tracked = &snapshot.details;
        let is_forwarded =
            tracked.elsewhere.is_none() && App::get().kind_of(tracked) == ServiceKind::Forwarding;
        if is_forwarded && tracked.receipt.registered_on.is_some() {
            let own = snapshot.events.iter_mut().find(|record| record.event.kind == EventKind::Registered);
            if let Some(own) = own.filter(|record| record.reference.is_none() && !record.by_applicant) {
                own.event.kind = EventKind::Received;
            }
        }
        snapshot
    }

    fn stale_reason(error: &NetError) -> StaleReason {
        match error.code() {
            Some(RefusalCode::NotFound | RefusalCode::Unauthorized) => StaleReason::Unknown,
            Some(RefusalCode::Gone) => StaleReason::Deleted,
            _ => StaleReason::Away,
        }
    }

    /// Finds the changes since the last reading, so that they appear together with the rest and push nothing down. The first
    /// reading shows none.
    async fn before_shown(page: OwnPage, followed: &OwnFollowed) {
        if followed.snapshot.details.elsewhere.is_some() {
            page.extra.own_record.set_value(lazy::own_record().await.ok());
        }
        if followed.timeline.current.standing == Standing::RefusedToAccept
            && page.extra.refusal_view.try_get_value().flatten().is_none()
        {
            page.extra.refusal_view.set_value(lazy::refusal().await.ok());
        }
        if followed.timeline.current.is_overdue()
            && page.extra.letter_view.try_get_value().flatten().is_none()
        {
            page.extra.letter_view.set_value(lazy::letter().await.ok());
        }
        // If the record of the last reading cannot be loaded, no changes are shown.
        let Ok(reading) = ReadingRecord::find(page.id).await else { return };
        let now = last_read(followed);
        match &reading.seen {
            None => {
                // If it cannot be stored, the next reading counts as the first one again.
                let _ = ReadingRecord { seen: Some(now), ..reading }.keep(page.id).await;
            }
            Some(seen) => {
                let news = reading::news(seen, &now, &followed.snapshot.events, &followed.timeline);
                set_if_changed(page.extra.news, news);
            }
        }
    }

    /// Examines the documents; the page does not wait for it, because its code is loaded now.
    fn after_shown(page: OwnPage) {
        spawn_local(examine(page));
    }
}

/// Shows the button that reopens the sent draft to correct these documents.
fn correction_button(id: DraftId, keys: Vec<RequirementKey>) -> View {
    let failed = RwSignal::new(None);
    let reopen = move |_| {
        let keys = keys.clone();
        spawn_local(async move {
            let why = match lazy::correction().await {
                Ok(correct) => match correct(id, keys).await {
                    Ok(()) => return App::get().go(Route::Draft(id, Step::Tasks)),
                    Err(NotReopened::NotHere) => Msg::RefusalElsewhere,
                    Err(NotReopened::Unsaved) => Msg::SavedBlocked,
                    Err(NotReopened::Storage(error)) => words::storage_error(error),
                },
                Err(_) => Msg::MissingText,
            };
            failed.set(Some(why));
        });
    };
    view! {
        <div class="actions"><button class="button" type="button" on:click=reopen>{tr(Msg::RefusalMend)}</button></div>
        <div role="status">{move || failed.get().map(|why| message(MessageKind::Warning, view! { <p>{tr(why)}</p> }))}</div>
    }
}

/// Returns the number by which the authority knows the application: the one that it gave, else the gateway's own where the
/// gateway is the authority's; empty if neither is known.
fn number_at_authority(given: Option<String>, kind: ServiceKind, own: &str) -> String {
    given.unwrap_or_else(|| match kind {
        ServiceKind::Authority | ServiceKind::Trial => own.to_owned(),
        ServiceKind::Forwarding => String::new(),
    })
}

/// Offers to report the registration at a service that forwards applications, or to correct what was reported.
fn registration_offer(page: OwnPage, followed: &OwnFollowed) -> Option<View> {
    let Followed { snapshot, timeline } = followed;
    let (tracked, run) = (&snapshot.details, &timeline.current);
    if App::get().kind_of(tracked) != ServiceKind::Forwarding {
        return None;
    }
    let is_by_applicant = headline::is_registered_by_applicant(run, &snapshot.events);
    let (offer, received) = RegistrationOffer::of(run, is_by_applicant)?;
    let (class, button) = match offer {
        RegistrationOffer::Expected => ("button", Msg::RegistrationOpen),
        RegistrationOffer::Possible => ("button button-quiet", Msg::RegistrationOpen),
        RegistrationOffer::Correction => ("button button-quiet", Msg::RegistrationCorrect),
    };
    let is_reporting = page.extra.is_reporting;
    let done = Callback::new(move |()| {
        is_reporting.try_set(false);
        page.refresh();
        page::focus_from_top("heading");
    });
    let known =
        run.registered.map(|day| (history::authority_number(&snapshot.events, run).unwrap_or_default(), day));
    let subject = RegistrationSubject { tracked: tracked.clone(), received, known, done };
    let failed = RwSignal::new(false);
    let open = move |_| {
        spawn_local(async move {
            let form = lazy::registration().await.ok();
            FORM.set(form);
            failed.try_set(form.is_none());
            is_reporting.try_set(form.is_some());
            page::after_render(|| page::focus_field("notice-number"));
        });
    };
    let content = move || match is_reporting.get().then(|| FORM.get()).flatten() {
        Some(form) => form(subject.clone()),
        None => view! {
            <button class=class type="button" on:click=open>{tr(button)}</button>
            <div role="status">{move || failed.get().then(|| view! { <p class="error">{tr(Msg::MissingText)}</p> })}</div>
        },
    };
    let title =
        (offer != RegistrationOffer::Correction).then(|| view! { <h2>{tr(Msg::RegistrationTitle)}</h2> });
    Some(view! { <section>{title}{content}</section> })
}

/// Examines the answers, for the region and the number of sent documents that may be refused. If the code cannot be loaded, there
/// is no region and the number is 0.
async fn examine(page: OwnPage) {
    let answers = match lazy::examination().await {
        Ok(examine) => examine(page.id).await,
        Err(_) => SentAnswers::default(),
    };
    page.extra.letter.region.set(answers.region);
    page.extra.defects.set(Some(answers.defects));
}

fn last_read(followed: &OwnFollowed) -> LastRead {
    let Followed { snapshot, timeline } = followed;
    LastRead::of(&snapshot.events, timeline, &snapshot.calendar, clock::now())
}

fn acknowledge(page: OwnPage, followed: &OwnFollowed) {
    let now = last_read(followed);
    spawn_local(async move {
        if let Ok(reading) = ReadingRecord::find(page.id).await {
            // If it cannot be stored, the same news is shown again.
            let _ = ReadingRecord { seen: Some(now), ..reading }.keep(page.id).await;
        }
        // Only after storing: otherwise a page that is left at this moment would show the news again.
        if page.extra.news.try_set(None).is_none() {
            page::focus_from_top("heading");
        }
    });
}

/// Shows which application this is.
fn name(followed: &OwnFollowed) -> View {
    let tracked = &followed.snapshot.details;
    let number = tracked.receipt.number.clone();
    view! {
        <p class="caption">{tr(words::service(followed.snapshot.service))}</p>
        {match tracked.elsewhere.map(words::elsewhere) {
            Some(place) => view! {
                <p class="lede">{tr(place)}</p>
                <p class="hint">{tr(Msg::ElsewhereKept)}</p>
            },
            None => view! { <p class="lede">{move || text(Msg::StartNumber, &[("number", &number)])}</p> },
        }}
    }
}

fn refused() -> View {
    view! {
        <section>
            <h2>{tr(Msg::FollowRefusedTitle)}</h2>
            <p>{tr(Msg::FollowRefusedText)}</p>
            {source(GENERAL_LAW)}
        </section>
    }
}

fn own_pages(id: DraftId) -> View {
    view! {
        <h2>{tr(Msg::LinksTitle)}</h2>
        <p><a class="button button-quiet" href=Route::Links(id).href()>{tr(Msg::LinksOpen)}</a></p>
        <p><a href=Route::Draft(id, Step::Answers).href()>{tr(Msg::AnswersSentTitle)}</a></p>
        <p><a href=Route::Ending(id).href()>{tr(Msg::FollowEnding)}</a></p>
    }
}

fn last_change(events: &[EventRecord]) -> View {
    let last = history::last_change(events);
    view! { <p class="hint">{move || last.map(|day| dated(Msg::FollowLastChange, &[("date", day)], &[]))}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_service_that_is_not_the_authority_is_not_given_as_the_authoritys() {
        let own = |kind| number_at_authority(None, kind, "SYNAQ-1");
        assert_eq!(own(ServiceKind::Forwarding), "");
        assert_eq!(own(ServiceKind::Authority), "SYNAQ-1");
        for kind in [ServiceKind::Authority, ServiceKind::Forwarding, ServiceKind::Trial] {
            assert_eq!(number_at_authority(Some("7-39".to_owned()), kind, "SYNAQ-1"), "7-39");
        }
    }
}
