//! Annex 8: the receipt of a refusal to accept, as reported by the authority. Every field is from the Rules, in their order;
//! what was not reported stays blank.

use super::filled::{day_words, name_of, typed};
use super::sheet::{
    BilingualText, Filling, FormSheet, LabelledValue, Row, RowPart, Shape, Width, WordingSource,
};
use crate::i18n::{FormTexts, Msg, Official, text};
use rules::draft::Draft;
use rules::finding::RefusalGround;
use std::rc::Rc;
use wire::event::{EventRecord, RefusedDocument};

/// Minimum number of lines; the form has two lines for documents and continues with dots.
const LINES_AT_LEAST: usize = 3;

/// Returns the receipt. `draft` is the sent one, if this phone has it.
pub fn sheet(texts: &FormTexts, draft: Option<&Draft>, refusal: &EventRecord) -> FormSheet {
    use Official as O;
    use Shape::{Corner, Signature, Text, Title};
    let quoted = |shape, place, filled, own| Row::quoted(shape, texts.order(place), filled, own);
    let applicant = draft.and_then(Draft::applicant).map(name_of);
    let name: Vec<Filling> = applicant.filter(|name| !name.is_empty()).into_iter().collect();
    let address = draft.map(|draft| typed(&draft.address)).unwrap_or_default();
    let number = typed(refusal.reference.as_deref().unwrap_or_default());
    let day = vec![vec![LabelledValue::said(day_words(texts, refusal.event.on))]];

    let body = quoted(Text, O::Annex8Body, vec![], Msg::FormBody8);
    let ground = texts.order(O::Annex8Ground);
    let (ground, documents) = ground.split_once('\n').unwrap_or((ground, ""));
    let mut rows = vec![
        Row::ours(texts, Text, Msg::FormCopy8),
        Row {
            own: Some(Rc::new(|| text(Msg::FormAnnexOf, &[("n", "8")]))),
            ..quoted(Corner, O::Annex8Annex, vec![], Msg::FormAnnex8)
        },
        quoted(Corner, O::Annex8Name, vec![name], Msg::FormFullName),
        quoted(Corner, O::Annex8Address, vec![address], Msg::FormRecipientAddress),
        quoted(Title, O::Annex8Heading, vec![number], Msg::FormTitle8),
        Row::field(BilingualText::of(texts, Msg::EventRefusedToAccept), day),
        body,
        Row::quoted(Text, ground, vec![], Msg::FormGround8),
        Row::quoted(Shape::Heading, documents, vec![], Msg::FormDocuments8),
    ];
    let lines = refusal.documents.len().max(LINES_AT_LEAST);
    rows.extend((0..lines).flat_map(|place| document(texts, place, refusal.documents.get(place))));
    rows.extend([
        quoted(Signature, O::Annex8Officer, vec![], Msg::FormOfficer8),
        quoted(Text, O::Annex8Phone, vec![], Msg::FieldPhone),
        // The recipient writes name, signature and day by hand.
        quoted(Signature, O::Annex8Received, vec![], Msg::FormReceived8),
        quoted(Text, O::Annex8Date, vec![], Msg::FormDate),
    ]);
    FormSheet { title: BilingualText::of(texts, Msg::FormAnnex8), rows }
}

/// Returns a numbered line as in the Rules. A row of ours adds whether the document is missing or has expired.
fn document(texts: &FormTexts, place: usize, document: Option<&RefusedDocument>) -> Vec<Row> {
    let number = [&(place + 1).to_string(), ") "].concat();
    if document.is_none() && place + 1 == LINES_AT_LEAST {
        let parts = vec![RowPart::Words([&number, "…."].concat())];
        return vec![Row { source: WordingSource::Order, shape: Shape::Text, parts, own: None }];
    }
    let title = document.map(|document| typed(&document.title)).unwrap_or_default();
    let parts =
        vec![RowPart::Words(number), RowPart::Blank(Width::Long, title), RowPart::Words(";".to_owned())];
    let line = Row { source: WordingSource::Order, shape: Shape::Text, parts, own: None };
    let ground = document.map(|document| match document.ground {
        RefusalGround::Incomplete => Msg::RefusalMissing,
        RefusalGround::Expired => Msg::RefusalExpired,
    });
    [Some(line), ground.map(|ground| Row::ours(texts, Shape::Text, ground))].into_iter().flatten().collect()
}
