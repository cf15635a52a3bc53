//! The printed forms: Annexes 1, 3, 6 and 8 and the checklist, shown on the screen as they are printed. `sheet.rs` defines the
//! parts of a form, the module of each form its content, and `drawn.rs` its rendering.

mod annex_1;
mod annex_3;
mod annex_6;
mod annex_8;
mod checklist;
mod drawn;
mod filled;
mod sheet;

use crate::app::App;
use crate::components::{MessageKind, heading, message, page};
use crate::draft::OpenState;
use crate::i18n::{FormTexts, Loadable, Locale, Msg, ask_again, form_texts, locale, tr};
use crate::platform::db::StorageError;
use crate::platform::page;
use crate::platform::view::{View, view};
use crate::route::{FormKind, Route, Step};
use crate::tracking::{FollowSource, Tracked};
use checklist::People;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::draft::Draft;
use rules::event::EventKind;
use rules::id::DraftId;
use sheet::FormSheet;
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
        Ok(match form {
            FormKind::Grant => annex_1::sheet(texts, draft()?, sent),
            FormKind::Extension => annex_6::sheet(texts, draft()?, sent),
            FormKind::Checklist => checklist::sheet(texts, draft()?, People::Named),
            FormKind::ChecklistWithoutNames => checklist::sheet(texts, draft()?, People::Unnamed),
            FormKind::Registration => {
                let tracked = self.tracked.as_ref().ok_or(Msg::ReceiptNoneText)?;
                let registered = tracked.receipt.registered_on.ok_or(Msg::KindTermsLater)?;
                let kind = App::get().kind_of(tracked);
                let gateway = App::get().service.get_untracked();
                annex_3::sheet(texts, self.draft.as_ref(), tracked, registered, gateway.as_ref(), kind)
            }
            FormKind::Refusal => {
                let last = self.tracked.as_ref().and_then(|tracked| tracked.last.as_ref());
                let refusal = last.and_then(|(status, _)| last_refusal(&status.events));
                annex_8::sheet(texts, self.draft.as_ref(), refusal.ok_or(Msg::FormNone8)?)
            }
        })
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
    use super::sheet::{PrintedValue, RowPart, WordingSource};
    use super::*;
    use crate::i18n::in_locale;
    use rules::event::Event;
    use rules::service::Service;
    use rules::time::Instant;
    use wire::answer::{Receipt, ServiceKind, Status};

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
                    RowPart::Label(label) => [label.kazakh.as_str(), &(label.own)()].join(" "),
                    RowPart::Blank(_, fillings) => {
                        let values = fillings.iter().flatten().map(|value| match &value.value {
                            PrintedValue::Typed(text) => text.clone(),
                            PrintedValue::Said(words) => [words.kazakh.as_str(), &(words.own)()].join(" "),
                            PrintedValue::Read(say) => say(),
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
