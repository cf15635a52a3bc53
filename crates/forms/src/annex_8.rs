//! Annex 8: the receipt of a refusal to accept, as reported by the authority. Every field is from the order, in its order; what was
//! not reported stays blank.

use crate::filled::{name_line, said, typed};
use crate::sheet::{FormSheet, Row, RowPart, Shape, Width, WordingSource, parts};
use crate::texts::{BilingualText, FormText, KazakhTexts};
use crate::{FormPhrase, OrderPlace};
use rules::draft::Draft;
use rules::finding::RefusalGround;
use wire::event::{EventRecord, RefusedDocument};

/// Minimum number of lines; the form has two lines for documents and continues with dots.
const LINES_AT_LEAST: usize = 3;

/// Returns the receipt. `draft` is the sent one, if it is known.
pub fn annex_8(texts: &dyn KazakhTexts, draft: Option<&Draft>, refusal: &EventRecord) -> FormSheet {
    use FormPhrase as P;
    use OrderPlace as O;
    use Shape::{Corner, Signature, Text, Title};
    let quoted = |shape, place, filled, own| Row::quoted(texts, shape, place, filled, own);
    let name = name_line(draft.and_then(Draft::applicant));
    let address = draft.map(|draft| typed(&draft.address)).unwrap_or_default();
    let number = typed(refusal.reference.as_deref().unwrap_or_default());
    let day = vec![vec![said(texts, FormText::Day(refusal.event.on))]];

    // The ground and the heading of the list are two lines of one text.
    let ground = texts.order(O::Annex8Ground);
    let (ground, documents) = ground.split_once('\n').unwrap_or((ground, ""));
    let part_of_ground =
        |shape, text, own| Row { parts: parts(text, vec![]), ..quoted(shape, O::Annex8Ground, vec![], own) };
    let mut rows = vec![
        Row::ours(texts, Text, P::FormCopy8),
        Row { own: Some(FormText::AnnexOf("8")), ..quoted(Corner, O::Annex8Annex, vec![], P::FormAnnex8) },
        quoted(Corner, O::Annex8Name, vec![name], P::FormFullName),
        quoted(Corner, O::Annex8Address, vec![address], P::FormRecipientAddress),
        quoted(Title, O::Annex8Heading, vec![number], P::FormTitle8),
        Row::field(BilingualText::of(texts, P::EventRefusedToAccept), day),
        quoted(Text, O::Annex8Body, vec![], P::FormBody8),
        part_of_ground(Text, ground, P::FormGround8),
        part_of_ground(Shape::Heading, documents, P::FormDocuments8),
    ];
    let lines = refusal.documents.len().max(LINES_AT_LEAST);
    rows.extend((0..lines).flat_map(|place| document(texts, place, refusal.documents.get(place))));
    rows.extend([
        quoted(Signature, O::Annex8Officer, vec![], P::FormOfficer8),
        quoted(Text, O::Annex8Phone, vec![], P::FieldPhone),
        // The recipient writes name, signature and day by hand.
        quoted(Signature, O::Annex8Received, vec![], P::FormReceived8),
        quoted(Text, O::Annex8Date, vec![], P::FormDate),
    ]);
    FormSheet { title: BilingualText::of(texts, P::FormAnnex8), rows }
}

/// Returns a numbered line as in the order. A row of ours adds whether the document is missing or has expired.
fn document(texts: &dyn KazakhTexts, place: usize, document: Option<&RefusedDocument>) -> Vec<Row> {
    let number = [&(place + 1).to_string(), ") "].concat();
    let of_order = |parts| Row { source: WordingSource::Order, shape: Shape::Text, parts, own: None };
    if document.is_none() && place + 1 == LINES_AT_LEAST {
        return vec![of_order(vec![RowPart::Words([&number, "…."].concat())])];
    }
    let title = document.map(|document| typed(&document.title)).unwrap_or_default();
    let line = of_order(vec![
        RowPart::Words(number),
        RowPart::Blank(Width::Long, title),
        RowPart::Words(";".to_owned()),
    ]);
    let ground = document.map(|document| match document.ground {
        RefusalGround::Incomplete => FormPhrase::RefusalMissing,
        RefusalGround::Expired => FormPhrase::RefusalExpired,
    });
    [Some(line), ground.map(|ground| Row::ours(texts, Shape::Text, ground))].into_iter().flatten().collect()
}
