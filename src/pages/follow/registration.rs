//! The form for the registration by the authority, as the applicant reads it in the notice of Annex 3.

use crate::components::{MessageKind, date_parts, message};
use crate::i18n::{Msg, dated, t, tr};
use crate::platform::net::NetError;
use crate::platform::view::{Event, View, view};
use crate::platform::{clock, page};
use crate::tracking::{Tracked, registration};
use crate::words;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::date_order::DateOrder;
use rules::event::EventKind;
use rules::id::DraftId;
use rules::time::{DayProblem, TypedDay};
use rules::timeline::{Proceeding, Standing};
use std::cell::RefCell;
use wire::event::RegistrationReport;

/// The maximum length of the number in characters.
const MAX_NUMBER: usize = 100;

thread_local! {
    /// What was typed into the form of an application and not recorded yet: it stays while the page is rendered again.
    static TYPED: RefCell<Option<(DraftId, String, TypedDay)>> = const { RefCell::new(None) };
}

/// The application whose registration is reported.
#[derive(Clone)]
pub struct RegistrationSubject {
    pub tracked: Tracked,
    /// The day on which the operator received the application.
    pub received: NaiveDate,
    /// The number and the day that the applicant has reported before.
    pub known: Option<(String, NaiveDate)>,
    /// Called after the gateway has recorded the report.
    pub done: Callback<()>,
}

/// The function that shows the form.
pub type RegistrationForm = fn(RegistrationSubject) -> View;

/// The place of the form on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationOffer {
    /// The notice is expected next.
    Expected,
    /// The notice is not expected yet, but may have come.
    Possible,
    /// The person has reported the registration and may correct it.
    Correction,
}

impl RegistrationOffer {
    /// Returns whether and how the form is offered for a run at a forwarding service, with the day of receipt.
    /// `is_by_applicant` tells whether its registration is the applicant's word.
    pub fn of(run: &Proceeding, is_by_applicant: bool) -> Option<(Self, NaiveDate)> {
        let receipts = run
            .events
            .iter()
            .filter(|event| matches!(event.kind, EventKind::Received | EventKind::HandedOver));
        let received = receipts.map(|event| event.on).min()?;
        let offer = match run.standing {
            Standing::RefusedToAccept | Standing::Granted | Standing::Refused | Standing::Withdrawn => {
                return None;
            }
            _ if is_by_applicant => Self::Correction,
            _ if run.registered.is_some() => return None,
            Standing::Received | Standing::NotRegistered => Self::Possible,
            Standing::HandedOver
            | Standing::Registered
            | Standing::BeingChecked
            | Standing::WithCommission => Self::Expected,
        };
        Some((offer, received))
    }
}

/// The error of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct NumberMissing;

/// The error of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DayError {
    Typed(DayProblem),
    Future,
    /// The day is before that of the receipt.
    TooEarly,
}

/// The errors of both fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct FormErrors {
    number: Option<NumberMissing>,
    day: Option<DayError>,
}

/// Reads the form.
fn read(
    number: &str,
    day: &TypedDay,
    received: NaiveDate,
    today: NaiveDate,
) -> Result<RegistrationReport, FormErrors> {
    let number = number.trim();
    let day = day.read().map_err(DayError::Typed).and_then(|day| match day {
        day if day > today => Err(DayError::Future),
        day if day < received => Err(DayError::TooEarly),
        day => Ok(day),
    });
    match (number, day) {
        ("", day) => Err(FormErrors { number: Some(NumberMissing), day: day.err() }),
        (_, Err(day)) => Err(FormErrors { number: None, day: Some(day) }),
        (number, Ok(on)) => Ok(RegistrationReport { number: number.to_owned(), on }),
    }
}

const NUMBER: &str = "notice-number";
const DAY: &str = "notice-day";

/// Shows the form.
pub fn form(subject: RegistrationSubject) -> View {
    let RegistrationSubject { tracked, received, known, done } = subject;
    let id = tracked.id;
    let typed = TYPED.with_borrow(Clone::clone).filter(|(of, ..)| *of == id);
    let known = known.map(|(number, day)| (number, TypedDay::of(day))).unwrap_or_default();
    let (number, day) = typed.map_or(known, |(_, number, day)| (number, day));
    let (number, day) = (RwSignal::new(number), RwSignal::new(day));
    let keep = move || TYPED.set(Some((id, number.get_untracked(), day.get_untracked())));
    let errors = RwSignal::new(FormErrors::default());
    let failed = RwSignal::new(None::<Msg>);
    let busy = RwSignal::new(false);
    let submit = move |event: Event| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        failed.set(None);
        let found = read(&number.get_untracked(), &day.get_untracked(), received, clock::today());
        errors.set(found.as_ref().err().copied().unwrap_or_default());
        let report = match found {
            Ok(report) => report,
            Err(FormErrors { number, .. }) => {
                let first = if number.is_some() { NUMBER } else { DAY };
                return page::after_render(move || page::focus_field(first));
            }
        };
        busy.set(true);
        let tracked = tracked.clone();
        spawn_local(async move {
            let sent = registration::report(&tracked, &report).await;
            // The page may have been left meanwhile.
            busy.try_set(false);
            match sent {
                Ok(()) => {
                    TYPED.set(None);
                    done.run(());
                }
                Err(error) => {
                    failed.try_set(Some(failure_words(&error)));
                }
            }
        });
    };
    let number_error = move || {
        let NumberMissing = errors.with(|errors| errors.number)?;
        let words = move || words::joined(Msg::JoinColon, &t(Msg::RegistrationNumber), &t(Msg::ErrorMissing));
        Some(view! { <p class="error" id="notice-number-error">{words}</p> })
    };
    let is_number_wrong = move || errors.with(|errors| errors.number.is_some());
    let day_error = move || {
        let error = errors.with(|errors| errors.day)?;
        Some(view! { <p class="error" id="notice-day-error">{move || day_words(error, received)}</p> })
    };
    let is_day_wrong = move || errors.with(|errors| errors.day.is_some());
    let invalid = move || is_day_wrong().then_some("true");
    let set_day = move |typed| {
        day.set(typed);
        keep();
    };
    let parts = date_parts(DateOrder::DayMonthYear, DAY, move || day.get(), set_day, invalid);
    let type_number = move |event: Event| {
        number.set(event_target_value(&event));
        keep();
    };
    let class = |is_wrong: bool| if is_wrong { "field field-wrong" } else { "field" };
    view! {
        <form novalidate on:submit=submit>
            <div class=move || class(is_number_wrong())>
                <label for=NUMBER>{tr(Msg::RegistrationNumber)}</label>
                <div aria-live="assertive">{number_error}</div>
                <input class="input" id=NUMBER type="text" autocomplete="off" spellcheck="false" maxlength=MAX_NUMBER.to_string()
                    aria-describedby=move || is_number_wrong().then_some("notice-number-error")
                    aria-invalid=move || is_number_wrong().then_some("true")
                    prop:value=move || number.get()
                    on:input=type_number/>
            </div>
            <fieldset class=move || class(is_day_wrong()) id=DAY
                aria-describedby=move || Some(if is_day_wrong() { "notice-day-hint notice-day-error" } else { "notice-day-hint" })>
                <legend>{tr(Msg::ElsewhereRegistered)}</legend>
                <p class="hint" id="notice-day-hint">{tr(Msg::RegistrationHint)}</p>
                <div aria-live="assertive">{day_error}</div>
                <div class="date">{parts}</div>
            </fieldset>
            <button class="button" type="submit" aria-disabled=move || busy.get().then_some("true")>{tr(Msg::RegistrationSave)}</button>
            <div role="status">{move || failed.get().map(|words| message(MessageKind::Warning, view! { <p>{tr(words)}</p> }))}</div>
        </form>
    }
}

fn day_words(error: DayError, received: NaiveDate) -> String {
    let fix = match error {
        DayError::Typed(problem) => t(words::day_problem(problem)),
        DayError::Future => t(Msg::ElsewhereFuture),
        DayError::TooEarly => dated(Msg::RegistrationTooEarly, &[("date", received)], &[]),
    };
    words::joined(Msg::JoinColon, &t(Msg::ElsewhereRegistered), &fix)
}

/// Returns the text for a report that was not recorded. What was typed stays in the form.
fn failure_words(error: &NetError) -> Msg {
    match error {
        // The service has answered, and a repetition of the same would be refused again.
        NetError::Refused(refusal) if (400..429).contains(&refusal.code.status()) => Msg::RegistrationRefused,
        NetError::Refused(_) | NetError::Unreachable | NetError::Unintelligible(_) => {
            Msg::RegistrationNotSent
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::calendar::WorkingCalendar;
    use rules::edition::Edition;
    use rules::event::Event;
    use rules::service::Service;
    use rules::time::parse_day;
    use rules::timeline::Timeline;
    use wire::answer::{Refusal, RefusalCode};

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    #[test]
    fn a_report_has_a_number_and_a_day_from_the_receipt_to_today() {
        let read = |number: &str, on: &str| {
            let typed = if on.is_empty() { TypedDay::default() } else { TypedDay::of(day(on)) };
            read(number, &typed, day("2026-03-19"), day("2026-03-23"))
        };
        for on in ["2026-03-19", "2026-03-23"] {
            assert_eq!(
                read(" SYNAQ-1 ", on),
                Ok(RegistrationReport { number: "SYNAQ-1".to_owned(), on: day(on) })
            );
        }
        let wrong = |number, day| Err(FormErrors { number, day });
        assert_eq!(read("1", "2026-03-18"), wrong(None, Some(DayError::TooEarly)));
        assert_eq!(read("1", "2026-03-24"), wrong(None, Some(DayError::Future)));
        assert_eq!(read(" ", "2026-03-19"), wrong(Some(NumberMissing), None));
        let missing = Some(DayError::Typed(DayProblem::Missing));
        assert_eq!(read("", ""), wrong(Some(NumberMissing), missing));
    }

    #[test]
    fn the_form_is_offered_until_the_operator_reports_or_the_application_ends() {
        use EventKind as E;
        let offer = |kinds: &[E], is_by_applicant| {
            let event = |(place, kind): (u32, &E)| Event {
                event_id: place.to_string(),
                kind: *kind,
                on: day("2026-03-19") + chrono::Days::new(u64::from(place)),
                replaces: None,
                came_in: None,
            };
            let events: Vec<Event> = (0..).zip(kinds).map(event).collect();
            let edition = Edition::by_id("539-2023").unwrap();
            let calendar = WorkingCalendar::built_in();
            let run = Timeline::new(Service::Grant, edition, &calendar, &events, day("2026-05-29")).current;
            RegistrationOffer::of(&run, is_by_applicant).map(|(offer, received)| {
                assert_eq!(received, day("2026-03-19"));
                offer
            })
        };
        assert_eq!(offer(&[E::Received], false), Some(RegistrationOffer::Possible));
        assert_eq!(offer(&[E::Received, E::HandedOver], false), Some(RegistrationOffer::Expected));
        assert_eq!(offer(&[E::Received, E::Accepted], false), Some(RegistrationOffer::Expected));
        let registered = [E::Received, E::Registered];
        assert_eq!(offer(&registered, true), Some(RegistrationOffer::Correction));
        assert_eq!(offer(&registered, false), None);
        for end in [E::RefusedToAccept, E::Granted, E::Refused, E::Withdrawn] {
            assert_eq!(offer(&[E::Received, end], false), None, "{end:?}");
            assert_eq!(offer(&[E::Received, E::Registered, end], true), None, "{end:?}");
        }
        assert_eq!(offer(&[], false), None);
        assert_eq!(offer(&[E::Registered], false), None, "nothing was received by an operator");
    }

    #[test]
    fn only_an_answer_that_stays_the_same_is_called_a_refusal() {
        let refused = |code| {
            let (detail, receipt, service) = (String::new(), None, None);
            NetError::Refused(Box::new(Refusal {
                code,
                detail,
                problems: vec![],
                missing: vec![],
                receipt,
                service,
            }))
        };
        for code in [RefusalCode::EventConflict, RefusalCode::BadRequest] {
            assert!(failure_words(&refused(code)) == Msg::RegistrationRefused, "{code:?}");
        }
        for code in [RefusalCode::TooMany, RefusalCode::Internal, RefusalCode::StorageFull] {
            assert!(failure_words(&refused(code)) == Msg::RegistrationNotSent, "{code:?}");
        }
        for error in [NetError::Unreachable, NetError::Unintelligible(502)] {
            assert!(failure_words(&error) == Msg::RegistrationNotSent);
        }
    }
}
