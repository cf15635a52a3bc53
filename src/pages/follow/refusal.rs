//! The receipt of Annex 8: what was not accepted and why, and how to correct it and submit again.

use crate::components::{MessageKind, message, official, source, term};
use crate::i18n::{Help, Msg, dated, tr};
use crate::platform::view::{View, nothing, view};
use crate::route::{FormKind, Route};
use crate::tracking::Tracked;
use rules::citation::{Citation, Locus};
use rules::document::RequirementKey;
use rules::event::EventKind;
use rules::finding::RefusalGround;
use rules::id::DraftId;
use rules::timeline::Proceeding;
use wire::event::{EventRecord, RefusedDocument};

/// Makes the button that reopens a draft to correct these documents.
pub type CorrectionButton = fn(DraftId, Vec<RequirementKey>) -> View;

/// Shows the receipt of a refusal to accept that ended this run.
pub fn refusal(
    tracked: &Tracked,
    run: &Proceeding,
    events: &[EventRecord],
    correction_button: CorrectionButton,
) -> View {
    let of_run = |record: &&EventRecord| {
        let id = &record.event.event_id;
        record.event.kind == EventKind::RefusedToAccept
            && run.events.iter().any(|event| event.event_id == *id)
    };
    let records: Vec<&EventRecord> = events.iter().filter(of_run).collect();
    let documents: Vec<RefusedDocument> =
        records.iter().flat_map(|record| record.documents.clone()).collect();
    let receipt = records.iter().find_map(|record| Some((record.reference.clone()?, record.event.on)));
    let receipt = receipt.map(|(number, on)| {
        let say = move || dated(Msg::RefusalReceipt, &[("date", on)], &[("number", &number)]);
        view! { <p class="caption">{say}</p> }
    });
    let annex = Citation::order(Locus::Annex(8));
    let keys: Vec<RequirementKey> = documents.iter().filter_map(|document| document.requirement).collect();
    let way_out = if tracked.elsewhere.is_some() {
        message(MessageKind::Warning, view! { <p>{tr(Msg::RefusalElsewhere)}</p> })
    } else {
        correction_button(tracked.id, keys)
    };
    view! {
        <section class="refusal">
            <h2>{tr(Msg::RefusalTitle)}</h2>
            {receipt}
            {if documents.is_empty() { nothing() } else { list(documents) }}
            {way_out}
            <p>{tr(Msg::RefusalSigned)}</p>
            {source(Citation::paragraph("5-1"))}
            {source(annex)}
            {official(annex)}
            {tracked.elsewhere.is_none().then(|| view! {
                <p><a href=Route::Form(tracked.id, FormKind::Refusal).href()>{tr(Msg::FormAnnex8)}</a></p>
            })}
            {term(Help::RefusalReceipt, Msg::TermsRefusalReceipt)}
        </section>
    }
}

fn list(documents: Vec<RefusedDocument>) -> View {
    let lines: Vec<View> = documents
        .into_iter()
        .map(|document| {
            let ground = match document.ground {
                RefusalGround::Incomplete => Msg::RefusalMissing,
                RefusalGround::Expired => Msg::RefusalExpired,
            };
            view! { <li><bdi>{document.title}</bdi> " – " {tr(ground)}</li> }
        })
        .collect();
    view! {
        <p>{tr(Msg::RefusalText)}</p>
        <ol class="defects">{lines}</ol>
    }
}
