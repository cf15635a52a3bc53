//! An application made elsewhere: its dates are entered here and stored on this phone, and the same terms are computed.

use crate::app::App;
use crate::calendar;
use crate::components::{TitleMark, announce, back_link, date_parts};
use crate::i18n::{Msg, date, dated, t, text, tr};
use crate::platform::db::StorageError;
use crate::platform::view::{Event, View, view};
use crate::platform::{clock, page};
use crate::route::Route;
use crate::tracking::external::ExternalRecord;
use crate::tracking::{ExternalPlace, FollowSource, Tracked};
use crate::words;
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::date_order::DateOrder;
use rules::event::EventKind;
use rules::id::DraftId;
use rules::service::Service;
use rules::time::{DayProblem, TypedDay};

/// The content of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ExternalForm {
    place: Option<ExternalPlace>,
    service: Option<Service>,
    registered: TypedDay,
    later: Vec<(EventKind, NaiveDate)>,
    /// The event that is being added.
    event: Option<EventKind>,
    event_day: TypedDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExternalField {
    Place,
    Service,
    Registered,
    Event,
    EventDay,
}

impl ExternalField {
    fn id(self) -> &'static str {
        match self {
            Self::Place => "where",
            Self::Service => "what",
            Self::Registered => "registered",
            Self::Event => "event",
            Self::EventDay => "event-day",
        }
    }

    fn label(self) -> Msg {
        match self {
            Self::Place => Msg::ElsewhereWhere,
            Self::Service => Msg::ElsewhereWhat,
            Self::Registered => Msg::ElsewhereRegistered,
            Self::Event => Msg::ElsewhereEvent,
            Self::EventDay => Msg::ElsewhereEventDay,
        }
    }
}

/// The error of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExternalError {
    NothingChosen,
    Day(DayProblem),
    Future,
    /// The day is before the day of registration, which is given.
    TooEarly(NaiveDate),
    /// The day is outside the years of our calendar, of which the first and the last are given.
    Beyond(i32, i32),
}

const SERVICES: [Service; 4] =
    [Service::Grant, Service::Extend, Service::DuplicateCertificate, Service::DuplicateDecision];

type Wrong = (ExternalField, ExternalError);

/// The current day and the days that can be entered.
#[derive(Clone, Copy)]
struct DayLimits {
    today: NaiveDate,
    span: (NaiveDate, NaiveDate),
}

impl DayLimits {
    fn now() -> Self {
        let today = clock::today();
        Self { today, span: calendar::current().span().unwrap_or((today, today)) }
    }

    fn day(self, typed: &TypedDay) -> Result<NaiveDate, ExternalError> {
        let day = typed.read().map_err(ExternalError::Day)?;
        let (first, last) = self.span;
        match day {
            day if day > self.today => Err(ExternalError::Future),
            day if day < first || day > last => Err(ExternalError::Beyond(first.year(), last.year())),
            day => Ok(day),
        }
    }
}

impl ExternalForm {
    fn of(record: ExternalRecord) -> Self {
        Self {
            place: Some(record.place),
            service: Some(record.service),
            registered: TypedDay::of(record.registered),
            later: record.later,
            ..Self::default()
        }
    }

    /// Returns the event that is being added, or `None` if no event was begun.
    fn added(&self, known: DayLimits) -> Result<Option<(EventKind, NaiveDate)>, Vec<Wrong>> {
        if self.event.is_none() && self.event_day.is_empty() {
            return Ok(None);
        }
        let registered = self.registered.read().ok();
        let day = known.day(&self.event_day).and_then(|day| match registered {
            Some(registered) if day < registered => Err(ExternalError::TooEarly(registered)),
            _ => Ok(day),
        });
        match (self.event, day) {
            (Some(kind), Ok(day)) => Ok(Some((kind, day))),
            (kind, day) => {
                let no_kind = kind.is_none().then_some((ExternalField::Event, ExternalError::NothingChosen));
                let no_day = day.err().map(|trouble| (ExternalField::EventDay, trouble));
                Err(no_kind.into_iter().chain(no_day).collect())
            }
        }
    }

    fn read(&self, known: DayLimits) -> Result<ExternalRecord, Vec<Wrong>> {
        let mut wrong = Vec::new();
        if self.place.is_none() {
            wrong.push((ExternalField::Place, ExternalError::NothingChosen));
        }
        if self.service.is_none() {
            wrong.push((ExternalField::Service, ExternalError::NothingChosen));
        }
        let registered =
            known.day(&self.registered).map_err(|trouble| wrong.push((ExternalField::Registered, trouble)));
        let added = self.added(known).map_err(|found| wrong.extend(found));
        match (self.place, self.service, registered, added) {
            (Some(place), Some(service), Ok(registered), Ok(added)) => {
                let mut later = self.later.clone();
                later.extend(added);
                Ok(ExternalRecord { place, service, registered, later })
            }
            _ => Err(wrong),
        }
    }

    /// Returns the events that can have happened: stages exist only for granting, and only a refused application can be
    /// registered again.
    fn events(&self) -> Vec<EventKind> {
        use EventKind as E;
        let stages = [
            E::SentToBodies,
            E::InternalAffairsAnswered,
            E::NationalSecurityAnswered,
            E::HandedToCommission,
            E::RecommendedGrant,
            E::RecommendedRefusal,
        ];
        let mut kinds = vec![E::Accepted, E::RefusedToAccept];
        if self.later.iter().any(|(kind, _)| *kind == E::RefusedToAccept) {
            kinds.push(E::Registered);
        }
        if self.service == Some(Service::Grant) {
            kinds.extend(stages);
        }
        kinds.extend([E::Granted, E::Refused, E::Withdrawn]);
        kinds
    }
}

#[derive(Clone, Copy)]
struct ExternalPage {
    form: RwSignal<ExternalForm>,
    wrong: RwSignal<Vec<Wrong>>,
    not_kept: RwSignal<Option<StorageError>>,
}

pub fn view(id: Option<DraftId>) -> View {
    let page = ExternalPage {
        form: RwSignal::new(ExternalForm::default()),
        wrong: RwSignal::new(Vec::new()),
        not_kept: RwSignal::new(None),
    };
    if let Some(id) = id {
        spawn_local(async move {
            // If the phone's storage does not respond, the form stays empty.
            if let Ok(Some(record)) =
                Tracked::find(id).await.map(|tracked| tracked.as_ref().and_then(ExternalRecord::of))
            {
                page.form.set(ExternalForm::of(record));
            }
        });
    }
    announce(Signal::derive(|| t(Msg::ElsewhereTitle)), move || {
        if page.wrong.with(Vec::is_empty) { TitleMark::Plain } else { TitleMark::Error }
    });
    let submit = move |event: Event| {
        event.prevent_default();
        match page.form.with_untracked(|form| form.read(DayLimits::now())) {
            Err(wrong) => page.show(wrong),
            Ok(record) => spawn_local(async move {
                match record.keep(id).await {
                    Ok(id) => App::get().go(Route::Follow(id)),
                    Err(error) => {
                        page.not_kept.set(Some(error));
                    }
                }
            }),
        }
    };
    let back = id.map_or(Route::Start, Route::Follow);
    let not_kept = move || {
        page.not_kept.get().map(|error| {
            view! { <p class="error" role="alert">{tr(Msg::ElsewhereNotKept)} " " {tr(words::storage_error(error))}</p> }
        })
    };
    view! {
        {back_link(back)}
        {page.summary()}
        <form class="question" novalidate on:submit=submit>
            <h1 id="heading" tabindex="-1">{tr(Msg::ElsewhereTitle)}</h1>
            <p class="lede">{tr(Msg::ElsewhereLede)}</p>
            {page.radios(ExternalField::Place, ExternalPlace::ALL.to_vec(), words::elsewhere, |form| &mut form.place)}
            {page.radios(ExternalField::Service, SERVICES.to_vec(), words::service, |form| &mut form.service)}
            {page.day(ExternalField::Registered, Some(Msg::ElsewhereRegisteredHint), |form| &mut form.registered)}
            <h2>{tr(Msg::ElsewhereLater)}</h2>
            {page.later()}
            {page.event()}
            {page.day(ExternalField::EventDay, None, |form| &mut form.event_day)}
            <button class="button button-quiet" type="button" on:click=move |_| page.add()>{tr(Msg::ElsewhereAdd)}</button>
            <hr/>
            {not_kept}
            <button class="button" type="submit">{tr(Msg::ElsewhereSave)}</button>
        </form>
    }
}

impl ExternalPage {
    fn show(self, wrong: Vec<Wrong>) {
        self.wrong.set(wrong);
        page::after_render(|| page::focus_from_top("errors"));
    }

    /// Moves the event to the list.
    fn add(self) {
        let added = self.form.with_untracked(|form| form.added(DayLimits::now()));
        match added {
            Err(wrong) => self.show(wrong),
            Ok(None) => self.show(vec![(ExternalField::Event, ExternalError::NothingChosen)]),
            Ok(Some(event)) => {
                self.wrong.set(Vec::new());
                self.form.update(|form| {
                    form.later.push(event);
                    form.event = None;
                    form.event_day = TypedDay::default();
                });
            }
        }
    }

    fn trouble(self, field: ExternalField) -> Option<ExternalError> {
        self.wrong.with(|wrong| wrong.iter().find(|(of, _)| *of == field).map(|(_, trouble)| *trouble))
    }

    /// Shows the text of an error before its input.
    fn error(self, field: ExternalField) -> View {
        let id = [field.id(), "-error"].concat();
        let error = move || {
            let trouble = self.trouble(field)?;
            Some(view! { <p class="error" id=id.clone()>{move || say(field, trouble)}</p> })
        };
        view! { {error} }
    }

    fn described(self, field: ExternalField) -> Option<String> {
        self.trouble(field).map(|_| [field.id(), "-error"].concat())
    }

    fn class(self, field: ExternalField) -> &'static str {
        if self.trouble(field).is_some() { "field field-wrong" } else { "field" }
    }

    fn summary(self) -> View {
        let line = |(field, trouble): Wrong| {
            let jump = move |event: Event| {
                event.prevent_default();
                page::focus_field(field.id());
            };
            view! { <li><a href=["#", field.id()].concat() on:click=jump>{move || say(field, trouble)}</a></li> }
        };
        let summary = move || {
            let wrong = self.wrong.get();
            (!wrong.is_empty()).then(|| {
                let lines: Vec<View> = wrong.into_iter().map(line).collect();
                view! {
                    <div id="errors" class="errors" tabindex="-1">
                        <div role="alert">
                            <h2>{tr(Msg::ErrorSummary)}</h2>
                            <ul>{lines}</ul>
                        </div>
                    </div>
                }
            })
        };
        view! { {summary} }
    }

    fn radios<T: Copy + PartialEq + Send + Sync + 'static>(
        self,
        field: ExternalField,
        choices: Vec<T>,
        name: fn(T) -> Msg,
        place: fn(&mut ExternalForm) -> &mut Option<T>,
    ) -> View {
        let choices = choices.into_iter().enumerate().map(|(number, choice)| {
            let id = [field.id(), "-", &number.to_string()].concat();
            // The untracked update only reads; it does not notify the subscribers of the signal.
            let chosen = move || {
                self.form.track();
                self.form.try_update_untracked(|form| *place(form) == Some(choice)).unwrap_or_default()
            };
            view! {
                <div class="radio">
                    <input type="radio" id=id.clone() name=field.id()
                        prop:checked=chosen
                        on:change=move |_| self.form.update(|form| *place(form) = Some(choice))/>
                    <label for=id>{tr(name(choice))}</label>
                </div>
            }
        });
        let choices: Vec<View> = choices.collect();
        view! {
            <fieldset class=move || self.class(field) id=field.id() aria-describedby=move || self.described(field)>
                <legend>{tr(field.label())}</legend>
                {self.error(field)}
                {choices}
            </fieldset>
        }
    }

    fn day(
        self,
        field: ExternalField,
        hint: Option<Msg>,
        place: fn(&mut ExternalForm) -> &mut TypedDay,
    ) -> View {
        let get = move || {
            self.form.track();
            // The untracked update only reads; it does not notify the subscribers of the signal.
            self.form.try_update_untracked(|form| place(form).clone()).unwrap_or_default()
        };
        let set = move |day| self.form.update(|form| *place(form) = day);
        let invalid = move || self.trouble(field).map(|_| "true");
        let inputs = date_parts(DateOrder::DayMonthYear, field.id(), get, set, invalid);
        view! {
            <fieldset class=move || self.class(field) id=field.id() aria-describedby=move || self.described(field)>
                <legend>{tr(field.label())}</legend>
                {hint.map(|hint| view! { <p class="hint">{tr(hint)}</p> })}
                {self.error(field)}
                <div class="date">{inputs}</div>
            </fieldset>
        }
    }

    /// Shows the choice of the event that is being added.
    fn event(self) -> View {
        let field = ExternalField::Event;
        // A memo, so that typing a day does not render the list of events again.
        let kinds = Memo::new(move |_| self.form.with(ExternalForm::events));
        let chosen = Memo::new(move |_| self.form.with(|form| form.event));
        let options = move || {
            let options = kinds.get().into_iter().enumerate().map(|(place, kind)| {
                view! {
                    <option value=place.to_string() prop:selected=move || chosen.get() == Some(kind)>
                        {tr(words::event(kind))}
                    </option>
                }
            });
            options.collect::<Vec<View>>()
        };
        let change = move |event: Event| {
            let place = event_target_value(&event).parse::<usize>().ok();
            let kind = place.and_then(|place| kinds.with_untracked(|kinds| kinds.get(place).copied()));
            self.form.update(|form| form.event = kind);
        };
        view! {
            <div class=move || self.class(field) id=field.id()>
                <label for="event-kind">{tr(field.label())}</label>
                {self.error(field)}
                <select class="input" id="event-kind" on:change=change
                    aria-describedby=move || self.described(field)
                    aria-invalid=move || self.trouble(field).map(|_| "true")>
                    <option value="" prop:selected=move || chosen.get().is_none()>{tr(Msg::AnswerChoose)}</option>
                    {options}
                </select>
            </div>
        }
    }

    /// Lists the events entered before.
    fn later(self) -> View {
        let later = Memo::new(move |_| self.form.with(|form| form.later.clone()));
        let lines = move || {
            let lines = later.get().into_iter().enumerate().map(|(place, (kind, on))| {
                let remove = move |_| {
                    self.form.update(|form| {
                        if place < form.later.len() {
                            form.later.remove(place);
                        }
                    });
                };
                let name = move || {
                    text(Msg::ElsewhereRemove, &[("event", &[t(words::event(kind)), date(on)].join(" – "))])
                };
                view! {
                    <li>
                        <button class="link" type="button" on:click=remove>{name}</button>
                    </li>
                }
            });
            let lines: Vec<View> = lines.collect();
            (!lines.is_empty()).then(|| view! { <ul class="history" aria-live="polite">{lines}</ul> })
        };
        view! { {lines} }
    }
}

fn say(field: ExternalField, trouble: ExternalError) -> String {
    let label = t(field.label());
    let label = label.trim_end_matches(['?', '؟', '？', ':', '：']);
    let fix = match trouble {
        ExternalError::NothingChosen => t(Msg::ErrorChoose),
        ExternalError::Day(problem) => t(words::day_problem(problem)),
        ExternalError::Future => t(Msg::ElsewhereFuture),
        ExternalError::TooEarly(registered) => dated(Msg::ElsewhereTooEarly, &[("date", registered)], &[]),
        ExternalError::Beyond(first, last) => {
            text(Msg::ElsewhereBeyond, &[("from", &first.to_string()), ("to", &last.to_string())])
        }
    };
    words::joined(Msg::JoinColon, label, &fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::time::parse_day;

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn known() -> DayLimits {
        DayLimits { today: day("2026-11-22"), span: (day("2022-01-01"), day("2028-12-31")) }
    }

    fn form() -> ExternalForm {
        ExternalForm {
            place: Some(ExternalPlace::Paper),
            service: Some(Service::Grant),
            registered: TypedDay::of(day("2026-11-02")),
            ..ExternalForm::default()
        }
    }

    #[test]
    fn entered_answers_are_stored_as_they_are() {
        let record = form().read(known()).unwrap();
        assert_eq!((record.registered, record.later.len()), (day("2026-11-02"), 0));
        assert_eq!(ExternalForm::of(record), form());
    }

    #[test]
    fn an_event_that_is_typed_but_not_added_is_stored_too() {
        let typed = ExternalForm {
            event: Some(EventKind::Accepted),
            event_day: TypedDay::of(day("2026-11-03")),
            ..form()
        };
        assert_eq!(typed.read(known()).unwrap().later, [(EventKind::Accepted, day("2026-11-03"))]);
    }

    #[test]
    fn every_wrong_answer_is_reported() {
        let nothing = ExternalForm::default().read(known()).unwrap_err();
        assert_eq!(
            nothing,
            [
                (ExternalField::Place, ExternalError::NothingChosen),
                (ExternalField::Service, ExternalError::NothingChosen),
                (ExternalField::Registered, ExternalError::Day(DayProblem::Missing)),
            ]
        );
        let on =
            |text| ExternalForm { registered: TypedDay::of(day(text)), ..form() }.read(known()).unwrap_err();
        assert_eq!(on("2026-11-23"), [(ExternalField::Registered, ExternalError::Future)]);
        assert_eq!(on("2021-12-31"), [(ExternalField::Registered, ExternalError::Beyond(2022, 2028))]);
        let early = ExternalForm { event_day: TypedDay::of(day("2026-11-01")), ..form() };
        assert_eq!(
            early.read(known()).unwrap_err(),
            [
                (ExternalField::Event, ExternalError::NothingChosen),
                (ExternalField::EventDay, ExternalError::TooEarly(day("2026-11-02")))
            ]
        );
    }

    #[test]
    fn stages_exist_only_for_granting_and_only_a_refused_application_is_registered_again() {
        let granting = form();
        assert!(granting.events().contains(&EventKind::HandedToCommission));
        assert!(!granting.events().contains(&EventKind::Registered));
        let extending = ExternalForm { service: Some(Service::Extend), ..form() };
        assert!(!extending.events().contains(&EventKind::HandedToCommission));
        let refused = ExternalForm { later: vec![(EventKind::RefusedToAccept, day("2026-11-03"))], ..form() };
        assert!(refused.events().contains(&EventKind::Registered));
    }
}
