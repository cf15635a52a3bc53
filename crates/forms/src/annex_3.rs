//! Annex 3: the notice of registration. The order says only that it exists (¶¶4, 5); all of it is our layout.

use crate::FormPhrase;
use crate::filled::{name_line, said, typed, word};
use crate::sheet::{FormSheet, Row, Shape};
use crate::texts::{BilingualText, FormText, KazakhTexts};
use crate::words;
use chrono::NaiveDate;
use rules::draft::Draft;
use rules::service::Service;
use wire::answer::Receipt;

/// The registration of which a notice is made.
#[derive(Clone, Copy, Debug)]
pub struct Registration<'a> {
    /// The receipt of the application.
    pub receipt: &'a Receipt,
    /// The sent draft, if it is known.
    pub draft: Option<&'a Draft>,
    /// The service, if it is known.
    pub service: Option<Service>,
    /// The authority's own number, if it was reported.
    pub authority_number: Option<&'a str>,
    /// The day of registration.
    pub registered: NaiveDate,
    /// The operator of the service; empty if it is not known.
    pub operator: &'a str,
    /// True if the service is a trial.
    pub is_trial: bool,
    /// The term of the service, if the order gives one.
    pub term: Option<RegisteredTerm>,
}

/// A term that is counted from the registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisteredTerm {
    /// Its length in working days.
    pub days: u16,
    /// Its last lawful day; `None` if it is beyond the calendar.
    pub due: Option<NaiveDate>,
}

/// Returns the notice.
pub fn annex_3(texts: &dyn KazakhTexts, registration: &Registration) -> FormSheet {
    use FormPhrase as P;
    let label = |phrase| BilingualText::of(texts, phrase);
    let day = |day| vec![vec![said(texts, FormText::Day(day))]];
    let applicant = registration.draft.and_then(Draft::applicant);
    let receipt = registration.receipt;
    let mut rows = vec![
        Row::said(Shape::Corner, BilingualText::from_text(texts, FormText::AnnexOf("3"))),
        Row::ours(texts, Shape::Title, P::FormTitle3),
        Row::field(label(P::FieldName), name_line(applicant)),
        Row::field(label(P::FieldService), word(texts, registration.service.map(words::service))),
        Row::field(label(P::ReceiptNumber), typed(&receipt.number)),
    ];
    if let Some(number) = registration.authority_number {
        rows.push(Row::field(label(P::FormAuthorityNumber), typed(number)));
    }
    if let Some((received, _)) = receipt.received_at.in_astana() {
        rows.push(Row::field(label(P::FormReceivedOn), day(received)));
    }
    rows.push(Row::field(label(P::FormRegisteredOn), day(registration.registered)));
    rows.push(Row::field(label(P::FormRegisteredBy), typed(registration.operator)));
    if registration.is_trial {
        rows.push(Row::ours(texts, Shape::Text, P::KindTrial));
    }
    rows.push(Row::ours(texts, Shape::Heading, P::ReceiptNext));
    if registration.service == Some(Service::Grant) {
        rows.push(Row::ours(texts, Shape::Text, P::ReceiptNextText));
    }
    match registration.term {
        Some(RegisteredTerm { days, due: Some(due) }) => {
            let text = FormText::Due { days, due };
            rows.push(Row::said(Shape::Text, BilingualText::from_text(texts, text)));
        }
        Some(RegisteredTerm { due: None, .. }) => {}
        None => rows.push(Row::ours(texts, Shape::Text, P::FollowNoTerm)),
    }
    FormSheet { title: label(P::FormAnnex3), rows }
}
