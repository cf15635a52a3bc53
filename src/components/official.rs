//! The text of the Rules behind a citation, in Kazakh, shown on demand.

use super::term::{loaded, open};
use crate::i18n::{self, Msg, Official, tr};
use crate::platform::view::{View, nothing, view};
use leptos::prelude::*;
use rules::citation::{Act, Citation, Locus};

/// Shows a disclosure element with the text of the Rules at a citation, or nothing if our text of the Rules does not contain
/// it.
pub fn official(citation: Citation) -> View {
    match places(&citation) {
        [] => nothing(),
        places => official_words(places),
    }
}

/// Shows a disclosure element with the text of the Rules at these places.
fn official_words(places: &'static [Official]) -> View {
    let opened = RwSignal::new(false);
    let words =
        move || opened.get().then(|| places.iter().map(|place| quoted(*place)).collect::<Vec<View>>());
    view! {
        <details class="official">
            <summary class="link" on:click=move |_| open(opened)>{tr(Msg::AsideOrder)}</summary>
            {words}
        </details>
    }
}

/// Shows the text at one place, with a paragraph for each of its lines.
fn quoted(place: Official) -> View {
    loaded(i18n::official_words(place), |words| {
        let lines: Vec<View> = words.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect();
        view! { <div class="quote" lang="kk" dir="ltr">{lines}</div> }
    })
}

/// Returns the places of a citation in our text of the Rules. A condition of ¶9 comes with the sentence that it ends.
fn places(citation: &Citation) -> &'static [Official] {
    use Official as O;
    if citation.act != Act::Order539 {
        return &[];
    }
    match citation.place {
        Locus::Paragraph("3") => &[O::Paragraph3],
        Locus::Paragraph("4") => &[O::Paragraph4],
        Locus::Paragraph("5") => &[O::Paragraph5],
        Locus::Paragraph("5-1") => &[O::Paragraph51],
        Locus::Paragraph("7") => &[O::Paragraph7],
        Locus::Paragraph("8") => &[O::Paragraph8],
        Locus::Paragraph("9") => &[
            O::Paragraph9,
            O::Paragraph9Condition1,
            O::Paragraph9Condition2,
            O::Paragraph9Condition3,
            O::Paragraph9Condition4,
            O::Paragraph9Condition5,
            O::Paragraph9Minutes,
        ],
        Locus::Paragraph("9(1)") => &[O::Paragraph9, O::Paragraph9Condition1],
        Locus::Paragraph("9(2)") => &[O::Paragraph9, O::Paragraph9Condition2],
        Locus::Paragraph("9(3)") => &[O::Paragraph9, O::Paragraph9Condition3],
        Locus::Paragraph("9(4)") => &[O::Paragraph9, O::Paragraph9Condition4],
        Locus::Paragraph("9(5)") => &[O::Paragraph9, O::Paragraph9Condition5, O::Annex1Paragraph9],
        Locus::Paragraph("13") => &[O::Paragraph13],
        Locus::Annex(6) => &[O::Annex6Title, O::Annex6Reason, O::Annex6Request, O::Annex6Consent],
        Locus::Annex(8) => &[O::Annex8Heading, O::Annex8Ground],
        Locus::AnnexParagraph(1, 7) => &[O::Annex1Paragraph7],
        Locus::AnnexParagraph(1, 9) => &[O::Annex1Paragraph9],
        Locus::AnnexRow(2, 2) => &[O::Annex2Row2],
        Locus::AnnexRow(2, 3) => &[O::Annex2Row3],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_leads_to_the_text_at_its_place() {
        assert!(places(&Citation::paragraph("5-1")) == [Official::Paragraph51]);
        assert!(
            places(&Citation::paragraph("9(4)")) == [Official::Paragraph9, Official::Paragraph9Condition4]
        );
        assert!(places(&Citation::order(Locus::AnnexRow(2, 3))) == [Official::Annex2Row3]);
        assert!(places(&Citation::inferred(Locus::AnnexRow(2, 3))) == [Official::Annex2Row3]);
    }

    #[test]
    fn a_place_that_the_rules_do_not_have_has_no_text() {
        assert!(places(&Citation::paragraph("6")).is_empty());
        assert!(places(&Citation::digest()).is_empty());
        let own = Citation {
            act: Act::FamilyCode,
            place: Locus::Paragraph("3"),
            mark: rules::citation::Mark::General,
        };
        assert!(places(&own).is_empty());
    }

    #[test]
    fn every_stage_condition_term_and_channel_of_the_edition_has_its_text() {
        use rules::edition::Edition;
        use rules::service::{Basis, Service};
        let edition = Edition::by_id("539-2023").unwrap();
        let grant = edition.stages_of(Service::Grant).map(|stage| stage.citation);
        let bases = Basis::ALL.into_iter().filter_map(|basis| edition.basis_citation(basis));
        let terms = [Service::Grant, Service::Extend].into_iter().filter_map(|service| edition.term(service));
        let channels =
            [Service::Grant, Service::Extend].into_iter().flat_map(|service| edition.channels_of(service));
        let cited = grant
            .chain(bases)
            .chain(terms.map(|term| term.citation))
            .chain(channels.map(|channel| channel.citation));
        // The places that the forms, the questions and the refusal cite.
        let of_forms = [
            Locus::Annex(6),
            Locus::Annex(8),
            Locus::AnnexParagraph(1, 7),
            Locus::Paragraph("5"),
            Locus::Paragraph("5-1"),
            Locus::Paragraph("13"),
            Locus::AnnexRow(2, 2),
        ];
        let cited = cited.chain(of_forms.map(Citation::order));
        assert!(places(&Citation::paragraph("9(5)")).contains(&Official::Annex1Paragraph9));
        let mut count = 0;
        for citation in cited {
            count += 1;
            assert!(!places(&citation).is_empty(), "{citation:?}");
        }
        assert!(count > 10, "{count}");
    }
}
