//! Annex 6: the application for extending the status or for a duplicate. Every field is from the order, in its order.

use crate::filled::{day_parts, members, name_line, name_of, place_in_annex_6, region, typed, word};
use crate::sheet::{Filling, FormSheet, Row, Shape, requests};
use crate::texts::{BilingualText, FormText, KazakhTexts};
use crate::{FormPhrase, OrderPlace, words};
use chrono::NaiveDate;
use rules::check::Field;
use rules::draft::{Draft, FamilyGroup};

/// Returns the form. `sent` is the day on which it was sent; before that, the form is dated by hand.
pub fn annex_6(texts: &dyn KazakhTexts, draft: &Draft, sent: Option<NaiveDate>) -> FormSheet {
    use FormPhrase as P;
    use OrderPlace as O;
    use Shape::{Corner, Signature, Text, Title};
    let quoted = |shape, place, filled, own| Row::quoted(texts, shape, place, filled, own);
    let chosen = place_in_annex_6(draft.service);
    let request = |shape, place, own| Row {
        parts: requests(texts.order(place), chosen),
        ..quoted(shape, place, vec![], own)
    };
    let group = |group| members(draft, group).map(name_of).collect::<Vec<Filling>>();
    let signed = day_parts(texts, sent);

    let mut rows = vec![
        Row { own: Some(FormText::AnnexOf("6")), ..quoted(Corner, O::Annex6Annex, vec![], P::FormAnnex6) },
        quoted(Corner, O::Annex6Body, vec![], P::FormBody),
        quoted(Corner, O::Annex6Name, vec![name_line(draft.applicant())], P::FormFullName),
        quoted(Corner, O::Annex6Address, vec![typed(&draft.address)], P::FormLives),
        request(Title, O::Annex6Title, P::FormTitle6),
        // The form asks for the name of the body; which body of the region that is, the person writes.
        Row::field(BilingualText::of(texts, words::field(Field::Region)), region(texts, draft)),
    ];
    if let Some(service) = draft.service.filter(|_| chosen.is_some()) {
        let service = word(texts, Some(words::service(service)));
        rows.push(Row::field(BilingualText::of(texts, P::FormChosen), service));
    }
    rows.extend([
        quoted(Text, O::Annex6Reason, vec![typed(&draft.reason)], P::FormReason6),
        request(Text, O::Annex6Request, P::FormRequest6),
        quoted(Shape::Heading, O::Annex6Members, vec![], P::FormMembers),
        quoted(Text, O::Annex6Spouse, vec![group(FamilyGroup::Spouse)], P::FormSpouse),
        quoted(Text, O::Annex6Parents, on_two_lines(group(FamilyGroup::Parents)), P::FormParents),
        quoted(Text, O::Annex6Children, vec![group(FamilyGroup::ChildrenAndTheirFamilies)], P::FormChildren),
        quoted(Text, O::Annex6Siblings, vec![group(FamilyGroup::UnmarriedSiblings)], P::FormSiblings),
        quoted(Text, O::Annex6Consent, vec![], P::FormConsent6),
        quoted(Signature, O::Annex6Signature, vec![signed.year, signed.day, signed.month], P::FormSignature),
    ]);
    if sent.is_some() {
        rows.push(Row::field(BilingualText::of(texts, P::FormConfirmed), typed(&draft.confirmed_name)));
    }
    rows.extend([
        quoted(Signature, O::Annex6Accepted, vec![], P::FormAccepted),
        quoted(Signature, O::Annex6AcceptedSignature, vec![], P::FormAcceptedSignature),
    ]);
    FormSheet { title: BilingualText::of(texts, P::FormAnnex6), rows }
}

/// Distributes the parents over the two lines that the form has for them.
fn on_two_lines(mut parents: Vec<Filling>) -> Vec<Vec<Filling>> {
    let others = parents.split_off(parents.len().min(1));
    vec![parents, others]
}
