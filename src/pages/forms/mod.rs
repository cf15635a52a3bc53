//! The printed forms: Annexes 1, 3, 6 and 8 and the checklist, shown on the screen as they are printed. The crate `forms` makes
//! their rows, and `drawn.rs` renders them.

mod drawn;
mod texts;

use crate::app::App;
use crate::calendar;
use crate::components::{MessageKind, heading, message, page};
use crate::draft::{OpenState, today};
use crate::i18n::{FormTexts, Loadable, Locale, Msg, ask_again, form_texts, locale, tr};
use crate::platform::db::StorageError;
use crate::platform::page;
use crate::platform::view::{View, view};
use crate::route::{FormKind, Route, Step};
use crate::tracking::{FollowSource, Tracked};
use chrono::NaiveDate;
use forms::{ChecklistPeople, FormSheet, RegisteredTerm, Registration};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::draft::Draft;
use rules::edition::Edition;
use rules::event::EventKind;
use rules::id::DraftId;
use wire::answer::ServiceKind;
use wire::event::EventRecord;

pub fn view(id: DraftId, form: FormKind) -> View {
    let editor = App::get().editor;
    editor.open(id);
    let found = RwSignal::new(None::<Result<Option<Tracked>, StorageError>>);
    spawn_local(async move {
        let tracked = Tracked::find(id).await;
        found.set(Some(tracked));
    });
    let back = match form {
        FormKind::Registration => Route::Draft(id, Step::Receipt),
        FormKind::Refusal => Route::Follow(id),
        _ => Route::Draft(id, Step::OnPaper),
    };
    let opened = Memo::new(move |_| editor.opened.get());
    let content = move || {
        let (opened, found, texts) = (opened.get(), found.get(), form_texts());
        match (opened, found, texts) {
            (_, _, Loadable::Failed) => failed(),
            (_, Some(Err(_)), _) => view! { <p role="alert">{tr(Msg::UnopenedStorageText)}</p> },
            (OpenState::Loading, ..) | (_, None, _) | (.., Loadable::Loading) => {
                view! { <p class="loading" role="status">{tr(Msg::ShellLoading)}</p> }
            }
            (opened, Some(Ok(tracked)), Loadable::Ready(texts)) => {
                let case = FormData::of(id, opened, tracked);
                match case.sheet(&texts, form) {
                    Ok(sheet) => shown(&sheet),
                    Err(missing) => view! { <p>{tr(missing)}</p> },
                }
            }
        }
    };
    page(heading(words_of(form)), Some(back), view! { {content} })
}

/// Returns the name of a form.
pub fn words_of(form: FormKind) -> Msg {
    match form {
        FormKind::Grant => Msg::FormAnnex1,
        FormKind::Registration => Msg::FormAnnex3,
        FormKind::Extension => Msg::FormAnnex6,
        FormKind::Refusal => Msg::FormAnnex8,
        FormKind::Checklist => Msg::FormChecklist,
        FormKind::ChecklistWithoutNames => Msg::FormChecklistPlain,
    }
}

/// The data that this phone has about an application.
struct FormData {
    /// The draft, if it is on this phone.
    draft: Option<Draft>,
    /// The sent application that is followed.
    tracked: Option<Tracked>,
    /// True if the answers are those that were sent; false after editing has been resumed because of a refusal to accept.
    is_sent: bool,
}

impl FormData {
    fn of(id: DraftId, opened: OpenState, tracked: Option<Tracked>) -> Self {
        let editor = App::get().editor;
        let here = editor.envelope.with_untracked(|envelope| {
            envelope.as_ref().filter(|envelope| opened == OpenState::Here && envelope.id == id).map(
                |envelope| {
                    (editor.draft.get_untracked(), envelope.number.is_some() && envelope.refused.is_none())
                },
            )
        });
        let (draft, is_sent) = here.map_or((None, false), |(draft, is_sent)| (Some(draft), is_sent));
        Self { draft, tracked, is_sent }
    }

    /// Returns the form, or the message why there is none.
    fn sheet(&self, texts: &FormTexts, form: FormKind) -> Result<FormSheet, Msg> {
        let draft = || self.draft.as_ref().ok_or(Msg::UnopenedUnknownText);
        let received = self.tracked.as_ref().and_then(|tracked| tracked.receipt.received_at.in_astana());
        let sent = received.filter(|_| self.is_sent).map(|(day, _)| day);
        let checklist = |people| {
            let draft = draft()?;
            Ok(forms::checklist_sheet(texts, draft, &today::checklist(draft), people))
        };
        Ok(match form {
            FormKind::Grant => {
                let draft = draft()?;
                forms::annex_1(texts, draft, &today::checklist(draft), sent)
            }
            FormKind::Extension => forms::annex_6(texts, draft()?, sent),
            FormKind::Checklist => checklist(ChecklistPeople::Named)?,
            FormKind::ChecklistWithoutNames => checklist(ChecklistPeople::Unnamed)?,
            FormKind::Registration => {
                let tracked = self.tracked.as_ref().ok_or(Msg::ReceiptNoneText)?;
                let registered = tracked.receipt.registered_on.ok_or(Msg::KindTermsLater)?;
                let is_trial = App::get().kind_of(tracked) == ServiceKind::Trial;
                let gateway = App::get().service.get_untracked();
                let operator = gateway.map(|gateway| gateway.operator).unwrap_or_default();
                forms::annex_3(texts, &self.registration(tracked, registered, &operator, is_trial))
            }
            FormKind::Refusal => {
                let last = self.tracked.as_ref().and_then(|tracked| tracked.last.as_ref());
                let refusal = last.and_then(|(status, _)| last_refusal(&status.events));
                forms::annex_8(texts, self.draft.as_ref(), refusal.ok_or(Msg::FormNone8)?)
            }
        })
    }

    /// Returns the content of the notice of registration.
    fn registration<'a>(
        &'a self,
        tracked: &'a Tracked,
        registered: NaiveDate,
        operator: &'a str,
        is_trial: bool,
    ) -> Registration<'a> {
        let last = tracked.last.as_ref().map(|(status, _)| status);
        let draft = self.draft.as_ref();
        let service = last.map(|status| status.service).or(draft.and_then(|draft| draft.service));
        let authority_number = last.and_then(|status| {
            let registered = status.events.iter().filter(|record| record.event.kind == EventKind::Registered);
            registered.filter_map(|record| record.reference.as_deref()).next_back()
        });
        let term = service.and_then(|service| Edition::in_force_on(registered).edition().term(service));
        let term = term.map(|term| RegisteredTerm {
            days: term.working_days,
            due: calendar::current().add(registered, term.working_days),
        });
        let receipt = &tracked.receipt;
        Registration { receipt, draft, service, authority_number, registered, operator, is_trial, term }
    }
}

/// Returns the refusal to accept that was reported for the latest day and is still in force.
fn last_refusal(events: &[EventRecord]) -> Option<&EventRecord> {
    let is_replaced = |id: &str| events.iter().any(|other| other.event.replaces.as_deref() == Some(id));
    events
        .iter()
        .filter(|record| record.event.kind == EventKind::RefusedToAccept)
        .filter(|record| !is_replaced(&record.event.event_id))
        .max_by_key(|record| (record.event.on, record.at))
}

fn shown(sheet: &FormSheet) -> View {
    let own_language =
        || (locale() != Locale::Kazakh).then(|| view! { <li>{tr(Msg::FormLegendLanguage)}</li> });
    view! {
        <div class="actions">
            <button class="button" type="button" on:click=|_| page::print()>{tr(Msg::ShellPrint)}</button>
        </div>
        <ul class="legend">
            <li class="legend-order">{tr(Msg::FormLegendOrder)}</li>
            <li class="legend-ours">{tr(Msg::FormLegendOurs)}</li>
            {own_language}
            <li>{tr(Msg::FormLegendBlank)}</li>
        </ul>
        {drawn::sheet(sheet)}
    }
}

fn failed() -> View {
    message(
        MessageKind::Warning,
        view! {
            <p role="status">{tr(Msg::AsideFailed)}</p>
            <button class="button button-quiet" type="button" on:click=|_| ask_again()>{tr(Msg::SendReload)}</button>
        },
    )
}

#[cfg(test)]
mod tests {
    use super::texts::own_text;
    use super::*;
    use crate::i18n::in_locale;
    use forms::{PrintedValue, RowPart, WordingSource};
    use rules::event::Event;
    use rules::service::Service;
    use rules::time::Instant;
    use wire::answer::{Receipt, Status};

    fn record(id: &str, kind: EventKind, day: u32, replaces: Option<&str>) -> EventRecord {
        let on = chrono::NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let event =
            Event { event_id: id.into(), kind, on, replaces: replaces.map(str::to_owned), came_in: None };
        EventRecord { event, at: Instant(0), documents: vec![], reference: None, by_applicant: false }
    }

    /// Returns everything that is printed of a sheet and is not the text of the Rules.
    fn printed(sheet: &FormSheet) -> String {
        let mut said = String::new();
        for row in &sheet.rows {
            for part in &row.parts {
                let words = match part {
                    RowPart::Words(words) | RowPart::Choice(words, _) => words.clone(),
                    RowPart::Label(label) => [label.kazakh.as_str(), &own_text(label.own)].join(" "),
                    RowPart::Blank(_, fillings) => {
                        let values = fillings.iter().flatten().map(|value| match &value.value {
                            PrintedValue::Typed(text) | PrintedValue::Exact(text) => text.clone(),
                            PrintedValue::Said(words) => {
                                [words.kazakh.as_str(), &own_text(words.own)].join(" ")
                            }
                            PrintedValue::Source(citation) => crate::words::citation(citation),
                        });
                        values.collect::<Vec<String>>().join(" ")
                    }
                };
                if row.source == WordingSource::Ours || !matches!(part, RowPart::Words(_)) {
                    said.push_str(&words);
                    said.push('\n');
                }
            }
        }
        said.to_lowercase()
    }

    #[test]
    fn before_the_registration_no_form_prints_one() {
        let receipt = Receipt {
            number: "SYNAQ".into(),
            received_at: Instant(1_773_896_400),
            registered_on: None,
            service_kind: ServiceKind::Forwarding,
        };
        let draft = Draft { service: Some(Service::Extend), ..Draft::default() };
        let kinds =
            [EventKind::Received, EventKind::HandedOver, EventKind::RefusedToAccept, EventKind::Withdrawn];
        for reported in 1..=kinds.len() {
            let events =
                (19..).zip(&kinds[..reported]).map(|(day, kind)| record(&day.to_string(), *kind, day, None));
            let status = Status {
                receipt: receipt.clone(),
                service: Service::Grant,
                basis: None,
                edition: "539-2023".into(),
                calendar: String::new(),
                events: events.collect(),
                as_of: Instant(0),
            };
            let tracked = Tracked {
                id: DraftId(1),
                owner_key: String::new(),
                receipt: receipt.clone(),
                last: Some((status, Instant(0))),
                elsewhere: None,
            };
            let case = FormData { draft: Some(draft.clone()), tracked: Some(tracked), is_sent: true };
            let texts = FormTexts::built();
            for locale in Locale::OFFERED {
                in_locale(locale, || {
                    let notice = case.sheet(&texts, FormKind::Registration).err();
                    assert!(notice == Some(Msg::KindTermsLater), "a notice of Annex 3 is printed");
                    // The other forms ask the phone for the day.
                    for form in [FormKind::Extension, FormKind::Refusal] {
                        let Ok(sheet) = case.sheet(&texts, form) else {
                            assert!(form == FormKind::Refusal && reported < 3);
                            continue;
                        };
                        let said = printed(&sheet);
                        assert!(said.len() > 100, "{said}");
                        for word in
                            ["тіркелді", "тіркелген күн", "зарегистрирован", "registered", "жұмыс күн"]
                        {
                            assert!(!said.contains(word), "{}: {word} in {said}", locale.tag());
                        }
                    }
                });
            }
        }
    }

    #[test]
    fn the_last_refusal_in_force_is_printed() {
        let events = [
            record("a", EventKind::RefusedToAccept, 20, None),
            record("b", EventKind::Registered, 26, None),
            record("c", EventKind::RefusedToAccept, 30, None),
            record("d", EventKind::RefusedToAccept, 27, Some("c")),
        ];
        assert_eq!(last_refusal(&events).unwrap().event.event_id, "d");
        assert_eq!(last_refusal(&events[..3]).unwrap().event.event_id, "c");
        assert_eq!(last_refusal(&events[1..2]), None);
    }
}
