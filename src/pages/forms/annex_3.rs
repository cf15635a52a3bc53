//! Annex 3: the notice of registration. The Rules say only that it exists (¶¶4, 5); all of it is our layout.

use super::filled::{annex_of, day_words, name_of, typed, word};
use super::sheet::{BilingualText, Filling, FormSheet, LabelledValue, Row, Shape};
use crate::calendar;
use crate::i18n::{FormTexts, Msg, plural_dated, t};
use crate::tracking::Tracked;
use crate::words;
use chrono::NaiveDate;
use rules::draft::Draft;
use rules::edition::Edition;
use rules::event::EventKind;
use rules::service::Service;
use std::rc::Rc;
use wire::answer::{ServiceInfo, ServiceKind};

/// Returns the notice. `draft` is the sent one, if this phone has it; `gateway` is the gateway's own description, if known.
pub fn sheet(
    texts: &FormTexts,
    draft: Option<&Draft>,
    tracked: &Tracked,
    registered: NaiveDate,
    gateway: Option<&ServiceInfo>,
    kind: ServiceKind,
) -> FormSheet {
    let label = |msg| BilingualText::of(texts, msg);
    let day = |day| vec![vec![LabelledValue::said(day_words(texts, day))]];
    let last = tracked.last.as_ref().map(|(status, _)| status);
    let service = last.map(|status| status.service).or(draft.and_then(|draft| draft.service));
    let applicant = draft.and_then(Draft::applicant).map(name_of);
    let name: Vec<Filling> = applicant.filter(|name| !name.is_empty()).into_iter().collect();
    let authority = last.and_then(|status| {
        let registered = status.events.iter().filter(|record| record.event.kind == EventKind::Registered);
        registered.filter_map(|record| record.reference.clone()).next_back()
    });
    let mut rows = vec![
        Row::said(Shape::Corner, annex_of(texts, "3")),
        Row::ours(texts, Shape::Title, Msg::FormTitle3),
        Row::field(label(Msg::FieldName), name),
        Row::field(label(Msg::FieldService), word(texts, service.map(words::service))),
        Row::field(label(Msg::ReceiptNumber), typed(&tracked.receipt.number)),
    ];
    if let Some(number) = authority {
        rows.push(Row::field(label(Msg::FormAuthorityNumber), typed(&number)));
    }
    if let Some((received, _)) = tracked.receipt.received_at.in_astana() {
        rows.push(Row::field(label(Msg::FormReceivedOn), day(received)));
    }
    rows.push(Row::field(label(Msg::FormRegisteredOn), day(registered)));
    let operator = gateway.map(|gateway| typed(&gateway.operator)).unwrap_or_default();
    rows.push(Row::field(label(Msg::FormRegisteredBy), operator));
    if kind == ServiceKind::Trial {
        rows.push(Row::ours(texts, Shape::Text, Msg::KindTrial));
    }
    rows.push(Row::ours(texts, Shape::Heading, Msg::ReceiptNext));
    if service == Some(Service::Grant) {
        rows.push(Row::ours(texts, Shape::Text, Msg::ReceiptNextText));
    }
    let days = service.and_then(|service| Edition::in_force_on(registered).edition().term(service));
    match days.map(|term| term.working_days) {
        Some(days) => {
            if let Some(due) = calendar::current().add(registered, days) {
                let days = u32::from(days);
                let own = Rc::new(move || {
                    let due = plural_dated(Msg::ReceiptDue, days, &[("date", due)], &[]);
                    words::joined(Msg::JoinMark, &due, &t(Msg::MarkInferred))
                });
                let kazakh = texts.plural_dated(Msg::ReceiptDue, days, &[("date", due)]);
                let kazakh = texts.text(Msg::JoinMark, &[("a", &kazakh), ("b", texts.t(Msg::MarkInferred))]);
                rows.push(Row::said(Shape::Text, BilingualText { kazakh, own }));
            }
        }
        None => rows.push(Row::ours(texts, Shape::Text, Msg::FollowNoTerm)),
    }
    FormSheet { title: label(Msg::FormAnnex3), rows }
}
