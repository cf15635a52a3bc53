//! Annex 6: the application for extending the status or for a duplicate. Every field is from the Rules, in their order.

use super::filled::{day_parts, members, name_of, place_in_annex_6, region, typed};
use super::sheet::{BilingualText, Filling, FormSheet, LabelledValue, Row, Shape, WordingSource, requests};
use crate::i18n::{FormTexts, Msg, Official};
use crate::words;
use chrono::NaiveDate;
use rules::check::Field;
use rules::draft::{Draft, FamilyGroup};
use std::rc::Rc;

/// Returns the form. `sent` is the day on which it was sent; before that, the form is dated by hand.
pub fn sheet(texts: &FormTexts, draft: &Draft, sent: Option<NaiveDate>) -> FormSheet {
    use Official as O;
    use Shape::{Corner, Signature, Text, Title};
    let quoted = |shape, place, filled, own| Row::quoted(shape, texts.order(place), filled, own);
    let chosen = place_in_annex_6(draft.service);
    let name: Vec<Filling> =
        draft.applicant().map(name_of).filter(|name| !name.is_empty()).into_iter().collect();
    let group = |group| members(draft, group).map(name_of).collect::<Vec<Filling>>();
    let signed = day_parts(texts, sent);

    let mut rows = vec![
        annex(texts),
        quoted(Corner, O::Annex6Body, vec![], Msg::FormBody),
        quoted(Corner, O::Annex6Name, vec![name], Msg::FormFullName),
        quoted(Corner, O::Annex6Address, vec![typed(&draft.address)], Msg::FormLives),
        Row {
            parts: requests(texts.order(O::Annex6Title), chosen),
            ..quoted(Title, O::Annex6Title, vec![], Msg::FormTitle6)
        },
    ];
    // The form asks for the name of the body; which body of the region that is, the person writes.
    rows.push(Row::field(BilingualText::of(texts, words::field(Field::Region)), region(texts, draft)));
    if let Some(service) = draft.service.filter(|_| chosen.is_some()) {
        let service = vec![vec![LabelledValue::said(BilingualText::of(texts, words::service(service)))]];
        rows.push(Row::field(BilingualText::of(texts, Msg::FormChosen), service));
    }
    rows.extend([
        quoted(Text, O::Annex6Reason, vec![typed(&draft.reason)], Msg::FormReason6),
        Row {
            parts: requests(texts.order(O::Annex6Request), chosen),
            ..quoted(Text, O::Annex6Request, vec![], Msg::FormRequest6)
        },
        quoted(Shape::Heading, O::Annex6Members, vec![], Msg::FormMembers),
        quoted(Text, O::Annex6Spouse, vec![group(FamilyGroup::Spouse)], Msg::FormSpouse),
        quoted(Text, O::Annex6Parents, on_two_lines(group(FamilyGroup::Parents)), Msg::FormParents),
        quoted(
            Text,
            O::Annex6Children,
            vec![group(FamilyGroup::ChildrenAndTheirFamilies)],
            Msg::FormChildren,
        ),
        quoted(Text, O::Annex6Siblings, vec![group(FamilyGroup::UnmarriedSiblings)], Msg::FormSiblings),
        quoted(Text, O::Annex6Consent, vec![], Msg::FormConsent6),
        quoted(
            Signature,
            O::Annex6Signature,
            vec![signed.year, signed.day, signed.month],
            Msg::FormSignature,
        ),
    ]);
    if sent.is_some() {
        rows.push(Row::field(BilingualText::of(texts, Msg::FormConfirmed), typed(&draft.confirmed_name)));
    }
    rows.extend([
        quoted(Signature, O::Annex6Accepted, vec![], Msg::FormAccepted),
        quoted(Signature, O::Annex6AcceptedSignature, vec![], Msg::FormAcceptedSignature),
    ]);
    FormSheet { title: BilingualText::of(texts, Msg::FormAnnex6), rows }
}

fn annex(texts: &FormTexts) -> Row {
    Row {
        source: WordingSource::Order,
        own: Some(Rc::new(|| crate::i18n::text(Msg::FormAnnexOf, &[("n", "6")]))),
        ..Row::quoted(Shape::Corner, texts.order(Official::Annex6Annex), vec![], Msg::FormAnnex6)
    }
}

/// Distributes the parents over the two lines that the form has for them.
fn on_two_lines(mut parents: Vec<Filling>) -> Vec<Vec<Filling>> {
    let others = parents.split_off(parents.len().min(1));
    vec![parents, others]
}
